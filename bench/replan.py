"""Seat 400 people at 50 tables by wishes, hosts pinned, a first round behind them; prints the seconds it took."""

import random
import time

from facilitation.seating import Guest, Table, seat

PEOPLE, TABLES = 400, 50
ORGANISATIONS, TERRITORIES = 60, 12


def main() -> None:
    """One room, the same each time."""
    chance = random.Random(400)
    tables = [Table(f"t{n}") for n in range(TABLES)]
    guests = [
        Guest(
            f"g{n}",
            pinned=f"t{n}" if n < TABLES else None,
            choices=tuple(f"t{t}" for t in chance.sample(range(TABLES), 2)),
            organisation=f"o{chance.randrange(ORGANISATIONS)}",
            territory=f"k{chance.randrange(TERRITORIES)}",
            met=(f"first-{chance.randrange(TABLES)}",),
        )
        for n in range(PEOPLE)
    ]
    began = time.monotonic()
    arrangement = seat(guests, tables)
    seconds = time.monotonic() - began
    if len(arrangement.seating) != PEOPLE:
        raise RuntimeError("somebody stands")
    print(f"{seconds:.3f}")


if __name__ == "__main__":
    main()
