"""What time it is: the wall clock read once, then a clock that only goes forward."""

import time
from collections.abc import Callable


class Instants:
    """Instants in milliseconds since the Unix epoch, UTC. They never go back, whatever happens to the wall clock."""

    def __init__(self, wall: Callable[[], float] = time.time, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._anchor = wall() - monotonic()

    def now(self) -> int:
        """The present instant."""
        return int((self._anchor + self._monotonic()) * 1000)
