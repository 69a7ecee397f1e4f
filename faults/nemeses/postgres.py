"""PostgreSQL is stopped at once and started again, or frozen; our server lives on. F4.

Promised: the server's loop never waits for the database (``/healthz`` answers within 2 s, lines stay open, heartbeats
go on); what people do waits in their outbox; within 5 s of the database's return everything is acknowledged; nothing is
lost or done twice.
"""

import threading
import time
from urllib.request import urlopen

from ..cluster import Cluster
from ..stage import Stage

HEALTH_EVERY_S = 0.2


class Doctor(threading.Thread):
    """Asks ``/healthz`` all the time, and remembers the longest wait for an answer."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.url = url
        self.slowest = 0.0
        self.failed = 0
        self._over = threading.Event()

    def run(self) -> None:
        """Until told to stop."""
        while not self._over.wait(HEALTH_EVERY_S):
            began = time.monotonic()
            try:
                urlopen(f"{self.url}/healthz", timeout=10).read()
            except OSError:
                self.failed += 1
            self.slowest = max(self.slowest, time.monotonic() - began)

    def stop(self) -> float:
        """The longest wait, in seconds."""
        self._over.set()
        self.join(12)
        return self.slowest


def restart(stage: Stage, cluster: Cluster, working_s: float, away_s: float) -> None:
    """The database crashes under the load, is away for a while, and comes back."""
    _trouble(stage, "pg_restart", working_s, away_s, cluster.lose, cluster.start)


def freeze(stage: Stage, cluster: Cluster, working_s: float, away_s: float) -> None:
    """The database stops answering without closing anything, as on a machine that swaps, and goes on later."""
    _trouble(stage, "pg_freeze", working_s, away_s, cluster.freeze, cluster.thaw)


def _trouble(stage: Stage, name: str, working_s: float, away_s: float, begin, end) -> None:  # type: ignore[no-untyped-def]
    stage.load.work(working_s)
    before, lines = stage.clocks(), sum(person.connections for person in stage.crowd.people)
    doctor = Doctor(stage.server.url)
    doctor.start()
    began = time.monotonic()
    for person in stage.crowd.people:
        person.beats.clear()
    begin()
    stage.load.work(away_s)
    pending = stage.crowd.waiting()
    end()
    healed_at = time.monotonic()
    open_ids = {(p.id, id) for p in stage.crowd.people for id in p.pending}
    stage.crowd.until(
        lambda: all(stage.history.operations[key].outcome != "info" for key in open_ids), "what waited", 40
    )
    answered = time.monotonic() - healed_at
    stage.converge()
    stage.totals.converged(time.monotonic() - healed_at)
    slowest = doctor.stop()
    stage.compare_clocks(before)
    gaps = [b - a for p in stage.crowd.people for a, b in zip([began, *p.beats], p.beats, strict=False)]
    again = sum(person.connections for person in stage.crowd.people) - lines
    stage.totals.note(
        name, waited=pending, away_s=healed_at - began, answered_s=answered, healthz_s=slowest,
        healthz_failed=doctor.failed, heartbeat_gap_s=max(gaps, default=0.0), lines_opened_again=again,
    )  # fmt: skip
