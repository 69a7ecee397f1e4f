"""A participant's pages: the waiting room, the table, whose turn it is on a shared device, and the notes."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from .device import known_device
from .keepsake import notes_of
from .screen import live_page, page_of_many
from .seats import with_seat

blueprint = Blueprint("participant", __name__)


@blueprint.get("/w/<wid>/s/<seat>/")
@with_seat
def table(wid: str, seat: Any) -> ResponseReturnValue:
    """The waiting room until one sits, then the table."""
    if seat.person is None:
        raise NotFound
    if seat.group_id is None:
        screen, watch = "waiting", ("room", "person")
    else:
        screen, watch = "table", ("group", "room", "person")
    template = f"participant/{screen}.html"
    if seat.shared:
        return live_page(template, screen, seat, watch, others=_others(wid, seat))
    return page_of_many(template, screen, seat, watch)


@blueprint.get("/w/<wid>/s/<seat>/turn")
@with_seat
def turn(wid: str, seat: Any) -> ResponseReturnValue:
    """« Passez l'appareil à Samira »: between two people of one device."""
    return render_template("participant/turn.html", seat=seat)


@blueprint.get("/w/<wid>/s/<seat>/code")
@with_seat
def return_code(wid: str, seat: Any) -> ResponseReturnValue:
    """The code that gives the seat back on another device."""
    if seat.person is None or seat.shared:
        return redirect(url_for("participant.table", wid=wid, seat=seat.id))
    return render_template("access/return_code.html", seat=seat)


@blueprint.get("/w/<wid>/s/<seat>/notes")
@with_seat
def notes(wid: str, seat: Any) -> ResponseReturnValue:
    """The table's notes, for those who sat at it."""
    return render_template("participant/notes.html", **notes_of(seat))


@blueprint.get("/w/<wid>/s/<seat>/notes.md")
@with_seat
def notes_as_text(wid: str, seat: Any) -> Response:
    """The same notes as Markdown, to keep."""
    text = render_template("participant/notes.md", **notes_of(seat))
    headers = {"Content-Disposition": "attachment; filename=notes.md"}
    return Response(text, mimetype="text/markdown", headers=headers)


def _others(wid: str, seat: Any) -> list[Any]:
    """The other people who sit on this device."""
    device = known_device()
    found = current_app.extensions["tablee"].people.seats(device.id, wid) if device else []
    return [one for one in found if one.id != seat.id and one.person is not None and one.group_id == seat.group_id]
