"""The device that asks: one signed cookie with a random value, and nothing else.

A cookie that we did not sign raises ``Forged`` (a 400 page). No cookie is a device we have not met.
"""

import secrets
from typing import Any

from flask import Response, after_this_request, current_app, g, request

from ..trust import COOKIE, COOKIE_AGE, signed, token_of


def _house() -> Any:
    return current_app.extensions["tablee"]


def known_device() -> Any | None:
    """The device of this request, or None when it carries no cookie. Raises Forged."""
    if "device" not in g:
        token = token_of(current_app.config["SECRET_KEY"], request.cookies.get(COOKIE))
        g.device = _house().accounts.recognise(token) if token else None
    return g.device


def present_device() -> Any:
    """The device of this request, met now if it is new: the answer then gives it its cookie. Raises Forged."""
    device = known_device()
    if device is None:
        token = secrets.token_urlsafe(32)
        device = g.device = _house().accounts.recognise(token)
        _give(token)
    return device


def renewed_device() -> Any:
    """The same device under a new cookie: what somebody signs in with was never in anybody else's hands."""
    device = present_device()
    token = secrets.token_urlsafe(32)
    _house().accounts.renew(device.id, token)
    _give(token)
    return device


def entering_device() -> Any:
    """The device of somebody who enters, under a new cookie when the one it came with opened nothing yet.

    Who planted that cookie would share the seat that is about to be taken. A cookie that holds seats stays: were this
    answer lost on a bad network, so would they be.
    """
    known = known_device()
    if known is not None and _house().accounts.holds_nothing(known.id):
        return renewed_device()
    return present_device()


def _give(token: str) -> None:
    value, secure = signed(current_app.config["SECRET_KEY"], token), only_by_https()

    @after_this_request
    def remember(response: Response) -> Response:
        response.set_cookie(COOKIE, value, max_age=COOKIE_AGE, path="/", httponly=True, samesite="Lax", secure=secure)
        return response


def only_by_https() -> bool:
    """Whether a cookie given now must never travel in the clear."""
    return bool(request.is_secure or current_app.config["PUBLIC_URL"].startswith("https:"))


def address() -> str:
    """Where the request comes from, as far as the trusted proxies say; for counting failures, never stored."""
    return request.remote_addr or ""
