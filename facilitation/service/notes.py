"""What a table wrote, for its members: the rounds they sat in, as far as they may read them."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..domain.contributions import WITHHELD
from ..domain.events import ClientSupported
from ..storage.cases import CaseRow
from ..storage.contributions import ContributionRow, said, standing_contract
from ..storage.groups import GroupRow, MembershipRow, RoundRow
from ..storage.journal import JournalRow
from ..storage.seats import PersonRow, SeatRow
from ..storage.workshops import WorkshopRow
from .snapshots.parts import names_of
from .snapshots.table import PLAN_KEYS


def notes(session: Session, group: str, person: str) -> dict[str, Any] | None:
    """The notes of a table for one person who sits there; None for anybody else, also for somebody who left.

    A round that its table stopped is empty, but for its client when the client kept it. While the table pauses, its
    present round is empty too.
    """
    sits = session.scalar(
        select(MembershipRow).where(
            MembershipRow.group_id == group, MembershipRow.person_id == person, MembershipRow.ended.is_(None)
        )
    )
    table = session.get(GroupRow, group)
    shop = session.get(WorkshopRow, table.workshop_id) if table else None
    reader = session.get(PersonRow, person)
    if sits is None or table is None or shop is None or reader is None:
        return None
    present = table.roles
    rounds = session.scalars(select(RoundRow).where(RoundRow.group_id == group).order_by(RoundRow.number)).all()
    heard = [r for r in rounds if r.reason != "undone" and _heard(table, r, sits.began)]
    names = names_of(session, [*present, *(r.client for r in rounds)])
    private = not _on_shared_device(session, person)
    return {
        "workshop": {
            "id": shop.id, "title": shop.title, "place": shop.place, "starts": shop.starts, "ends": shop.ends,
            "timezone": shop.timezone, "client_word": shop.client_word,
        },
        "group": {"id": table.id, "number": table.number, "name": table.name},
        "person": {"id": person, "name": reader.shown},
        "rounds": [
            _round(session, table, round_, person, names, private, hidden=_hidden(table, round_, person))
            for round_ in heard
        ],
    }  # fmt: skip


def _heard(table: GroupRow, round_: RoundRow, began: int) -> bool:
    """Whether who sat down then was there. A round on paper is typed in by people who sit down when it is over."""
    typed = table.paper and round_.number == table.round
    return typed or round_.closed is None or began <= round_.closed


def _supporters(session: Session, table: GroupRow, round_: RoundRow) -> list[str]:
    """Who said « Je te soutiens » in this round. The table remembers its present round, the journal every one."""
    said: Any = table.supporters
    if round_.number != table.round:
        said = select(JournalRow.person).where(
            JournalRow.subject == table.id,
            JournalRow.round == round_.number,
            JournalRow.event == ClientSupported.__name__,
        )
    rows = session.scalars(select(PersonRow).where(PersonRow.id.in_(said)))
    return sorted(row.shown for row in rows if row.shown)


def _hidden(table: GroupRow, round_: RoundRow, person: str) -> bool:
    if round_.number == table.round and table.status == "paused":
        return True
    return round_.words == "erased" or (round_.words == "withheld" and round_.client != person)


def _on_shared_device(session: Session, person: str) -> bool:
    query = select(SeatRow.id).where(SeatRow.person_id == person, SeatRow.shared, SeatRow.revoked.is_(False))
    return session.scalar(query.limit(1)) is not None


def _action(row: ContributionRow, client: bool) -> dict[str, Any]:
    """A line of the plan; what became of it is for its client."""
    line = {"what": row.text} | {key: row.extra.get(key, "") for key in PLAN_KEYS}
    if client:
        line |= {"id": row.id, "outcome": row.kind, "became": row.extra.get("became", "")}
        line["shared"] = row.release == "released"
    return line


def _round(
    session: Session, table: GroupRow, round_: RoundRow, person: str, names: dict[str, str], private: bool, hidden: bool
) -> dict[str, Any]:
    query = select(ContributionRow).where(
        ContributionRow.group_id == table.id, ContributionRow.round == round_.number, ContributionRow.status != "erased"
    )
    rows = [] if hidden else session.scalars(query.order_by(ContributionRow.born, ContributionRow.id)).all()
    case = session.get(CaseRow, round_.case_id) if round_.case_id and not hidden else None
    client = round_.client == person
    contract = standing_contract(rows, round_.client)

    def of(type: str, status: str) -> list[ContributionRow]:
        return [row for row in rows if row.type == type and row.status == status]

    def mine(type: str) -> list[ContributionRow]:
        return [row for row in rows if private and row.type == type and row.author == person]

    return {
        "round": round_.number,
        "words": "hidden" if hidden and round_.words == "kept" else round_.words,
        "started": round_.started,
        "closed": round_.closed,
        "client": {"id": round_.client, "name": names.get(round_.client, "")} if round_.client else None,
        "mine": client,
        "case": {"title": case.title, "kind": case.kind} if case and case.shown else None,
        "contract": contract.text if contract else "",
        "questions": [
            {"text": row.text, "answer": row.extra.get("answer", "")} for row in of("question", "asked") if said(row)
        ],
        "suggestions": [
            {"text": row.text, "kind": row.kind, "name": names.get(row.author, ""), "mine": row.author == person}
            | ({"verdict": row.verdict if row.sorter == person else "none"} if client and private else {})
            for row in of("suggestion", "offered")
        ],
        "actions": [_action(row, client and private) for row in of("action", "planned")],
        "learnings": [
            {"text": row.text, "name": names.get(row.author, ""), "mine": row.author == person}
            for row in of("learning", "recorded")
            if row.release in ("table", "released") or (row.author == person and (private or row.release == WITHHELD))
        ],
        "supporters": _supporters(session, table, round_) if not hidden else [],
        "ideas": [row.text for row in mine("idea") if row.status == "kept"],
        "notes": next((row.text for row in mine("notes")), ""),
    }
