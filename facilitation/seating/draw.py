"""A draw: equal tables, and nothing else is looked at."""

import random
from collections.abc import Mapping, Sequence


def drawn(free: Sequence[str], sizes: Mapping[str, int], chance: random.Random) -> dict[str, str]:
    """A table for each of ``free``, drawn; ``sizes`` says how many have their place at each table already.

    Whoever comes next out of the hat goes to a smallest table, so tables differ by one at most unless places were
    given. Raises ValueError without tables.
    """
    if not sizes:
        raise ValueError("no table")
    number, hat, seating = dict(sizes), list(free), dict[str, str]()
    chance.shuffle(hat)
    for person in hat:
        least = min(number.values())
        table = chance.choice([table for table, people in number.items() if people == least])
        seating[person] = table
        number[table] += 1
    return seating
