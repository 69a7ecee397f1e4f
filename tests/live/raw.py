"""A browser of bytes: what no WebSocket library would send, and a reader that stops reading."""

import base64
import json
import os
import socket
import time
from contextlib import suppress

from tests.frames import PONG, TEXT, masked, plain
from tests.live.browser import Place


class Raw:
    """A socket that was upgraded, and all bytes that came since. ``small`` leaves the server little room to write."""

    def __init__(self, place: Place, small: bool = False) -> None:
        self.place = place
        self.heard = b""
        self.wire = socket.socket()
        if small:  # on the loopback, large segments alone would give the server's side megabytes of room
            self.wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            self.wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
        self.wire.settimeout(10)
        self.wire.connect(("127.0.0.1", place.browser.server.port))

    def opened(self, **headers: str) -> "Raw":
        """Upgrade; Engine.IO's first packet is read."""
        answer = self.asks(**headers)
        assert answer.startswith(b"HTTP/1.1 101 "), answer
        self.until(b'"maxPayload"')
        return self

    def asks(self, **headers: str) -> bytes:
        """Ask for a WebSocket; the head of the answer, and what came with it is kept."""
        lines = {
            "Host": f"127.0.0.1:{self.place.browser.server.port}",
            "Cookie": self.place.browser.cookie,
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
            "Sec-WebSocket-Extensions": "permessage-deflate",
        } | {name.replace("_", "-"): value for name, value in headers.items()}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        path = f"/socket.io/?EIO=4&transport=websocket&w={self.place.workshop}"
        self.wire.sendall(f"GET {path} HTTP/1.1\r\n{head}\r\n".encode())
        data = b""
        while b"\r\n\r\n" not in data:
            received = self.wire.recv(4096)
            assert received, data
            data += received
        answer, _, self.heard = data.partition(b"\r\n\r\n")
        return answer

    def joined(self, *watch: str) -> "Raw":
        """Say whose seat this is; everything it may read at first is read."""
        self.says(f"40{json.dumps({'seat': self.place.seat, 'watch': watch})}")
        self.until(b'40{"sid"')
        return self

    def says(self, text: str) -> None:
        """One text in one frame."""
        self.wire.sendall(masked(TEXT, text.encode()))

    def asks_the_time(self, number: int) -> str:
        """The text of a clock event whose answer carries this number."""
        return f'42{number}["clock",{{}}]'

    def until(self, wanted: bytes, patience: float = 10, most: int = 65_536) -> bytes:
        """Read, so many bytes at once, until these came; the server's pings are answered meanwhile."""
        end = time.monotonic() + patience
        while wanted not in self.heard:
            assert time.monotonic() < end, f"{wanted!r} did not come: {self.heard[-300:]!r}"
            received = self.wire.recv(most)
            assert received, f"the line ended: {self.heard[-300:]!r}"
            self.heard += received
            if received == b"\x81\x012":
                self.says("3")
        return self.heard

    def to_the_end(self, patience: float = 10) -> bytes:
        """Read until the server closes the line."""
        self.wire.settimeout(patience)
        with suppress(ConnectionError):
            while received := self.wire.recv(65_536):
                self.heard += received
        return self.heard

    def frames(self) -> list[tuple[int, bytes]]:
        """Everything heard, which must be whole frames."""
        return list(plain(self.heard))

    def pongs(self) -> list[bytes]:
        """The answers to this browser's pings."""
        return [payload for kind, payload in self.frames() if kind == PONG]

    def close(self) -> None:
        """Hang up."""
        self.wire.close()
