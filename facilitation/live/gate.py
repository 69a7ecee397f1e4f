"""The gate: a foreign page or a forged cookie never reaches Socket.IO, nor a request for another host anything."""

from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.sansio.utils import host_is_trusted

from ..metrics import TURNED_AWAY
from ..trust import Forged, same_origin, token_in

SOCKETS = "/socket.io/"
DRESS = [("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]
"""What every answer of a socket that polls carries: it holds what somebody alone may read."""


class Gate:
    """WSGI layer: refuses, before the handshake, sockets that our own pages did not open on a device we know.

    The refusal is a closed connection with a code, for whoever reads the network panel; the screens reload themselves.
    """

    def __init__(self, application: Any, secret: str, public_url: str, hosts: list[str] | None = None) -> None:
        self.application = application
        self.hosts = hosts
        self.secret = secret
        self.public_url = public_url

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if self.hosts and not host_is_trusted(environ.get("HTTP_HOST", ""), self.hosts):
            return _refused("400 Bad Request", "foreign_host", start_response)
        if environ.get("PATH_INFO", "").startswith(SOCKETS):
            refusal = self._refusal(environ)
            if refusal:
                TURNED_AWAY.add(refusal)
                return _refused("403 Forbidden", refusal, start_response)
            start_response = _dressed(start_response)
        answer: Iterable[bytes] = self.application(environ, start_response)
        return answer

    def _refusal(self, environ: dict[str, Any]) -> str | None:
        if not same_origin(environ, self.public_url):
            return "foreign_origin"
        try:
            token = token_in(self.secret, environ)
        except Forged:
            return "forged_cookie"
        if token is None:
            return "no_device"
        environ["tablee.device"] = token
        return None


def _refused(status: str, code: str, start_response: Callable[..., Any]) -> Iterable[bytes]:
    body = code.encode()
    said = [("Content-Type", "text/plain"), ("Content-Length", str(len(body))), ("Connection", "close")]
    start_response(status, said + DRESS)
    return [body]


def _dressed(start_response: Callable[..., Any]) -> Callable[..., Any]:
    """The same, with our headers."""

    def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        return start_response(status, headers + DRESS, *more)

    return start
