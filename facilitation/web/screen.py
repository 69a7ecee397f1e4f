"""What every live page starts with: the snapshots of its first picture, and the workshop's own words."""

import json
from collections.abc import Sequence
from typing import Any

from flask import current_app, render_template
from markupsafe import Markup

from ..wording import client_words


def first_snapshots(audiences: Sequence[str]) -> list[str]:
    """The JSON texts of these audiences, read as every push is read."""
    read = current_app.extensions["tablee"].snapshots.read
    return [read(audience)[1] for audience in audiences]


def embedded(texts: Sequence[str]) -> Markup:
    """JSON texts as one list that may stand inside a script element: nothing in it can end the element."""
    joined = "[" + ",".join(texts) + "]"
    return Markup(joined.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def live_page(template: str, screen: str, seat: Any, watch: Sequence[str], **more: Any) -> str:
    """A page that follows ``watch``: kinds of audience such as ``group``; those without a subject yet are left out.

    ``screen`` names the entry of the browser's scripts.
    """
    workshop = current_app.extensions["tablee"].workshops.get(seat.workshop_id)
    subject = {
        "group": seat.group_id,
        "hosts": seat.group_id,
        "person": seat.person,
        "room": seat.workshop_id,
        "conductors": seat.workshop_id,
        "projector": seat.workshop_id,
    }
    texts = first_snapshots([f"{kind}:{subject[kind]}" for kind in watch if subject[kind]])
    known = {found["audience"].partition(":")[0]: found for found in map(json.loads, texts)}
    return render_template(
        template,
        screen=screen,
        seat=seat,
        watch=" ".join(watch),
        first=embedded(texts),
        snapshots=known,
        shape=next((found["shape"] for found in known.values() if "shape" in found), ""),
        workshop=workshop,
        timezone=workshop.timezone,
        client_word=workshop.client_word,
        words=client_words(workshop.client_word),
        **more,
    )
