"""Where a table stands in its afternoon. Pure arithmetic on the clock: all values are milliseconds."""

from typing import NamedTuple

from .group import Group, Status
from .phases import Kind, Scope


class Line(NamedTuple):
    """One phase of the timetable, with its instants. ``when`` is ``past``, ``now`` or ``next``.

    ``planned``: milliseconds; of a next one, as « Tenir 16 h 30 » left it.
    """

    position: int
    kind: Kind
    planned: int
    starts: int
    ends: int
    when: str


def reserve_stands_before(group: Group) -> int:
    """The position that the reserve precedes: the last phase when it is the room's, else the end."""
    phases = group.format.phases
    return len(phases) - 1 if phases and phases[-1].scope is Scope.ROOM else len(phases)


def current_end(group: Group, now: int) -> int:
    """The instant at which the table leaves its phase if it takes its time; a closed one has left already."""
    if group.clock is None or _waits_for_the_room(group):
        return now
    return now + max(0, group.clock.left(now))


def _waits_for_the_room(group: Group) -> bool:
    """True when the round is closed and the room has not called the table back."""
    return group.status is Status.CLOSED and not group.clock_runs


def timetable(group: Group, now: int, starts_plan: int | None = None) -> tuple[Line, ...]:
    """Every phase with its instants, as the clock has them now.

    Past phases are laid out backwards with their planned time. ``starts_plan``, the planned start of the workshop, lets
    what is left of the reserve stand where it is; without it the reserve is shown whole.
    """
    phases, here = group.format.phases, group.position
    gap = reserve_stands_before(group)
    lines: list[Line] = []
    if here is None or group.clock is None:
        at, first = max(now, starts_plan or now), 0
    else:
        begins = current_end(group, now) - max(group.clock.planned, group.clock.planned - group.clock.left(now))
        before = begins
        for i in range(here - 1, -1, -1):
            lines.insert(0, Line(i, phases[i].kind, phases[i].planned, before - phases[i].planned, before, "past"))
            before -= phases[i].planned
        at = current_end(group, now)
        lines.append(Line(here, phases[here].kind, group.clock.planned, begins, at, "now"))
        first = here + 1
    for i in range(first, len(phases)):
        if i == gap:
            at = _after_reserve(group, at, starts_plan)
        lasts = group.expects(i)
        lines.append(Line(i, phases[i].kind, lasts, at, at + lasts, "next"))
        at += lasts
    return tuple(lines)


def planned_arrival(group: Group, position: int) -> int:
    """Milliseconds from the planned start to a position, the reserve left out."""
    return sum(p.planned for p in group.format.phases[:position])


def expected_between(group: Group, first: int, last: int) -> int:
    """Milliseconds that the phases from ``first`` to before ``last`` are to take."""
    return sum(group.expects(i) for i in range(first, last))


def _after_reserve(group: Group, at: int, starts_plan: int | None) -> int:
    if starts_plan is None:
        return at + group.format.reserve
    planned = starts_plan + planned_arrival(group, reserve_stands_before(group)) + group.format.reserve
    return max(at, planned if _waits_for_the_room(group) else min(at + group.format.reserve, planned))


def meeting(group: Group) -> int:
    """The position at which the room meets next after a phase that is the table's; the end when there is none."""
    phases, worked = group.format.phases, False
    for i in range(0 if group.position is None else group.position, len(phases)):
        if phases[i].scope is Scope.GROUP:
            worked = True
        elif worked:
            return i
    return len(phases)


def drift(group: Group, starts_plan: int, now: int) -> int:
    """How late the table will be where the room meets again, or at the end; below zero: early.

    A table is late only by what the reserve cannot take. One that has not begun is late by what has passed since the
    planned start, less what « Tenir 16 h 30 » saved; one whose round is closed waits for the room and is never late.
    """
    if group.position is None:
        saved = sum(group.format.phases[i].planned - length for i, length in group.expected.items())
        return max(0, now - starts_plan - (saved + group.format.reserve if saved else 0))
    if _waits_for_the_room(group):
        return 0
    target = meeting(group)
    to_go = expected_between(group, group.position + 1, target)
    late = current_end(group, now) + to_go - (starts_plan + planned_arrival(group, target))
    gap = reserve_stands_before(group)
    if group.position >= gap:  # the reserve was there to be spent before: the room met after it
        return late - group.format.reserve
    if target < gap or late <= 0:
        return late
    return max(0, late - group.format.reserve)


def told_drift(group: Group, starts_plan: int, now: int) -> int | None:
    """The drift worth telling: None when it exceeds the whole format, because the table is then not on its day.

    An organiser who tries a workshop the evening before is not « 1 440 minutes early ».
    """
    late = drift(group, starts_plan, now)
    return late if abs(late) <= group.format.total else None


def projected_end(group: Group, now: int, ends: int) -> int:
    """When this table will be through if every phase takes its planned time; the reserve goes first.

    ``ends`` is the end that does not move.
    """
    phases = group.format.phases
    gap = reserve_stands_before(group)
    if group.position is None:
        through = max(now, ends - group.format.total) + expected_between(group, 0, len(phases))
        reserve = group.format.reserve
    elif _waits_for_the_room(group):
        return max(ends, now + expected_between(group, max(gap, group.position + 1), len(phases)))
    else:
        through = current_end(group, now) + expected_between(group, group.position + 1, len(phases))
        reserve = group.format.reserve if group.position < gap else 0
    return max(through, min(through + reserve, ends))
