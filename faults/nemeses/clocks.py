"""The server's wall clock jumps, an hour ahead and two back, while phases run. F10.

Promised: a running server counts with a clock that only goes forward: no screen's clock moves, nothing rings early or
twice. (A server that is *started* with a wrong clock believes it: NTP first.)

A preloaded library moves the clock of this one process; the machine's own is left alone.
"""

import struct
import time
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.request import urlopen

from ..preload import library
from ..stage import Stage

HOUR_NS = 3_600 * 1_000_000_000
JUMPS = (HOUR_NS, -HOUR_NS, 0)
READ_WITHIN_S = 60.0


class NotMoved(AssertionError):
    """The library does nothing here: whatever was seen proves nothing."""


class RangEarly(AssertionError):
    """A phase ended because the wall clock was moved."""


class Hands:
    """The wall clock of a stage's server, from its next start."""

    def __init__(self, stage: Stage, folder: Path) -> None:
        self.path = folder / "clock"
        self.move(0)
        stage.server.environ |= {"LD_PRELOAD": str(library("clock", folder)), "CLOCK_FILE": str(self.path)}

    def move(self, nanoseconds: int) -> None:
        """So far from the machine's own."""
        with self.path.open("r+b" if self.path.exists() else "wb") as file:
            file.write(struct.pack("<q", nanoseconds))


def strike(stage: Stage, hands: Hands, working_s: float) -> None:
    """Move the clock ahead, back, and right again, with people at work."""
    stage.load.work(working_s)
    before_error = stage.totals.max_timer_error_s
    rung = _rung(stage)
    for jump in JUMPS:
        before = stage.clocks()
        hands.move(jump)
        off = _date(stage) - time.time()
        if abs(off - jump / 1e9) > READ_WITHIN_S:
            raise NotMoved(f"the server's clock is {off:.0f} s off, and should be {jump / 1e9:.0f}")
        stage.load.work(working_s)
        stage.compare_clocks(before)
    if _rung(stage) != rung:
        raise RangEarly("a phase ran out when the clock was moved")
    error = stage.totals.max_timer_error_s
    stage.totals.note("clock_jump", jumps=len(JUMPS), timer_error_s=error if error > before_error else 0.0)


def _date(stage: Stage) -> float:
    """The server's wall clock, in seconds of the epoch: the date that its answers carry."""
    with urlopen(f"{stage.server.url}/healthz", timeout=10) as answer:
        return parsedate_to_datetime(answer.headers["Date"]).timestamp()


def _rung(stage: Stage) -> int:
    return sum(1 for row in stage.rows().journal if row["event"] == "TimeRanOut")
