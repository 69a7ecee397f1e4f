"""The host's control."""

from typing import Any

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from .screen import live_page
from .seats import with_seat

blueprint = Blueprint("host", __name__)


@blueprint.get("/w/<wid>/s/<seat>/host")
@with_seat
def control(wid: str, seat: Any) -> ResponseReturnValue:
    """The guided control of a table, for who leads it."""
    if seat.group_id is None or not seat.roles & {"host", "facilitator"}:  # whose line was lost may be relieved
        return redirect(url_for("participant.table", wid=wid, seat=seat.id))
    return live_page("host/control.html", "control", seat, ("group", "hosts", "room", "person"))
