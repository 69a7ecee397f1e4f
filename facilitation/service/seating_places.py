"""Places given by hand: one after the other, pinned, taken off the list, and pairs kept apart or together."""

from collections.abc import Collection

from ..domain.refusals import Code, Refusal
from ..storage.seatings import SeatingRow
from ..storage.seats import PersonRow
from .ground import Ground
from .seating_acts import acted, carry, cause_of, pin
from .seating_moves import move
from .seating_room import Room
from .seating_rows import forget
from .seating_wishes import Pair, wishes_from
from .unit import Unit


class Places:
    """For the organiser and the pilot; callers check that they are."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def place(self, workshop: str, by: str, people: Collection[str], table: str | None) -> Refusal | None:
        """These people at this table (None: at none), by hand: they are pinned to it."""
        cause = cause_of(self._ground, "place", by)

        def work(unit: Unit, room: Room, row: SeatingRow) -> Refusal | None:
            if table is not None and table not in room.tables:
                return Refusal(Code.UNKNOWN_TABLE)
            known = [person for person in people if person in room.people]
            if not known:
                return Refusal(Code.UNKNOWN_THING)
            moves = move(unit, room, dict.fromkeys(known, table), cause, by_hand=True)
            stayed = {person for some in moves.stayed.values() for person in some}
            placed = [person for person in known if person not in stayed and person not in moves.asked]
            pinned = {person: room.people[person].pinned for person in placed}
            moves.pins |= {one: was for one, was in pinned.items() if one in moves.now or was != table}
            pin(unit, placed, table)
            carry(row, moves, "hand", cause.at, known=len(placed) if table else 0)
            return None

        return acted(self._ground, workshop, work)

    def unpin(self, workshop: str, people: Collection[str]) -> Refusal | None:
        """The next seating may move these people."""

        def work(unit: Unit, room: Room, row: SeatingRow) -> None:
            pin(unit, [person for person in people if person in room.people], None)

        return acted(self._ground, workshop, work)

    def drop(self, workshop: str, people: Collection[str]) -> Refusal | None:
        """Who is expected and does not come: nothing is left of them. Who is here already stays."""

        def work(unit: Unit, room: Room, row: SeatingRow) -> Refusal | None:
            gone = [person for person in people if person in room.people and room.people[person].expected]
            if not gone:
                return Refusal(Code.UNKNOWN_THING)
            for person in gone:
                forget(unit.session, workshop, person)
                unit.session.delete(unit.session.get_one(PersonRow, person))
            unit.session.flush()
            unit.touched.erased = True
            return None

        return acted(self._ground, workshop, work)

    def pair(self, workshop: str, pair: Pair) -> Refusal | None:
        """Keep two people apart or together."""

        def work(unit: Unit, room: Room, row: SeatingRow) -> Refusal | None:
            wishes = wishes_from(row.wishes).with_pair(pair)
            if isinstance(wishes, Refusal):
                return wishes
            if not pair.people <= room.people.keys():
                return Refusal(Code.UNKNOWN_THING)
            row.wishes = wishes.to_row()
            return None

        return acted(self._ground, workshop, work)

    def unpair(self, workshop: str, one: str, other: str) -> Refusal | None:
        """Ask nothing of these two any more."""

        def work(unit: Unit, room: Room, row: SeatingRow) -> None:
            row.wishes = wishes_from(row.wishes).without(one, other).to_row()

        return acted(self._ground, workshop, work)
