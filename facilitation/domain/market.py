"""Who sits where once cases have their tables: a simple count, no optimum. Pure; nobody is seated who may not move."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .group import LARGEST_TABLE

LARGEST = 8
"""People at a table, before the next choice is taken. More sit down by hand."""


@dataclass(frozen=True)
class Place:
    """A table with the case that is told there (None: not yet one) and who stays there whatever is wished."""

    table: str
    case: str | None
    staying: frozenset[str]


def counts(wishes: Mapping[str, tuple[str, str]]) -> dict[str, int]:
    """How many people wish each case first."""
    found: dict[str, int] = {}
    for first, _ in wishes.values():
        found[first] = found.get(first, 0) + 1
    return found


def places_for(
    places: Iterable[Place], authors: Mapping[str, str], wishes: Mapping[str, tuple[str, str]]
) -> tuple[Place, ...]:
    """The same tables, the free ones given the most wished cases that have none; the order of the tables is kept.

    ``authors`` names who brings each case. Cases without a wish come last, in the order of their ids; what finds no
    table is kept for later.
    """
    given = list(places)
    taken = {place.case for place in given}
    number = counts(wishes)
    waiting = sorted((c for c in authors if c not in taken), key=lambda c: (-number.get(c, 0), c))
    free = [i for i, place in enumerate(given) if place.case is None]
    for i, case in zip(free, waiting, strict=False):
        given[i] = Place(given[i].table, case, given[i].staying)
    return tuple(given)


def seats_for(
    places: Iterable[Place],
    people: Iterable[str],
    authors: Mapping[str, str],
    wishes: Mapping[str, tuple[str, str]],
    largest: int = LARGEST,
) -> dict[str, str]:
    """The table of each person who may move: authors at their case; the others at their first choice while there is
    room, then at their second, then at the smallest table. Earlier in ``people`` is served first. While there are
    chairs for all, nobody is given a table that has none left."""
    tables = list(places)
    size = {place.table: len(place.staying) for place in tables}
    at = {place.case: place.table for place in tables if place.case is not None}
    seated: dict[str, str] = {}

    def sit(person: str, table: str) -> None:
        seated[person] = table
        size[table] += 1

    movable = list(people)
    for person in movable:
        table = next((at[c] for c, author in authors.items() if author == person and c in at), None)
        if table is not None and size[table] < LARGEST_TABLE:
            sit(person, table)
    for choice in (0, 1):
        for person in (p for p in movable if p not in seated):
            table = at.get(wishes.get(person, ("", ""))[choice])
            if table is not None and size[table] < largest:
                sit(person, table)
    for person in (p for p in movable if p not in seated):
        sit(person, min(size, key=lambda t: (size[t], [p.table for p in tables].index(t))))
    return seated
