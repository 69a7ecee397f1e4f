"""Who may create the first account: the device that brought the token from the server's console, for an hour."""

import hmac

from flask import Response, after_this_request, current_app, request
from itsdangerous import BadSignature, TimestampSigner

from ..setup import setup_token
from .device import only_by_https

COOKIE = "tablee_setup"
AN_HOUR = 3600


def _signer() -> TimestampSigner:
    return TimestampSigner(str(current_app.secret_key), salt="tablee-setup")


def is_setup_token(token: str) -> bool:
    """Whether this is the console's token, while there is no account yet."""
    if not current_app.extensions["tablee"].accounts.first_run():
        return False
    return hmac.compare_digest(token.encode(errors="replace"), setup_token(current_app.config["INSTANCE"]).encode())


def let_set_up() -> None:
    """The answer of this request lets its device create the first account."""
    value = _signer().sign("yes").decode()

    @after_this_request
    def remember(response: Response) -> Response:
        response.set_cookie(
            COOKIE, value, max_age=AN_HOUR, path="/first-run", httponly=True, samesite="Lax", secure=only_by_https()
        )
        return response


def may_set_up() -> bool:
    """Whether this device may create the first account."""
    try:
        _signer().unsign(request.cookies.get(COOKIE, ""), max_age=AN_HOUR)
    except BadSignature:
        return False
    return True


def setting_up_is_over() -> None:
    """The permission goes with this answer."""

    @after_this_request
    def forget(response: Response) -> Response:
        response.delete_cookie(COOKIE, path="/first-run")
        return response
