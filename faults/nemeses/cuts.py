"""The power goes: the process is gone, and of its files only what was synced is sure. F2. SQLite.

Promised: everything acknowledged is there, the file is whole, the server starts by itself, and people go on.
"""

import random
import time
from pathlib import Path

from ..power import Disk
from ..preload import library
from ..rows import connected, file_of, whole
from ..stage import Stage


class Lost(AssertionError):
    """The file that the cut left is damaged, or misses what was acknowledged."""


class Power:
    """The disk of a stage's server, whose syncs are recorded from its next start."""

    def __init__(self, stage: Stage, folder: Path, seed: int, lies: bool = False) -> None:
        self.stage, self.chance = stage, random.Random(seed)
        self.log = folder / "power.log"
        self.database = file_of(stage.server.database_url)
        preload = {
            "LD_PRELOAD": str(library("power", folder)),
            "POWER_FILE": str(self.database),
            "POWER_LOG": str(self.log),
        }
        stage.server.environ |= preload | ({"POWER_LIES": "1"} if lies else {})
        self.begin()

    def begin(self) -> None:
        """The disk is at rest: call it before the server starts."""
        self.log.unlink(missing_ok=True)
        self.disk = Disk(self.database)

    def cut(self) -> dict[str, int]:
        """The power goes now: commands in flight, changes that were not synced, syncs since the start."""
        self.stage.server.kill()
        in_flight = self.stage.crowd.drain()
        self.disk.replay(self.log)
        told = {"in_flight": in_flight, "unsynced": self.disk.cut(self.chance), "synced": self.disk.synced}
        self.judge()
        self.begin()
        return told

    def judge(self) -> None:
        """Look at a copy of what is left, before any server mends it. Raises Lost."""
        copy = self.database.with_name("after-the-cut.db")
        for ending in ("", "-wal"):
            left = Path(f"{self.database}{ending}")
            Path(f"{copy}{ending}").unlink(missing_ok=True)
            if left.exists():
                Path(f"{copy}{ending}").write_bytes(left.read_bytes())
        said = whole(copy)
        if said != "ok":
            raise Lost(f"integrity_check: {said}")
        connection = connected(f"sqlite:///{copy}")
        try:
            kept = set(connection.execute("SELECT person, id FROM commands"))
        finally:
            connection.close()
        acked = {key for key, op in self.stage.history.operations.items() if op.outcome == "ok"}
        if acked - kept:
            raise Lost(f"{len(acked - kept)} of {len(acked)} acknowledged commands are gone")


def strike(stage: Stage, power: Power, working_s: float) -> None:
    """People work for a while, the power goes and comes back."""
    stage.load.work(working_s)
    before = stage.clocks()
    told = power.cut()
    if told["in_flight"] and told["synced"]:
        stage.struck["power_cuts"] += 1
    stage.totals.note("power_cut", **told)
    healed_at = time.monotonic()  # the power is back; reading the log took us time, and takes nobody's in a real cut
    stage.restart(healed_at)
    stage.converge()
    stage.totals.converged(time.monotonic() - healed_at)
    stage.compare_clocks(before)
