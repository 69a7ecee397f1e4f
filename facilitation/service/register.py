"""What every command asks of the rows: its seat, whether its workshop goes on, whether it was answered before.

The commands that are committed together are read together: one question for all of them, before the first is done.
"""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from ..storage.commands import CommandRow
from ..storage.quick import Many
from ..storage.seats import SeatRow
from ..storage.workshops import WorkshopRow
from .answers import Answer
from .envelope import Envelope

# Built once: building a question costs SQLAlchemy more than asking it.
_SEATS = (
    select(
        SeatRow.id, SeatRow.device_id, SeatRow.person_id, SeatRow.workshop_id, SeatRow.workshop_roles, SeatRow.revoked,
        WorkshopRow.status,
    )
    .join(WorkshopRow, WorkshopRow.id == SeatRow.workshop_id)
    .where(SeatRow.id.in_(bindparam("seats", expanding=True)))
)  # fmt: skip
_STATUS = select(WorkshopRow.id, WorkshopRow.status).where(WorkshopRow.id.in_(bindparam("workshops", expanding=True)))
_GIVEN = select(CommandRow.person, CommandRow.id, CommandRow.body_hash, CommandRow.answer).where(
    CommandRow.person.in_(bindparam("people", expanding=True)), CommandRow.id.in_(bindparam("ids", expanding=True))
)
_GIVE = Many(insert(CommandRow.__table__))  # type: ignore[arg-type]

Given = tuple[str, Answer]
"""The hash of what was asked, and what was answered."""


class Register:
    """Seats and answers as one transaction sees them.

    ``together`` are all the commands of the transaction when it does nothing else: then nobody can lose a seat or close
    a workshop between two of them, and their answers are written in one go. Otherwise each asks for itself.
    """

    def __init__(self, session: Session, together: Collection[Envelope] = ()) -> None:
        self._session = session
        self._together = bool(together)
        # At the beginning nothing waits to be written, so the session need not be asked: it costs half as much again.
        self._ask = session.connection().execute if together else session.execute
        self._seats: dict[str, Any] = {}
        self._status: dict[str, str] = {}
        self._given: dict[tuple[str, str], Given] = {}
        self._unwritten: list[dict[str, Any]] = []
        if together:
            self._seats = self._read_seats({one.seat for one in together})
            self._status = {seat.workshop_id: seat.status for seat in self._seats.values()}
            self._given = self._read_given(self._seats.values(), {one.id for one in together})

    def seat(self, seat: str) -> Any | None:
        """The columns of a seat with its workshop's status, or None when there is no such seat."""
        return (self._seats if self._together else self._read_seats({seat})).get(seat)

    def closed(self, workshop: str) -> bool:
        """True when nothing may be written in this workshop any more."""
        found = self._status if self._together else self._read_status({workshop})
        return found.get(workshop) in (None, "closed")

    def given(self, seat: Any, id: str) -> Given | None:
        """What was answered to this command of this seat's person, and to what, or None."""
        known = self._given if self._together else self._read_given([seat], {id})
        return known.get((seat.person_id, id))

    def give(self, seat: Any, envelope: Envelope, answer: Answer, now: int) -> None:
        """Keep the answer to a command, with the transaction."""
        self._unwritten.append(
            {
                "person": seat.person_id, "id": envelope.id, "workshop_id": seat.workshop_id,
                "body_hash": envelope.body_hash, "answer": answer.to_row(), "at": now,
            }
        )  # fmt: skip
        if self._together:
            self._given[seat.person_id, envelope.id] = (envelope.body_hash, answer)
        else:
            self.write()

    def write(self) -> None:
        """Write the answers that are not written yet."""
        if self._unwritten:
            _GIVE.write(self._session.connection(), self._unwritten)
            self._unwritten = []

    def _read_seats(self, seats: set[str]) -> dict[str, Any]:
        return {row.id: row for row in self._ask(_SEATS, {"seats": sorted(seats)})}

    def _read_status(self, workshops: set[str]) -> dict[str, str]:
        return dict(self._ask(_STATUS, {"workshops": sorted(workshops)}).all())

    def _read_given(self, seats: Iterable[Any], ids: set[str]) -> dict[tuple[str, str], Given]:
        people = {seat.person_id for seat in seats if seat.person_id}
        rows = self._ask(_GIVEN, {"people": sorted(people), "ids": sorted(ids)})
        return {(row.person, row.id): (row.body_hash, Answer.from_row(row.answer)) for row in rows}
