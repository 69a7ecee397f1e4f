"""The organiser's pages: the list of workshops, a new one, its links and papers, closing and removing it."""

from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from facilitation.domain.phases import MINUTE
from facilitation.domain.refusals import Refusal

from ..spoken import gettext as _
from ..wording import client_words_choices, refusal_words
from .drawings import qr
from .overview import Overview, addresses
from .own_formats import format_choices, offered, own_formats
from .preparation import (
    MOST_TABLES,
    Preparation,
    blank_preparation,
    minutes_field,
    minutes_fields,
    overflow_words,
    read_preparation,
)
from .seats import with_account
from .times import day_words, hour_words, local

blueprint = Blueprint("organiser", __name__)
blueprint.add_app_template_filter(hour_words, "hour")
blueprint.add_app_template_filter(day_words, "day")


@blueprint.app_template_filter("capfirst")
def capfirst(words: str) -> str:
    """The same words at the beginning of a sentence."""
    return words[:1].upper() + words[1:]


def workshops() -> Any:
    """The service that answers for workshops."""
    return current_app.extensions["tablee"].workshops


def public_base() -> str:
    """Where people reach this house: what the settings say, or the address that the organiser uses."""
    return (current_app.config.get("PUBLIC_URL") or request.host_url).rstrip("/")


def own_workshop(account: Any, workshop_id: str) -> Overview:
    """A workshop of this account; anybody else's is a 404, as if it did not exist."""
    found = workshops().owned(account.id, workshop_id)
    if found is None:
        abort(404)
    return Overview(found)


def own_addresses(workshop: Overview) -> Any:
    """The links of a workshop."""
    return addresses(workshop, workshops().links(workshop.id), public_base())


@blueprint.get("/workshops")
@with_account
def home(account: Any) -> ResponseReturnValue:
    """What comes next, and every workshop."""
    now = current_app.extensions["tablee"].instants.now()
    mine = [one for one in workshops().of_account(account.id) if not one.rehearsal]
    to_come = [one for one in mine if one.ends >= now and one.status != "closed"]
    chosen = min(to_come, key=lambda one: one.starts) if to_come else (mine[0] if mine else None)
    following = Overview(chosen, workshops().review(chosen.id)["people"]) if chosen else None
    return render_template(
        "organiser/home.html", account=account, next=following, workshops=mine, workshop_status=workshop_status
    )


def workshop_status(workshop: Any) -> str:
    """Where a workshop stands, in words."""
    if workshop.demo:
        return str(_("démonstration"))
    return str({"preparing": _("en préparation"), "open": _("en cours"), "closed": _("clos")}[workshop.status])


@blueprint.get("/workshops/new")
@with_account
def new(account: Any) -> ResponseReturnValue:
    """The form, already filled."""
    today = local(current_app.extensions["tablee"].instants.now()).date()
    return _form(account, blank_preparation(today, offered(account), request.args.get("format", "")))


@blueprint.post("/workshops/new")
@with_account
def create(account: Any) -> ResponseReturnValue:
    """A new workshop, or the form with its faults and everything that was typed."""
    prepared = read_preparation(request.form, offered(account))
    plan = prepared.plan
    if plan is None:
        return _form(account, prepared), 400
    made = workshops().create(
        account.id, plan.title, plan.place, plan.starts, plan.ends, plan.format_key, plan.minutes, plan.tables,
        plan.client_word, timezone=plan.timezone, retention_days=plan.retention_days,
        own=own_formats().get(account.id, plan.format_key),
    )  # fmt: skip
    if isinstance(made, Refusal):
        prepared.faults[str(made.detail.get("field", "title"))] = refusal_words(made)
        return _form(account, prepared), 400
    return redirect(url_for("organiser.workshop", workshop_id=made.id), 303)


def _form(account: Any, prepared: Preparation) -> str:
    return render_template(
        "organiser/new.html",
        most_tables=MOST_TABLES,
        account=account,
        prepared=prepared,
        choices=format_choices(account),
        client_choices=client_words_choices(),
        minutes_field=minutes_field,
        minutes_fields=minutes_fields,
    )


@blueprint.get("/workshops/<workshop_id>")
@with_account
def workshop(account: Any, workshop_id: str) -> ResponseReturnValue:
    """One workshop: code, links, papers, acts."""
    return workshop_page(account, own_workshop(account, workshop_id))


@blueprint.post("/workshops/<workshop_id>/format")
@with_account
def change_format(account: Any, workshop_id: str) -> ResponseReturnValue:
    """Another format before the start; one that does not hold before the end, or comes too late, is refused."""
    found = own_workshop(account, workshop_id)
    choices = offered(account)
    key = request.form.get("format", "")
    room = (found.ends - found.starts) // MINUTE
    over = choices[key].total // MINUTE - room if key in choices else 0
    if over > 0:
        return workshop_page(account, found, overflow_words(over, room, choices), key), 400
    refusal = own_formats().choose(account.id, workshop_id, key)
    if refusal is not None:
        return workshop_page(account, found, refusal_words(refusal), key), 400
    return redirect(url_for("organiser.workshop", workshop_id=workshop_id) + "#day", 303)


def workshop_page(account: Any, found: Overview, fault: str = "", chosen: str = "") -> str:
    """The page of a workshop; ``fault`` says why its format was not changed to the one ``chosen``."""
    return render_template(
        "organiser/workshop.html",
        account=account,
        workshop=found,
        links=own_addresses(found),
        qr=qr,
        choices=format_choices(account),
        chosen=chosen or found.format.key,
        fault=fault,
        began=own_formats().began(found.id),
        unused=own_formats().unused(found.id),
    )


@blueprint.post("/workshops/<workshop_id>/close")
@with_account
def close(account: Any, workshop_id: str) -> ResponseReturnValue:
    """Nothing more is written; notes stay readable."""
    own_workshop(account, workshop_id)
    workshops().close(workshop_id)
    return redirect(url_for("organiser.workshop", workshop_id=workshop_id), 303)


@blueprint.post("/workshops/<workshop_id>/links")
@with_account
def rotate(account: Any, workshop_id: str) -> ResponseReturnValue:
    """New links and a new code; the printed ones lead nowhere any more."""
    own_workshop(account, workshop_id)
    workshops().rotate(workshop_id)
    return redirect(url_for("organiser.workshop", workshop_id=workshop_id), 303)


@blueprint.post("/workshops/<workshop_id>/remove")
@with_account
def remove(account: Any, workshop_id: str) -> ResponseReturnValue:
    """Everything is gone. The button says so itself; a request without its word does nothing."""
    own_workshop(account, workshop_id)
    if request.form.get("sure") == "yes":
        workshops().remove(workshop_id)
        return redirect(url_for("organiser.home"), 303)
    return redirect(url_for("organiser.workshop", workshop_id=workshop_id), 303)
