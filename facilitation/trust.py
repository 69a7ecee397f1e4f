"""What a browser is believed about: the signed cookie of its device, the origin of its requests, and a room pass.

Pages and sockets ask the same first two questions, before anything else is read.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from itsdangerous import BadSignature, Signer, TimestampSigner
from werkzeug.http import parse_cookie

COOKIE = "tablee"
COOKIE_AGE = 90 * 24 * 3600
"""Seconds a device is remembered: longer than the 60 days that a workshop is kept."""

PASS_AGE = 3 * 24 * 3600
"""Seconds a room pass is good for: a room is tried in the days before."""


class Forged(Exception):
    """A cookie that we did not sign. It is an attack or a changed key, never a slip."""


@lru_cache(maxsize=8)
def _signer(secret: str) -> Signer:
    return Signer(secret, salt="tablee-device", key_derivation="hmac")


def signed(secret: str, token: str) -> str:
    """The value of the cookie for this device token."""
    return _signer(secret).sign(token).decode()


def token_of(secret: str, value: str | None) -> str | None:
    """The device token in a cookie's value, None when there is no cookie. Raises Forged."""
    if not value:
        return None
    try:
        return _signer(secret).unsign(value).decode()
    except (BadSignature, UnicodeError) as error:
        raise Forged from error


def token_in(secret: str, environ: Mapping[str, Any]) -> str | None:
    """The device token of a WSGI request, None without our cookie. Raises Forged."""
    return token_of(secret, parse_cookie(environ.get("HTTP_COOKIE", "")).get(COOKIE))


def same_origin(environ: Mapping[str, Any], public_url: str = "") -> bool:
    """Whether a request that acts comes from our own pages.

    Browsers send ``Origin`` on every socket and every POST, and ``Sec-Fetch-Site`` where the page is secure. A client
    that sends neither is no browser, and carries nobody's cookie but its own.
    """
    site = environ.get("HTTP_SEC_FETCH_SITE")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    origin = environ.get("HTTP_ORIGIN")
    if origin is None:
        return True
    here = f"{environ.get('wsgi.url_scheme', 'http')}://{environ.get('HTTP_HOST', '')}"
    return origin == here or (bool(public_url) and origin == public_url)


def room_pass(secret: str, workshop: str) -> str:
    """A pass to try the room of this workshop: it opens a socket that reads nothing and may ask for the time."""
    return TimestampSigner(secret, salt="tablee-room-pass", key_derivation="hmac").sign(workshop).decode()


def room_of(secret: str, token: str) -> str | None:
    """The workshop of a pass, None when it is over or not ours."""
    signer = TimestampSigner(secret, salt="tablee-room-pass", key_derivation="hmac")
    try:
        return signer.unsign(token, max_age=PASS_AGE).decode()
    except (BadSignature, UnicodeError):
        return None
