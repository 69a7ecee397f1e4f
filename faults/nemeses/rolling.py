"""A new version is installed while 400 people work: the server is told to end, and starts again. F17, F18.

Promised: it ends by itself within 5 s; everybody is live again within 5 s of its end, though all come back at once;
what was acknowledged is there, and what was in flight is done once.
"""

import time

from ..stage import Stage, on_server_core

MOST_S = 30.0


def strike(stage: Stage, working_s: float) -> None:
    """SIGTERM under the load, then a start."""
    stage.load.work(working_s)
    before = stage.clocks()
    told_at = time.monotonic()
    process = stage.server.process
    assert process is not None
    process.terminate()
    stage.crowd.until(lambda: process.poll() is not None, "the end of the server", 10)
    ended_s = time.monotonic() - told_at
    in_flight = stage.crowd.drain()
    stage.server.launch()
    on_server_core(stage.server)
    most = stage.crowd.until(lambda: stage.crowd.share_live() >= 0.95, "95 in 100", MOST_S)
    rest = stage.crowd.until(stage.crowd.all_live, "everybody", MOST_S)
    stage.totals.back(time.monotonic() - told_at)
    stage.converge()
    stage.totals.converged(time.monotonic() - told_at)
    stage.compare_clocks(before)
    stage.totals.note(
        "rolling_restart", people=len(stage.crowd.people), in_flight=in_flight, ended_s=ended_s, live_95_s=most,
        live_100_s=most + rest,
    )  # fmt: skip
