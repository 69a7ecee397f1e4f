"""What a seating costs: steps down in preferences, and pairs at one table, each kind with its weight.

Pairs of people who share something are c(c - 1)/2 for c of them at a table: smallest where they are spread evenly.
Equal tables are the same thing for what everybody shares.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from .model import Criteria, Guest, Quality, Seating, Table

EVERYBODY = ("size", "")


def shared(guest: Guest) -> Iterator[tuple[str, str]]:
    """What this person has in common with others: a kind of ``Criteria`` and which one of its kind."""
    yield EVERYBODY
    if guest.organisation:
        yield "organisation", guest.organisation
    if guest.territory:
        yield "territory", guest.territory
    for table in sorted(set(guest.met)):
        yield "met", table


def weight(criteria: Criteria, what: tuple[str, str]) -> int:
    """What a pair who share this costs at one table."""
    return int(getattr(criteria, what[0]))


def step(guest: Guest, table: str) -> int:
    """Steps down in their preferences: none to the first, as many as they named to a table that they did not."""
    return guest.choices.index(table) if table in guest.choices else len(guest.choices)


def pairs(number: int) -> int:
    """Pairs among so many people."""
    return number * (number - 1) // 2


def counted(guests: Sequence[Guest], seating: Seating) -> Mapping[tuple[str, str], Counter[str]]:
    """For each thing that is shared, how many of those who share it sit at each table."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for guest in guests:
        for what in shared(guest):
            found.setdefault(what, Counter())[seating[guest.id]] += 1
    return found


def cost(guests: Sequence[Guest], criteria: Criteria, seating: Seating) -> int:
    """The whole, without pairs who had to be kept apart."""
    together = sum(
        weight(criteria, what) * sum(pairs(number) for number in at.values())
        for what, at in counted(guests, seating).items()
    )
    return together + criteria.choice * sum(step(guest, seating[guest.id]) for guest in guests)


def floor(guests: Sequence[Guest], tables: Sequence[Table], criteria: Criteria) -> int:
    """What no seating can go below: everything spread evenly, and everybody at the best table they may sit at."""
    sharing: Counter[tuple[str, str]] = Counter(what for guest in guests for what in shared(guest))
    spread = 0
    for what, number in sharing.items():
        each, more = divmod(number, len(tables))
        spread += weight(criteria, what) * (more * pairs(each + 1) + (len(tables) - more) * pairs(each))
    return spread + criteria.choice * sum(step(guest, guest.pinned) for guest in guests if guest.pinned)


def quality(
    guests: Sequence[Guest], tables: Sequence[Table], criteria: Criteria, seating: Seating, bound: int
) -> Quality:
    """The seating in numbers."""
    steps = Counter(step(g, seating[g.id]) if seating[g.id] in g.choices else -1 for g in guests if g.choices)
    longest = max((len(guest.choices) for guest in guests), default=0)
    of = counted(guests, seating)

    def same(kind: str) -> int:
        return sum(pairs(number) for what, at in of.items() if what[0] == kind for number in at.values())

    sizes = Counter(seating.values())
    return Quality(
        cost(guests, criteria, seating),
        bound,
        (*(steps[n] for n in range(longest)), steps[-1]) if longest else (),
        same("organisation"),
        same("territory"),
        same("met"),
        min(sizes[table.id] for table in tables),
        max(sizes[table.id] for table in tables),
    )
