"""The reader of frames: whatever was cut, interleaved or invented on the way, it gives the messages or ends."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitation.frames import Framed, Message, NoHandshake, Reader, Violation, farewell, framed, handshake
from tests.frames import BINARY, CLOSE, PING, PONG, TEXT, header, masked, plain

LARGEST = 1000


def read(*pieces: bytes, largest: int = LARGEST) -> tuple[list[Message], int | None]:
    """The messages in these pieces, and the code of the violation that ended them."""
    reader, found = Reader(largest), []
    try:
        for piece in pieces:
            reader.feed(piece)
            while (message := reader.read()) is not None:
                found.append(message)
    except Violation as violation:
        return found, violation.code
    return found, None


@st.composite
def said(draw: st.DrawFn) -> tuple[bytes, list[Message]]:
    """What a well-behaved client sends, its messages in fragments with pings in between, and what must be read."""
    wire, expected = b"", []
    for payload in draw(st.lists(st.one_of(st.text(max_size=80).map(str.encode), st.binary(max_size=300)), max_size=5)):
        kind = draw(st.sampled_from([TEXT, BINARY]))
        try:
            message = Message(kind, payload.decode() if kind == TEXT else payload)
        except UnicodeDecodeError:
            message = Message(kind := BINARY, payload)
        cuts = sorted(draw(st.lists(st.integers(0, len(payload)), max_size=4)))
        parts = [payload[a:b] for a, b in zip([0, *cuts], [*cuts, len(payload)], strict=True)]
        for at, part in enumerate(parts):
            mask = draw(st.binary(min_size=4, max_size=4))
            wire += masked(0 if at else kind, part, final=at == len(parts) - 1, mask=mask)
            if at < len(parts) - 1 and draw(st.booleans()):
                control, text = draw(st.sampled_from([PING, PONG])), draw(st.binary(max_size=125))
                wire += masked(control, text)
                expected.append(Message(control, text))
        expected.append(message)
    return wire, expected


def cut(data: bytes, places: list[int]) -> list[bytes]:
    """The same bytes in pieces."""
    ends = sorted({place % (len(data) + 1) for place in places} | {0, len(data)})
    return [data[a:b] for a, b in pairwise(ends)]


@settings(deadline=None)
@given(said(), st.lists(st.integers(0, 5000), max_size=12))
def test_what_was_said_is_read_however_it_was_cut(spoken, places):
    """Fragments, controls between them, several frames in one piece, one frame in several."""
    wire, expected = spoken
    assert read(*cut(wire, places)) == (expected, None)


@settings(deadline=None)
@given(said())
def test_byte_by_byte(spoken):
    """The slowest line there is."""
    wire, expected = spoken
    assert read(*(wire[at : at + 1] for at in range(len(wire)))) == (expected, None)


@st.composite
def nonsense(draw: st.DrawFn) -> bytes:
    """Bytes that look like frames, more or less: true beginnings with a byte changed, or anything."""
    wire, _expected = draw(said())
    noise = draw(st.binary(max_size=60))
    if not wire:
        return noise
    at = draw(st.integers(0, len(wire) - 1))
    changed = wire[:at] + bytes([draw(st.integers(0, 255))]) + wire[at + 1 :]
    return draw(st.sampled_from([changed, wire[:at] + noise + wire[at:], noise + wire, wire + noise, noise]))


@settings(deadline=None)
@given(nonsense(), st.lists(st.integers(0, 5000), max_size=8))
def test_nonsense_is_refused_alike_however_it_was_cut(wire, places):
    """Never another exception than Violation, never other messages; what is kept is bounded."""
    whole = read(wire)
    assert read(*cut(wire, places)) == whole
    reader = Reader(LARGEST)
    try:
        for at in range(len(wire)):
            reader.feed(wire[at : at + 1])
            while reader.read():
                pass
            assert len(reader._buffer) <= LARGEST + 14
            assert len(reader._fragments) <= LARGEST
    except Violation:
        pass


BAD = {
    "unmasked": (header(TEXT, 2) + b"hi", 1002),
    "a reserved bit": (header(TEXT, 2, masked=True, reserved=4) + bytes(6), 1002),
    "another reserved bit": (header(TEXT, 2, masked=True, reserved=1) + bytes(6), 1002),
    "an unknown kind": (masked(3, b""), 1002),
    "an unknown control": (masked(11, b""), 1002),
    "a fragment of nothing": (masked(0, b"x"), 1002),
    "a message within another": (masked(TEXT, b"a", final=False) + masked(TEXT, b"b"), 1002),
    "a ping in fragments": (masked(PING, b"", final=False), 1002),
    "a long ping": (masked(PING, bytes(126)), 1002),
    "a length written too long": (b"\x81\xfe\x00\x05" + bytes(9), 1002),
    "a length written much too long": (b"\x81\xff" + (5).to_bytes(8, "big") + bytes(9), 1002),
    "a text of ten megabytes, announced": (header(TEXT, 10_000_000, masked=True), 1009),
    "the largest length there is": (b"\x81\xff" + b"\xff" * 8, 1009),
    "fragments that add up": (masked(TEXT, bytes(600), final=False) + masked(0, bytes(401)), 1009),
    "a text that is not UTF-8": (masked(TEXT, b"\xc3("), 1007),
    "half a letter at the end": (masked(TEXT, "é".encode()[:1]), 1007),
    "a farewell of one byte": (masked(CLOSE, b"\x03"), 1002),
    "a farewell that must not be sent": (masked(CLOSE, (1005).to_bytes(2, "big")), 1002),
    "a farewell whose reason is not UTF-8": (masked(CLOSE, b"\x03\xe8\xff"), 1007),
}


@pytest.mark.parametrize("bad", BAD, ids=str)
def test_what_breaks_the_protocol(bad):
    """With the code of the RFC, at once and byte by byte, after messages that were right."""
    wire, code = BAD[bad]
    before = masked(TEXT, b"hello")
    assert read(before + wire) == ([Message(TEXT, "hello")], code)
    assert read(before, *(wire[at : at + 1] for at in range(len(wire)))) == ([Message(TEXT, "hello")], code)


def test_the_limit_is_a_whole_message():
    """As long as it may be, in one frame or in fragments; a letter may be cut between two."""
    text = "é" * 500
    assert read(masked(TEXT, text.encode())) == ([Message(TEXT, text)], None)
    halves = masked(TEXT, text.encode()[:501], final=False) + masked(PING, b"?") + masked(0, text.encode()[501:])
    assert read(halves) == ([Message(PING, b"?"), Message(TEXT, text)], None)
    assert read(masked(TEXT, bytes(1001))) == ([], 1009)
    assert read(masked(TEXT, b"", final=False) + masked(0, b"", final=False) * 10_000) == ([], None)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=300), st.sampled_from([126, 65_535, 65_536, 70_000]).map("x".__mul__)))
def test_a_text_is_one_frame(text):
    """Framed once, read back by other code."""
    one = Framed(text)
    assert list(plain(one.frame)) == [(TEXT, text.encode())]
    assert one.frame is one.frame
    assert one == text


def test_other_frames():
    """A farewell says its code; a pong returns its bytes."""
    assert list(plain(farewell(1009) + framed(PONG, b"abc"))) == [(CLOSE, b"\x03\xf1"), (PONG, b"abc")]


ASKED = {
    "HTTP_CONNECTION": "keep-alive, Upgrade",
    "HTTP_UPGRADE": "websocket",
    "HTTP_SEC_WEBSOCKET_VERSION": "13",
    "HTTP_SEC_WEBSOCKET_KEY": "dGhlIHNhbXBsZSBub25jZQ==",
    "HTTP_SEC_WEBSOCKET_EXTENSIONS": "permessage-deflate",
}


def test_a_handshake():
    """The example of the RFC; compression is not taken up."""
    lines = handshake(ASKED).decode().split("\r\n")
    assert lines[0] == "HTTP/1.1 101 Switching Protocols"
    assert "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in lines
    assert not any("extensions" in line.lower() for line in lines)
    assert lines[-2:] == ["", ""]


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("HTTP_CONNECTION", "keep-alive", "400"),
        ("HTTP_UPGRADE", "h2c", "400"),
        ("HTTP_SEC_WEBSOCKET_VERSION", "8", "426"),
        ("HTTP_SEC_WEBSOCKET_VERSION", None, "426"),
        ("HTTP_SEC_WEBSOCKET_KEY", None, "400"),
        ("HTTP_SEC_WEBSOCKET_KEY", "c2hvcnQ=", "400"),
        ("HTTP_SEC_WEBSOCKET_KEY", "é" * 24, "400"),
    ],
)
def test_no_handshake(name, value, status):
    """What is lacking or wrong is refused with a status, and nothing of it comes back."""
    asked = {key: kept for key, kept in (ASKED | {name: value}).items() if kept is not None}
    with pytest.raises(NoHandshake) as caught:
        handshake(asked)
    assert caught.value.status.startswith(status)
    assert status != "426" or ("Sec-WebSocket-Version", "13") in caught.value.headers
