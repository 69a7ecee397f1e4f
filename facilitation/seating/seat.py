"""Seating people: as well as can be, how far from that if time runs out, and what cannot be is said."""

import time
from collections.abc import Sequence
from dataclasses import replace

from .cost import cost, floor, pairs, quality, shared, weight
from .model import Arrangement, Criteria, Guest, Table, Unmet
from .search import improved
from .units import Problem, stated

SECONDS = 4.0
"""How long a seating may take: the room waits."""
TRIALS, MOST_TRIALS = 50, 20_000
"""Moves and exchanges from which HiGHS begins, for each unit and table, and in all: it improves a poor seating quickly,
and lacks the time for none."""


def seat(
    guests: Sequence[Guest], tables: Sequence[Table], criteria: Criteria | None = None, seconds: float = SECONDS
) -> Arrangement:
    """Everybody's table. Who is pinned stays; wishes that cannot be kept with the others are named in ``unmet``.

    Raises ValueError when a pin or a pair names nobody, without tables, and for a table whose least is above its most;
    TimeoutError when nothing was found.
    """
    criteria = criteria or Criteria()
    if not tables:
        raise ValueError("no table")
    end, dropped = time.monotonic() + seconds, list[tuple[str, str]]()
    while True:
        problem, unmet = stated(guests, tables, criteria)
        if sum(table.most for table in problem.tables) < len(guests):
            return Arrangement({}, None, (Unmet("size", (), "room"),))
        penalty = _worst(problem) + 1
        places, bound = _placed(problem, penalty, end)
        if places is not None:
            break
        refused = {one.people for one in unmet if one.wish == "together"}
        kept = [pair for pair in criteria.together if pair not in refused]
        if not kept:
            raise TimeoutError("no seating was found in time")
        dropped.append(kept[-1])
        criteria = replace(criteria, together=tuple(pair for pair in criteria.together if pair != kept[-1]))
    seating = {
        guest.id: problem.tables[table].id
        for unit, table in zip(problem.units, places, strict=True)
        for guest in unit.people
    }
    unmet += [Unmet("together", pair, "others") for pair in dropped if seating[pair[0]] != seating[pair[1]]]
    said = {one.people for one in unmet if one.wish == "apart"}
    pairs_apart = dict.fromkeys((min(pair), max(pair)) for pair in criteria.apart if pair[0] != pair[1])
    unmet += [
        Unmet("apart", (a, b), "others") for a, b in pairs_apart if (a, b) not in said and seating[a] == seating[b]
    ]
    reached = cost(guests, criteria, seating)
    too_close = sum(number for a, b, number in problem.apart if places[a] == places[b])
    proven = bound >= reached + penalty * too_close
    least = floor(guests, problem.tables, criteria)
    known = reached if proven else max(least, 0 if too_close else min(bound, reached))
    return Arrangement(seating, quality(guests, problem.tables, criteria, seating, known), tuple(unmet))


def _placed(problem: Problem, penalty: int, end: float) -> tuple[Sequence[int] | None, int]:
    """Places, and a number that no seating can go below (0 when nothing is known)."""
    from .exact import best  # HiGHS and numpy take long to load: a server that starts does not wait for them

    trials = min(MOST_TRIALS, TRIALS * len(problem.units) * len(problem.tables))
    return best(problem, penalty, improved(problem, penalty, trials), end)


def _worst(problem: Problem) -> int:
    """More than any seating can cost: everybody at one table, and nobody at a table of their choice."""
    sharing: dict[tuple[str, str], int] = {}
    for guest in problem.guests:
        for what in shared(guest):
            sharing[what] = sharing.get(what, 0) + 1
    together = sum(weight(problem.criteria, what) * pairs(number) for what, number in sharing.items())
    return together + problem.criteria.choice * sum(len(guest.choices) for guest in problem.guests)
