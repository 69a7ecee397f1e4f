"""A connection between a real session of Engine.IO and a real socket, with no loop: every wait is the test's own."""

import select
import socket
from contextlib import suppress
from typing import Any

import engineio
from engineio import packet as engine
from engineio.socket import Socket

from facilitation.wire import Wire
from tests.frames import TEXT, plain


class Line:
    """Both ends: the session with its wire, and the browser's socket."""

    def __init__(self, server: engineio.Server | None = None, largest: int = 1000) -> None:
        self.server = server or engineio.Server(async_mode="threading", ping_interval=8, ping_timeout=6)
        self.gone: list[str] = []
        self.server.on("disconnect", lambda _sid, reason: self.gone.append(reason))
        self.session = Socket(self.server, f"sid{id(self)}")
        self.prepare()
        self.ours, self.browser = socket.socketpair()
        self.ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        self.ours.setblocking(False)
        self.browser.setblocking(False)
        self.heard = b""
        self.appetite = 1 << 20
        """Bytes the browser reads when our side waits for it; with 0 it reads nothing, and we lose patience."""
        self.wire = Wire(self.raw(), self.session, self.readable, self.writable, largest, 14)

    def raw(self) -> Any:
        """The socket as the wire has it."""
        return self.ours

    def prepare(self) -> None:
        """Bring the session to where the wire takes it."""
        self.session.connected = self.session.upgraded = True

    def readable(self, raw: socket.socket) -> None:
        assert select.select([raw], [], [], 0)[0], "nothing was said, and the test would wait for ever"

    def writable(self, _raw: socket.socket, seconds: float) -> None:
        assert seconds == 14
        if not self.appetite:
            raise TimeoutError
        self.hear(self.appetite)

    def hear(self, most: int = 1 << 20) -> bytes:
        """What the browser has read so far, after it reads so many bytes more."""
        with suppress(BlockingIOError):
            while most:
                data = self.browser.recv(min(most, 65_536))
                if not data:
                    break
                self.heard += data
                most -= len(data)
        return self.heard

    def say(self, data: bytes) -> None:
        self.browser.sendall(data)

    def send(self, text: str) -> None:
        self.session.send(engine.Packet(engine.MESSAGE, text))

    def write_queue(self, most: int = 10_000) -> None:
        """What Engine.IO's writer does."""
        while most and not self.session.queue.empty():
            packet = self.session.queue.get()
            self.session.queue.task_done()
            if packet is not None:
                self.wire.send(packet.encode())
            most -= 1

    def closed(self) -> bool:
        """Whether the browser sees the end of the line."""
        self.hear()
        try:
            return self.browser.recv(1) == b""
        except BlockingIOError:
            return False

    def texts(self) -> list[str]:
        return [payload.decode() for kind, payload in plain(self.heard) if kind == TEXT]


def stalled(line: Line, size: int = 500) -> int:
    """Say so much that the browser, who reads nothing, has no more room; returns how many packets that took."""
    count = 0
    while line.session.queue.empty():
        line.send(f"{count:04}" + "x" * size)
        count += 1
    return count
