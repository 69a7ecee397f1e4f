"""Bytes against a real server: cut, glued, broken, too big, unread. Our own WebSocket, and Engine.IO's without it."""

import socket
from contextlib import suppress

import pytest

from tests.frames import BINARY, CLOSE, PING, TEXT, header, masked
from tests.live.conftest import ENOUGH
from tests.live.raw import Raw
from tests.live.rooms import prepared
from tests.server import until

pytestmark = pytest.mark.server


@pytest.fixture(scope="module", params=["1", "0"], ids=["fast", "stock"])
def halls(request, shared_fleet):
    """Workshops on an eventlet server, with our WebSocket and without."""
    server = shared_fleet.serve("eventlet", "sqlite", start=False, FAST_TRANSPORT=request.param)
    rooms = prepared(server, ENOUGH)
    server.start()
    return iter(rooms)


@pytest.fixture
def hall(halls):
    """A workshop of its own; the server is well afterwards, and its log is empty of tracebacks."""
    room = next(halls)
    yield room
    room.leave()
    assert room.server.health()["status"] == "ok"
    assert "Traceback" not in room.server.log(), room.server.log()[-3000:]


def fast(room) -> bool:
    """Whether this server has our WebSocket."""
    return room.server.environ["FAST_TRANSPORT"] == "1"


@pytest.fixture
def raw(hall):
    """A socket in a seat that watches nothing."""
    one = Raw(hall.sit("Paul")).opened().joined()
    yield one
    one.close()


def test_the_switch_switches(hall):
    """Only Engine.IO's own WebSocket speaks the drafts before the RFC."""
    answer = Raw(hall.sit("Paul")).asks(Sec_WebSocket_Version="8")
    assert answer.startswith(b"HTTP/1.1 426 " if fast(hall) else b"HTTP/1.1 101 "), answer


def test_no_compression_is_agreed_on(hall):
    """Although the browser offers it."""
    assert b"extensions" not in Raw(hall.sit("Paul")).asks().lower()


def test_several_messages_in_one_piece(raw):
    """Twenty questions in one segment are twenty answers."""
    raw.wire.sendall(b"".join(masked(TEXT, raw.asks_the_time(n).encode()) for n in range(20)))
    for number in range(20):
        raw.until(f"43{number}[".encode())


def test_a_message_byte_by_byte(raw):
    """A frame in as many segments as it has bytes, the header's among them."""
    raw.wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    text = raw.asks_the_time(7).encode() + b" " * 200
    for byte in masked(TEXT, text):
        raw.wire.sendall(bytes([byte]))
    raw.until(b'437[{"now"')


def test_fragments_with_a_ping_between(raw):
    """The message is one; the ping is answered before it ends."""
    text = raw.asks_the_time(8).encode()
    raw.wire.sendall(masked(TEXT, text[:4], final=False) + masked(PING, b"are you there"))
    raw.until(b"are you there")
    assert raw.pongs() == [b"are you there"]
    raw.wire.sendall(masked(0, b"", final=False) + masked(0, text[4:]))
    raw.until(b'438[{"now"')


def test_a_close_is_answered(raw):
    """With the same code; then the line ends."""
    raw.wire.sendall(masked(CLOSE, (1000).to_bytes(2, "big")))
    raw.to_the_end()
    assert raw.frames()[-1] == (CLOSE, (1000).to_bytes(2, "big"))


BROKEN = {
    "unmasked": (header(TEXT, 3) + b"42[", 1002),
    "a reserved bit": (header(TEXT, 3, masked=True, reserved=4) + bytes(7), 1002),
    "an unknown kind": (masked(5, b"x"), 1002),
    "a fragment of nothing": (masked(0, b"x"), 1002),
    "a ping in fragments": (masked(PING, b"x", final=False), 1002),
    "ten megabytes announced": (header(TEXT, 10_000_000, masked=True), 1009),
    "the largest length there is": (b"\x81\xff" + b"\xff" * 8, 1009),
    "no UTF-8": (masked(TEXT, b"42[\xff"), 1007),
    "no frames at all": (b"GET / HTTP/1.1\r\nHost: Paul\r\n\r\n", 1002),
}


@pytest.mark.parametrize("broken", BROKEN, ids=str)
def test_what_breaks_the_protocol_ends_the_line(hall, raw, broken):
    """With a code where ours says one, without a traceback, and the others go on."""
    data, code = BROKEN[broken]
    raw.wire.sendall(data)
    raw.to_the_end()
    if fast(hall):
        assert raw.frames()[-1] == (CLOSE, code.to_bytes(2, "big"))
    assert hall.sit("Ines").screen().client.call("clock", {})["now"]
    assert "Paul" not in hall.server.log()


def test_fragments_that_add_up_to_too_much(hall, raw):
    """Each is small; ours ends as soon as they are over the limit, Engine.IO's keeps them until the last."""
    raw.wire.sendall(masked(TEXT, b"42", final=False))
    more, sent = masked(0, b"x" * 1000, final=False), 0
    with suppress(ConnectionError):
        for sent in range(5000):  # noqa: B007
            raw.wire.sendall(more)
        raw.wire.sendall(masked(0, b""))
    raw.to_the_end()
    assert sent < 4999 or not fast(hall)


def test_only_texts_are_taken(hall, raw):
    """Engine.IO's own WebSocket would take bytes for a part of an event."""
    raw.wire.sendall(masked(BINARY, b"42[1]"))
    if fast(hall):
        raw.to_the_end()
        assert raw.frames()[-1] == (CLOSE, (1003).to_bytes(2, "big"))


def test_an_upgrade_from_polling(hall):
    """What is pushed meanwhile goes by the way that is open; afterwards everything goes by socket."""
    host = hall.sit("Hélène", host=True)
    screen = host.screen(transports=("polling", "websocket"))
    screen.awaits("group", bool)
    until(lambda: screen.client.transport() == "websocket", "the upgrade")
    assert screen.steer("start_round")["ok"]
    screen.awaits("group", lambda s: s["status"] == "running")


def test_who_does_not_answer_pings_is_forgotten(hall):
    """Fourteen seconds, and the time of a look around; the others stay."""
    raw = Raw(hall.sit("Paul")).opened().joined("group")
    other = hall.sit("Ines").screen()
    until(lambda: hall.server.health()["connected"] == 2, "both to be there")
    raw.to_the_end(patience=28)
    assert (TEXT, b"2") in raw.frames()
    until(lambda: hall.server.health()["connected"] == 1, "the silent one to be forgotten")
    assert other.client.call("clock", {})["now"]
