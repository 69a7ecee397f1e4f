"""The buttons of « Qui s'assied où »: what each asks of the services. None: it was done."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from flask import request

from ..domain.refusals import Code, Refusal
from ..service.seating_wishes import MIXES, Pair, Wishes
from .seating_here import Here, house

Act = Callable[[Here, str], Refusal | None]
DROP = "drop"
"""In the place of a table: whoever is expected does not come."""


def read_wishes(known: Wishes) -> Wishes:
    """What the form asks for; pairs have acts of their own."""
    form = request.form
    mix = frozenset(form.getlist("mix")) & frozenset(MIXES)
    return replace(known, least=_number(form.get("least", "")), most=_number(form.get("most", "")), mix=mix)


def _number(typed: str) -> int:
    """What was typed; 0, which no field allows, for what is no number."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


def _step() -> int:
    return _number(request.form.get("step", ""))


def _draw(here: Here, about: str) -> Refusal | None:
    return house().seating.draw(here.workshop.id, here.by, _step(), waiting=about == "waiting")


def _optimise(here: Here, about: str) -> Refusal | None:
    return house().seating.optimise(here.workshop.id, read_wishes(Wishes()))


def _accept(here: Here, about: str) -> Refusal | None:
    return house().seating.accept(here.workshop.id, here.by, _step())


def _abandon(here: Here, about: str) -> Refusal | None:
    return house().seating.abandon(here.workshop.id)


def _undo(here: Here, about: str) -> Refusal | None:
    return house().seating.undo(here.workshop.id, here.by, _step())


def _place(here: Here, about: str) -> Refusal | None:
    people, table = request.form.getlist("person"), request.form.get("table", "")
    if not people:
        return Refusal(Code.MISSING_FIELD, {"field": "person"})
    if table == DROP:
        return house().places.drop(here.workshop.id, people)
    return house().places.place(here.workshop.id, here.by, people, table or None)


def _unpin(here: Here, about: str) -> Refusal | None:
    return house().places.unpin(here.workshop.id, request.form.getlist("person"))


def _pair(here: Here, about: str) -> Refusal | None:
    pair = Pair(about, request.form.get("one", ""), request.form.get("other", ""))
    if not pair.one or not pair.other:
        return Refusal(Code.BAD_VALUE, {"field": "pair"})
    return house().places.pair(here.workshop.id, pair)


def _unpair(here: Here, about: str) -> Refusal | None:
    one, _space, other = about.partition(" ")
    return house().places.unpair(here.workshop.id, one, other)


ACTS: Mapping[str, Act] = {
    "draw": _draw,
    "optimise": _optimise,
    "accept": _accept,
    "abandon": _abandon,
    "undo": _undo,
    "place": _place,
    "unpin": _unpin,
    "pair": _pair,
    "unpair": _unpair,
}
"""By the first word of a button's value; the rest says about what."""
