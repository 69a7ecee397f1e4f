"""Where a table stands in its afternoon. Pure arithmetic on the clock: all values are milliseconds."""

from dataclasses import dataclass

from .group import Group, Status
from .phases import Kind, Scope


@dataclass(frozen=True)
class Line:
    """One phase of the timetable, with its instants. ``when`` is ``past``, ``now`` or ``next``."""

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


def _current_end(group: Group, now: int) -> int:
    """When the table leaves its phase if it takes its time; a table whose round is closed has left already."""
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
        begins = _current_end(group, now) - max(group.clock.planned, group.clock.planned - group.clock.left(now))
        before = begins
        for i in range(here - 1, -1, -1):
            lines.insert(0, Line(i, phases[i].kind, phases[i].planned, before - phases[i].planned, before, "past"))
            before -= phases[i].planned
        at = _current_end(group, now)
        lines.append(Line(here, phases[here].kind, group.clock.planned, begins, at, "now"))
        first = here + 1
    for i in range(first, len(phases)):
        if i == gap:
            at = _after_reserve(group, at, starts_plan)
        lines.append(Line(i, phases[i].kind, phases[i].planned, at, at + phases[i].planned, "next"))
        at += phases[i].planned
    return tuple(lines)


def _planned_arrival(group: Group, position: int) -> int:
    """Milliseconds from the planned start to a position, the reserve left out."""
    return sum(p.planned for p in group.format.phases[:position])


def _after_reserve(group: Group, at: int, starts_plan: int | None) -> int:
    if starts_plan is None:
        return at + group.format.reserve
    planned = starts_plan + _planned_arrival(group, reserve_stands_before(group)) + group.format.reserve
    return max(at, planned if _waits_for_the_room(group) else min(at + group.format.reserve, planned))


def _next_meeting(group: Group) -> int:
    """The position of the next phase of the room, or the end."""
    after = -1 if group.position is None else group.position
    phases = group.format.phases
    return next((i for i in range(after + 1, len(phases)) if phases[i].scope is Scope.ROOM), len(phases))


def drift(group: Group, starts_plan: int, now: int) -> int:
    """How late the table will be at the next phase of the room, or at the end; below zero: early.

    A table is late only by what the reserve cannot take. One that has not begun is late by what has passed since the
    planned start; one whose round is closed waits for the room and is never late.
    """
    if group.position is None:
        return max(0, now - starts_plan)
    if _waits_for_the_room(group):
        return 0
    meeting = _next_meeting(group)
    to_go = sum(p.planned for p in group.format.phases[group.position + 1 : meeting])
    late = _current_end(group, now) + to_go - (starts_plan + _planned_arrival(group, meeting))
    gap = reserve_stands_before(group)
    if group.position >= gap:  # the reserve was there to be spent before: the room met after it
        return late - group.format.reserve
    if meeting < gap or late <= 0:
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
        through, reserve = max(now, ends - group.format.total) + sum(p.planned for p in phases), group.format.reserve
    elif _waits_for_the_room(group):
        return max(ends, now + sum(p.planned for p in phases[max(gap, group.position + 1) :]))
    else:
        through = _current_end(group, now) + sum(p.planned for p in phases[group.position + 1 :])
        reserve = group.format.reserve if group.position < gap else 0
    return max(through, min(through + reserve, ends))
