"""The frames of RFC 6455, as a server reads and writes them: bytes become messages, and texts become frames.

Nothing here knows a socket or a loop, so that every byte a stranger may send can be tried in a test. No extension is
spoken (no compression), and a message has a largest size, counted over its fragments before they are kept.
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
KINDS = frozenset({CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG})

NORMAL, PROTOCOL_ERROR, UNSUPPORTED, NOT_UTF_8, TOO_BIG = 1000, 1002, 1003, 1007, 1009
"""Why a connection is closed, as its last frame says it."""

LONGEST_CONTROL = 125
"""Bytes in a ping, a pong or a farewell."""

_FINAL, _RESERVED, _KIND = 0x80, 0x70, 0x0F
_MASKED, _LENGTH = 0x80, 0x7F
_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class Violation(Exception):
    """The bytes break the protocol or a limit: the connection ends, with ``code`` in its last frame."""

    def __init__(self, code: int, why: str) -> None:
        super().__init__(why)
        self.code = code


class NoHandshake(Exception):
    """A request that opens no WebSocket; ``status`` and ``headers`` answer it."""

    def __init__(self, status: str, *headers: tuple[str, str]) -> None:
        super().__init__(status)
        self.status = status
        self.headers = [("Connection", "close"), ("Content-Length", "0"), *headers]


class Message(NamedTuple):
    """What was received: a text is decoded, everything else is bytes."""

    kind: int
    data: str | bytes


class Framed(str):
    """A text that carries its frame: it is framed once, however many people it is sent to."""

    @cached_property
    def frame(self) -> bytes | memoryview:
        """The bytes on the wire."""
        return framed(TEXT, self.encode())

    @classmethod
    def of(cls, text: str, frame: bytes | memoryview) -> "Framed":
        """A text whose frame is made already."""
        one = cls(text)
        one.__dict__["frame"] = frame
        return one

    @classmethod
    def ready(cls, frame: bytes | memoryview) -> "Framed":
        """Bytes that go to the wire as they are, under the name of a text, for a queue of texts."""
        return cls.of("ready", frame)  # not empty: Engine.IO encodes again what encodes to nothing


def framed(kind: int, payload: bytes) -> bytes:
    """A whole message in one frame; a server's frames are not masked."""
    size = len(payload)
    if size < 126:
        return bytes((_FINAL | kind, size)) + payload
    if size < 1 << 16:
        return bytes((_FINAL | kind, 126)) + size.to_bytes(2, "big") + payload
    return bytes((_FINAL | kind, 127)) + size.to_bytes(8, "big") + payload


def farewell(code: int) -> bytes:
    """The last frame of a connection. It gives no reason in words: nobody reads them, and they could tell too much."""
    return framed(CLOSE, code.to_bytes(2, "big"))


def unmasked(payload: bytes | bytearray, mask: bytes | bytearray) -> bytes:
    """The payload of a client's frame. One operation on two big numbers: byte by byte costs a hundred times as much."""
    size = len(payload)
    key = (bytes(mask) * (size // 4 + 1))[:size]
    return (int.from_bytes(payload, "little") ^ int.from_bytes(key, "little")).to_bytes(size, "little")


def handshake(environ: Mapping[str, Any]) -> bytes:
    """The answer that opens a WebSocket for this WSGI request. Raises NoHandshake."""
    connection = {part.strip() for part in environ.get("HTTP_CONNECTION", "").lower().split(",")}
    if "upgrade" not in connection or environ.get("HTTP_UPGRADE", "").lower() != "websocket":
        raise NoHandshake("400 Bad Request")
    if environ.get("HTTP_SEC_WEBSOCKET_VERSION") != "13":
        raise NoHandshake("426 Upgrade Required", ("Sec-WebSocket-Version", "13"))
    key = environ.get("HTTP_SEC_WEBSOCKET_KEY", "").strip().encode("latin-1")
    try:
        nonce = base64.b64decode(key, validate=True)
    except binascii.Error:
        nonce = b""
    if len(nonce) != 16:
        raise NoHandshake("400 Bad Request")
    accepted = base64.b64encode(hashlib.sha1(key + _GUID, usedforsecurity=False).digest())
    lines = (b"HTTP/1.1 101 Switching Protocols", b"Upgrade: websocket", b"Connection: Upgrade")
    return b"\r\n".join((*lines, b"Sec-WebSocket-Accept: " + accepted, b"", b""))


class Reader:
    """Messages out of the bytes of one client, however they were cut on their way."""

    def __init__(self, largest: int) -> None:
        self._largest = largest
        """Bytes of a message; more are refused as soon as they are announced."""
        self._buffer = bytearray()
        self._kind = CONTINUATION
        """The kind of the message whose fragments are arriving; CONTINUATION between two messages."""
        self._fragments = bytearray()

    def feed(self, data: bytes) -> None:
        """Add what was received. ``read`` is asked until it has no more, so the rest of one frame is kept at most."""
        self._buffer += data

    def read(self) -> Message | None:
        """The next message that is whole, or None when bytes are lacking. Raises Violation; nothing is read after."""
        while True:
            frame = self._next_frame()
            if frame is None:
                return None
            final, kind, payload = frame
            if kind >= CLOSE:  # it may come between the fragments of a message
                return Message(kind, payload if kind != CLOSE else _checked_farewell(payload))
            if kind != CONTINUATION:
                self._kind = kind
                if final:
                    return self._whole(payload)
            self._fragments += payload  # joined at once: ever so many empty fragments take no room
            if final:
                return self._whole(bytes(self._fragments))

    def _whole(self, payload: bytes) -> Message:
        kind, self._kind = self._kind, CONTINUATION
        self._fragments.clear()
        if kind != TEXT:
            return Message(kind, payload)
        try:
            return Message(kind, payload.decode())
        except UnicodeDecodeError:
            raise Violation(NOT_UTF_8, "a text is not UTF-8") from None

    def _next_frame(self) -> tuple[bool, int, bytes] | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        first, size = buffer[0], buffer[1] & _LENGTH
        kind = first & _KIND
        self._check(first, buffer[1])
        start = 6  # two bytes of header, four of mask
        if size >= 126:
            wide = 2 if size == 126 else 8
            start += wide
            if len(buffer) < 2 + wide:
                return None
            size = int.from_bytes(buffer[2 : 2 + wide], "big")
            if size < (126 if wide == 2 else 1 << 16):
                raise Violation(PROTOCOL_ERROR, "a length is written longer than it must be")
        if kind < CLOSE and len(self._fragments) + size > self._largest:
            raise Violation(TOO_BIG, "a message is too big")
        end = start + size
        if len(buffer) < end:
            return None
        payload = unmasked(buffer[start:end], buffer[start - 4 : start])
        del buffer[:end]
        return bool(first & _FINAL), kind, payload

    def _check(self, first: int, second: int) -> None:
        kind = first & _KIND
        if first & _RESERVED:
            raise Violation(PROTOCOL_ERROR, "no extension was agreed on")
        if kind not in KINDS:
            raise Violation(PROTOCOL_ERROR, "a frame of no known kind")
        if not second & _MASKED:
            raise Violation(PROTOCOL_ERROR, "a client masks its frames")
        if kind >= CLOSE:
            if not first & _FINAL or second & _LENGTH > LONGEST_CONTROL:
                raise Violation(PROTOCOL_ERROR, "a control frame is short and whole")
        elif (kind == CONTINUATION) == (self._kind == CONTINUATION):
            raise Violation(PROTOCOL_ERROR, "a fragment of nothing, or a message within another")


def _checked_farewell(payload: bytes) -> bytes:
    """What a client says at its end, if it may be said: nothing, or a code and a reason."""
    if not payload:
        return payload
    code = int.from_bytes(payload[:2], "big")
    if len(payload) < 2 or not (1000 <= code <= 1003 or 1007 <= code <= 1014 or 3000 <= code <= 4999):
        raise Violation(PROTOCOL_ERROR, "a farewell with no code that may be sent")
    try:
        payload[2:].decode()
    except UnicodeDecodeError:
        raise Violation(NOT_UTF_8, "a reason is not UTF-8") from None
    return payload
