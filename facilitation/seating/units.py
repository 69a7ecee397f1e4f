"""From people to units, who sit together whatever happens; and the wishes that no seating can keep, named.

Places come first, then keeping apart, then keeping together: a place was given by hand, and two people who are kept
apart cannot speak freely at one table.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .model import Guest, Table, Unmet, Wishes


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
    """What is left to decide. ``apart`` names units by their place in ``units``."""

    units: tuple[Unit, ...]
    tables: tuple[Table, ...]
    apart: tuple[tuple[int, int], ...]
    wishes: Wishes

    @property
    def guests(self) -> tuple[Guest, ...]:
        """Everybody."""
        return tuple(guest for unit in self.units for guest in unit.people)


def stated(guests: Sequence[Guest], tables: Sequence[Table], wishes: Wishes) -> tuple[Problem, list[Unmet]]:
    """The problem, and the wishes that places, chairs and one another forbid.

    Raises ValueError when a pin or a pair names nobody, or when there are fewer chairs than people.
    """
    known, places = {guest.id: guest for guest in guests}, {table.id for table in tables}
    named = {person for pair in wishes.apart + wishes.together for person in pair}
    strangers = named - known.keys() | {g.pinned for g in guests if g.pinned and g.pinned not in places}
    if strangers:
        raise ValueError(f"nobody and nothing is called {', '.join(sorted(map(str, strangers)))}")
    unmet: list[Unmet] = []
    roomy = _with_room(guests, tables, unmet)
    if sum(table.most for table in roomy) < len(guests):
        raise ValueError("fewer chairs than people")
    apart = _apart(known, wishes, unmet)
    units = _units(guests, apart, wishes, max(table.most for table in roomy), unmet)
    of = {guest.id: number for number, unit in enumerate(units) for guest in unit.people}
    pairs = sorted({tuple(sorted((of[a], of[b]))) for a, b in apart})
    return Problem(tuple(units), tuple(roomy), tuple((a, b) for a, b in pairs), wishes), unmet


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
    others = sum(max(table.least, placed[table.id]) for table in roomy)
    if others > len(guests):  # places make some tables so large that the others cannot reach their least
        if not any(one.why == "few" for one in unmet):
            unmet.append(Unmet("size", (), "pins"))
        roomy = [replace(table, least=0) for table in roomy]
    return roomy


def _apart(known: dict[str, Guest], wishes: Wishes, unmet: list[Unmet]) -> list[tuple[str, str]]:
    kept = []
    for a, b in wishes.apart:
        one, other = known[a].pinned, known[b].pinned
        if a == b or (one is not None and one == other):
            unmet.append(Unmet("apart", (a, b), "pins"))
        else:
            kept.append((a, b))
    return kept


def _units(
    guests: Sequence[Guest], apart: list[tuple[str, str]], wishes: Wishes, most: int, unmet: list[Unmet]
) -> list[Unit]:
    group = {guest.id: frozenset({guest.id}) for guest in guests}
    known = {guest.id: guest for guest in guests}
    for a, b in wishes.together:
        joined = group[a] | group[b]
        places = {place for person in joined if (place := known[person].pinned)}
        if len(places) > 1:
            unmet.append(Unmet("together", (a, b), "pins"))
        elif any(one in joined and other in joined for one, other in apart):
            unmet.append(Unmet("together", (a, b), "apart"))
        elif len(joined) > most:
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
