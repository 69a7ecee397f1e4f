"""« Mes déroulés »: the formats that are shipped and one's own, and the page that shapes one.

Everything works by plain forms: a button that moves a line sends the whole form, and the next page begins at the line.
"""

from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from facilitation.domain.formats import MOST_ROUNDS, SHIPPED, Option
from facilitation.domain.phases import MINUTE, ClientMode, Kind
from facilitation.domain.refusals import Refusal
from facilitation.domain.shaping import NEEDS
from facilitation.service.formats import LONGEST_LINE, LONGEST_NAME, SCRIPT_LINES
from facilitation.service.plans import Own

from ..spoken import gettext as _
from ..wording import format_words, mode_words, option_words, refusal_words, script_line_words
from .format_form import Draft, act_on, draft_of, format_of, read_draft
from .own_formats import format_choices, own_formats
from .preparation import end_after
from .seats import with_account
from .times import local

blueprint = Blueprint("formats", __name__)


@blueprint.get("/formats")
@with_account
def shelf(account: Any) -> ResponseReturnValue:
    """Every format that can be chosen."""
    return _shelf(account)


@blueprint.post("/formats")
@with_account
def duplicate(account: Any) -> ResponseReturnValue:
    """A copy, to be shaped; 404 for what the account does not have."""
    source = request.form.get("source", "")
    made = own_formats().duplicate(account.id, source, _name_of_copy(account, source))
    if made is None:
        abort(404)
    if isinstance(made, Refusal):
        return _shelf(account, refusal_words(made)), 400
    return redirect(url_for("formats.editor", format_id=made.id), 303)


@blueprint.get("/formats/<format_id>")
@with_account
def editor(account: Any, format_id: str) -> ResponseReturnValue:
    """One format, to be shaped."""
    own = _own(account, format_id)
    return _editor(account, own, draft_of(own, *_hours(account, own)))


@blueprint.post("/formats/<format_id>")
@with_account
def shape(account: Any, format_id: str) -> ResponseReturnValue:
    """Save what stands in the form, or do what one of its buttons says; what was typed is there again either way."""
    own = _own(account, format_id)
    draft = read_draft(request.form)
    act = request.form.get("act", "save")
    if act != "save":
        act_on(draft, act, request.form.get("new_kind", ""))
        return _editor(account, own, draft)
    shaped = format_of(draft, own.id)
    if shaped is None:
        return _editor(account, own, draft), 400
    saved = own_formats().save(account.id, own.id, draft.typed["name"], shaped, draft.script)
    if saved is None:  # removed in another window
        abort(404)
    if isinstance(saved, Refusal):
        draft.faults[str(saved.detail.get("field", "phases"))] = refusal_words(saved)
        return _editor(account, own, draft), 400
    return redirect(url_for("formats.shelf") + f"#{own.id}", 303)


@blueprint.post("/formats/<format_id>/remove")
@with_account
def remove(account: Any, format_id: str) -> ResponseReturnValue:
    """Gone, for its button only; workshops keep their copy."""
    _own(account, format_id)
    if request.form.get("sure") == "yes":
        own_formats().remove(account.id, format_id)
        return redirect(url_for("formats.shelf"), 303)
    return redirect(url_for("formats.editor", format_id=format_id), 303)


def _own(account: Any, format_id: str) -> Own:
    found = own_formats().get(account.id, format_id)
    if found is None:
        abort(404)
    return found


def _name_of_copy(account: Any, source: str) -> str:
    """The name of the original and that this is a copy; the end is cut before the name is."""
    if source in SHIPPED:
        name = format_words(source).name
    else:
        own = own_formats().get(account.id, source)
        workshop = None if own else current_app.extensions["tablee"].workshops.owned(account.id, source)
        name = own.name if own else workshop.title if workshop else ""
    said = str(_("%(name)s (copie)", name=""))
    return str(_("%(name)s (copie)", name=name[: LONGEST_NAME - len(said)]))


def _hours(account: Any, own: Own) -> tuple[str, str]:
    """The hours to measure against: those of the next workshop in preparation, else an afternoon just as long."""
    house = current_app.extensions["tablee"]
    now = house.instants.now()
    coming = [w for w in house.workshops.of_account(account.id) if w.status == "preparing" and w.starts >= now]
    if not coming:
        return "14:00", end_after(14 * 60, own.format.total // MINUTE)
    following = min(coming, key=lambda workshop: workshop.starts)
    zone = following.timezone
    return f"{local(following.starts, zone):%H:%M}", f"{local(following.ends, zone):%H:%M}"


def _shelf(account: Any, fault: str = "") -> str:
    choices = format_choices(account)
    return render_template(
        "organiser/formats/shelf.html",
        account=account,
        own=[one for one in choices if one.own],
        shipped=[one for one in choices if not one.own],
        fault=fault,
    )


def _editor(account: Any, own: Own, draft: Draft) -> str:
    counts = {kind: sum(1 for line in draft.lines if line.kind is kind) for kind in Kind}
    return render_template(
        "organiser/formats/editor.html",
        account=account,
        own=own,
        draft=draft,
        addable=[kind for kind in Kind if counts[kind] < MOST_ROUNDS],
        scripted=[kind for kind in Kind if kind in draft.kinds or kind.value in draft.script],
        options=[(option, option_words(option), NEEDS.get(option)) for option in Option],
        modes=[(mode, mode_words(mode)) for mode in ClientMode],
        script_lines=[(line, script_line_words(line)) for line in SCRIPT_LINES],
        longest={"name": LONGEST_NAME, "line": LONGEST_LINE},
    )
