"""The least that Python can do: an asyncio loop that writes one prepared frame to each raw socket.

``python -m bench.targets.floor_asyncio PORT CONTROL``. Its frames are the same bytes as everybody's.
"""

import asyncio
import json
import sys
import time
from typing import Any, ClassVar

from .frames import accepted, event_frame, processor, text_frame

HELLO = text_frame('0{"sid":"x","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}')
IN = text_frame('40{"sid":"x"}')


class Floor(asyncio.Protocol):
    """One client: upgraded, greeted, and then only written to."""

    rooms: ClassVar[dict[str, set["Floor"]]] = {}
    first = b""

    def __init__(self) -> None:
        self.upgraded = False
        self.held = b""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.raw = transport.get_extra_info("socket")._sock

    def data_received(self, data: bytes) -> None:
        if not self.upgraded:
            self.held += data
            if b"\r\n\r\n" in self.held:
                self.upgraded = True
                self.transport.write(accepted(self.held) + HELLO)
            return
        at = data.find(b'{"rooms"')
        if at >= 0:
            for room in json.loads(data[at:])["rooms"]:
                self.rooms.setdefault(room, set()).add(self)
            self.transport.write(IN + self.first)

    def connection_lost(self, _exc: Exception | None) -> None:
        for members in self.rooms.values():
            members.discard(self)


class Control(asyncio.Protocol):
    """The line over which a push is asked for."""

    pushes: ClassVar[list[tuple[str, bytes]]] = []

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.held = b""

    def data_received(self, data: bytes) -> None:
        self.held += data
        while b"\n" in self.held:
            line, _, self.held = self.held.partition(b"\n")
            asked = json.loads(line)
            at = time.monotonic_ns()
            told = getattr(self, asked["do"])(asked) or {}
            self.transport.write(json.dumps({"at": at} | told).encode() + b"\n")

    def first(self, asked: dict[str, Any]) -> None:
        Floor.first = event_frame("snapshot", asked["text"])

    def load(self, asked: dict[str, Any]) -> None:
        Control.pushes = [(room, event_frame("snapshot", text)) for room, text in asked["pushes"]]

    def push(self, _asked: dict[str, Any]) -> None:
        for room, frame in self.pushes:
            for member in Floor.rooms.get(room, ()):
                if member.raw.send(frame) != len(frame):
                    raise RuntimeError("a socket of the floor was full: the client is too slow")

    def usage(self, _asked: dict[str, Any]) -> dict[str, Any]:
        return {"cpu": processor()}


async def main() -> None:
    """Serve until the process is killed."""
    port, control = map(int, sys.argv[1:3])
    loop = asyncio.get_running_loop()
    await loop.create_server(Control, "127.0.0.1", control)
    server = await loop.create_server(Floor, "127.0.0.1", port, backlog=4096)
    print("ready", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
