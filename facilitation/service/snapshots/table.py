"""What everybody at a table sees. While it pauses, and after a round kept for its client, the words are absent."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from ...domain.group import Agreement, Group, Role, Status
from ...storage.contributions import said, standing_contract
from .ahead import Ahead, Written
from .parts import can_part, clock_part, message_part, named, timetable_part

PLAN_KEYS = ("first_step", "when", "support", "watch")
NO_WORDS: dict[str, Any] = {
    "case": None,
    "contract": {"status": "none", "sentence": "", "aloud": False, "helps": []},
    "questions": [],
    "suggestions": [],
    "actions": [],
    "supporters": [],
    "learnings": [],
}


def table(ahead: Ahead, key: str, now: int) -> dict[str, Any] | None:
    """The body of ``group:<id>``."""
    found = ahead.table(key)
    shop = ahead.workshop(found[0].workshop_id) if found else None
    if found is None or shop is None:
        return None
    row, group = found
    names = ahead.names({*group.roles, *group.requests})
    people = sorted((names.get(p, "").casefold(), p) for p in group.roles)
    holders, phase = group.holders, group.phase
    body: dict[str, Any] = {
        "step": group.step,
        "workshop": shop.id,
        "title": shop.title,
        "group": {"id": row.id, "number": row.number, "name": row.name, "paper": group.paper},
        "status": group.status,
        "round": group.round,
        "phase": None
        if phase is None
        else {
            "position": group.position,
            "kind": phase.kind,
            "scope": phase.scope,
            "screens_down": phase.screens_down,
            "client_mode": phase.client_mode,
            "together": group.format.laid_together(group.position or 0),
        },
        "clock": clock_part(group.clock),
        "people": [{"id": p, "name": names.get(p, ""), "roles": _in_order(group.roles[p])} for _, p in people],
        "tour": [named(p, names) for p in group.tour],
        "ready": sorted(group.ready),
        "options": sorted(group.format.options),
        "requests": [named(p, names) for p in sorted(group.requests)],
        "client": named(holders.get(Role.CLIENT), names),
        "host": named(holders.get(Role.HOST), names),
        "scribe": named(holders.get(Role.SCRIBE), names),
        "timekeeper": named(holders.get(Role.TIMEKEEPER), names),
        "deputy": named(holders.get(Role.DEPUTY), names),
        "relieved": named(group.relieved, names),
        "message": message_part(ahead.session, group),
        "timetable": timetable_part(ahead.timetables, group, now, shop.starts),
        "shape": group.format.shape,
        "reserve": group.format.reserve,
        "ends": shop.ends,
        "words": {"client_word": shop.client_word},
        "can": can_part(ahead.offers, group),
        "demo": shop.demo,
        "speed": shop.speed,
    }
    return body | (_words(ahead, group, names) if _shown(ahead, group) else NO_WORDS)


@cache
def _in_order(roles: frozenset[Role]) -> list[Role]:
    """There are few combinations, and each person of each table has one."""
    return sorted(roles)


def _shown(ahead: Ahead, group: Group) -> bool:
    """True when the table may read the words of its round now."""
    return group.status is not Status.PAUSED and (not group.round or ahead.words_of(group) == "kept")


def _words(ahead: Ahead, group: Group, names: dict[str, str]) -> dict[str, Any]:
    rows = ahead.shown(group.id)
    kinds: dict[tuple[str, str], list[Written]] = {}
    for row in rows:
        kinds.setdefault((row.type, row.status), []).append(row)

    def of(type: str, status: str) -> Sequence[Written]:
        return kinds.get((type, status), ())

    contract = standing_contract(rows, group.requester) if group.agreement is not Agreement.NONE else None
    sentence = contract.text if contract else ""
    case = ahead.case(group)
    return {
        "case": {"title": case.title, "kind": case.kind} if case and case.shown else None,
        "contract": {
            "status": group.agreement.value if sentence else Agreement.NONE.value,
            "sentence": sentence,
            "aloud": group.aloud,
            "helps": contract.extra.get("helps", []) if contract else [],
        },
        "questions": [
            {"id": row.id, "text": row.text, "answer": row.extra.get("answer", "")}
            for row in of("question", "asked")
            if said(row)
        ],
        "suggestions": [
            {
                "id": row.id,
                "text": row.text,
                "kind": row.kind,
                "author": {"id": row.author, "name": names.get(row.author, "")},  # unsigned once its author left
                "writer": row.writer,
            }
            for row in of("suggestion", "offered")
        ],
        "actions": [
            {"id": row.id, "what": row.text} | {key: row.extra.get(key, "") for key in PLAN_KEYS}
            for row in of("action", "planned")
        ],
        "supporters": [names[p] for p in sorted(group.supporters) if p in names],
        "learnings": [
            {"id": row.id, "text": row.text, "name": names.get(row.author, "")}
            for row in of("learning", "recorded")
            if row.release in ("table", "released")
        ],
    }
