"""A place as pages and sockets know it, and how it is read."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ..storage.accounts import DeviceRow
from ..storage.groups import GroupRow, MembershipRow
from ..storage.seats import PersonRow, SeatRow
from .conduct import table_of
from .envelope import ROW_ID
from .secrets import token_hash


@dataclass(frozen=True)
class Seat:
    """A place as pages and sockets know it. ``roles`` are those at the table and, with ``conductor`` and ``projector``,
    those of the room. ``person`` is None for a projector."""

    id: str
    device_id: str
    workshop_id: str
    person: str | None
    name: str
    organisation: str
    group_id: str | None
    roles: frozenset[str]
    shared: bool
    return_code: str

    @property
    def audiences(self) -> frozenset[str]:
        """What this seat may read. The pilot reads how tables stand, never what they say."""
        mine = {f"room:{self.workshop_id}"}
        if self.person is not None:
            mine.add(f"person:{self.person}")
        if self.group_id is not None:
            mine.add(f"group:{self.group_id}")
            if self.roles & {"host", "facilitator"}:
                mine.add(f"hosts:{self.group_id}")
        if "conductor" in self.roles:
            mine |= {f"conductors:{self.workshop_id}", f"projector:{self.workshop_id}"}
            mine.discard(f"room:{self.workshop_id}")  # where the titles of cases are
        if "projector" in self.roles:
            mine = {f"projector:{self.workshop_id}"}
        return frozenset(mine)


_SEEN = (
    select(
        SeatRow.id, SeatRow.device_id, SeatRow.workshop_id, SeatRow.workshop_roles, SeatRow.person_id, SeatRow.shared,
        PersonRow.name, PersonRow.label, PersonRow.organisation, PersonRow.return_code,
        MembershipRow.group_id, GroupRow.roles,
    )
    .outerjoin(PersonRow, PersonRow.id == SeatRow.person_id)
    .outerjoin(MembershipRow, (MembershipRow.person_id == SeatRow.person_id) & MembershipRow.ended.is_(None))
    .outerjoin(GroupRow, GroupRow.id == MembershipRow.group_id)
    .where(SeatRow.id == bindparam("seat"), SeatRow.revoked.is_(False))
)  # fmt: skip
"""Asked by every page: one question, built once."""

_SEEN_BY_COOKIE = _SEEN.join(DeviceRow, DeviceRow.id == SeatRow.device_id).where(
    DeviceRow.token_hash == bindparam("token")
)
"""Asked by every socket that opens; nothing is remembered of a device that holds no seat."""


def seat_on(session: Session, seat: str, device: str) -> Seat | None:
    """This place, when it belongs to this device and was not revoked."""
    found = _read(session, _SEEN, {"seat": seat})
    return found if found is not None and found.device_id == device else None


def seat_by_cookie(session: Session, seat: str, token: str) -> Seat | None:
    """This place, when it belongs to the device whose cookie holds ``token`` and was not revoked."""
    return _read(session, _SEEN_BY_COOKIE, {"seat": seat, "token": token_hash(token)})


def _read(session: Session, question: Any, asked: dict[str, str]) -> Seat | None:
    if not ROW_ID.fullmatch(asked["seat"]):  # not every database can even be asked for a stranger's text
        return None
    row = session.execute(question, asked).one_or_none()
    if row is None:
        return None
    roles = {*row.workshop_roles, *(row.roles or {}).get(row.person_id, ())}
    return Seat(
        id=row.id, device_id=row.device_id, workshop_id=row.workshop_id, person=row.person_id,
        name=f"{row.name or ''} {row.label or ''}".strip(), organisation=row.organisation or "",
        group_id=row.group_id, roles=frozenset(roles), shared=row.shared, return_code=row.return_code or "",
    )  # fmt: skip


def view(session: Session, row: SeatRow) -> Seat:
    """The place that a row holds."""
    person = session.get(PersonRow, row.person_id) if row.person_id else None
    group = table_of(session, person.id) if person else None
    roles = set(row.workshop_roles)
    if person and group:
        held = session.scalar(select(GroupRow.roles).where(GroupRow.id == group)) or {}
        roles |= set(held.get(person.id, ()))
    return Seat(
        id=row.id, device_id=row.device_id, workshop_id=row.workshop_id, person=row.person_id,
        name=person.shown if person else "", organisation=person.organisation if person else "",
        group_id=group, roles=frozenset(roles), shared=row.shared, return_code=person.return_code if person else "",
    )  # fmt: skip
