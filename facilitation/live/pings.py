"""The pings of all connections, by one task: Engine.IO would keep one for each, asleep, with a stack of its own."""

import logging
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

from engineio import packet as engine

log = logging.getLogger(__name__)

EVERY_S = 0.25
"""Seconds between two looks: a ping is at most so late."""


class Pings:
    """Takes the place of ``schedule_ping`` of Engine.IO's sessions, on the server ``eio``, once ``run`` runs."""

    def __init__(self, eio: Any, sleep: Callable[[float], None], seconds: Callable[[], float] = time.monotonic) -> None:
        self._eio = eio
        self._sleep = sleep
        self._seconds = seconds
        self._waiting: deque[tuple[float, str]] = deque()
        """Sessions in the order of their time: all wait equally long."""

    def run(self) -> None:
        """For as long as the process lives."""
        connected = self._eio.handlers["connect"]

        def connect(sid: str, environ: dict[str, Any]) -> Any:
            self._eio.sockets[sid].schedule_ping = partial(self._later, sid)
            return connected(sid, environ)

        self._eio.on("connect", connect)
        while True:
            try:
                self.look()
            except Exception:  # one of them; without pings everybody would be thought gone
                log.exception("a ping failed")
            self._sleep(EVERY_S)

    def look(self) -> None:
        """Ping whoever's time has come."""
        now = self._seconds()
        while self._waiting and self._waiting[0][0] <= now:
            session = self._eio.sockets.get(self._waiting.popleft()[1])
            if session is not None and not session.closing and not session.closed:
                session.last_ping = time.time()
                session.send(engine.Packet(engine.PING))

    def _later(self, sid: str) -> None:
        session = self._eio.sockets.get(sid)
        if session is not None and session.last_ping:  # as in Engine.IO: what was not answered is not asked again
            session.last_ping = None
            self._waiting.append((self._seconds() + self._eio.ping_interval, sid))
