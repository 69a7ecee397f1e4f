"""The few bytes of WebSocket that a raw-socket floor needs."""

import base64
import hashlib
import json
import re
import resource
import struct
import time
from collections.abc import Callable
from typing import Any

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
"""RFC 6455, 1.3."""


def text_frame(words: str) -> bytes:
    """One unmasked, unfragmented text frame."""
    body = words.encode()
    size = len(body)
    if size < 126:
        return struct.pack("!BB", 0x81, size) + body
    return (struct.pack("!BBH", 0x81, 126, size) if size < 1 << 16 else struct.pack("!BBQ", 0x81, 127, size)) + body


def event_frame(event: str, text: str) -> bytes:
    """A Socket.IO event whose body is JSON already."""
    return text_frame(f'42["{event}",{text}]')


def obeyed(sock: Any, act: Callable[[dict[str, Any]], dict[str, Any] | None]) -> None:
    """Do what is asked over a line, one JSON after the other, until it is closed; each answer says when it began."""
    held = b""
    while data := sock.recv(1 << 20):
        *whole, held = (held + data).split(b"\n")
        for words in whole:
            told = {"at": time.monotonic_ns()} | (act(json.loads(words)) or {})
            sock.sendall(json.dumps(told).encode() + b"\n")


def processor() -> float:
    """Seconds that this process computed."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def accepted(request: bytes) -> bytes:
    """The answer to a WebSocket handshake."""
    found = re.search(rb"(?i)sec-websocket-key: *([^\r]+)", request)
    key = base64.b64encode(hashlib.sha1((found[1] if found else b"") + GUID).digest())
    return (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + key + b"\r\n\r\n"
    )
