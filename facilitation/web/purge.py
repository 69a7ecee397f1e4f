"""Until when a workshop is kept, and « Tout effacer maintenant » : asked on a page that names the workshop."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..domain.refusals import Refusal
from ..spoken import gettext as _
from .organiser import own_workshop
from .seats import with_account

blueprint = Blueprint("purge", __name__)


@blueprint.get("/workshops/<workshop_id>/erase")
@with_account
def ask(account: Any, workshop_id: str) -> ResponseReturnValue:
    """What goes, and when. Erasing now is the organiser's ``remove``, sent from here."""
    return _page(account, workshop_id)


@blueprint.post("/workshops/<workshop_id>/erase")
@with_account
def keep(account: Any, workshop_id: str) -> ResponseReturnValue:
    """Another day of erasure; a number of days that cannot be comes back with its sentence."""
    own_workshop(account, workshop_id)
    typed = request.form.get("days", "").strip()
    days = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0
    refused = current_app.extensions["tablee"].retention.keep(workshop_id, days)
    if refused is not None:
        return _page(account, workshop_id, typed, refused), 400
    return redirect(url_for("purge.ask", workshop_id=workshop_id), 303)


def _page(account: Any, workshop_id: str, typed: str = "", refused: Refusal | None = None) -> str:
    found = own_workshop(account, workshop_id)
    fault = ""
    if refused is not None:
        fault = _("De %(low)s à %(high)s jours.", low=refused.detail["low"], high=refused.detail["high"])
    return render_template(
        "organiser/erase.html", account=account, workshop=found, typed=typed or found.retention_days, fault=fault
    )
