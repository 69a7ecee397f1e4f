"""The gate before the sockets: a foreign page or a forged cookie never reaches Socket.IO."""

from collections.abc import Callable, Iterable
from typing import Any

from ..metrics import TURNED_AWAY
from ..trust import Forged, same_origin, token_in

SOCKETS = "/socket.io/"


class Gate:
    """WSGI layer: refuses, before the handshake, sockets that our own pages did not open on a device we know.

    The refusal is a closed connection with a code, for whoever reads the network panel; the screens reload themselves.
    """

    def __init__(self, application: Any, secret: str, public_url: str) -> None:
        self.application = application
        self.secret = secret
        self.public_url = public_url

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("PATH_INFO", "").startswith(SOCKETS):
            refusal = self._refusal(environ)
            if refusal:
                TURNED_AWAY.add(refusal)
                body = refusal.encode()
                headers = [
                    ("Content-Type", "text/plain"),
                    ("Content-Length", str(len(body))),
                    ("Cache-Control", "no-store"),
                    ("Connection", "close"),
                ]
                start_response("403 Forbidden", headers)
                return [body]
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
