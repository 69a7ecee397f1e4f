"""What one takes home: a page to print, a private link, a day in the calendar; what became of it; and erasure."""

import json
import secrets
from itertools import groupby
from operator import itemgetter
from typing import Any

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from facilitation.domain.commands import OUTCOMES

from ..spoken import gettext as _
from ..wording import client_words, refusal_words
from .calendar import one_day
from .device import known_device
from .drawings import qr
from .seats import with_seat
from .times import DAY_MS, local

blueprint = Blueprint("keepsake", __name__)
LATER = 30 * DAY_MS
"""After how long one reads one's plan again."""


def _house() -> Any:
    return current_app.extensions["tablee"]


def notes_of(seat: Any) -> dict[str, Any]:
    """What this person may read of the table; a 404 for who does not sit at one."""
    if seat.person is None or seat.group_id is None:
        raise NotFound
    workshops = _house().workshops
    workshop = workshops.get(seat.workshop_id)
    notes = workshops.notes(seat.group_id, seat.person)
    if notes is None:
        raise NotFound
    return {"seat": seat, "workshop": workshop, "words": client_words(workshop.client_word), "notes": notes}


@blueprint.get("/w/<wid>/s/<seat>/leaving")
@with_seat
def leaving(wid: str, seat: Any) -> ResponseReturnValue:
    """One page to take away: the client's plan, or what one learned. No address is asked.

    Who left the table still has their own words, on the page that gives and erases them.
    """
    if seat.person is not None and (
        seat.group_id is None or _house().workshops.notes(seat.group_id, seat.person) is None
    ):
        return redirect(url_for("keepsake.ask_to_erase", wid=wid, seat=seat.id), 303)
    return _page(seat)


@blueprint.post("/w/<wid>/s/<seat>/leaving/link")
@with_seat
def renew(wid: str, seat: Any) -> ResponseReturnValue:
    """A private link, or another in its place. A shared device shows none: it would be everybody's."""
    notes_of(seat)
    if seat.shared:
        raise NotFound
    _house().keepsakes.renew(seat.person, seat.group_id)
    return redirect(url_for("keepsake.leaving", wid=wid, seat=seat.id, _anchor="link"), 303)


@blueprint.post("/w/<wid>/s/<seat>/leaving/follow")
@with_seat
def follow(wid: str, seat: Any) -> ResponseReturnValue:
    """What became of a line of one's plan: a command like any other, sent by a form."""
    notes_of(seat)
    form = request.form
    fields: dict[str, Any] = {
        "action": form.get("action", ""), "outcome": form.get("outcome", ""), "note": form.get("note", ""),
        "share": form.get("share") == "yes",
    }  # fmt: skip
    message = {
        "id": form.get("id", ""), "as": seat.id, "command": "follow_action", "group": seat.group_id, "fields": fields,
    }  # fmt: skip
    device = known_device()
    answer = _house().door.receive(message, device.id if device else "")
    if answer.refusal is not None:
        return _page(seat, typed=fields, fault=refusal_words(answer.refusal)), 400
    return redirect(url_for("keepsake.leaving", wid=wid, seat=seat.id, _anchor="later"), 303)


@blueprint.get("/w/<wid>/s/<seat>/plan.ics")
@with_seat
def calendar(wid: str, seat: Any) -> Response:
    """One day, thirty days later, with the plan in it: the person's own words for the person's own calendar."""
    found = notes_of(seat)
    if seat.shared:
        raise NotFound
    workshop, plan = found["workshop"], plan_of(found["notes"])
    if not plan["mine"]:
        raise NotFound
    lines = [line for action in plan["actions"] for line in (action["what"], action["first_step"], action["when"])]
    link = _address(_house().keepsakes.link(seat.person, seat.group_id))
    text = one_day(
        uid=f"{seat.person}@tablee",
        stamp=_house().instants.now(),
        day=local(workshop.ends + LATER, workshop.timezone).date(),
        title=_("Relire mon plan"),
        words="\n".join([*filter(None, [plan["contract"], *lines]), *filter(None, [link])]),
    )
    headers = {"Content-Disposition": "attachment; filename=plan.ics"}
    return Response(text, mimetype="text/calendar", headers=headers)


@blueprint.get("/w/<wid>/s/<seat>/words.md", defaults={"form": "md"})
@blueprint.get("/w/<wid>/s/<seat>/words.json", defaults={"form": "json"})
@with_seat
def own_words(wid: str, seat: Any, form: str) -> Response:
    """Everything this person wrote, at every table, to keep; a shared device gives nobody's."""
    words = None if seat.person is None or seat.shared else _house().keepsakes.own_words(seat.person)
    if words is None:
        raise NotFound
    headers = {"Content-Disposition": f"attachment; filename=tablee.{form}"}
    if form == "json":
        text = json.dumps(words, ensure_ascii=False, indent=2) + "\n"
        return Response(text, mimetype="application/json", headers=headers)
    text = render_template("participant/words.md", **words, tables=_by_table(words["words"]))
    return Response(text, mimetype="text/markdown", headers=headers)


def _by_table(items: list[dict[str, Any]]) -> list[tuple[str, int, list[tuple[str, list[dict[str, Any]]]]]]:
    """By round of a table, then by what it is; an idea that was brought is read once, as what it became."""
    read = [item for item in items if item["status"] != "brought"]
    return [
        (table, number, [(type, list(some)) for type, some in groupby(own, itemgetter("type"))])
        for (table, number), own in groupby(read, itemgetter("table", "round"))
    ]


@blueprint.get("/w/<wid>/s/<seat>/erase")
@with_seat
def ask_to_erase(wid: str, seat: Any) -> ResponseReturnValue:
    """What erasing means, before it is done."""
    if seat.person is None:
        raise NotFound
    return render_template("participant/erase.html", seat=seat, done=False)


@blueprint.post("/w/<wid>/s/<seat>/erase")
@with_seat
def erase(wid: str, seat: Any) -> ResponseReturnValue:
    """Every word of this person is gone; a request without the form's word does nothing."""
    if seat.person is None:
        raise NotFound
    if request.form.get("sure") != "yes":
        return redirect(url_for("keepsake.ask_to_erase", wid=wid, seat=seat.id), 303)
    device = known_device()
    alone = device is not None and len(_house().people.seats(device.id)) == 1
    _house().privacy.erase(seat.person)
    answer = make_response(render_template("participant/erase.html", seat=seat, done=True))
    if alone:  # drafts in this browser are words too; with other seats on it they are somebody else's as well
        answer.headers["Clear-Site-Data"] = '"storage"'
    return answer


def plan_of(notes: dict[str, Any]) -> dict[str, Any]:
    """The round that one takes home: the last in which one was the client, else the last."""
    nothing: dict[str, Any] = {"mine": False, "words": "kept", "contract": "", "actions": [], "learnings": []}
    mine = [one for one in notes["rounds"] if one["mine"] and one["words"] in ("kept", "withheld")]
    found: dict[str, Any] = [nothing, *notes["rounds"], *mine][-1]
    return found


def _address(token: str | None) -> str:
    base = (current_app.config.get("PUBLIC_URL") or request.host_url).rstrip("/")
    return f"{base}{url_for('access.enter')}#{token}" if token else ""


def _page(seat: Any, typed: dict[str, Any] | None = None, fault: str = "") -> str:
    found = notes_of(seat)
    workshop = found["workshop"]
    link = "" if seat.shared else _address(_house().keepsakes.link(seat.person, seat.group_id))
    return render_template(
        "participant/leaving.html",
        **found,
        round=plan_of(found["notes"]),
        link=link,
        qr=qr,
        later=workshop.ends + LATER,
        due=_house().instants.now() >= workshop.ends + LATER // 2,
        outcomes=OUTCOMES,
        fresh=lambda: secrets.token_urlsafe(16),
        typed=typed or {},
        fault=fault,
    )
