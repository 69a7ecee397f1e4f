"""From people to units, who sit together whatever happens; and the wishes that no seating can keep, named.

Places come first: they were given by hand. Who is to sit together does, unless a place, the chairs or one of them
being kept apart from another forbids it; then as few as can be of those who are to be apart sit at one table.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .model import Criteria, Guest, Table, Unmet


@dataclass(frozen=True)
class Unit:
    """People who sit together, and the table that is theirs already."""

    people: tuple[Guest, ...]
    pinned: str | None

    @property
    def size(self) -> int:
        """How many they are."""
        return len(self.people)


@dataclass(frozen=True)
class Problem:
    """What is left to decide. ``apart``: two units by their place in ``units``, and how many pairs they stand for."""

    units: tuple[Unit, ...]
    tables: tuple[Table, ...]
    apart: tuple[tuple[int, int, int], ...]
    criteria: Criteria

    @property
    def guests(self) -> tuple[Guest, ...]:
        """Everybody."""
        return tuple(guest for unit in self.units for guest in unit.people)


def stated(guests: Sequence[Guest], tables: Sequence[Table], criteria: Criteria) -> tuple[Problem, list[Unmet]]:
    """The problem, and the wishes that places, chairs and one another forbid.

    Raises ValueError when a pin or a pair names nobody, and when a table's least is above its most.
    """
    known, places = {guest.id: guest for guest in guests}, {table.id for table in tables}
    named = {person for pair in criteria.apart + criteria.together for person in pair}
    strangers = named - known.keys() | {g.pinned for g in guests if g.pinned and g.pinned not in places}
    if strangers:
        raise ValueError(f"nobody and nothing is called {', '.join(sorted(map(str, strangers)))}")
    if any(table.least > table.most for table in tables):
        raise ValueError("a table takes fewer people than it must have")
    unmet: list[Unmet] = []
    roomy = _with_room(guests, tables, unmet)
    apart = _apart(known, criteria, unmet)
    units = _units(guests, apart, criteria, {table.id: table.most for table in roomy}, unmet)
    of = {guest.id: number for number, unit in enumerate(units) for guest in unit.people}
    pairs = Counter((min(of[a], of[b]), max(of[a], of[b])) for a, b in apart)
    return Problem(tuple(units), tuple(roomy), tuple((*pair, n) for pair, n in sorted(pairs.items())), criteria), unmet


def _with_room(guests: Sequence[Guest], tables: Sequence[Table], unmet: list[Unmet]) -> list[Table]:
    """The tables, larger where more people have their place there, smaller where people are few."""
    placed = Counter(guest.pinned for guest in guests if guest.pinned)
    roomy = []
    for table in tables:
        if placed[table.id] > table.most:
            unmet.append(Unmet("size", tuple(g.id for g in guests if g.pinned == table.id), "pins"))
        roomy.append(replace(table, most=max(table.most, placed[table.id])))
    if sum(table.least for table in roomy) > len(guests):
        unmet.append(Unmet("size", (), "few"))
        least = len(guests) // len(roomy)
        roomy = [replace(table, least=min(table.least, least)) for table in roomy]
    for _ in roomy:  # places may make some tables so large that others lack people; a lower least may show more of them
        hungry = {table.id for table in roomy if placed[table.id] <= table.least}
        free = len(guests) - sum(placed[table.id] for table in roomy if table.id not in hungry)
        if sum(table.least for table in roomy if table.id in hungry) <= free:
            break
        if Unmet("size", (), "pins") not in unmet:
            unmet.append(Unmet("size", (), "pins"))
        least = free // len(hungry)
        roomy = [replace(t, least=min(t.least, least)) if t.id in hungry else t for t in roomy]
    return roomy


def _apart(known: dict[str, Guest], criteria: Criteria, unmet: list[Unmet]) -> list[tuple[str, str]]:
    kept = []
    for a, b in dict.fromkeys((min(pair), max(pair)) for pair in criteria.apart if pair[0] != pair[1]):
        one, other = known[a].pinned, known[b].pinned
        if one is not None and one == other:
            unmet.append(Unmet("apart", (a, b), "pins"))
        else:
            kept.append((a, b))
    return kept


def _units(
    guests: Sequence[Guest], apart: list[tuple[str, str]], criteria: Criteria, most: dict[str, int], unmet: list[Unmet]
) -> list[Unit]:
    group = {guest.id: frozenset({guest.id}) for guest in guests}
    known = {guest.id: guest for guest in guests}
    placed = Counter(guest.pinned for guest in guests if guest.pinned)
    for a, b in criteria.together:
        joined = group[a] | group[b]
        places = {place for person in joined if (place := known[person].pinned)}
        if len(places) > 1:
            unmet.append(Unmet("together", (a, b), "pins"))
        elif any(one in joined and other in joined for one, other in apart):
            unmet.append(Unmet("together", (a, b), "apart"))
        elif len(joined) > max(most.values()) or any(
            placed[place] + sum(known[p].pinned is None for p in joined) > most[place] for place in places
        ):
            unmet.append(Unmet("together", (a, b), "too_many"))
        else:
            for person in joined:
                group[person] = joined
    units = []
    for guest in guests:
        if min(group[guest.id]) == guest.id:
            people = tuple(one for one in guests if one.id in group[guest.id])
            units.append(Unit(people, next((one.pinned for one in people if one.pinned), None)))
    return units
