"""The host's control."""

from typing import Any

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden

from .screen import live_page
from .seats import with_seat

blueprint = Blueprint("host", __name__)


@blueprint.get("/w/<wid>/s/<seat>/host")
@with_seat
def control(wid: str, seat: Any) -> ResponseReturnValue:
    """The guided control of a table, for who leads it."""
    if seat.group_id is None:
        return redirect(url_for("participant.table", wid=wid, seat=seat.id))
    if not seat.roles & {"host", "facilitator"}:
        raise Forbidden
    return live_page("host/control.html", "control", seat, ("group", "hosts", "room", "person"))
