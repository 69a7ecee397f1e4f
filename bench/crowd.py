"""Many raw WebSockets in one epoll loop: the load client, which must never be what is measured.

It looks at the head of each frame only, answers Engine.IO's pings, and counts the frames of the event it waits for.
"""

import os
import select
import socket
import struct
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

COUNTED = b'42["snapshot"'
"""How a counted frame begins: one Socket.IO event."""
HELD = 64
"""Connections that are being opened at the same time."""
PING, PONG = b"2", "3"
MOST = 1 << 16


@dataclass
class Guest:
    """How one client presents itself: the path it asks for, its headers, what it says once Engine.IO is open."""

    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    hello: str = "40"
    awaited: int = 1
    """Counted frames after which it is in."""
    table: str = ""


def masked(text: str) -> bytes:
    """A text frame of a client; the mask is zero, which costs the server what any other would."""
    words = text.encode()
    size = len(words)
    head = struct.pack("!BB", 0x81, 0x80 | size) if size < 126 else struct.pack("!BBH", 0x81, 0xFE, size)
    return head + b"\0\0\0\0" + words


class Client:
    """One connection: where it is in the stream, and how many counted frames came."""

    __slots__ = ("acked", "awaited", "begun", "counted", "guest", "left", "on_ack", "opened", "sock", "tail")

    def __init__(self, sock: socket.socket, guest: Guest) -> None:
        self.sock = sock
        self.guest = guest
        self.awaited = guest.awaited
        self.opened = False
        self.begun = False
        self.tail = b""
        self.left = 0
        """Bytes of the present frame that are still to come."""
        self.counted = 0
        self.acked = 0
        self.on_ack: Callable[[bytes], None] | None = None

    def say(self, text: str) -> None:
        """Send one text frame; a server that does not read is no load test's business."""
        self.sock.sendall(masked(text))


class Crowd:
    """All clients of one process."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.poll = select.epoll()
        self.clients: dict[int, Client] = {}
        self.lost = 0
        self.bytes = 0
        self.last = -1
        """Bytes of the last counted frame."""
        self.whole = -1
        """Bytes of a frame that is known to be a counted one: set while the same push is repeated."""

    # --- Coming in

    def join(self, guests: Iterable[Guest], patience: float = 60) -> float:
        """Connect all of them, ``HELD`` at a time; the seconds until the last one is in."""
        began = time.monotonic()
        waiting = list(guests)[::-1]
        coming: set[int] = set()
        while waiting or coming:
            while waiting and len(coming) < HELD:
                coming.add(self._open(waiting.pop()))
            self.turn(0.5)
            coming = {fd for fd in coming if fd in self.clients and self.clients[fd].counted < self.clients[fd].awaited}
            if time.monotonic() - began > patience:
                raise TimeoutError(f"{len(coming) + len(waiting)} clients did not get in within {patience:g} s")
        return time.monotonic() - began

    def _open(self, guest: Guest) -> int:
        sock = socket.create_connection(("127.0.0.1", self.port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        lines = [
            f"GET {guest.path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", f"Origin: http://127.0.0.1:{self.port}",
            "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", *(f"{k}: {v}" for k, v in guest.headers.items()),
        ]  # fmt: skip
        sock.sendall("\r\n".join([*lines, "", ""]).encode())
        sock.setblocking(False)
        self.clients[sock.fileno()] = Client(sock, guest)
        self.poll.register(sock.fileno(), select.EPOLLIN)
        return sock.fileno()

    def leave(self) -> None:
        """Close every connection, at once."""
        for client in self.clients.values():
            client.sock.close()
        self.clients.clear()

    # --- Reading

    def turn(self, seconds: float) -> None:
        """Read whatever came, waiting for it at most so long."""
        for fd, _ in self.poll.poll(seconds, len(self.clients) or 1):
            client = self.clients.get(fd)
            if client is not None:
                self._read(fd, client)

    def _read(self, fd: int, client: Client) -> None:
        try:
            data = client.sock.recv(MOST)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if len(data) == self.whole and not client.left and not client.tail:  # the usual case, and nothing to look at
            client.counted += 1
            self.bytes += self.whole
            return
        if not data:
            self._drop(fd, client)
            return
        self.bytes += len(data)
        if client.left >= len(data) and client.opened:
            client.left -= len(data)
            return
        if not client.opened:
            client.tail += data
            head, end, rest = client.tail.partition(b"\r\n\r\n")
            if not end:
                return
            if b" 101 " not in head[:16]:
                self._drop(fd, client)
                return
            client.opened, client.tail = True, b""
            data = rest
        self._frames(client, data)

    def _frames(self, client: Client, data: bytes) -> None:
        at = client.left
        client.left = 0
        if client.tail:
            data, client.tail = client.tail + data, b""
        size = len(data)
        while at < size:
            if size - at < 4:
                break
            length, body = data[at + 1] & 127, at + 2
            if length == 126:
                length, body = int.from_bytes(data[at + 2 : at + 4], "big"), at + 4
            elif length == 127:
                if size - at < 10:
                    break
                length, body = int.from_bytes(data[at + 2 : at + 10], "big"), at + 10
            if length < 4096 and body + length > size:  # short ones are read whole
                break
            self._frame(client, data[body : body + (length if length < 4096 else len(COUNTED))], body + length - at)
            at = body + length
        else:
            client.left = at - size
            return
        client.tail = data[at:]

    def _frame(self, client: Client, words: bytes, whole: int) -> None:
        if words.startswith(COUNTED):
            client.counted += 1
            self.last = whole
        elif words == PING:
            client.say(PONG)
        elif words[:1] == b"0" and not client.begun:
            client.begun = True
            client.say(client.guest.hello)
        elif words.startswith(b"43"):
            client.acked += 1
            if b'"ok":true' not in words:
                raise RuntimeError(f"refused: {words[:300]!r}")
            if client.on_ack is not None:
                client.on_ack(words)
        elif words[:2] == b"44":
            raise RuntimeError(f"refused: {words[:200]!r}")

    def _drop(self, fd: int, client: Client) -> None:
        self.poll.unregister(fd)
        client.sock.close()
        del self.clients[fd]
        self.lost += 1

    # --- Measuring

    def expect(self) -> None:
        """Forget what was counted."""
        for client in self.clients.values():
            client.counted = 0

    def until(self, counted: int, patience: float = 20) -> int:
        """Read until each client has so many counted frames; the monotonic nanosecond of the last one."""
        end = time.monotonic() + patience
        behind = [client for client in self.clients.values() if client.counted < counted]
        while behind:
            self.turn(0.1)
            behind = [client for client in behind if client.counted < counted]
            if time.monotonic() > end:
                raise TimeoutError(f"{len(behind)} clients have not {counted} frames after {patience:g} s")
        return time.monotonic_ns()

    def rest(self, seconds: float) -> None:
        """Go on reading for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.turn(left)


def on_core(core: int) -> None:
    """Keep this process on one core, so that server and client do not share theirs."""
    os.sched_setaffinity(0, {core % (os.cpu_count() or 1)})
