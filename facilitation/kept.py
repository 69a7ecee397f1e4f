"""Static files answered from memory, compressed: what a room fetches when it comes in costs no request of Flask's.

The application answers each address once, with all of its headers; from then on that answer is given. Only addresses
that carry the hash of what is in the file are kept, so a kept answer is never an old one.

A plain question of a browser need not even become a request of the server's: a person who comes in asks forty of them.
``at_hand`` answers it from its bytes, with the bytes that the server would write.
"""

import gzip
import re
from collections.abc import Callable, Iterable, Sequence
from email.utils import formatdate
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Headers = list[tuple[str, str]]

COMPRESSED = ("text/", "application/json", "application/javascript", "image/svg+xml")
"""Kinds that become smaller. Static files alone: a page's size would tell what somebody wrote beside a secret."""
SMALLEST = 512
"""Bytes under which a file is sent as it is."""
PLAIN = frozenset(
    {"host", "user-agent", "accept", "accept-encoding", "accept-language", "connection", "referer", "cookie", "origin",
     "dnt", "priority", "purpose", "cache-control", "pragma", "save-data", "sec-gpc"}
    | {f"sec-fetch-{what}" for what in ("dest", "mode", "site", "user")}
    | {f"sec-ch-ua{what}" for what in ("", "-mobile", "-platform")}
)  # fmt: skip
"""Headers that change nothing about a file, or what is looked at here. With any other, the server reads the request."""
_ASKED = re.compile(rb"GET (/[!-$&-~]+) HTTP/1\.1\r\n")
"""A request line that needs no decoding."""
SPECIAL = ("HTTP_RANGE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
"""Questions that the application answers itself."""


class Kept:
    """WSGI layer: ``is_current`` says whether an address, query included, is what pages name today."""

    def __init__(self, application: Application, prefix: str, is_current: Callable[[str], bool]) -> None:
        self._application = application
        self._prefix = prefix.rstrip("/") + "/"
        self.begins = f"GET {self._prefix}".encode()
        """How the first line of a request begins that may be answered ``at_hand``."""
        self._is_current = is_current
        self._answers: dict[tuple[str, str, bool], tuple[Headers, bytes]] = {}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not path.startswith(self._prefix) or environ.get("REQUEST_METHOD") != "GET":
            return self._application(environ, start_response)
        if environ.get("SCRIPT_NAME") or any(name in environ for name in SPECIAL):
            return self._application(environ, start_response)
        address = f"{path}?{environ.get('QUERY_STRING', '')}"
        small = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
        key = environ.get("wsgi.url_scheme", ""), address, small
        found = self._answers.get(key)
        if found is None:
            if not self._is_current(address):
                return self._application(environ, start_response)
            found = self._ask(environ, start_response, key)
            if isinstance(found, list):
                return found
        headers, body = found
        start_response("200 OK", list(headers))
        return [body]

    def at_hand(self, line: bytes, head: Sequence[bytes], keep_for: int) -> bytes | None:
        """The bytes that answer this request, if it is a plain one for a file that was answered before; or None.

        ``line`` is the request's first line and ``head`` its headers, a line each without the last, empty one.
        ``keep_for`` are the seconds for which the server keeps the connection, said to who asks for it.
        """
        asked = _ASKED.fullmatch(line)
        told = _plain(head) if asked else None
        if asked is None or told is None:
            return None
        address = asked[1].decode("ascii")
        address += "" if "?" in address else "?"
        found = self._answers.get(("http", address, "gzip" in told.get("accept-encoding", "")))
        if found is None:
            return None
        lines = [f"{_capitalised(name)}: {value}" for name, value in found[0]] + [f"Date: {formatdate(usegmt=True)}"]
        if told.get("connection"):
            lines += ["Connection: keep-alive", f"Keep-Alive: timeout={keep_for}"]
        return "\r\n".join(("HTTP/1.1 200 OK", *lines, "", "")).encode("latin-1") + found[1]

    def _ask(
        self, environ: dict[str, Any], start_response: Callable[..., Any], key: tuple[str, str, bool]
    ) -> tuple[Headers, bytes] | list[bytes]:
        """Let the application answer: what is kept of it, or its whole body when that is not to be kept."""
        told: list[tuple[str, Headers]] = []

        def hear(status: str, headers: Headers, _fault: Any = None) -> Callable[[bytes], Any]:
            told.append((status, headers))
            return lambda _data: None

        parts = self._application(environ, hear)
        try:
            body = b"".join(parts)
        finally:
            getattr(parts, "close", lambda: None)()
        status, headers = told[-1]
        if not status.startswith("200") or not any("immutable" in value for _name, value in headers):
            start_response(status, headers)
            return [body]
        self._answers[key] = answer = _dressed(headers, body, small=key[2])
        return answer


def _plain(head: Sequence[bytes]) -> dict[str, str] | None:
    """The headers of a request by name; None when one of them is none of the plain, or is there twice."""
    told: dict[str, str] = {}
    for line in head:
        name, colon, value = line.decode("latin-1").partition(":")
        name = name.lower()
        if not colon or name not in PLAIN or name in told or not line.endswith(b"\r\n"):
            return None
        told[name] = value.strip(" \t\r\n")
    return told if told.get("connection", "").lower() in ("", "keep-alive") and "host" in told else None


def _capitalised(name: str) -> str:
    """As eventlet writes it."""
    return "-".join(part.capitalize() for part in name.split("-"))


def _dressed(headers: Headers, body: bytes, small: bool) -> tuple[Headers, bytes]:
    """The answer as it is sent: compressed where that is asked for and worth it."""
    headers = [(name, value) for name, value in headers if name.lower() != "date"]  # each answer has its own
    given = {name.lower(): value for name, value in headers}
    if len(body) < SMALLEST or not given.get("content-type", "").startswith(COMPRESSED):
        return headers, body
    kept = [(name, value) for name, value in headers if name.lower() not in ("content-length", "etag", "accept-ranges")]
    tag = given.get("etag", "")
    if small:
        body = gzip.compress(body, 9, mtime=0)
        kept.append(("Content-Encoding", "gzip"))
        tag = f"W/{tag}" if tag and not tag.startswith("W/") else tag
    kept += [("Content-Length", str(len(body))), ("Vary", "Accept-Encoding")]
    return kept + ([("ETag", tag)] if tag else []), body
