"""People change tables: all who stand up first, then all who sit down, each by the events of their own command."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from ..domain.commands import Command, LeaveTable, Sit
from ..domain.decide import decide
from ..domain.events import Event
from ..domain.evolve import evolve
from ..domain.group import LARGEST_TABLE, Actor, Group
from ..domain.refusals import Refusal
from ..storage.repository import Cause, Locked
from ..storage.seats import PersonRow
from .conduct import act, fold
from .seating_roles import Held, case_back, held_at, roles_back, roles_kept
from .seating_room import Room, Sitter, State
from .unit import Unit

BUSY, OVER, FULL, KEPT, SHUT = "busy", "over", "full", "kept", "shut"
"""Why somebody stays: a case is told there, the next round has not begun, there is no chair, they lead, relay or are
helped there, the table was put away."""


@dataclass
class Moves:
    """What became of a seating. ``was`` and ``now`` are the tables of those who moved, ``asked`` wait for a yes;
    ``stayed`` names who was not moved, by the reason, with the table that they were to have. ``held`` is what some of
    those who moved did at the table that they left, ``pins`` where people were pinned who are not any more."""

    was: dict[str, str | None] = field(default_factory=dict)
    now: dict[str, str | None] = field(default_factory=dict)
    held: dict[str, Held] = field(default_factory=dict)
    pins: dict[str, str | None] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    stayed: dict[str, dict[str, str | None]] = field(default_factory=dict)

    def stays(self, person: str, table: str | None, why: str) -> None:
        """This person is not moved."""
        self.stayed.setdefault(why, {})[person] = table

    def for_good(self) -> "Moves":
        """The same, of which nothing can be taken back."""
        return replace(self, was={}, now={}, held={}, pins={})


def move(
    unit: Unit,
    room: Room,
    wanted: Mapping[str, str | None],
    cause: Cause,
    by_hand: bool = False,
    back: Mapping[str, Held] | None = None,
) -> Moves:
    """Give people these tables (None: none), as far as the rules of the tables allow.

    Who is expected is promised theirs. By hand a leader or a client moves too, and who is to sit where a case is told
    asks for the client's yes. With ``back`` people return to where they were, and to what they did there.
    """
    moves, going, asking = Moves(), dict[str, str | None](), dict[str, str]()
    promised: dict[str, str | None] = {}
    for person, table in wanted.items():
        one = room.people.get(person)
        if one is None or one.table == table:
            continue
        if table is not None and table not in room.tables:
            moves.stays(person, table, SHUT)
            continue
        if one.expected:
            if table is not None and not by_hand and room.states[table] is State.BUSY:
                moves.stays(person, table, BUSY)
            else:
                promised[person] = table
            continue
        why = _left_why(room, one, by_hand) or _closed_why(room, table, by_hand)
        if why is not None:
            moves.stays(person, table, why)
        elif table is not None and room.groups[table].told:
            asking[person] = table
        else:
            going[person] = table
    seated: dict[str, str | None] = {person: id for id, group in room.groups.items() for person in group.roles}
    # a chair that is promised is not kept: whoever is here sits down on it
    for person in _without_a_chair(seated, going):
        moves.stays(person, going.pop(person), FULL)
    awaited = {one.id: one.table for one in room.people.values() if one.expected}
    for person in _without_a_chair(seated | going | awaited, promised):
        moves.stays(person, promised.pop(person), FULL)
    for person, table in promised.items():
        _moved(moves, person, room.people[person].table, table)
        unit.session.get_one(PersonRow, person).promised = table
    for person, table in going.items():
        former = room.people[person].table
        _moved(moves, person, former, table)
        held = held_at(room.groups[former], person) if former is not None else None
        if held is not None:
            moves.held[person] = held
    _carry_out(unit, room, going, cause, moves.held, back)
    for person, table in asking.items():
        if isinstance(act(unit, unit.group(table), Sit(), Actor(person), cause, ""), Refusal):
            moves.stays(person, table, FULL)
        else:
            moves.asked.append(person)
    unit.session.flush()
    return moves


def _moved(moves: Moves, person: str, was: str | None, now: str | None) -> None:
    moves.was[person], moves.now[person] = was, now


def _left_why(room: Room, one: Sitter, by_hand: bool) -> str | None:
    """Why somebody may not be taken away from their table, or None."""
    if one.table is None:
        return None
    if room.states[one.table] is not State.OPEN:
        return OVER if room.states[one.table] is State.OVER else BUSY
    return KEPT if not by_hand and one.roles & room.kept_at(one.table) else None


def _closed_why(room: Room, table: str | None, by_hand: bool) -> str | None:
    """Why nobody is sent to this table, or None. By hand somebody may be: they ask where a case is told."""
    if table is None or room.states[table] is State.OPEN:
        return None
    if room.states[table] is State.OVER:
        return OVER
    return None if by_hand else BUSY


def _without_a_chair(there: Mapping[str, str | None], moving: Mapping[str, str | None]) -> list[str]:
    """Who would move and find no chair; ``there`` is where everybody has one. They stay, and their chair is taken, so
    it is counted anew."""
    moving, lacking = dict(moving), list[str]()
    while True:
        sizes = Counter(table for person, table in there.items() if person not in moving)
        over = None
        for person, table in moving.items():
            if table is not None:
                sizes[table] += 1
                if sizes[table] > LARGEST_TABLE:
                    over = person
        if over is None:
            return lacking
        lacking.append(over)
        del moving[over]


def _carry_out(
    unit: Unit,
    room: Room,
    going: Mapping[str, str | None],
    cause: Cause,
    held: Mapping[str, Held],
    back: Mapping[str, Held] | None,
) -> None:
    for table, group in room.groups.items():
        leaving = [person for person in going if person in group.roles or person in group.requests]
        _together(unit, unit.group(table), LeaveTable(), leaving, cause)
    for table in room.tables:
        coming, row = [person for person, to in going.items() if to == table], unit.group(table)
        if back is None:
            _together(unit, row, Sit(), coming, cause, partial(roles_kept, held=held))
            continue
        _together(unit, row, Sit(), coming, cause, partial(roles_back, held=back, others=coming))
        for person in coming:
            case_back(unit, row, person, back, cause)


def _together(
    unit: Unit, row: Locked, command: Command, people: Sequence[str], cause: Cause,
    roles: Callable[[Group, str], Sequence[Event]] | None = None,
) -> None:  # fmt: skip
    """The same command of several people at one table, as one writing; then what those who sat down do there."""
    group, events = row.value, list[Event]()

    def happened(decided: Sequence[Event]) -> None:
        nonlocal group
        for event in decided:
            group = evolve(group, event)
        events.extend(decided)

    for person in people:
        found = decide(group, command, Actor(person), cause.at, "")
        if isinstance(found, Refusal):  # what was looked at before says that it cannot be
            raise RuntimeError(f"{command.wire()} was refused: {found.code}")
        happened(found)
    if roles is not None:
        for person in people:
            happened(roles(group, person))
    if events:
        fold(unit, row, events, cause)
