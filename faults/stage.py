"""A server, a room full of people who work, and the moments at which something is broken and judged."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.server import ROOT, Server

from .checker import check
from .crowd import Crowd
from .history import History
from .load import Load
from .people import Person
from .rows import Rows, rows_of
from .totals import Totals

PATIENCE_S = 60.0
"""What is promised within six seconds is measured, and waited for longer: a machine may be busy with others."""
LIVE_WITHIN_S = 90.0
TRIPS, FAST_TRIP_MS = 25, 10.0
SERVER_CORE, CLIENT_CORE = 0, 1


def prepared(server: Server, rooms: int, tables: int = 8, people: int = 6, speed: int = 1) -> list[dict[str, Any]]:
    """Make rooms in the data of a server that does not run."""
    path = server.instance / f"guests-{time.monotonic_ns()}.json"
    words = [sys.executable, "-m", "faults.prepare", str(path), *map(str, (rooms, tables, people, speed))]
    subprocess.run(words, cwd=ROOT, env=server.settings, check=True, timeout=120)
    return list(json.loads(path.read_text()))


ALONE = frozenset({"keep_idea", "drop_idea", "write_notes"})
"""What is shown to who writes it and to nobody else, as docs/protocol.md has it."""


class Stage:
    """One room at a time on one server."""

    def __init__(self, server: Server, totals: Totals, seed: int = 1, folder: Path | None = None) -> None:
        self.server, self.totals, self.seed = server, totals, seed
        self.folder = folder
        """Where histories are written; nowhere by default."""
        self.room: dict[str, Any] = {}
        self.struck: Counter[str] = Counter()
        """Kills and cuts in this room: they count once it is judged."""

    # --- A room

    def enter(self, room: dict[str, Any], private_every: int = 1, **load: Any) -> "Stage":
        """Everybody comes in and the rounds begin. One place in ``private_every`` reads what is theirs alone: to build
        that again at each of their acts is most of what an act costs the server."""
        for guest in room["guests"]:
            guest["private"] = guest["place"] % private_every == 0
        self.seed += 1
        self.room = room
        path = self.folder / f"{room['workshop']}.jsonl" if self.folder else None
        self.history = History(path)
        self.crowd = Crowd(room["guests"], self.server.port, self.history)
        self.load = Load(self.crowd, self.seed, **load)
        self.crowd.until(self.crowd.all_live, "everybody", LIVE_WITHIN_S)
        self.load.set_up()
        self.read_clocks()
        return self

    def rows(self) -> Rows:
        """The database now."""
        return rows_of(self.server.database_url, self.room["workshop"])

    def settle(self, patience: float = 60) -> None:
        """Nobody begins anything new; everything is answered."""
        self.load.on = False
        self.crowd.until(self.crowd.quiet, "the last answer", patience)

    def leave(self) -> None:
        """Everything is answered, every screen has come to the same, and the room is judged."""
        self.settle()
        self.totals.converged(self.converge())
        self.converge(versions=True)  # from here on every screen is to say what a fresh one says
        fresh = Crowd(self.room["guests"], self.server.port, History())
        fresh.until(fresh.all_live, "fresh screens", LIVE_WITHIN_S)
        self.crowd.rest(0.2)  # what was pushed meanwhile waits in our sockets
        screens, seen = _screens(self.crowd), _screens(fresh)
        fresh.leave()
        self.crowd.leave()
        self.history.close()
        verdict = check(self.history, self.rows(), screens, seen)
        self.totals.judged(verdict, self.history.resent, self.struck)
        self.struck.clear()
        for words in verdict.found()[:10]:
            print(words, file=sys.stderr, flush=True)

    # --- What is measured around a fault

    def converge(self, patience: float = PATIENCE_S, versions: bool = False) -> float:
        """The seconds until each screen shows everything that was acknowledged, to its table and to its person.

        A table shows nothing of what its people write for themselves: its version follows with a heartbeat, which is
        waited for with ``versions``.
        """
        newest: dict[str, int] = {}
        kept: dict[str, set[bytes]] = {}
        for op in self.history.operations.values():
            if op.outcome == "ok":
                if versions or op.command not in ALONE:
                    newest[op.group] = max(newest.get(op.group, 0), op.version)
                if op.command == "keep_idea":
                    kept.setdefault(op.person, set()).add(op.born.encode())

        def shows(person: Person) -> bool:
            tables = ("group", "hosts") if person.guest["host"] else ("group",)
            if not person.live or min(map(person.version, tables)) < newest.get(person.table, 0):
                return False
            own = person.shown[f"person:{person.id}"][1] if "person" in person.watch else None
            return own is None or all(idea in own for idea in kept.get(person.id, ()))

        return self.crowd.until(lambda: all(map(shows, self.crowd.people)), "every screen", patience)

    def clocks(self) -> dict[str, tuple[int, float]]:
        """By table: the step its host's screen shows, and the end of its phase by the clients' clock, in seconds."""
        found = {}
        for host in (p for p in self.crowd.people if p.guest["host"] and p.live and p.trip):
            clock = host.body("group").get("clock") or {}
            if clock.get("deadline"):
                found[host.table] = (host.step(), (clock["deadline"] - host.ahead) / 1000)
        return found

    def read_clocks(self) -> None:
        """Ask every host's server for the time, while nobody acts: the fastest trip says how far its clock is."""
        hosts = [p for p in self.crowd.people if p.guest["host"] and p.live]
        for _ in range(TRIPS):
            slow = [host for host in hosts if not host.trip or host.trip > FAST_TRIP_MS]
            for host in slow:
                host.ask_time()
            if slow:
                self.crowd.rest(0.04)

    def compare_clocks(self, before: dict[str, tuple[int, float]]) -> None:
        """The same step must end at the same instant as it did before."""
        self.read_clocks()
        for table, (step, end) in self.clocks().items():
            if table in before and before[table][0] == step:
                self.totals.timer(abs(before[table][1] - end))

    def restart(self, killed_at: float) -> None:
        """Start the server again; everybody comes back. Raises TimeoutError."""
        self.server.launch()
        on_server_core(self.server)
        self.crowd.until(self.crowd.all_live, "everybody again", LIVE_WITHIN_S)
        self.totals.back(time.monotonic() - killed_at)


def _screens(crowd: Crowd) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (person.name, audience): json.loads(words[2:])[1]
        for person in crowd.people
        for audience, (_, words) in person.shown.items()
    }


def on_core(core: int, process: int = 0) -> None:
    """Keep a process, this one by default, on one core: people and server do not share theirs."""
    os.sched_setaffinity(process, {core % (os.cpu_count() or 1)})


def on_server_core(server: Server) -> None:
    """Keep a server on its own core."""
    if server.process is not None:
        on_core(SERVER_CORE, server.process.pid)
