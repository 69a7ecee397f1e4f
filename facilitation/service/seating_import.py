"""A list of people becomes people who are expected; who is known already is completed. The same list twice is one."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from ..domain.group import LARGEST_TABLE
from ..domain.refusals import Refusal
from ..storage.seatings import SeatingRow
from ..storage.seats import PersonRow
from .expected import called, called_nearly, plain_names
from .ground import Ground
from .invitations import add_person, return_codes
from .people import LONGEST_NAME, LONGEST_ORGANISATION, clean, label_for, labels_of
from .seating_acts import acted, carry, cause_of, pin
from .seating_list import Fault, Line, Listed, plain, read_list
from .seating_moves import KEPT, move
from .seating_room import Room, Sitter, read_room
from .unit import Unit

LONGEST_TERRITORY = 80
LIMITS = {"name": LONGEST_NAME, "organisation": LONGEST_ORGANISATION, "territory": LONGEST_TERRITORY}
"""The longest text of each column."""


@dataclass(frozen=True)
class Entry:
    """A line and what it means here: ``known`` is the person whom it names, None for a new one; ``table`` an id."""

    line: Line
    known: Sitter | None = None
    table: str | None = None

    @property
    def sits(self) -> str | None:
        """The table of somebody who is here, or whose yes they wait for; None for who is only expected."""
        return None if self.known is None or self.known.expected else self.known.table or self.known.asks

    @property
    def stays(self) -> bool:
        """True when the list gives another table to somebody who sits: a list moves nobody away from where they are."""
        return self.sits is not None and self.table not in (None, self.sits)

    @property
    def moves(self) -> bool:
        """True when somebody known gets a table that they have not: who is expected, or stands about."""
        return self.known is not None and self.sits is None and self.table not in (None, self.known.table)

    @property
    def completes(self) -> bool:
        """True when somebody known gets something that was not known."""
        one = self.known
        if one is None:
            return False
        more = (self.line.organisation and not one.organisation) or self.line.territory not in ("", one.territory)
        return bool(more) or self.moves


@dataclass(frozen=True)
class Understood:
    """A list as it would be taken. Nothing is taken while there are ``faults``; ``left`` are columns left aside."""

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]
    left: tuple[str, ...]

    @property
    def new(self) -> int:
        """How many people it adds."""
        return sum(one.known is None for one in self.entries)

    @property
    def staying(self) -> int:
        """How many people who sit keep their table, whatever the list says."""
        return sum(one.stays for one in self.entries)


class GuestLists:
    """For the organiser and the pilot; callers check that they are."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def understand(self, workshop: str, text: str) -> Understood:
        """What this list would do; nothing is kept of it."""
        with self._ground.reading() as session:
            return understood(read_room(session, workshop), read_list(text))

    def take(self, workshop: str, by: str, text: str) -> Understood | Refusal:
        """Take the list, whole or not at all: with faults nothing was taken."""
        cause = cause_of(self._ground, "list", by)
        found: list[Understood] = []

        def work(unit: Unit, room: Room, row: SeatingRow) -> None:
            list_ = understood(room, read_list(text))
            found[:] = [list_]
            if list_.faults:
                return
            for entry in list_.entries:
                _complete(unit, entry)
            _expect(unit, workshop, [entry for entry in list_.entries if not entry.known], cause.at)
            wanted = {one.known.id: one.table for one in list_.entries if one.known and one.moves}
            moves = move(unit, room, wanted, cause, by_hand=True)
            for one in list_.entries:
                if one.known and one.stays:
                    moves.stays(one.known.id, one.table, KEPT)
            for person, table in moves.now.items():
                pin(unit, [person], table)
            carry(row, moves.for_good(), "list", cause.at, list_.new, len(list_.entries) - list_.new)

        refusal = acted(self._ground, workshop, work)
        return refusal if refusal is not None else found[0]

    def whole_names(self, workshop: str) -> bool:
        """True while people are expected by first and last name: then that is what the door asks for."""
        with self._ground.reading() as session:
            expected = (PersonRow.workshop_id == workshop) & PersonRow.expected
            names = list(session.scalars(select(PersonRow.name).where(expected)))
        return sum(" " in name for name in names) * 2 > len(names)

    def rows(self, workshop: str) -> list[tuple[str, str, str, str]]:
        """Name, organisation, territory and table of everybody, by name: what ``understand`` reads."""
        with self._ground.reading() as session:
            room = read_room(session, workshop)
        names = {id: table.name for id, table in room.tables.items()}
        found = [
            (one.name, one.organisation, one.territory, names.get(one.table or "", ""))
            for one in room.people.values()
            if one.name
        ]
        return sorted(found, key=lambda row: (row[0].casefold(), row))


def understood(room: Room, listed: Listed) -> Understood:
    """What each line means in this room, and what is wrong with it."""
    lines = [_cleaned(line) for line in listed.lines]
    faults = [*listed.faults, *(fault for line in lines for fault in _too_long(line))]
    known = _known(room, lines, faults)
    tables = _tables(room)
    entries = []
    for line in lines:
        table = tables.get(_table_key(line.table)) if line.table else None
        if line.table and table is None:
            faults.append(Fault(line.line, "no_table", line.table))
        entries.append(Entry(line, known.get(line.line), table))
    faults += _crowded(room, entries)
    return Understood(tuple(entries), tuple(sorted(faults, key=lambda fault: fault.line)), listed.left)


def _cleaned(line: Line) -> Line:
    return replace(
        line, name=clean(line.name), organisation=clean(line.organisation), territory=clean(line.territory),
        table=clean(line.table),
    )  # fmt: skip


def _too_long(line: Line) -> Iterable[Fault]:
    for field, limit in LIMITS.items():
        if len(getattr(line, field)) > limit:
            yield Fault(line.line, "too_long", getattr(line, field), limit)


def _known(room: Room, lines: Sequence[Line], faults: list[Fault]) -> dict[int, Sitter]:
    """Who is named by each line. Somebody whom several lines may mean is none of them: they are told apart by hand."""
    found: dict[int, Sitter] = {}
    vague: dict[int, list[Sitter]] = {}
    for line in lines:
        meant = called(room.people.values(), line.name, line.organisation) if line.name else []
        same = [one for one in meant if one.organisation.casefold() == line.organisation.casefold()]
        if len(same) == 1:
            found[line.line] = same[0]
        elif meant:
            vague[line.line] = meant
    taken = {one.id for one in found.values()}
    claims = Counter(one.id for meant in vague.values() for one in meant if one.id not in taken)
    for number, meant in vague.items():
        left = [one for one in meant if one.id not in taken]
        if len(left) > 1:
            faults.append(Fault(number, "homonyms", left[0].written))
        elif left and claims[left[0].id] == 1:
            found[number] = left[0]
    return found | _nearly_known(room, [line for line in lines if line.line not in found | vague], found)


def _nearly_known(room: Room, lines: Iterable[Line], found: Mapping[int, Sitter]) -> dict[int, Sitter]:
    """Who is named by a line but for an accent or an apostrophe, where that can be one person and one line only."""
    taken = {one.id for one in found.values()}
    near: dict[str, list[Sitter]] = {}
    for one in room.people.values():
        for name in plain_names(one) if one.id not in taken else ():
            near.setdefault(name, []).append(one)
    meant = {line.line: called_nearly(near.get(plain(line.name), ()), line.name, line.organisation) for line in lines}
    claims = Counter(one.id for some in meant.values() for one in some)
    return {number: some[0] for number, some in meant.items() if len(some) == 1 and claims[some[0].id] == 1}


def _tables(room: Room) -> Mapping[str, str]:
    """The tables by the names and numbers by which a list calls them."""
    by_number = {str(row.number): id for id, row in room.tables.items()}
    return by_number | {_table_key(row.name): id for id, row in room.tables.items()}


def _table_key(name: str) -> str:
    return plain(name).removeprefix("table ")


def _crowded(room: Room, entries: Iterable[Entry]) -> Iterable[Fault]:
    """The lines for which there is no chair left at their table."""
    moved = {one.known.id for one in entries if one.known and one.table and not one.stays}
    sizes = Counter(one.table for one in room.people.values() if one.table and one.id not in moved)
    for entry in entries:
        if entry.table is None or entry.stays:
            continue
        sizes[entry.table] += 1
        if sizes[entry.table] > LARGEST_TABLE:
            yield Fault(entry.line.line, "table_full", room.tables[entry.table].name, LARGEST_TABLE)


def _complete(unit: Unit, entry: Entry) -> None:
    if entry.known is not None:
        row = unit.session.get_one(PersonRow, entry.known.id)
        row.organisation = row.organisation or entry.line.organisation
        row.territory = entry.line.territory or row.territory


def _expect(unit: Unit, workshop: str, entries: Iterable[Entry], now: int) -> None:
    labels, codes = labels_of(unit.session, workshop), return_codes(unit.session, workshop)
    for entry in entries:
        line, table = entry.line, entry.table
        same = labels.setdefault(line.name.casefold(), [])
        same.append(label_for(same, line.organisation))
        row = add_person(unit.session, workshop, line.name, line.organisation, now, same[-1], codes)
        row.territory, row.expected, row.promised, row.pinned = line.territory, True, table, table
    unit.session.flush()
