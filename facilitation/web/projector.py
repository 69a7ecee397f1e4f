"""The wall of the room: read at ten metres, without a name, a title or a delay."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, abort, current_app
from flask.typing import ResponseReturnValue

from facilitation.domain.phases import Kind

from ..spoken import gettext as _
from .drawings import qr
from .organiser import public_base
from .overview import Overview, addresses
from .programme import last_meeting
from .screen import live_page
from .seats import with_seat

blueprint = Blueprint("projector", __name__)


@blueprint.get("/w/<wid>/s/<seat>/projector")
@with_seat
def room(wid: str, seat: Any) -> ResponseReturnValue:
    """The wall; for a projector's seat, or the pilot's."""
    if seat.roles.isdisjoint({"projector", "conductor"}):
        abort(403)
    service = current_app.extensions["tablee"].workshops
    workshop = Overview(service.get(wid))
    links = service.links(wid)
    return live_page(
        "projector/room.html",
        "projector",
        seat,
        ("projector",),
        address=addresses(workshop, links, public_base()).join if links else None,
        qr=qr,
        tables=service.get(wid).tables,
        meets=last_meeting(workshop.stations),
        host=urlsplit(public_base()).netloc,
        room_words=room_words(),
        kinds_of_room=[station.kind for station in workshop.stations if station.kind and not station.tables_work],
    )


@blueprint.get("/w/<wid>/s/<seat>/projector/<int:number>")
@with_seat
def table(wid: str, seat: Any, number: int) -> ResponseReturnValue:
    """The wall of one table: its phase, its clock and what is said to it; as public as the wall of the room."""
    if seat.roles.isdisjoint({"projector", "conductor"}):
        abort(403)
    tables = current_app.extensions["tablee"].workshops.get(wid).tables
    here = next((one for one in tables if one.number == number), None)
    if here is None:
        abort(404)
    return live_page("projector/table.html", "projector", seat, ("projector",), here=here)


def room_words() -> dict[Kind, str]:
    """What the wall asks of the whole room in each phase that can be the room's."""
    return {
        Kind.FRAMING: _("Ce qui se dit à une table y reste. On s’écoute, sans juger."),
        Kind.CASE_CHOICE: _("Écoutez, puis asseyez-vous là où vous voulez aider."),
        Kind.PAUSE: _("On souffle."),
        Kind.PLENARY: _("Posez vos écrans. La parole est à vous."),
    }
