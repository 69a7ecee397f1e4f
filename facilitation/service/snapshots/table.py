"""What everybody at a table sees. While it pauses, and after a round kept for its client, the words are absent."""

from typing import Any

from ...domain.group import Agreement, Group, Role, Status
from ...domain.offers import can
from ...storage.contributions import said, standing_contract
from .ahead import Ahead, Written
from .parts import clock_part, message_part, named, timetable_part

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
    people = sorted(group.roles, key=lambda p: (names.get(p, "").casefold(), p))
    phase = group.phase
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
        "people": [{"id": p, "name": names.get(p, ""), "roles": sorted(group.roles[p])} for p in people],
        "tour": [named(p, names) for p in group.tour],
        "ready": sorted(group.ready),
        "options": sorted(group.format.options),
        "requests": [named(p, names) for p in sorted(group.requests)],
        "client": named(group.client, names),
        "host": named(group.holder(Role.HOST), names),
        "scribe": named(group.holder(Role.SCRIBE), names),
        "timekeeper": named(group.holder(Role.TIMEKEEPER), names),
        "deputy": named(group.holder(Role.DEPUTY), names),
        "relieved": named(group.relieved, names),
        "message": message_part(ahead.session, group),
        "timetable": timetable_part(ahead.timetables, group, now, shop.starts),
        "shape": group.format.shape,
        "reserve": group.format.reserve,
        "ends": shop.ends,
        "words": {"client_word": shop.client_word},
        "can": can(group),
        "demo": shop.demo,
        "speed": shop.speed,
    }
    return body | (_words(ahead, group, names) if _shown(ahead, group) else NO_WORDS)


def _shown(ahead: Ahead, group: Group) -> bool:
    """True when the table may read the words of its round now."""
    return group.status is not Status.PAUSED and (not group.round or ahead.words_of(group) == "kept")


def _words(ahead: Ahead, group: Group, names: dict[str, str]) -> dict[str, Any]:
    rows = ahead.shown(group.id)

    def of(type: str, status: str) -> list[Written]:
        return [row for row in rows if row.type == type and row.status == status]

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
