"""After the day: minutes and counts. What was said belongs to the tables, and is never asked for here; what people
released for the whole gathering comes without their names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from facilitation.domain.phases import MINUTE

from ..spoken import gettext as _
from .organiser import own_workshop, workshops
from .seats import with_account

blueprint = Blueprint("review", __name__)
LONGEST_BAR = 0.93
"""The share of the drawing's width that the longest phase of a workshop takes."""


@dataclass(frozen=True)
class Line:
    """A phase in minutes: planned, and what it took on the average of the tables that went through it.

    ``mark``, ``bar`` and ``beyond`` are percentages of the drawing's width.
    """

    kind: str
    planned: int
    real: int | None
    mark: float
    bar: float
    beyond: float


def lines_of(phases: Sequence[dict[str, Any]], speed: int) -> list[Line]:
    """The lines of a review; a rehearsal's minutes are shown as if they had not been divided by ``speed``."""
    pairs = [(p["kind"], _minutes(p["planned"], speed), _minutes(p["real"], speed)) for p in phases]
    longest = max([1, *(planned or 0 for _k, planned, _r in pairs), *(real or 0 for _k, _p, real in pairs)])
    scale = 100 * LONGEST_BAR / longest
    return [_line(kind, planned or 0, real, scale) for kind, planned, real in pairs]


def _line(kind: str, planned: int, real: int | None, scale: float) -> Line:
    shown = real or 0
    return Line(
        kind, planned, real, round(planned * scale, 2), round(min(planned, shown) * scale, 2),
        round(max(0, shown - planned) * scale, 2),
    )  # fmt: skip


def _minutes(milliseconds: int | None, speed: int) -> int | None:
    return None if milliseconds is None else round(milliseconds * speed / MINUTE)


@blueprint.get("/workshops/<workshop_id>/review")
@with_account
def show(account: Any, workshop_id: str) -> ResponseReturnValue:
    """Planned and real minutes of the whole room, and how much was written; never what."""
    workshop = own_workshop(account, workshop_id)
    found = workshops().review(workshop_id)
    written = found["written"]
    return render_template(
        "organiser/review.html",
        account=account,
        workshop=workshop,
        review=found,
        took=_minutes(found["ended"] - found["started"], found["speed"]) if found["started"] else None,
        lines=lines_of(found["phases"], found["speed"]) if found["started"] else [],
        counts=[
            (_("Sujets proposés"), found["cases"]["shown"]),
            (_("Sujets gardés pour plus tard"), found["cases"]["kept"]),
            (_("Questions notées"), written["question"]),
            (_("Suggestions"), written["suggestion"]),
            (_("Premiers pas décidés"), written["action"]),
            (_("Apprentissages partagés à la table ou plus loin"), written["learning"]),
        ],
        released=workshops().released(workshop_id),
        follow_ups=workshops().follow_ups(workshop_id),
    )
