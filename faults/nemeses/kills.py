"""kill -9 at a moment of chance, with commands in flight. F1, F16.

Promised: what was acknowledged is there, once; what was not is sent again under its id and done once; the clocks of all
tables go on as if nothing had been; everybody is back within 5 s of the kill.
"""

import sys
import time

from ..stage import Stage


def strike(stage: Stage, working_s: float) -> None:
    """People work for a while, the server dies, starts again, and everybody goes on."""
    stage.load.work(working_s)
    before = stage.clocks()
    killed_at = time.monotonic()
    stage.server.kill()
    in_flight = stage.crowd.drain()
    stage.struck["kills" if in_flight else "idle_kills"] += 1
    stage.totals.note(f"kill_{kind_of(stage)}", in_flight=in_flight)
    stage.restart(killed_at)
    stage.converge()
    stage.totals.converged(time.monotonic() - killed_at)
    stage.compare_clocks(before)
    print(f"kill {len(stage.totals.backs)}, back in {stage.totals.backs[-1]} s", file=sys.stderr, flush=True)


def kind_of(stage: Stage) -> str:
    """sqlite or postgresql."""
    return stage.server.database_url.partition(":")[0].partition("+")[0]
