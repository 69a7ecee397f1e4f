"""A place as pages and sockets know it, and how it is read."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, bindparam, select
from sqlalchemy.orm import Session

from ..storage.accounts import DeviceRow
from ..storage.groups import GroupRow, MembershipRow
from ..storage.quick import Quick
from ..storage.seats import PersonRow, SeatRow
from ..storage.versions import room_version
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


@dataclass(frozen=True)
class Arrival:
    """A place whose socket opens, and the versions of all that it may read, by audience, at one moment."""

    seat: Seat
    versions: dict[str, int]


_SEATED = (
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
_SEEN = Quick(_SEATED)
"""Asked by every page."""

_ARRIVES = Quick(
    _SEATED.add_columns(
        PersonRow.version.label("own"), GroupRow.version.label("table"), room_version(SeatRow.workshop_id).label("room")
    )
    .join(DeviceRow, DeviceRow.id == SeatRow.device_id)
    .where(DeviceRow.token_hash == bindparam("token"))
)
"""Asked by every socket that opens; nothing is remembered of a device that holds no seat."""


def seat_on(asked: Engine, seat: str, device: str) -> Seat | None:
    """This place, when it belongs to this device and was not revoked."""
    row = _row(asked, _SEEN, {"seat": seat})
    return _seat_of(row) if row is not None and row.device_id == device else None


def arrival_of(asked: Engine, seat: str, token: str) -> Arrival | None:
    """This place, when it belongs to the device whose cookie holds ``token`` and was not revoked."""
    row = _row(asked, _ARRIVES, {"seat": seat, "token": token_hash(token)})
    if row is None:
        return None
    found = _seat_of(row)
    own = {"person": row.own, "group": row.table, "hosts": row.table}
    return Arrival(found, {one: own.get(one.partition(":")[0], row.room) for one in found.audiences})


def _row(asked: Engine, question: Quick, about: dict[str, str]) -> Any | None:
    if not ROW_ID.fullmatch(about["seat"]):  # not every database can even be asked for a stranger's text
        return None
    return question.one(asked, about)


def _seat_of(row: Any) -> Seat:
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
