"""Seating people: as well as can be, how far from that if time runs out, and what cannot be is said."""

import time
from collections.abc import Sequence
from dataclasses import replace

from .cost import cost, floor, pairs, quality, shared, weight
from .exact import Places, best
from .model import Guest, Outcome, Table, Unmet, Wishes
from .search import improved
from .units import Problem, stated

SECONDS = 4.0
"""How long a seating may take: the room waits."""
TRIALS, MOST_TRIALS = 50, 20_000
"""Moves and exchanges from which HiGHS begins, for each unit and table, and in all: it improves a poor seating quickly,
and lacks the time for none."""


def seat(
    guests: Sequence[Guest], tables: Sequence[Table], wishes: Wishes | None = None, seconds: float = SECONDS
) -> Outcome:
    """Everybody's table. Who is pinned stays; wishes that cannot be kept with the others are named in ``unmet``.

    Raises ValueError when a pin or a pair names nobody, or without tables; TimeoutError when nothing was found.
    """
    wishes = wishes or Wishes()
    if not tables:
        raise ValueError("no table")
    if sum(max(t.most, sum(g.pinned == t.id for g in guests)) for t in tables) < len(guests):
        return Outcome({}, None, (Unmet("size", (), "room"),))
    end, dropped = time.monotonic() + seconds, list[Unmet]()
    while True:
        problem, unmet = stated(guests, tables, wishes)
        penalty = _worst(problem) + 1
        places, bound = _placed(problem, penalty, end)
        if places is not None:
            break
        if not wishes.together:
            raise TimeoutError("no seating was found in time")
        *kept, last = wishes.together
        wishes = replace(wishes, together=tuple(kept))
        dropped.append(Unmet("together", last, "others"))
    seating = {
        guest.id: problem.tables[table].id
        for unit, table in zip(problem.units, places, strict=True)
        for guest in unit.people
    }
    said = {one.people for one in unmet if one.wish == "apart"}
    broken = [p for p in wishes.apart if p not in said and seating[p[0]] == seating[p[1]]]
    unmet += [*dropped, *(Unmet("apart", pair, "others") for pair in broken)]
    reached = cost(guests, wishes, seating)
    too_close = sum(places[a] == places[b] for a, b in problem.apart)
    proven = bound >= reached + penalty * too_close
    least = floor(guests, problem.tables, wishes)
    known = reached if proven else max(least, 0 if too_close else min(bound, reached))
    return Outcome(seating, quality(guests, problem.tables, wishes, seating, known), tuple(unmet))


def _placed(problem: Problem, penalty: int, end: float) -> tuple[Places | None, int]:
    """Places, and a number that no seating can go below (0 when nothing is known)."""
    trials = min(MOST_TRIALS, TRIALS * len(problem.units) * len(problem.tables))
    return best(problem, penalty, improved(problem, penalty, trials), end)


def _worst(problem: Problem) -> int:
    """More than any seating can cost: everybody at one table, and nobody at a table of their choice."""
    sharing: dict[tuple[str, str], int] = {}
    for guest in problem.guests:
        for what in shared(guest):
            sharing[what] = sharing.get(what, 0) + 1
    together = sum(weight(problem.wishes, what) * pairs(number) for what, number in sharing.items())
    return together + problem.wishes.choice * sum(len(guest.choices) for guest in problem.guests)
