"""The guards of private pages: a page of a seat opens on its own device only, an organiser's on a signed-in one."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import current_app, g, redirect, request, url_for
from werkzeug.exceptions import Forbidden, NotFound

from .device import known_device

View = Callable[..., Any]


def with_seat(view: View) -> View:
    """Pass ``seat`` to a page whose address holds ``wid`` and ``seat``.

    A seat of another device, of another workshop or of nobody is the same 404: an address guessed or forwarded says
    nothing, and neither does one that was revoked.
    """

    @wraps(view)
    def guarded(*args: Any, wid: str, seat: str, **rest: Any) -> Any:
        device = known_device()
        found = current_app.extensions["tablee"].people.seat(seat, device.id) if device else None
        if found is None or found.workshop_id != wid:
            raise NotFound
        g.seat = found
        return view(*args, wid=wid, seat=found, **rest)

    return guarded


def with_account(view: View) -> View:
    """Pass ``account`` to an organiser's page; who is not signed in is led to the form."""

    @wraps(view)
    def guarded(*args: Any, **rest: Any) -> Any:
        device = known_device()
        accounts = current_app.extensions["tablee"].accounts
        account = accounts.get(device.account_id) if device and device.account_id else None
        if account is None:
            if request.method not in {"GET", "HEAD"}:
                raise Forbidden
            return redirect(url_for("account.first_run" if accounts.first_run() else "account.sign_in"), 303)
        g.account = account
        return view(*args, account=account, **rest)

    return guarded
