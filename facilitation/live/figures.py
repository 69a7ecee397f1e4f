"""The present figures of one process: who is connected on which screen, what waits, when the loops were last heard."""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from prometheus_client.core import Metric

from ..metrics import LAG, gauge
from .watchers import Watcher

TICK_S = 0.25
SCREENS = (("conductors", "board"), ("projector", "wall"), ("hosts", "host"), ("group", "table"), ("person", "person"))
"""The screen that watches an audience, the most telling first; who watches the room alone is at its door."""


def screen_of(watcher: Watcher) -> str:
    """Which screen a socket is."""
    return next((screen for kind, screen in SCREENS if kind in watcher.watch), "door")


def figures(live: Any) -> Iterable[Metric]:
    """What is so now."""
    sockets = dict.fromkeys([*(screen for _kind, screen in SCREENS), "door"], 0.0)
    sockets |= Counter(screen_of(watcher) for watcher in live.watchers.all())
    pulse = live.pulse
    yield gauge("sockets", "Connected sockets, by screen", sockets, "screen")
    yield gauge("people", "People connected to this process; two screens of one count once", live.watchers.people())
    yield gauge("writer_waiting", "Pieces of work that wait for the writer", live.house.ground.writer.waiting())
    yield gauge("heartbeat_age_seconds", "Since the last heartbeat", pulse.since("heartbeat"))
    yield gauge("database_age_seconds", "Since the database last answered the timekeeper", pulse.since("database"))
    yield gauge("hears_others", "1 when notices of other processes are heard, or there are none", live.house.hears)


class Pulse:
    """When each loop of a server was last heard; before that, when the process began."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._began = seconds()
        self._at: dict[str, float] = {}

    def beat(self, loop: str) -> None:
        """It is well."""
        self._at[loop] = self._seconds()

    def since(self, loop: str) -> float:
        """Seconds since it was well."""
        return self._seconds() - self._at.get(loop, self._began)

    def measure_lag(self, sleep: Callable[[float], None]) -> None:
        """For as long as the process lives: how late is a short timer? Whatever keeps the loop busy shows here."""
        while True:
            due = self._seconds() + TICK_S
            sleep(TICK_S)
            LAG.observe(max(0.0, self._seconds() - due))
