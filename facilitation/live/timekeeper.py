"""Asks the tables, a few times each second, what time asks of them. The answer is the service's, exactly once."""

import logging
from collections.abc import Callable
from typing import Any

log = logging.getLogger(__name__)

EVERY_S = 0.2
"""Seconds between two looks: the end of a phase is announced at most so late."""


class Timekeeper:
    """A loop of one process. Several may ask: a table answers the first and has nothing to say to the second."""

    def __init__(
        self, timekeeping: Any, sleep: Callable[[float], None], well: Callable[[], None] = lambda: None
    ) -> None:
        self._well = well
        self._timekeeping = timekeeping
        self._sleep = sleep

    def run(self) -> None:
        """For as long as the process lives. A database that is away is asked again at the next look."""
        well = True
        while True:
            try:
                self._timekeeping.answer()
                well = True
                self._well()
            except Exception:
                if well:  # once for each trouble, not five times a second
                    log.exception("the timekeeper could not ask")
                well = False
            self._sleep(EVERY_S)
