"""What every live page starts with: the snapshots of its first picture, and the workshop's own words."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, render_template, request
from markupsafe import Markup

from ..wording import client_words
from .language import locale_code
from .stencil import Stencils, mark


def first_snapshots(audiences: Sequence[str]) -> list[str]:
    """The JSON texts of these audiences, read as every push is read."""
    found = current_app.extensions["tablee"].snapshots.read_many(audiences)
    return [found[audience][1] for audience in audiences]


def embedded(texts: Sequence[str]) -> Markup:
    """JSON texts as one list that may stand inside a script element: nothing in it can end the element."""
    joined = "[" + ",".join(texts) + "]"
    return Markup(joined.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def live_page(template: str, screen: str, seat: Any, watch: Sequence[str], **more: Any) -> str:
    """A page that follows ``watch``: kinds of audience such as ``group``; those without a subject yet are left out.

    ``screen`` names the entry of the browser's scripts.
    """
    workshop = current_app.extensions["tablee"].workshops.get(seat.workshop_id)
    texts = first_snapshots(_audiences(seat, watch))
    known = {found["audience"].partition(":")[0]: found for found in map(json.loads, texts)}
    shared = _shared(screen, watch, _shape(known), workshop)
    return render_template(
        template, seat=seat, first=embedded(texts), snapshots=known, workshop=workshop, **shared, **more
    )


def page_of_many(template: str, screen: str, seat: Any, watch: Sequence[str]) -> str:
    """What ``live_page`` makes, for a template that asks of the seat who and where it is, of the workshop its options,
    and nothing of the snapshots: rendered once a second for all who see the same. Not for a shared device."""
    workshop = current_app.extensions["tablee"].workshops.outline(seat.workshop_id)
    texts = first_snapshots(_audiences(seat, watch))
    shape = _shape({"group": json.loads(texts[watch.index("group")])}) if "group" in watch else ""
    options = workshop.format.options
    asked = (request.script_root, locale_code(), template, screen, *watch)
    kind = (asked, workshop.client_word, workshop.timezone, shape, options)

    def render() -> str:
        some = _SomeWorkshop(_SomeFormat(options))
        shared = _shared(screen, watch, shape, workshop)
        return render_template(template, seat=_Anybody(), first=Markup(mark("first")), workshop=some, **shared)

    values = {
        "seat": seat.id, "workshop": seat.workshop_id, "person": seat.person or "",
        "roles": " ".join(seat.roles or ()), "first": embedded(texts),
    }  # fmt: skip
    stencils: Stencils = current_app.extensions["stencils"]
    return stencils.page(kind, render, values)


@dataclass(frozen=True)
class _Anybody:
    """All that a page of many may ask of a seat."""

    id: str = mark("seat")
    workshop_id: str = mark("workshop")
    person: str = mark("person")
    roles: tuple[str, ...] = (mark("roles"),)
    shared: bool = False


@dataclass(frozen=True)
class _SomeFormat:
    options: Any


@dataclass(frozen=True)
class _SomeWorkshop:
    """All that it may ask of the workshop."""

    format: _SomeFormat


def _shared(screen: str, watch: Sequence[str], shape: str, workshop: Any) -> dict[str, Any]:
    """What a page says that is the same for all who see this screen of this workshop."""
    return {
        "screen": screen, "watch": " ".join(watch), "shape": shape, "timezone": workshop.timezone,
        "client_word": workshop.client_word, "words": client_words(workshop.client_word),
    }  # fmt: skip


def _audiences(seat: Any, watch: Sequence[str]) -> list[str]:
    subject = {
        "group": seat.group_id,
        "hosts": seat.group_id,
        "person": seat.person,
        "room": seat.workshop_id,
        "conductors": seat.workshop_id,
        "projector": seat.workshop_id,
    }
    return [f"{kind}:{subject[kind]}" for kind in watch if subject[kind]]


def _shape(snapshots: dict[str, Any]) -> str:
    return next((found["shape"] for found in snapshots.values() if "shape" in found), "")
