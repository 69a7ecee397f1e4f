"""« Tenir 16 h 30 »: new minutes for the phases that remain, so that the end does not move. Pure arithmetic.

The reserve is spent first. What is then still lacking is taken from the table's own phases, each in proportion to what
it has above its minimum; the phase in which the table is keeps its clock, and the room's phases are the room's.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from .group import Group
from .phases import Scope
from .schedule import current_end, meeting, planned_arrival, reserve_stands_before


@dataclass(frozen=True)
class Replan:
    """New lengths in milliseconds, by position. They and ``spare`` sum to what is left, unless time is ``lacking``.

    ``expected`` holds every length that is not as the format plans it, past ones included; ``lines`` those of the
    phases that remain and may change. ``spare`` is time that no phase needs: what the reserve still holds, or more.
    ``lacking`` is how much the minimums exceed what is left: then every phase has its minimum.
    """

    expected: Mapping[int, int]
    lines: tuple[tuple[int, int, int], ...]
    """Position, length until now, length from now on."""
    meets: int
    """The instant at which the room meets again, or the day ends."""
    spare: int = 0
    lacking: int = 0
    far: bool = False
    """True when more is lacking than the whole format has: the table is not on its day, and nothing changes."""

    @property
    def changes(self) -> bool:
        """True when accepting it would change anything."""
        return any(before != after for _, before, after in self.lines)


def replan(group: Group, starts: int, now: int) -> Replan:
    """The proposal for a table at the instant ``now``; ``starts`` is when the workshop was to begin."""
    phases, target = group.format.phases, meeting(group)
    gap = reserve_stands_before(group)
    meets = starts + planned_arrival(group, target) + (group.format.reserve if target >= gap else 0)
    first = 0 if group.position is None else group.position + 1
    ahead = [i for i in range(first, target) if phases[i].scope is Scope.GROUP]
    of_room = sum(group.expects(i) for i in range(first, target) if phases[i].scope is Scope.ROOM)
    begins = max(now, starts) if group.position is None else current_end(group, now)
    left = meets - begins - of_room
    planned = [phases[i].planned for i in ahead]
    least = [min(phases[i].minimum, phases[i].planned) for i in ahead]
    lengths = _shared(planned, least, left, group.format.minute)
    over = sum(lengths) - left
    if over > group.format.total:
        same = tuple((i, group.expects(i), group.expects(i)) for i in ahead)
        return Replan(group.expected, same, meets, lacking=sum(group.expects(i) for i in ahead) - left, far=True)
    kept = {i: length for i, length in group.expected.items() if i not in ahead}
    changed = {i: length for i, length in zip(ahead, lengths, strict=True) if length != phases[i].planned}
    return Replan(
        kept | changed,
        tuple((i, group.expects(i), length) for i, length in zip(ahead, lengths, strict=True)),
        meets,
        spare=max(0, -over),
        lacking=max(0, over),
    )


def _shared(planned: list[int], least: list[int], left: int, minute: int) -> list[int]:
    """Lengths between ``least`` and ``planned`` that take at most ``left``, cut in proportion, in whole minutes."""
    if sum(planned) <= left:
        return planned
    if sum(least) >= left:
        return least
    above = [p - m for p, m in zip(planned, least, strict=True)]
    room, to_spend = sum(above), left - sum(least)
    exact = [a * to_spend // room for a in above]
    lengths = [m + e // minute * minute for m, e in zip(least, exact, strict=True)]
    rests = sorted(range(len(exact)), key=lambda i: (-(exact[i] % minute), i))
    for i in rests:
        if left - sum(lengths) >= minute and lengths[i] + minute <= planned[i]:
            lengths[i] += minute
    return lengths
