"""What one person alone sees. A shared device never shows private writing, so then it is not even sent."""

from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ...domain.contributions import TOGETHER, learning_id, rating_id
from ...domain.group import Group, Role, Status
from ...domain.phases import NATURE
from ...storage.cases import CaseRow, WishRow, standing, told_at
from ...storage.contributions import ContributionRow
from ...storage.groups import GroupRow
from ...storage.repository import as_group
from ...storage.seats import PersonRow, SeatRow
from ..conduct import came_since, table_of
from .parts import names_of

_SEATS = select(SeatRow).where(SeatRow.person_id == bindparam("person"), SeatRow.revoked.is_(False))
_OWN_ROWS = (
    select(ContributionRow)
    .where(
        ContributionRow.group_id == bindparam("group"),
        ContributionRow.round == bindparam("round"),
        ContributionRow.status != "erased",
        (ContributionRow.author == bindparam("person")) | (ContributionRow.sorter == bindparam("person")),
    )
    .order_by(ContributionRow.born, ContributionRow.id)
)
NOTHING_PRIVATE: dict[str, Any] = {"ideas": [], "notes": "", "verdicts": {}, "learning": None, "rating": 0}


def person(session: Session, key: str, now: int) -> dict[str, Any] | None:
    """The body of ``person:<id>``."""
    row = session.get(PersonRow, key)
    if row is None:
        return None
    seats = session.scalars(_SEATS, {"person": key}).all()
    shared = any(seat.shared for seat in seats)
    at = table_of(session, key)
    table = session.get(GroupRow, at) if at else None
    group = as_group(table) if table else None
    roles = set(group.roles.get(key, ())) if group else set()
    mine = standing(session, row.workshop_id, key)
    body: dict[str, Any] = {
        "id": key,
        "name": row.shown,
        "return_code": row.return_code,
        "group": at,
        "asked": _asked(session, row) if at is None else None,
        "roles": sorted(role.value for role in roles),
        "case": _case(session, mine[-1] if mine else None, shared),
        "wish": _wish(session, key),
        "late": group is not None and _came_late(session, group, key),
        "shared": shared,
        "seats": _beside(session, row, seats),
    }
    if group is None:
        return body | NOTHING_PRIVATE
    if shared:
        return body | NOTHING_PRIVATE | {"learning": _learning_hidden(session, group.id, group.round, key)}
    return body | _private(session, group.id, group.round, key, Role.CLIENT in roles)


def _learning_hidden(session: Session, group: str, round: int, key: str) -> dict[str, str] | None:
    """That one was written and for whom, without its words: the next one replaces it, and its author must know."""
    row = session.get(ContributionRow, learning_id(group, round, key))
    return {"release": row.release} if row is not None and row.status != "erased" else None


def _private(session: Session, group: str, round: int, key: str, client: bool) -> dict[str, Any]:
    rating = session.get(ContributionRow, rating_id(group, round, key))
    rows = session.scalars(_OWN_ROWS, {"group": group, "round": round, "person": key}).all()
    mine = [row for row in rows if row.author == key]
    learning = next((row for row in mine if row.type == "learning"), None)
    return {
        "ideas": [
            {"id": row.id, "text": row.text, "status": row.status, "together": row.release == TOGETHER}
            for row in mine
            if row.type == "idea"
        ],
        "notes": next((row.text for row in mine if row.type == "notes"), ""),
        "verdicts": {row.id: row.verdict for row in rows if client and row.sorter == key and row.verdict != "none"},
        "rating": int(rating.kind) if rating is not None and rating.status == "given" else 0,
        "learning": {"id": learning.id, "text": learning.text, "release": learning.release} if learning else None,
    }


def _case(session: Session, case: CaseRow | None, shared: bool) -> dict[str, Any] | None:
    """One's own case until its round is over, for then another may be proposed. ``group`` is the table that the pilot
    gave it; ``told``: a table tells it now. A shared device has no private draft."""
    if case is None or (shared and case.draft):
        return None
    told = case.id in told_at(session, case.workshop_id)
    return {
        "id": case.id, "title": case.title, "kind": case.kind, "draft": case.draft, "group": case.group_id, "told": told
    }  # fmt: skip


def _wish(session: Session, key: str) -> dict[str, str]:
    """The cases that this person would like to hear."""
    wish = session.get(WishRow, key)
    return {"first": wish.first, "second": wish.second} if wish else {"first": "", "second": ""}


def _came_late(session: Session, group: Group, key: str) -> bool:
    """True for somebody who sat down after the case was begun, until the next phase."""
    told = group.kind is not None and NATURE[group.kind].confidential and group.status is not Status.CLOSED
    return told and key in came_since(session, group)


def _asked(session: Session, row: PersonRow) -> str | None:
    """The table whose client must say yes before this person sits there, or None."""
    query = select(GroupRow.id, GroupRow.requests).where(GroupRow.workshop_id == row.workshop_id)
    return next((group for group, requests in session.execute(query) if row.id in requests), None)


def _beside(session: Session, row: PersonRow, seats: Any) -> list[dict[str, Any]]:
    """The places on the devices that this person shares, this person's own among them."""
    devices = {seat.device_id for seat in seats if seat.shared}
    query = select(SeatRow).where(
        SeatRow.workshop_id == row.workshop_id, SeatRow.device_id.in_(devices), SeatRow.revoked.is_(False)
    )
    found = list(session.scalars(query.order_by(SeatRow.created, SeatRow.id))) if devices else list(seats)
    names = names_of(session, (seat.person_id for seat in found))
    return [{"id": s.id, "person": s.person_id, "name": names.get(s.person_id or "", "")} for s in found if s.person_id]
