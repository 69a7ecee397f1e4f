"""``make faults``: break everything, for as long as it takes, and print one line of JSON.

A run may be made in pieces: ``--add totals.json`` takes in what the pieces before it counted, and keeps the sum there.
"""

import json
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import click

from .campaign import Campaign
from .stage import CLIENT_CORE, on_core
from .totals import Totals

ASKED = {"acked": 200_000, "kills": 200, "power_cuts": 50}
MOST = {"slowest_convergence_s": 6.0, "max_timer_error_s": 0.2, "slowest_back_to_live_s": 5.0}


def pieces(campaign: Campaign, kills: int, cuts: int, ends: int, times: int) -> dict[str, Callable[[], None]]:
    """What can be broken, by name."""
    return {
        "kills": lambda: campaign.kills(kills),
        "kills_postgresql": lambda: campaign.kills(max(1, kills // 4), "postgresql"),
        "cuts": lambda: campaign.cuts(cuts),
        "timers": lambda: campaign.timers(ends),
        "timers_postgresql": lambda: campaign.timers(max(1, ends // 4), "postgresql"),
        "postgres": lambda: campaign.postgres(times),
        "disk": lambda: campaign.disk(times),
        "manners": lambda: campaign.manners(times),
        "network": lambda: campaign.network(times),
        "slowness": lambda: campaign.slowness(times),
        "clock": lambda: campaign.clock(times),
        "rolling": lambda: campaign.rolling(times),
    }


def fell_short(totals: Totals) -> list[str]:
    """What the whole form asks for and was not seen."""
    few = [f"{key} {getattr(totals, key)} < {least}" for key, least in ASKED.items() if getattr(totals, key) < least]
    return few + [
        f"{key} {getattr(totals, key):g} > {most}" for key, most in MOST.items() if getattr(totals, key) > most
    ]


@click.command()
@click.option("--only", default=None, help="Comma-separated names of faults; all by default. « list » lists them.")
@click.option("--kills", default=200, show_default=True, help="kill -9 on SQLite; a quarter as many on PostgreSQL.")
@click.option("--cuts", default=60, show_default=True, help="Power cuts.")
@click.option("--ends", default=40, show_default=True, help="kill -9 around the end of a phase.")
@click.option("--times", default=1, show_default=True, help="How often each other fault strikes.")
@click.option("--seed", default=None, type=int, help="The chance to repeat; drawn by default.")
@click.option("--histories", default=None, type=Path, help="A folder for what each client did and saw.")
@click.option("--add", default=None, type=Path, help="A file whose totals are added to, and kept.")
@click.option("--whole/--part", default=None, help="Whether to fail when less was done than the whole form asks for.")
def main(
    only: str | None, kills: int, cuts: int, ends: int, times: int, seed: int | None, histories: Path | None,
    add: Path | None, whole: bool | None,
) -> None:  # fmt: skip
    """Break, judge, and say what was seen."""
    on_core(CLIENT_CORE)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # servers and mounts go with this process
    seed = time.time_ns() % 1_000_000 if seed is None else seed
    if histories:
        histories.mkdir(parents=True, exist_ok=True)
    totals = Totals()
    known = pieces(Campaign(totals, seed, histories), kills, cuts, ends, times)
    if only == "list":
        print("\n".join(known))
        return
    kept = Totals(**json.loads(add.read_text())) if add and add.exists() else Totals()
    try:
        for name in only.split(",") if only else known:
            print(f"{time.strftime('%H:%M:%S')} {name} begins, seed {seed}", file=sys.stderr, flush=True)
            known[name]()
            print(f"{time.strftime('%H:%M:%S')} {totals.line()}", file=sys.stderr, flush=True)
    except Exception as fault:
        totals.behind += 1
        totals.found.append(f"{name}: {type(fault).__name__}: {fault}")
        raise
    finally:  # also when the run is told to end: what was judged by then was judged
        kept.add(totals)
        if add:
            add.write_text(json.dumps(asdict(kept)) + "\n")
    totals = kept
    print(totals.line())
    short = fell_short(totals) if whole or (whole is None and only is None) else []
    for words in short + totals.found:
        print(words, file=sys.stderr)
    sys.exit(bool(short) or not totals.clean)


if __name__ == "__main__":
    main()
