"""Who sits where: a draw, the best that can be found, by hand, and taken back. Every act is one transaction."""

import random
from dataclasses import replace

from ..domain.group import LARGEST_TABLE
from ..domain.refusals import Code, Refusal
from ..seating import Arrangement, drawn, seat, with_fewer_moves
from ..storage.seatings import SeatingRow
from .ground import Ground
from .seating_acts import acted, carry, cause_of, pin_again
from .seating_hall import Hall, hall_of
from .seating_history import met
from .seating_moves import move
from .seating_room import Room, read_room
from .seating_rows import done_from, proposal_from, proposed
from .seating_wishes import Wishes, problem, wishes_from
from .unit import Unit

MOST_SOLVING = 2
"""How many rooms one process optimises at a time; who comes next is asked to wait."""


class Seating:
    """For the organiser and the pilot; callers check that they are. ``by`` is who asks, for the journal.

    ``step`` is the one that the page showed: an act pressed twice, or by two people at once, is done once.
    """

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._solving: set[str] = set()
        self._chance = random.SystemRandom()

    def hall(self, workshop: str) -> Hall:
        """Everything that the page shows."""
        with self._ground.reading() as session:
            return hall_of(session, workshop, self._ground.instants.now())

    def draw(self, workshop: str, by: str, step: int, waiting: bool = False) -> Refusal | None:
        """Equal tables, drawn. Who is pinned, leads, relays or is helped stays; with ``waiting`` everybody who sits."""
        cause = cause_of(self._ground, "draw", by)

        def work(unit: Unit, room: Room, row: SeatingRow) -> Refusal | None:
            wanted = self._drawn(room, waiting)
            if isinstance(wanted, Refusal):
                return wanted
            carry(row, move(unit, room, wanted, cause), "draw", cause.at)
            return None

        return acted(self._ground, workshop, work, step)

    def optimise(self, workshop: str, wishes: Wishes) -> Refusal | None:
        """Propose the best seating that is found in a few seconds. Nobody moves before it is accepted.

        The solver runs off the loop and outside of any transaction.
        """
        refusal = self.ask_for(workshop, wishes)
        if refusal is not None:
            return refusal
        if workshop in self._solving or len(self._solving) >= MOST_SOLVING:
            return Refusal(Code.TOO_FAST)
        self._solving.add(workshop)
        try:
            found = self._best(workshop)
        finally:
            self._solving.discard(workshop)
        if isinstance(found, Refusal):
            return found
        at = self._ground.instants.now()

        def work(unit: Unit, room: Room, row: SeatingRow) -> None:
            row.proposal = proposed(_of(found, room), at)

        return acted(self._ground, workshop, work)

    def accept(self, workshop: str, by: str, step: int) -> Refusal | None:
        """Everybody of the proposal sits down. Who came since stays; who waits for the next round is still proposed."""
        cause = cause_of(self._ground, "seat", by)

        def work(unit: Unit, room: Room, row: SeatingRow) -> Refusal | None:
            proposal = proposal_from(row.proposal)
            if proposal is None:
                return Refusal(Code.UNKNOWN_THING)
            pinned = {one.id: one.pinned for one in room.people.values() if one.pinned in room.tables}
            wanted = {person: pinned.get(person, table) for person, table in proposal.seating.items()}
            new = sum(person not in wanted for person in room.free()) if proposal.quality else 0
            carry(row, move(unit, room, wanted, cause), "seat", cause.at, new)
            return None

        return acted(self._ground, workshop, work, step)

    def abandon(self, workshop: str) -> Refusal | None:
        """The proposal is forgotten."""

        def work(unit: Unit, room: Room, row: SeatingRow) -> None:
            row.proposal = None

        return acted(self._ground, workshop, work)

    def undo(self, workshop: str, by: str, step: int) -> Refusal | None:
        """Who was moved by the last act and has not moved since goes back, to what they did there and to their pin."""
        cause = cause_of(self._ground, "unseat", by)

        def work(unit: Unit, room: Room, row: SeatingRow) -> Refusal | None:
            last = done_from(row.last)
            if last is None or not last.can_be_undone:
                return Refusal(Code.NOTHING_TO_UNDO)
            there = {person: one.table for person, one in room.people.items()}
            wanted = {p: last.was[p] for p, table in last.now.items() if p in there and there[p] == table}
            moves = move(unit, room, wanted, cause, back=last.held)
            if last.act == "hand":
                pin_again(unit, room, moves.now, last)
            carry(row, moves.for_good(), "undo", cause.at)
            return None

        return acted(self._ground, workshop, work, step)

    def ask_for(self, workshop: str, wishes: Wishes) -> Refusal | None:
        """Remember what is asked of the next seating. Pairs are kept by ``pair`` and ``unpair``."""
        refusal = wishes.checked()
        if refusal is not None:
            return refusal

        def work(unit: Unit, room: Room, row: SeatingRow) -> None:
            row.wishes = replace(wishes, pairs=wishes_from(row.wishes).pairs).to_row()

        return acted(self._ground, workshop, work)

    def _drawn(self, room: Room, waiting: bool) -> dict[str, str] | Refusal:
        fixed, free = room.fixed(), room.free()
        settled = dict(fixed)
        if waiting:
            settled |= {person: table for person in free if (table := room.people[person].table) is not None}
            free = [person for person in free if person not in settled]
        sizes = dict.fromkeys(room.seatable, 0)
        for table in settled.values():
            if table in sizes:
                sizes[table] += 1
        if not sizes:
            return Refusal(Code.ALREADY_STARTED)
        people, chairs = sum(sizes.values()) + len(free), LARGEST_TABLE * len(sizes)
        if people > chairs:
            return Refusal(Code.TABLE_FULL, {"people": people, "chairs": chairs})
        return drawn(free, sizes, self._chance) | ({} if waiting else fixed)

    def _best(self, workshop: str) -> Arrangement | Refusal:
        with self._ground.reading() as session:
            room = read_room(session, workshop)
            row = session.get(SeatingRow, workshop)
            wishes = wishes_from(row.wishes if row else {})
            guests, tables, criteria = problem(room, wishes, met(session, room, self._ground.instants.now()))
        if not guests or not tables:
            return Refusal(Code.ALREADY_STARTED)
        try:
            found: Arrangement = self._ground.off_hub(seat, guests, tables, criteria)
        except TimeoutError:
            return Refusal(Code.TRY_AGAIN)
        if not found.seating:
            return Refusal(Code.TABLE_FULL, {"people": len(guests), "chairs": sum(table.most for table in tables)})
        now = {one.id: one.table for one in room.people.values()}
        return replace(found, seating=with_fewer_moves(guests, criteria, found.seating, now))


def _of(found: Arrangement, room: Room) -> Arrangement:
    """What was found, without whoever was erased or got up during the seconds that it took."""
    seating = {person: table for person, table in found.seating.items() if person in room.people}
    unmet = tuple(one for one in found.unmet if room.people.keys() >= set(one.people))
    return replace(found, seating=seating, unmet=unmet)
