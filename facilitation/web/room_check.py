"""« Tester la salle »: a page that tries, in the browser that opens it, what the day will need of the venue's network.

It opens for the organiser, for a seat, and on any phone by the QR of the organiser's page: a room pass that is good for
three days and gives nothing but the time. Nothing of what is found is sent anywhere.
"""

from typing import Any

from flask import Blueprint, current_app, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..domain.refusals import Code, Refusal
from ..trust import room_of, room_pass
from ..wording import refusal_words
from .device import known_device, present_device
from .drawings import qr
from .organiser import own_workshop, public_base
from .seats import with_account, with_seat

blueprint = Blueprint("room_check", __name__)


@blueprint.get("/workshops/<workshop_id>/room-check")
@with_account
def for_organiser(account: Any, workshop_id: str) -> ResponseReturnValue:
    """The checks on this device, and the code that opens them on another one."""
    own_workshop(account, workshop_id)
    return _page(workshop_id, url_for("organiser.workshop", workshop_id=workshop_id), qr=qr)


@blueprint.get("/w/<wid>/s/<seat>/room-check")
@with_seat
def for_seat(wid: str, seat: Any) -> ResponseReturnValue:
    """The checks on the device of somebody who has a seat."""
    return _page(wid, f"/w/{wid}/s/{seat.id}/{'host' if 'host' in seat.roles else ''}")


@blueprint.get("/room-check")
def by_pass() -> ResponseReturnValue:
    """The page whose script reads the pass after the #."""
    return _page(None, None)


@blueprint.post("/room-check")
def admit() -> ResponseReturnValue:
    """A pass becomes the id of its workshop; the device gets its cookie, as one that takes a seat does."""
    body = request.get_json(silent=True)
    token = body.get("pass") if isinstance(body, dict) else None
    workshop = room_of(str(current_app.secret_key), token) if isinstance(token, str) else None
    if workshop is None or current_app.extensions["tablee"].workshops.get(workshop) is None:
        refusal = Refusal(Code.EXPIRED_LINK)
        return jsonify(refusal=refusal.code.value, words=refusal_words(refusal)), 410
    present_device()
    return jsonify(workshop=workshop)


@blueprint.get("/room-check/device")
def device() -> ResponseReturnValue:
    """Whether the cookie came back."""
    return jsonify(known=known_device() is not None)


def _page(workshop: str | None, back: str | None, **more: Any) -> str:
    token = room_pass(str(current_app.secret_key), workshop) if workshop else ""
    return render_template(
        "room/check.html",
        token=token,
        public=current_app.config["PUBLIC_URL"],
        link=f"{public_base()}{url_for('room_check.by_pass')}#{token}" if token else "",
        back=back,
        **more,
    )
