"""Coming in: a code, a link, a name. What a link allows is a grant of the device; a name turns it into a seat."""

from typing import Any

from flask import Blueprint, current_app, jsonify, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from ..domain.refusals import Code, Refusal
from ..wording import refusal_words
from .device import address, entering_device, known_device, renewed_device
from .seats import with_account, with_seat
from .setting_up import is_setup_token, let_set_up

__all__ = ["blueprint", "with_account", "with_seat"]

blueprint = Blueprint("access", __name__)
STATUS = {Code.TOO_FAST: 429, Code.WORKSHOP_CLOSED: 410, Code.EXPIRED_LINK: 410}
"""The HTTP status of a refusal; the others are 400."""
PAGES = {"host": "host", "conductor": "conduct", "projector": "projector", "keepsake": "leaving"}
"""The page of a seat that is not the participant's, by what the link was for."""


def _house() -> Any:
    return current_app.extensions["tablee"]


@blueprint.get("/")
def entry() -> str:
    """The first page: the code of the workshop."""
    return render_template("access/entry.html", typed={}, fault=None)


@blueprint.post("/join")
def join_by_code() -> Response | tuple[str, int]:
    """A typed code; a wrong one comes back with its sentence."""
    typed = request.form.get("code", "")
    place = _house().invitations.by_code(typed, entering_device().id, address=address())
    if isinstance(place, Refusal):
        page = render_template("access/entry.html", typed={"code": typed[:20]}, fault=refusal_words(place))
        return page, STATUS.get(place.code, 400)
    return redirect(_location(place), 303)


@blueprint.get("/enter")
def enter() -> str:
    """The page whose script reads the token after the # and posts it."""
    return render_template("access/enter.html")


@blueprint.post("/enter")
def exchange() -> Response | tuple[Response, int]:
    """A link's token becomes a place: ``{"location": path}``, or a refusal in words.

    Somebody who has a place and scans the code of a table sits down there; at a full one they are told so, with the way
    back to where they are.
    """
    body = request.get_json(silent=True) if request.is_json else request.form
    token = body.get("token") if body is not None and hasattr(body, "get") else None
    if not isinstance(token, str) or not token:
        return _refused(Refusal(Code.MALFORMED))
    if is_setup_token(token):
        let_set_up()
        return jsonify(location=url_for("account.first_run"))
    device = entering_device().id
    place = _house().keepsakes.exchange(token, device) or _house().invitations.exchange(token, device, address())
    if isinstance(place, Refusal):
        return _refused(place)
    if place.role == "organiser":  # the link signed somebody in
        renewed_device()
    if place.role == "participant" and place.seat and place.group:
        full = _house().table_codes.scan(place.seat, device, place.group)
        if full is not None:
            return _refused(full, location=_location(place))
    return jsonify(location=_location(place))


@blueprint.get("/w/<wid>/join")
def join(wid: str) -> str | Response:
    """Who are you? For a device that holds a grant; one that has its seat already goes there."""
    device = known_device()
    if device is None:
        return redirect(url_for("access.entry"), 303)
    grant = _house().invitations.grant(device.id, wid)
    if grant is None:
        seats = _house().people.seats(device.id, wid)
        return redirect(_seat_page(seats[0]) if seats else url_for("access.entry"), 303)
    return render_template("access/join.html", **_about(wid, grant), typed={}, faults={})


@blueprint.post("/w/<wid>/join")
def take_seat(wid: str) -> Response | tuple[str, int]:
    """A name, or the return code of somebody who lost the seat, becomes a seat on this device."""
    device = known_device()
    grant = _house().invitations.grant(device.id, wid) if device else None
    if device is None or grant is None:
        return redirect(url_for("access.join", wid=wid), 303)
    people, form = _house().people, request.form
    if form.get("return_code", "").strip():
        seat = people.return_by_code(device.id, wid, form["return_code"], address=address())
        field = "return_code"
    else:
        seat = people.join(device.id, grant.id, form.get("name", ""), form.get("organisation", ""))
        field = "name"
    if not isinstance(seat, Refusal):
        return redirect(_seat_page(seat, grant.role), 303)
    faults = {str(seat.detail.get("field", field)): refusal_words(seat)}
    typed = {name: form.get(name, "") for name in ("name", "organisation", "return_code")}
    page = render_template("access/join.html", **_about(wid, grant), typed=typed, faults=faults)
    return page, STATUS.get(seat.code, 400)


@blueprint.post("/w/<wid>/s/<seat>/beside")
@with_seat
def sit_beside(wid: str, seat: Any) -> Response | tuple[Response | str, int]:
    """Another person shares this device: a second seat beside the first, ``{"seat": id}`` for a script."""
    device, name = known_device(), request.form.get("name", "")
    added = _house().people.sit_beside(device.id if device else "", seat.id, name)
    for_script = request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"
    if isinstance(added, Refusal):
        if for_script:
            return _refused(added)
        page = render_template("access/beside.html", seat=seat, typed=name, fault=refusal_words(added))
        return page, STATUS.get(added.code, 400)
    if for_script:
        return jsonify(seat=added.id, person=added.person, name=added.name)
    return redirect(_seat_page(seat), 303)


def _refused(refusal: Refusal, **more: str) -> tuple[Response, int]:
    answer = jsonify(refusal=refusal.code.value, words=refusal_words(refusal), detail=refusal.detail, **more)
    return answer, STATUS.get(refusal.code, 400)


def _location(place: Any) -> str:
    """Where a place is: an organiser's pages, a seat's page, or the question for a name."""
    if place.role == "organiser":
        return "/workshops"
    if place.seat is None:
        return url_for("access.join", wid=place.workshop)
    return f"/w/{place.workshop}/s/{place.seat}/{PAGES.get(place.role, '')}"


def _seat_page(seat: Any, role: str = "") -> str:
    """The first page of a seat; without a role, the page that its roles call for."""
    if not role:
        role = next((name for name in PAGES if name in seat.roles), "")
    return f"/w/{seat.workshop_id}/s/{seat.id}/{PAGES.get(role, '')}"


def _about(wid: str, grant: Any) -> dict[str, Any]:
    """What the page that asks for a name says about the workshop."""
    workshop = _house().workshops.outline(wid)
    if workshop is None:
        raise NotFound
    return {"workshop": workshop, "grant": grant, "whole_names": _house().guest_lists.whole_names(wid)}
