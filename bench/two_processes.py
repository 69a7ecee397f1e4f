"""A full room through nginx on two processes: ``python -m bench.two_processes --people 400 --groups 50``.

``flask rehearse`` plays the afternoon on one PostgreSQL database. A third of the way through, the process at which the
room is gets SIGKILL and comes back ten seconds later; at two thirds the other one, at which the room is now, is ended
as systemd ends it and started again. Printed as one JSON line: the rehearsal's figures, seconds until everybody was
connected again each time, and what ``verify-journal`` says. Ends with 1 when something was lost, doubled or odd.
"""

import json
import os
import re
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import click
import requests

from deploy.together import Process, Together

from .databases import SERVER, own_database
from .rehearsal import Rehearsal

MINUTES = 150
"""The length of the format that is played."""
AWAY_S = 10.0
BACK_WITHIN = 120.0
"""Seconds after which people who are not back count as lost; what is printed is how long it took."""


def connected(process: Process) -> int:
    """How many people this process counts; 0 where nobody serves."""
    try:
        return int(requests.get(f"http://127.0.0.1:{process.port}/healthz", timeout=5).json()["connected"])
    except (requests.RequestException, ValueError):
        return 0


def at_home(together: Together) -> tuple[Process, int]:
    """The process at which most people are, and how many people there are in all."""
    counted = {one: connected(one) for one in together.processes}
    return max(counted, key=lambda one: counted[one]), sum(counted.values())


def back(together: Together, people: int, since: float) -> float:
    """Seconds since then until as many people are connected again; one in a hundred may be cut off by their own day."""
    while time.monotonic() < since + BACK_WITHIN:
        if sum(map(connected, together.processes)) >= people * 0.99:
            return round(time.monotonic() - since, 1)
        time.sleep(0.2)
    return BACK_WITHIN


def disturbed(together: Together, rehearsal: Rehearsal, seconds: float) -> dict[str, Any]:
    """Kill, bring back, end, bring back; ``seconds`` is how long the afternoon lasts."""
    told: dict[str, Any] = {}
    for name, act in (("kill", Process.kill), ("restart", Process.stop)):
        _rest(rehearsal, seconds / 3)
        process, people = at_home(together)
        began = time.monotonic()
        act(process)
        told |= {f"{name}_people": people, f"{name}_back_s": back(together, people, began)}
        _rest(rehearsal, AWAY_S - (time.monotonic() - began) if name == "kill" else 0)
        process.start()
        told[f"{name}_moved"] = at_home(together)[0] is not process
        if not rehearsal.goes_on:
            raise RuntimeError(f"the afternoon was over before the {name}")
    return told


def _rest(rehearsal: Rehearsal, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and rehearsal.goes_on:
        time.sleep(0.2)


@click.command()
@click.option("--people", default=400, show_default=True)
@click.option("--groups", default=50, show_default=True)
@click.option("--speed", default=15, show_default=True, help="Durations are divided by it.")
@click.option("--server", default=SERVER, show_default=True, help="A PostgreSQL database beside which one is made.")
def main(people: int, groups: int, speed: int, server: str) -> None:
    """Play the afternoon and disturb it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    folder = Path(tempfile.mkdtemp(prefix="tablee-two-"))
    try:
        with own_database(server) as url, Together(folder, url, processes=2) as together:
            together.migrate()
            together.start()
            owner = f"http://127.0.0.1:{together.processes[0].port}"
            rehearsal = Rehearsal(
                owner, together.environment, people, groups, speed, through=together.url, gives_way=False
            )
            try:
                rehearsal.wait_for(r"people are seated")
                told = disturbed(together, rehearsal, MINUTES * 60 / speed)
                told = rehearsal.figures() | told
            finally:
                rehearsal.process.kill()
            journal = together.flask("verify-journal")
            logs = "".join(process.log.read_text() for process in together.processes)
            told |= {"resent": _said(rehearsal, r"sent again: (\d+)"), "cut_off": _said(rehearsal, r"cut off: (\d+)")}
            told |= {"speed": speed, "tracebacks": logs.count("Traceback"), "journal_ok": journal.returncode == 0}
            told |= {"rehearsal_ok": rehearsal.process.returncode == 0, "cores": os.cpu_count()}
            print(json.dumps(told), flush=True)
            if told["tracebacks"]:
                print(logs[logs.index("Traceback") :][:4000], file=sys.stderr)
            sound = told["journal_ok"] and told["rehearsal_ok"] and not told["tracebacks"]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(0 if sound else 1)


def _said(rehearsal: Rehearsal, pattern: str) -> int:
    found = [re.search(pattern, line) for line in rehearsal.lines]
    return next((int(one.group(1)) for one in found if one), 0)


if __name__ == "__main__":
    main()
