"""What one person alone sees. A shared device never shows private writing, so then it is not even sent."""

from typing import Any

from sqlalchemy import select

from ...domain.contributions import TOGETHER
from ...domain.group import Group, Role, Status
from ...domain.phases import NATURE
from ...storage.cases import CaseRow
from ...storage.groups import GroupRow
from ...storage.seats import PersonRow, SeatRow
from .ahead import Ahead

NOTHING_PRIVATE: dict[str, Any] = {"ideas": [], "notes": "", "verdicts": {}, "rating": 0, "learning": None}


def person(ahead: Ahead, key: str, now: int) -> dict[str, Any] | None:
    """The body of ``person:<id>``."""
    row = ahead.person(key)
    if row is None:
        return None
    seats = ahead.seats(key)
    shared = any(seat.shared for seat in seats)
    at, since = ahead.sits(key) or (None, 0)
    found = ahead.table(at) if at else None
    group = found[1] if found else None
    roles = group.roles.get(key, frozenset()) if group else frozenset()
    mine = ahead.standing(key)
    body: dict[str, Any] = {
        "id": key,
        "name": row.shown,
        "return_code": row.return_code,
        "group": at,
        "asked": _asked(ahead, row) if at is None else None,
        "roles": sorted(role.value for role in roles),
        "case": _case(ahead, mine[-1] if mine else None, shared),
        "wish": _wish(ahead, key),
        "late": group is not None and _came_late(group, since),
        "shared": shared,
        "seats": _beside(ahead, row, seats),
    }
    if group is None:
        return body | NOTHING_PRIVATE
    private = _private(ahead, key, Role.CLIENT in roles)
    if shared:  # that a learning was written and for whom: the next one replaces it, and its author must know
        learning = private["learning"]
        return body | NOTHING_PRIVATE | {"learning": learning and {"release": learning["release"]}}
    return body | private


def _private(ahead: Ahead, key: str, client: bool) -> dict[str, Any]:
    ideas, verdicts = [], {}
    found: dict[str, Any] = {}
    for id, _, type, author, kind, status, verdict, sorter, release, text in ahead.own(key):
        if client and sorter == key and verdict != "none":
            verdicts[id] = verdict
        if author != key:
            continue
        if type == "idea":
            ideas.append({"id": id, "text": text, "status": status, "together": release == TOGETHER})
        elif type == "notes":
            found.setdefault("notes", text)
        elif type == "learning":
            found.setdefault("learning", {"id": id, "text": text, "release": release})
        elif type == "rating" and status == "given":
            found.setdefault("rating", int(kind))
    return NOTHING_PRIVATE | {"ideas": ideas, "verdicts": verdicts} | found


def _case(ahead: Ahead, case: CaseRow | None, shared: bool) -> dict[str, Any] | None:
    """One's own case until its round is over, for then another may be proposed. ``group`` is the table that the pilot
    gave it; ``told``: a table tells it now. A shared device has no private draft."""
    if case is None or (shared and case.draft):
        return None
    told = case.id in ahead.told(case.workshop_id)
    return {
        "id": case.id, "title": case.title, "kind": case.kind, "draft": case.draft, "group": case.group_id, "told": told
    }  # fmt: skip


def _wish(ahead: Ahead, key: str) -> dict[str, str]:
    """The cases that this person would like to hear."""
    wish = ahead.wish(key)
    return {"first": wish.first, "second": wish.second} if wish else {"first": "", "second": ""}


def _came_late(group: Group, since: int) -> bool:
    """True for somebody who sat down after the case was begun, until the next phase."""
    told = group.kind is not None and NATURE[group.kind].confidential and group.status is not Status.CLOSED
    return told and since > group.run


def _asked(ahead: Ahead, row: PersonRow) -> str | None:
    """The table whose client must say yes before this person sits there, or None."""
    query = select(GroupRow.id, GroupRow.requests).where(GroupRow.workshop_id == row.workshop_id)
    return next((group for group, requests in ahead.session.execute(query) if row.id in requests), None)


def _beside(ahead: Ahead, row: PersonRow, seats: list[SeatRow]) -> list[dict[str, Any]]:
    """The places on the devices that this person shares, this person's own among them."""
    devices = {seat.device_id for seat in seats if seat.shared}
    found = seats
    if devices:
        query = select(SeatRow).where(
            SeatRow.workshop_id == row.workshop_id, SeatRow.device_id.in_(devices), SeatRow.revoked.is_(False)
        )
        found = list(ahead.session.scalars(query.order_by(SeatRow.created, SeatRow.id)))
    names = ahead.names(seat.person_id for seat in found)
    return [{"id": s.id, "person": s.person_id, "name": names.get(s.person_id or "", "")} for s in found if s.person_id]
