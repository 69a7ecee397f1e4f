"""Static files answered from memory, compressed: what a room fetches when it comes in costs no request of Flask's.

The application answers each address once, with all of its headers; from then on that answer is given. Only addresses
that carry the hash of what is in the file are kept, so a kept answer is never an old one.
"""

import gzip
from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Headers = list[tuple[str, str]]

COMPRESSED = ("text/", "application/json", "application/javascript", "image/svg+xml")
"""Kinds that become smaller. Static files alone: a page's size would tell what somebody wrote beside a secret."""
SMALLEST = 512
"""Bytes under which a file is sent as it is."""
SPECIAL = ("HTTP_RANGE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
"""Questions that the application answers itself."""


class Kept:
    """WSGI layer: ``is_current`` says whether an address, query included, is what pages name today."""

    def __init__(self, application: Application, prefix: str, is_current: Callable[[str], bool]) -> None:
        self._application = application
        self._prefix = prefix.rstrip("/") + "/"
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


def _dressed(headers: Headers, body: bytes, small: bool) -> tuple[Headers, bytes]:
    """The answer as it is sent: compressed where that is asked for and worth it."""
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
