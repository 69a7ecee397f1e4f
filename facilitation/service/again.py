"""Somebody who was known already, on a device: the place that a return code or a private link leads to."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..storage.seats import SeatRow
from .secrets import fresh_id
from .unit import Unit


def place_again(unit: Unit, device: str, person: str, workshop: str, now: int) -> SeatRow:
    """This person's place on this device, made when there is none.

    The table's roles come back with the person; piloting does not: a code that people read aloud is too little for
    that. On a device that people share the place is shared as theirs are, for whoever holds the device could open it.
    """
    query = select(SeatRow).where(SeatRow.device_id == device, SeatRow.person_id == person, SeatRow.revoked.is_(False))
    seat = unit.session.scalar(query)
    if seat is None:
        seat = SeatRow(
            id=fresh_id(), device_id=device, person_id=person, workshop_id=workshop, workshop_roles=[],
            shared=device_is_shared(unit.session, device, workshop), revoked=False, created=now,
        )  # fmt: skip
        unit.session.add(seat)
        unit.session.flush()
        unit.changed_people({person}, moved=True)
    return seat


def device_is_shared(session: Session, device: str, workshop: str) -> bool:
    """True when several people of this workshop hold this device in turn."""
    query = select(SeatRow.id).where(
        SeatRow.device_id == device, SeatRow.workshop_id == workshop, SeatRow.shared, SeatRow.revoked.is_(False)
    )
    return session.scalar(query.limit(1)) is not None
