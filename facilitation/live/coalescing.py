"""What a whole room reads is pushed at once when it was quiet, and a few times a second when everybody acts at once.

Without it 400 people who sit down send each of 400 screens every one of the 400 changes. What a person alone reads
waits for the same short while, together with everybody else's: it is read whole each time, and grows as they write.
"""

import time
from collections.abc import Callable
from threading import Lock

SHARED = frozenset({"conductors", "projector", "room"})
"""The audiences that every table changes; what a table shows is never kept waiting."""
OWN_S = 0.25
"""Seconds between two pushes of what one person reads alone; nobody writes two ideas in that time."""
MOST_OWN = 1_000
"""People whose last push is remembered before those are forgotten that may be pushed to again."""
OWN = "person"
"""The kind of audience that one person reads alone."""

SHORTEST_S, LONGEST_S = 0.15, 2.0
"""Seconds between two pushes to one shared audience."""
BYTES_A_SECOND = 5_000_000
"""What one shared audience may take of a venue's network: 40 Mbit/s, which one good access point carries."""


class Coalescer:
    """Says of an audience whether its push must wait, and pushes once for all that waited together.

    ``weight`` tells the bytes of the last push of an audience to all of its screens, ``send`` publishes what it shows
    now, ``later`` runs something after some seconds.
    """

    def __init__(
        self,
        weight: Callable[[str], int],
        send: Callable[[list[str]], None],
        later: Callable[[float, Callable[[], None]], object],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._weight = weight
        self._send = send
        self._later = later
        self._seconds = seconds
        self._lock = Lock()
        self._free_at: dict[str, float] = {}
        """When the next push of a shared audience may go, for those pushed lately."""
        self._waiting: set[str] = set()
        self._own_free_at: dict[str, float] = {}
        self._own_waiting: set[str] = set()

    def postpones(self, audience: str) -> bool:
        """True when this audience was pushed a moment ago: what it shows now goes with the next push, by itself."""
        kind = audience.partition(":")[0]
        if kind == OWN:
            return self._postpones_own(audience)
        if kind not in SHARED:
            return False
        with self._lock:
            if audience in self._waiting:
                return True
            now = self._seconds()
            wait = self._free_at.get(audience, now) - now
            if wait <= 0:
                self._free_at = {one: at for one, at in self._free_at.items() if at > now}
                self._rest(audience, now)
                return False
            self._waiting.add(audience)
        self._later(wait, lambda: self._push(audience))
        return True

    def _postpones_own(self, audience: str) -> bool:
        with self._lock:
            now = self._seconds()
            if audience not in self._own_waiting and self._own_free_at.get(audience, now) <= now:
                if len(self._own_free_at) > MOST_OWN:
                    self._own_free_at = {one: at for one, at in self._own_free_at.items() if at > now}
                self._own_free_at[audience] = now + OWN_S
                return False
            first = not self._own_waiting
            self._own_waiting.add(audience)
        if first:
            self._later(OWN_S, self._push_own)
        return True

    def _push_own(self) -> None:
        """One reading for everybody whose push waits."""
        with self._lock:
            now = self._seconds()
            waiting, self._own_waiting = self._own_waiting, set()
            self._own_free_at = {one: at for one, at in self._own_free_at.items() if at > now}
            self._own_free_at |= dict.fromkeys(waiting, now + OWN_S)
        self._send(sorted(waiting))

    def _push(self, audience: str) -> None:
        with self._lock:  # before it is read: what is committed from here on waits for the push after this one
            self._waiting.discard(audience)
            self._rest(audience, self._seconds())
        self._send([audience])

    def _rest(self, audience: str, now: float) -> None:
        self._free_at[audience] = now + min(LONGEST_S, max(SHORTEST_S, self._weight(audience) / BYTES_A_SECOND))
