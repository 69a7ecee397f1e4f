"""Limits in memory. Failures are slowed, successes never: a venue is one address for everybody in it."""

import threading
from collections import OrderedDict, deque

MINUTE_MS = 60_000
MOST_KEYS = 10_000


class Throttle:
    """Counts failures by key (a device, an address) and in all, over the last ``window`` milliseconds."""

    def __init__(self, by_key: int = 10, in_all: int = 60, window: int = MINUTE_MS, beyond: int = 1) -> None:
        self._beyond = beyond
        self._by_key = by_key
        self._window = window
        self._in_all = in_all
        self._failures: OrderedDict[str, deque[int]] = OrderedDict()
        self._all: deque[int] = deque()
        self._lock = threading.Lock()

    def refuses(self, now: int, *keys: str) -> bool:
        """True when one of these keys failed too often and must wait.

        Beyond the global limit, a key gets ``beyond`` failures in each window: a newcomer may still try, a guesser with
        many addresses learns almost nothing.
        """
        with self._lock:
            self._forget(now)
            limit = self._beyond if len(self._all) >= self._in_all else self._by_key
            return any(self._recent(now, key) >= limit for key in keys if key)

    def failed(self, now: int, *keys: str) -> None:
        """Remember a failure for these keys."""
        with self._lock:
            self._all.append(now)
            for key in filter(None, keys):
                self._failures.setdefault(key, deque()).append(now)
                self._failures.move_to_end(key)
            while len(self._failures) > MOST_KEYS:
                self._failures.popitem(last=False)

    def _forget(self, now: int) -> None:
        while self._all and self._all[0] <= now - self._window:
            self._all.popleft()
        # Keys stand in the order of their last failure, so a flood of them costs each question nothing.
        while self._failures:
            times = next(iter(self._failures.values()))
            if times and times[-1] > now - self._window:
                break
            self._failures.popitem(last=False)

    def _recent(self, now: int, key: str) -> int:
        times = self._failures.get(key, deque())
        while times and times[0] <= now - self._window:
            times.popleft()
        return len(times)


class Pace:
    """A bucket for each key: so many at once, then so many each second."""

    def __init__(self, burst: int = 60, each_second: int = 20) -> None:
        self._burst = burst
        self._each_second = each_second
        self._buckets: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._lock = threading.Lock()

    def allows(self, now: int, key: str) -> bool:
        """True, and one drop taken, unless this key goes too fast."""
        with self._lock:
            left, seen = self._buckets.get(key, (float(self._burst), now))
            left = min(self._burst, left + (now - seen) * self._each_second / 1000)
            allowed = left >= 1
            self._buckets[key] = (left - 1 if allowed else left, now)
            self._buckets.move_to_end(key)
            if len(self._buckets) > MOST_KEYS:
                self._buckets.popitem(last=False)
            return allowed
