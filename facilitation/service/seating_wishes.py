"""What the organiser asks of a seating, and the problem that it makes for the solver."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..domain.group import LARGEST_TABLE
from ..domain.refusals import Code, Refusal
from ..seating.model import LARGEST, SMALLEST, Criteria, Guest, Table
from .seating_room import Room

APART, TOGETHER = "apart", "together"
MIXES = ("organisation", "territory", "met")
"""What can be mixed: people of one organisation, of one territory, and those who sat together before."""
MOST_PAIRS = 60


@dataclass(frozen=True)
class Pair:
    """Two people to be kept ``apart`` or ``together``."""

    kind: str
    one: str
    other: str

    @property
    def people(self) -> frozenset[str]:
        """Both."""
        return frozenset({self.one, self.other})


@dataclass(frozen=True)
class Wishes:
    """People at a table, what is mixed, and pairs."""

    least: int = SMALLEST
    most: int = LARGEST
    mix: frozenset[str] = frozenset(MIXES)
    pairs: tuple[Pair, ...] = ()

    def checked(self) -> Refusal | None:
        """Why these numbers cannot be asked for, or None."""
        for field, number, low in (("least", self.least, 1), ("most", self.most, max(1, self.least))):
            if not low <= number <= LARGEST_TABLE:
                return Refusal(Code.BAD_VALUE, {"field": field, "low": low, "high": LARGEST_TABLE})
        return None

    def with_pair(self, pair: Pair) -> "Wishes | Refusal":
        """One more pair; what was asked of these two before is replaced."""
        others = tuple(one for one in self.pairs if one.people != pair.people)
        if pair.kind not in (APART, TOGETHER) or pair.one == pair.other:
            return Refusal(Code.BAD_VALUE, {"field": "pair"})
        if len(others) >= MOST_PAIRS:
            return Refusal(Code.BAD_VALUE, {"field": "pair", "limit": MOST_PAIRS})
        return replace(self, pairs=(*others, pair))

    def without(self, *people: str) -> "Wishes":
        """Without the pair of two people, or without every pair of one."""
        return replace(self, pairs=tuple(one for one in self.pairs if not set(people) <= one.people))

    def to_row(self) -> dict[str, Any]:
        """As a row keeps it."""
        pairs = [[one.kind, one.one, one.other] for one in self.pairs]
        return {"least": self.least, "most": self.most, "mix": sorted(self.mix), "pairs": pairs}


def wishes_from(row: Mapping[str, Any]) -> Wishes:
    """What a row keeps; an empty one asks for nothing in particular."""
    if not row:
        return Wishes()
    pairs = tuple(Pair(*pair) for pair in row["pairs"])
    return Wishes(row["least"], row["most"], frozenset(row["mix"]), pairs)


def problem(
    room: Room, wishes: Wishes, met: Mapping[str, tuple[str, ...]]
) -> tuple[list[Guest], list[Table], Criteria]:
    """What the solver is asked: everybody who may be seated, at every table to which people may go."""
    fixed, free = room.fixed(), set(room.free())
    guests = [
        Guest(
            one.id,
            pinned=fixed.get(one.id),
            choices=room.choices.get(one.id, ()),
            organisation=one.organisation.casefold(),
            territory=one.territory.casefold(),
            met=met.get(one.id, ()),
        )
        for one in room.people.values()
        if one.id in fixed or one.id in free
    ]
    tables = [Table(id, wishes.least, wishes.most) for id in room.seatable]
    here = {guest.id for guest in guests}
    pairs = {
        kind: tuple((one.one, one.other) for one in wishes.pairs if one.kind == kind and one.people <= here)
        for kind in (APART, TOGETHER)
    }
    usual = Criteria()
    weights = {mix: getattr(usual, mix) if mix in wishes.mix else 0 for mix in MIXES}
    criteria = replace(usual, **weights, apart=pairs[APART], together=pairs[TOGETHER])
    return guests, tables, criteria
