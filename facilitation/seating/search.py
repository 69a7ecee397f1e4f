"""A seating to begin with: everybody to the table where they cost least, then moves and exchanges.

The same problem gives the same seating: the order of trials is drawn from a fixed seed.
"""

import random
from collections import Counter
from collections.abc import Sequence

from .cost import shared, step, weight
from .units import Problem


class Room:
    """Where units sit, with what each change would cost."""

    def __init__(self, problem: Problem, penalty: int) -> None:
        self.problem, self.penalty = problem, penalty
        self.number = {table.id: t for t, table in enumerate(problem.tables)}
        self.at: list[int] = [-1] * len(problem.units)
        self.sizes = [0] * len(problem.tables)
        self.tags = [tuple(Counter(w for g in unit.people for w in shared(g)).items()) for unit in problem.units]
        self.counts: list[Counter[tuple[str, str]]] = [Counter() for _ in problem.tables]
        self.weights = {what: weight(problem.criteria, what) for tags in self.tags for what, _ in tags}
        self.steps = [
            [problem.criteria.choice * sum(step(g, table.id) for g in unit.people) for table in problem.tables]
            for unit in problem.units
        ]
        self.apart: list[list[tuple[int, int]]] = [[] for _ in problem.units]
        for a, b, number in problem.apart:
            self.apart[a].append((b, number))
            self.apart[b].append((a, number))

    def joining(self, unit: int, table: int) -> int:
        """What it costs that this unit, who sit nowhere, sit there: pairs with those who are there, and their wish."""
        counts, weights = self.counts[table], self.weights
        found = self.steps[unit][table]
        for what, number in self.tags[unit]:
            found += weights[what] * (number * counts[what] + number * (number - 1) // 2)
        return found + self.penalty * sum(number for other, number in self.apart[unit] if self.at[other] == table)

    def sit(self, unit: int, table: int) -> None:
        """They sit down."""
        self.at[unit] = table
        self.sizes[table] += self.problem.units[unit].size
        for what, number in self.tags[unit]:
            self.counts[table][what] += number

    def rise(self, unit: int) -> int:
        """They get up; the table they leave."""
        table, self.at[unit] = self.at[unit], -1
        self.sizes[table] -= self.problem.units[unit].size
        for what, number in self.tags[unit]:
            self.counts[table][what] -= number
        return table

    def fits(self, table: int) -> bool:
        """Neither too few nor too many sit there."""
        return self.problem.tables[table].least <= self.sizes[table] <= self.problem.tables[table].most


def improved(problem: Problem, penalty: int, trials: int) -> Sequence[int] | None:
    """Good places for all units, or None when units could not be fitted to the tables this way."""
    room = Room(problem, penalty)
    if not _filled(room):
        return None
    movable = [u for u, unit in enumerate(problem.units) if unit.pinned is None]
    if movable and len(problem.tables) > 1:
        _exchange(room, movable, trials)
    return room.at


def _filled(room: Room) -> bool:
    """Places first, then the largest units; tables that lack people before others."""
    problem = room.problem
    for u, unit in enumerate(problem.units):
        if unit.pinned is not None:
            room.sit(u, room.number[unit.pinned])
    waiting = sorted((u for u, at in enumerate(room.at) if at < 0), key=lambda u: -problem.units[u].size)
    for n, u in enumerate(waiting):
        size, left = problem.units[u].size, sum(problem.units[v].size for v in waiting[n:])
        open_ = [t for t, table in enumerate(problem.tables) if room.sizes[t] + size <= table.most]
        lacking = [max(0, table.least - room.sizes[t]) for t, table in enumerate(problem.tables)]
        if sum(lacking) >= left:
            open_ = [t for t in open_ if lacking[t]] or open_
        if not open_:
            return False
        room.sit(u, min(open_, key=lambda t: (room.joining(u, t), room.sizes[t])))
    return all(room.fits(t) for t in range(len(problem.tables)))


def _exchange(room: Room, movable: list[int], trials: int) -> None:
    chance = random.Random(len(room.at))
    tables = len(room.sizes)
    for _ in range(trials):
        u = chance.choice(movable)
        if chance.random() < 0.3:
            _move(room, u, chance.randrange(tables))
        else:
            _swap(room, u, chance.choice(movable))


def _move(room: Room, u: int, table: int) -> None:
    here = room.at[u]
    if here == table:
        return
    room.rise(u)
    better = room.joining(u, table) <= room.joining(u, here)
    room.sit(u, table if better else here)
    if better and not (room.fits(here) and room.fits(table)):
        room.rise(u)
        room.sit(u, here)


def _swap(room: Room, u: int, v: int) -> None:
    here, there = room.at[u], room.at[v]
    if here == there:
        return
    room.rise(u)
    room.rise(v)
    stay = room.joining(u, here) + room.joining(v, there)
    change = room.joining(u, there) + room.joining(v, here)
    better = change <= stay
    room.sit(u, there if better else here)
    room.sit(v, here if better else there)
    if better and not (room.fits(here) and room.fits(there)):
        room.rise(u)
        room.rise(v)
        room.sit(u, here)
        room.sit(v, there)
