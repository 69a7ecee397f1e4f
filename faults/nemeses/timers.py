"""kill -9 at the instant at which a phase runs out, or at which a host leads on. F16.

Promised: time's question is answered exactly once, before or after the crash; the phase advances once; the clock that
is shown afterwards ends when it ended before.
"""

import random
import time

from ..stage import Stage

AROUND_S = 0.05
RUNG_WITHIN_S = 3.0


class NeverRang(AssertionError):
    """A phase was over, and the server did not say so."""


def strike(stage: Stage, chance: random.Random, patience: float = 30) -> None:
    """Wait for the next end of a phase; kill within 50 ms of it; see that every phase that is over has rung once."""
    stage.load.work(0.3)
    end = _next_end(stage, time.monotonic() + patience)
    stage.load.work(max(0.0, end - time.monotonic() + chance.uniform(-AROUND_S, AROUND_S)))
    before = stage.clocks()
    late = time.monotonic() - end
    killed_at = time.monotonic()
    stage.server.kill()
    in_flight = stage.crowd.drain()
    stage.struck["kills" if in_flight else "idle_kills"] += 1
    stage.restart(killed_at)
    stage.converge()
    stage.totals.converged(time.monotonic() - killed_at)
    stage.compare_clocks(before)
    stage.totals.note("kill_at_the_end_of_a_phase", in_flight=in_flight, off_s=abs(late), rung_s=_all_rung(stage))


def _next_end(stage: Stage, latest: float) -> float:
    """The monotonic second at which a phase runs out, at least a little from now."""
    while time.monotonic() < latest:
        stage.load.work(0.05)
        ends = [end for _, end in stage.clocks().values() if end > time.monotonic() + AROUND_S * 2]
        if ends and min(ends) < time.monotonic() + 3:
            return min(ends)
    raise NeverRang("no phase runs out here")


def _all_rung(stage: Stage) -> float:
    """The seconds until each table whose time is up by the server's clock says so. Raises NeverRang."""
    began = time.monotonic()
    while True:
        late = [host.table for host in stage.crowd.people if host.guest["host"] and _owes(host, time.monotonic())]
        if not late:
            return time.monotonic() - began
        if time.monotonic() - began > RUNG_WITHIN_S:
            raise NeverRang(f"{late} are over and have not rung")
        stage.crowd.turn(0.02)


def _owes(host, now: float) -> bool:  # type: ignore[no-untyped-def]
    clock = host.body("group").get("clock") or {}
    over = clock.get("deadline") is not None and (clock["deadline"] - host.ahead) / 1000 < now - 0.5
    return bool(over and not clock.get("elapsed"))
