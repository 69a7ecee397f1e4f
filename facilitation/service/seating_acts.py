"""One act on the seating of a workshop, in one transaction: what every one of them begins and ends with."""

from collections.abc import Callable, Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..domain.refusals import Code, Refusal
from ..storage.groups import GroupRow
from ..storage.repository import Cause
from ..storage.seatings import SeatingRow
from ..storage.seats import PersonRow
from .ground import Ground
from .seating_moves import Moves
from .seating_room import Room, read_room
from .seating_rows import Done, done_row, left_for_later, row_of
from .secrets import fresh_id
from .unit import Needs, Unit

Work = Callable[[Unit, Room, SeatingRow], Refusal | None]


def cause_of(ground: Ground, act: str, by: str) -> Cause:
    """Who did it, for the journal, and when."""
    return Cause(by, f"{act}-{fresh_id()}", ground.instants.now())


def acted(ground: Ground, workshop: str, work: Work, step: int | None = None) -> Refusal | None:
    """Do the work once: refused when somebody acted since ``step`` was shown, and in a workshop that is closed."""

    def done(unit: Unit) -> Refusal | None:
        if unit.workshop(workshop).status == "closed":
            return Refusal(Code.WORKSHOP_CLOSED)
        row = row_of(unit.session, workshop)
        if step is not None and step != row.step:
            return Refusal(Code.STALE_STEP, {"step": row.step})
        refusal = work(unit, read_room(unit.session, workshop), row)
        if refusal is None:
            row.step += 1
            unit.changed_workshop(workshop)  # who is awaited where is no event of a table
            unit.session.flush()
        return refusal

    return ground.writer.do(done, lambda session: whole(session, workshop))


def whole(session: Session, workshop: str) -> Needs:
    """A seating changes the workshop and all its tables."""
    tables = session.scalars(select(GroupRow.id).where(GroupRow.workshop_id == workshop))
    return Needs(frozenset({workshop}), frozenset(tables))


def carry(row: SeatingRow, moves: Moves, act: str, at: int, new: int = 0, known: int = 0) -> None:
    """Remember what an act did. What was proposed is over when it is done, but for what waits for the next round."""
    if act in ("draw", "seat"):
        row.proposal = left_for_later(moves, at)
    row.last = done_row(act, at, moves, new, known)


def pin(unit: Unit, people: Collection[str], table: str | None) -> None:
    """Every seating leaves these people at this table (None: they may be moved)."""
    for person in people:
        unit.session.get_one(PersonRow, person).pinned = table


def pin_again(unit: Unit, room: Room, returned: Collection[str], last: Done) -> None:
    """Who was given a place by hand is pinned where they were before, or nowhere: who came back, and who had only been
    pinned to where they are."""
    stayed = (room.people[person] for person in last.pins if person in room.people and person not in last.now)
    for person in [*returned, *(one.id for one in stayed if one.pinned == one.table)]:
        table = last.pins.get(person)
        pin(unit, [person], table if table in room.tables else None)
