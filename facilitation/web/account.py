"""Organisers: the first account, signing in and signing out."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from ..domain.refusals import Code, Refusal
from ..setup import forget_setup_token
from ..spoken import gettext as _
from ..wording import refusal_words
from .device import address, known_device, present_device, renewed_device
from .setting_up import may_set_up, setting_up_is_over

blueprint = Blueprint("account", __name__)


@blueprint.get("/first-run")
def first_run() -> str | Response:
    """The form of the first account, for a device that brought the token printed on the server's console."""
    if not current_app.extensions["tablee"].accounts.first_run():
        return redirect(url_for("account.sign_in"), 303)
    if not may_set_up():
        raise Forbidden
    return render_template("account/first_run.html", typed={}, faults={})


@blueprint.post("/first-run")
def create_first() -> str | Response | tuple[str, int]:
    """Create the first account and sign this device in."""
    if not may_set_up():
        raise Forbidden
    accounts = current_app.extensions["tablee"].accounts
    form = request.form
    made = accounts.create(form.get("name", ""), form.get("login", ""), form.get("password", ""), first=True)
    if isinstance(made, Refusal):
        if made.code is Code.NOT_ALLOWED:  # somebody was first
            return redirect(url_for("account.sign_in"), 303)
        return _again("account/first_run.html", {str(made.detail.get("field", "name")): refusal_words(made)})
    forget_setup_token(current_app.config["INSTANCE"])
    setting_up_is_over()
    accounts.sign_in(renewed_device().id, made.id)
    return redirect(_home(), 303)


@blueprint.get("/sign-in")
def sign_in() -> str | Response:
    """The form, or the workshops of who is signed in already."""
    device = known_device()
    if device is not None and device.account_id:
        return redirect(_home(), 303)
    return render_template("account/sign_in.html", typed={}, faults={})


@blueprint.post("/sign-in")
def check() -> str | Response | tuple[str, int]:
    """Sign this device in. Failures are throttled by device and by address; the device gets a new cookie."""
    accounts = current_app.extensions["tablee"].accounts
    device = present_device()
    login, password = request.form.get("login", ""), request.form.get("password", "")
    found = accounts.check(login, password, device.id, address())
    if isinstance(found, Refusal):
        if found.code is Code.TOO_FAST:
            return _again("account/sign_in.html", {"sign_in": refusal_words(found)}, 429)
        return _again("account/sign_in.html", {"sign_in": _("Identifiant ou mot de passe inconnu.")})
    accounts.sign_in(renewed_device().id, found.id)
    return redirect(_home(), 303)


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """This device belongs to nobody any more; its seats stay."""
    device = known_device()
    if device is not None:
        current_app.extensions["tablee"].accounts.sign_in(device.id, None)
    return redirect(url_for("account.sign_in"), 303)


def _home() -> str:
    """Where an organiser starts."""
    return url_for("organiser.home") if "organiser" in current_app.blueprints else "/workshops"


def _again(template: str, faults: dict[str, str], status: int = 400) -> tuple[str, int]:
    """The form once more, with what was typed (never the password) and the faults beside their fields."""
    typed = {name: request.form.get(name, "") for name in ("name", "login")}
    return render_template(template, typed=typed, faults=faults), status
