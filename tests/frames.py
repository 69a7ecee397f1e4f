"""A client's side of RFC 6455, for tests, written without a look at ours: masked frames out, plain frames in."""

import os
import struct
from collections.abc import Iterator

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


def masked(opcode: int, payload: bytes, final: bool = True, mask: bytes | None = None) -> bytes:
    """One frame as a browser sends it."""
    key = os.urandom(4) if mask is None else mask
    body = bytes(byte ^ key[at % 4] for at, byte in enumerate(payload))
    return header(opcode, len(payload), final, masked=True) + key + body


def header(opcode: int, size: int, final: bool = True, masked: bool = False, reserved: int = 0) -> bytes:
    """The first bytes of a frame, without its mask."""
    first = (0x80 if final else 0) | reserved << 4 | opcode
    bit = 0x80 if masked else 0
    if size <= 125:
        return struct.pack("!BB", first, bit | size)
    if size <= 0xFFFF:
        return struct.pack("!BBH", first, bit | 126, size)
    return struct.pack("!BBQ", first, bit | 127, size)


def plain(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The frames in what a server sent; each must be whole, final and unmasked."""
    at = 0
    while at < len(data):
        first, second = data[at], data[at + 1]
        assert first & 0xF0 == 0x80, "one frame for a message, and no extension"
        assert not second & 0x80, "a server does not mask"
        at += 2
        size = second
        if second >= 126:
            wide = 2 if second == 126 else 8
            size = int.from_bytes(data[at : at + wide], "big")
            at += wide
        assert at + size <= len(data), "a frame is torn"
        yield first & 0x0F, data[at : at + size]
        at += size
