"""What is asked for, and what came out. Costs are whole numbers: the smaller the better, 0 is everybody's wish."""

from collections.abc import Mapping
from dataclasses import dataclass, field

SMALLEST, LARGEST = 5, 8
"""People at a table, unless the organiser says otherwise (``method.md``: five to eight)."""

Seating = Mapping[str, str]
"""The table of each guest."""


@dataclass(frozen=True)
class Table:
    """A table and how many people it takes."""

    id: str
    least: int = SMALLEST
    most: int = LARGEST


@dataclass(frozen=True)
class Guest:
    """Somebody to be seated.

    ``pinned`` is the table they sit at whatever is better (a host, a client at their own table, somebody placed by
    hand). ``choices`` are tables in the order of their preference; no choices, no preference. ``organisation`` and
    ``territory`` are mixed with others; "" is nobody's. ``met`` names the tables of earlier rounds at which they sat,
    each with its round: a table of two rounds has two names.
    """

    id: str
    pinned: str | None = None
    choices: tuple[str, ...] = ()
    organisation: str = ""
    territory: str = ""
    met: tuple[str, ...] = ()


@dataclass(frozen=True)
class Criteria:
    """What the organiser asks for besides: pairs kept ``apart`` or ``together``, and what a cost of one weighs.

    ``size`` weighs two people at one table: the sum is smallest where tables are equal. ``organisation``, ``territory``
    and ``met`` weigh a pair of the same organisation, of the same territory, or who sat together before. ``choice``
    weighs each step down in somebody's preferences.
    """

    apart: tuple[tuple[str, str], ...] = ()
    together: tuple[tuple[str, str], ...] = ()
    size: int = 1
    organisation: int = 3
    territory: int = 1
    met: int = 4
    choice: int = 6


REASONS = frozenset({
    ("apart", "pins"), ("apart", "others"),
    ("together", "pins"), ("together", "too_many"), ("together", "apart"), ("together", "others"),
    ("size", "pins"), ("size", "few"), ("size", "room"),
})  # fmt: skip
"""Every wish that may give way, and why."""


@dataclass(frozen=True)
class Unmet:
    """A wish that cannot be kept with the others; both are one of ``REASONS``.

    ``why``: ``pins`` (their places say otherwise), ``too_many`` (no table takes that many), ``apart`` (they were also
    to be kept apart), ``others`` (the other wishes leave no way), ``room`` (more people than chairs), ``few`` (too few
    people for so many tables). ``people`` are the two of a pair; of a ``size``, those who have their place, if anybody.
    """

    wish: str
    people: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Quality:
    """How good a seating is, in numbers that anybody can count again.

    ``cost`` is the whole, ``bound`` what no seating can go below; equal when ``proven``. ``choices``: how many people
    got their first, second, … choice, and last how many got none of theirs. ``same_organisation``, ``same_territory``
    and ``met`` are pairs at one table. ``smallest`` and ``largest`` are tables.
    """

    cost: int
    bound: int
    choices: tuple[int, ...]
    same_organisation: int
    same_territory: int
    met: int
    smallest: int
    largest: int

    @property
    def proven(self) -> bool:
        """True when nothing better exists."""
        return self.cost == self.bound


@dataclass(frozen=True)
class Arrangement:
    """A seating, how good it is, and the wishes that it could not keep. It is empty when chairs are lacking."""

    seating: Seating
    quality: Quality | None = None
    unmet: tuple[Unmet, ...] = field(default=())
