"""One client that sends as fast as it can, or never finishes what it says: the others are answered all the same."""

import json
import resource
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from facilitation.domain.commands import COMMANDS
from tests.conftest import missing
from tests.frames import TEXT, masked
from tests.live.browser import Screen
from tests.live.raw import Raw
from tests.live.rooms import Room, opened
from tests.server import Fleet, fleet, resident, until

__all__ = ["fleet"]
pytestmark = pytest.mark.server
Covers = Callable[[str], None]
MESSAGES = 6_000
MOST_GROWN = 50_000
"""Kilobytes a server may grow by."""
EACH = 64
"""Kilobytes that a connection may cost before it says what it wants."""
HALF_OPEN = 1_500
"""More than the 1,024 connections at which eventlet's own server stops to accept."""


@pytest.fixture
def room(fleet: Fleet) -> Iterator[Room]:
    """A workshop on a server of its own, which must have nothing to complain about afterwards."""
    one = opened(fleet, "eventlet", "sqlite")
    yield one
    one.leave()
    assert "Traceback" not in one.server.log(), one.server.log()[-3000:]


def said(raw: Raw, number: int, room: Room) -> dict[str, str]:
    """What a rogue may say in a loop, by kind: fair commands, broken ones, and each question."""
    command = {"id": f"rogue-{number:016}", "as": raw.place.seat, "command": "call_pilot", "group": room.tables[0],
               "fields": {}}  # fmt: skip
    return {
        "a command": f'42{number}["command",{json.dumps(command)}]',
        "no command": f'42{number}["command",{{"command":"{sorted(COMMANDS)[0]}"}}]',
        "what time": f'42{number}["clock",{{}}]',
        "what did I miss": f'42{number}["resync",{{"versions":{{}}}}]',
        "how would it end": f'42{number}["propose",{{"groups":["{room.tables[0]}"]}}]',
        "an event that is none": f'42{number}["nothing",{{}}]',
    }


def flooded(raw: Raw, room: Room, kind: str, other: Screen) -> tuple[float, float]:
    """Send thousands of messages while somebody else asks ten times for the time: messages a second, slowest answer."""
    stop, sent = threading.Event(), [0]

    def read() -> None:
        with suppress(OSError):
            while not stop.is_set() and raw.wire.recv(1 << 20):
                pass

    def send() -> None:
        with suppress(OSError):
            while not stop.is_set():
                texts = (said(raw, sent[0] + i, room)[kind] for i in range(100))
                raw.wire.sendall(b"".join(masked(TEXT, text.encode()) for text in texts))
                sent[0] += 100

    for work in (read, send):
        threading.Thread(target=work, daemon=True).start()
    began, answers, slowest = time.monotonic(), 0, 0.0
    while answers < 10 or sent[0] < MESSAGES:
        asked = time.monotonic()
        assert other.client.call("clock", {}, timeout=20)["now"]
        slowest, answers = max(slowest, time.monotonic() - asked), answers + 1
        assert asked - began < 60, "the flood was never read"
    stop.set()
    return sent[0] / (time.monotonic() - began), slowest


def test_who_floods_slows_nobody_down(room: Room, covers: Covers) -> None:
    """Thousands of messages of each kind: others' answers come, their command is done, memory stays."""
    place, other = room.sit("Rogue"), room.sit("Ines").screen()
    kinds = list(said(Raw(place), 0, room))
    before, slowest, rates = resident(room.server), 0.0, []
    for kind in kinds:
        raw = Raw(place).opened().joined("group")
        rate, slow = flooded(raw, room, kind, other)
        raw.close()
        slowest, rates = max(slowest, slow), [*rates, rate]
        assert other.command("call_pilot", group=room.tables[0], timeout=20)["ok"], kind
    grown = resident(room.server) - before
    assert grown < MOST_GROWN
    covers(
        f"flood: {len(kinds)} kinds × {MESSAGES} messages or more ({min(rates):,.0f} to {max(rates):,.0f} a second), "
        f"slowest answer to somebody else {slowest * 1000:.0f} ms, memory +{grown / 1000:.1f} MB"
    )


HALVES = {
    "a request line": b"GET / HT",
    "headers without end": b"GET / HTTP/1.1\r\nHost: x\r\nX-a: b\r\n",
    "a body that never comes": b"POST /join HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\ncode=",
    "nothing": b"",
}


def test_half_open_requests_keep_nobody_out(room: Room, covers: Covers) -> None:
    """More connections than a stock server accepts say half a request each: pages and sockets open, a seat is taken."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * HALF_OPEN + 500
    if hard < wanted:
        missing(f"{wanted} open files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    raised = room.server.process
    assert raised
    resource.prlimit(raised.pid, resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    before, held = resident(room.server), []
    halves = list(HALVES.values())
    try:
        for number in range(HALF_OPEN):
            wire = socket.create_connection(("127.0.0.1", room.server.port), timeout=10)
            wire.sendall(halves[number % len(halves)])
            held.append(wire)
        late = room.sit("Inès").screen()
        assert late.awaits("group", bool)
        assert late.command("call_pilot", group=room.tables[0])["ok"]
        for wire in held[:100]:  # a byte now and then keeps them open
            wire.sendall(b"x")
        assert room.device().get("/").status_code == 200
        grown = resident(room.server) - before
        assert grown < HALF_OPEN * EACH
    finally:
        for wire in held:
            wire.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    until(lambda: room.server.health(), "the server to answer after they went")
    covers(f"slow requests: {HALF_OPEN} half-open connections of {len(HALVES)} kinds, memory +{grown / 1000:.1f} MB")


def test_a_request_that_is_too_long_is_refused(room: Room, covers: Covers) -> None:
    """Request lines, headers, bodies and chunks without end: refused or cut off, never kept."""
    host = f"Host: 127.0.0.1:{room.server.port}\r\n"
    endless = {
        "a request line": b"GET /" + b"x" * 100_000,
        "a header": f"GET / HTTP/1.1\r\n{host}X: ".encode() + b"x" * 200_000,
        "headers": f"GET / HTTP/1.1\r\n{host}".encode() + b"X: y\r\n" * 20_000,
        "a form": f"POST /join HTTP/1.1\r\n{host}Origin: http://127.0.0.1:{room.server.port}\r\n"
                  "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 900000\r\n\r\n".encode()
                  + b"code=" + b"x" * 300_000,
        "chunks": f"POST /join HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n\r\n".encode()
                  + b"fff\r\n" + b"x" * 4095 + b"\r\n" + b"zz\r\n",
        "two lengths": f"POST /join HTTP/1.1\r\n{host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
                  + b"0\r\n\r\nGET /healthz HTTP/1.1\r\n" + host.encode() + b"\r\n",
    }  # fmt: skip
    before = resident(room.server)
    for name, data in endless.items():
        with socket.create_connection(("127.0.0.1", room.server.port), timeout=10) as wire, suppress(OSError):
            wire.sendall(data)
            answer = wire.recv(4096)
            assert not answer or answer.split()[1][:1] == b"4", (name, answer[:200])
    assert resident(room.server) - before < MOST_GROWN
    assert room.server.health()
    covers(f"long requests: {len(endless)} kinds, each refused or cut off")
