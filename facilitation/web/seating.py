"""« Qui s'assied où »: tables and people, a draw, a proposal, and places given by hand."""

from collections import Counter
from typing import Any

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from ..domain.refusals import Code, Refusal
from ..spoken import gettext as _
from ..wording import quality_words, refusal_words, seated_words, unmet_words
from . import seating_list
from .seating_form import ACTS, DROP, read_wishes
from .seating_here import Here, both, house, pages

__all__ = ["blueprint", "seating_list"]

blueprint = pages


@both("/seating", "page")
def page(here: Here) -> ResponseReturnValue:
    """Tables and people, and what can be done."""
    return _page(here)


@both("/seating", "act", ("POST",))
def act(here: Here) -> ResponseReturnValue:
    """One act, then the page again; a refusal stands on it and what was typed is kept."""
    asked, _space, about = request.form.get("act", "").partition(" ")
    if asked not in ACTS:
        abort(400)
    refused = ACTS[asked](here, about)
    if refused is not None:
        return _page(here, refused), 400
    if asked in ("pair", "unpair"):  # one more, perhaps
        return redirect(here.url("page", pairs="yes", _anchor="optimise"), 303)
    by = {"by": "name"} if request.form.get("by") == "name" else {}
    return redirect(here.url("page", **by, _anchor="said"), 303)


def _page(here: Here, refused: Refusal | None = None) -> str:
    hall = house().seating.hall(here.workshop.id)
    fault, faults = _faults(refused)
    asked = refused is not None and request.form.get("act") == "optimise"
    return render_template(
        "organiser/seating/page.html",
        here=here,
        account=here.account,
        workshop=here.workshop,
        hall=hall,
        by_name=request.values.get("by") == "name",
        said=seated_words(hall.last, hall.names, hall.table_names, _doors(hall)) if hall.last else [],
        good=_good(hall),
        unmet=[unmet_words(one, hall.names) for one in hall.unmet],
        typed=request.form if asked else {"least": hall.wishes.least, "most": hall.wishes.most},
        mix=read_wishes(hall.wishes).mix if asked else hall.wishes.mix,
        mixes=_mixes(hall),
        unfolded=bool(faults) or "pairs" in request.args,
        fault=fault,
        faults=faults,
        drop=DROP,
    )


def _faults(refused: Refusal | None) -> tuple[str, dict[str, str]]:
    """What is said above the page, and what stands beside a field."""
    if refused is None:
        return "", {}
    field = refused.detail.get("field")
    if field in ("least", "most"):
        said = _("De %(low)s à %(high)s.", low=refused.detail["low"], high=refused.detail["high"])
        return "", {str(field): said}
    if field == "person":
        return _("Choisissez d’abord quelqu’un."), {}
    if field == "pair":
        return "", {"pair": _("Choisissez deux personnes.")}
    if refused.code is Code.UNKNOWN_THING:
        return _("Cela a changé entre-temps : regardez de nouveau."), {}
    return refusal_words(refused), {}


def _doors(hall: Any) -> dict[str, str]:
    """The name of the table whose yes somebody waits for."""
    return {one.id: hall.table_names[one.asks] for one in hall.people if one.asks in hall.table_names}


def _good(hall: Any) -> list[str]:
    """How good the proposal is, and why it is no better."""
    if hall.proposal is None or hall.proposal.quality is None:
        return []
    tables = len(set(hall.proposal.seating.values()))
    seated = [one for one in hall.people if one.organisation and one.id in hall.proposal.seating]
    names = {one.organisation.casefold(): one.organisation for one in seated}
    of = Counter(one.organisation.casefold() for one in seated)
    crowds = {names[key]: number for key, number in of.items() if number > tables}
    return quality_words(hall.proposal.quality, tables, crowds, [mix for mix in _mixes(hall) if mix in hall.wishes.mix])


def _mixes(hall: Any) -> list[str]:
    """What there is to be mixed in this room."""
    there = {
        "organisation": any(one.organisation for one in hall.people),
        "territory": any(one.territory for one in hall.people),
        "met": hall.history,
    }
    return [mix for mix, found in there.items() if found]
