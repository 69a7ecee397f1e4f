"""A network between some people and the server: it delays, loses, cuts, or swallows everything without a word.

A lost packet is, for whoever uses TCP, a wait: that of a retransmission, and everything behind it waits too. So loss
is a delay of ``RETRANSMITTED_S`` or twice that, drawn for each piece.
"""

import random
import selectors
import socket
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field

from tests.server import free_port

RETRANSMITTED_S = 0.3
PIECE = 1400
MOST_HELD = 32_000


@dataclass
class Weather:
    """What the network is like; it may change at any time."""

    loss: float = 0.0
    delay_s: float = 0.0
    jitter_s: float = 0.0
    bytes_per_s: float = 0.0
    """0: as fast as it goes."""
    black: bool = False
    """Nothing passes, nothing is closed."""


@dataclass
class Half:
    """One direction of one line."""

    source: socket.socket
    target: socket.socket
    queue: deque[tuple[float, bytes]] = field(default_factory=deque)
    free_at: float = 0.0
    held: int = 0
    """Bytes on their way: beyond ``MOST_HELD`` the sender must wait, as a socket makes it wait."""
    stopped: bool = False
    ended: bool = False


class Proxy:
    """A port that leads to the server through the weather."""

    def __init__(self, port: int, seed: int = 1) -> None:
        self.target, self.port = port, free_port()
        self.weather = Weather()
        self._was = self.weather
        self.chance = random.Random(seed)
        self._halves: list[Half] = []
        self._listener = socket.create_server(("127.0.0.1", self.port), backlog=1024)
        self._listener.setblocking(False)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End it, and every line through it."""
        self._over.set()
        self._thread.join(5)

    def _run(self) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._listener, selectors.EVENT_READ, None)
            while not self._over.is_set():
                for key, _ in selector.select(0.01):
                    if key.data is None:
                        self._accept(selector)
                    elif not self.weather.black:
                        self._read(selector, key.data)
                    else:
                        time.sleep(0.01)  # what arrives stays where it is
                if self.weather is not self._was:
                    self._was = self.weather
                    self._clear_up()
                if not self.weather.black:
                    self._deliver(selector)
            for half in self._halves:
                half.source.close()
            self._listener.close()

    def _clear_up(self) -> None:
        """The weather changed: what is on its way arrives."""
        for half in self._halves:
            half.free_at = 0.0
            half.queue = deque((0.0, data) for _, data in half.queue)

    def _accept(self, selector: selectors.BaseSelector) -> None:
        if self.weather.black:
            time.sleep(0.01)
            return
        with suppress(OSError):
            client, _ = self._listener.accept()
            try:
                server = socket.create_connection(("127.0.0.1", self.target), timeout=1)
            except OSError:
                client.close()
                return
            for one in (client, server):
                one.setblocking(False)
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for half in (Half(client, server), Half(server, client)):
                self._halves.append(half)
                selector.register(half.source, selectors.EVENT_READ, half)

    def _read(self, selector: selectors.BaseSelector, half: Half) -> None:
        try:
            data = half.source.recv(PIECE * 8)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            selector.unregister(half.source)
        at = time.monotonic()
        for start in range(0, max(1, len(data)), PIECE):
            piece = data[start : start + PIECE]
            half.free_at = max(at, half.free_at) + self._cost(len(piece))
            due = half.free_at + self.weather.delay_s + self.chance.uniform(0, self.weather.jitter_s)
            last = half.queue[-1][0] if half.queue else 0.0
            half.queue.append((max(due, last), piece))
        half.held += len(data)
        if data and half.held > MOST_HELD:
            selector.unregister(half.source)
            half.stopped = True

    def _cost(self, size: int) -> float:
        weather = self.weather
        cost = size / weather.bytes_per_s if weather.bytes_per_s else 0.0
        while self.chance.random() < weather.loss:
            cost += RETRANSMITTED_S
        return cost

    def _deliver(self, selector: selectors.BaseSelector) -> None:
        now = time.monotonic()
        for half in self._halves:
            while half.queue and half.queue[0][0] <= now:
                _, data = half.queue[0]
                if data:
                    try:
                        sent = half.target.send(data)
                    except BlockingIOError:
                        break
                    except OSError:
                        half.held -= len(data)
                        data, sent = b"", 0
                    if sent < len(data):
                        half.held -= sent
                        half.queue[0] = (now, data[sent:])
                        break
                half.queue.popleft()
                half.held -= len(data)
                if half.stopped and half.held < MOST_HELD:
                    half.stopped = False
                    selector.register(half.source, selectors.EVENT_READ, half)
                if not data:
                    half.ended = True
                    with suppress(OSError):
                        half.target.shutdown(socket.SHUT_RDWR)
        gone = [half for half in self._halves if half.ended]
        for half in gone:
            others = [other for other in self._halves if other.source is half.target]
            if all(other.ended for other in others):
                for one in (half, *others):
                    with suppress(KeyError, ValueError):
                        selector.unregister(one.source)
                    one.source.close()
                    if one in self._halves:
                        self._halves.remove(one)
