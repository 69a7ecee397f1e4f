"""The pilot's board: all tables along one afternoon."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, current_app
from flask.typing import ResponseReturnValue

from facilitation.domain.formats import Format
from facilitation.domain.phases import MINUTE

from .overview import Overview
from .programme import last_meeting
from .screen import live_page
from .seats import with_seat

blueprint = Blueprint("conductor", __name__)

AXIS = 1.1
"""How much longer than the plan the axis of the tracks is; static/js/domain/track.js draws with the same."""
HOUR = 60 * MINUTE
TOO_NEAR = 0.07
"""The share of the axis under which two hours would be written over one another."""


@dataclass(frozen=True)
class Mark:
    """An hour written over the tracks. ``at`` is a percentage of the axis, ``instant`` milliseconds."""

    at: float
    instant: int
    meets: bool = False


@blueprint.get("/w/<wid>/s/<seat>/conduct")
@with_seat
def board(wid: str, seat: Any) -> ResponseReturnValue:
    """The board; for a pilot's seat only."""
    if "conductor" not in seat.roles:
        abort(403)
    workshop = Overview(current_app.extensions["tablee"].workshops.get(wid))
    meets = last_meeting(workshop.stations)
    return live_page(
        "conductor/board.html",
        "conductor",
        seat,
        ("conductors",),
        tables=len(workshop.tables),
        targets=_targets(workshop.format),
        scale=hours_scale(workshop.starts, workshop.ends, meets),
    )


def _targets(planned: Format) -> list[tuple[str, str, int]]:
    """Where tables can be brought: the target on the wire, its kind, and which of that kind it is (0: the only one)."""
    kinds = [phase.kind.value for phase in planned.phases]
    return [
        (planned.target(i), kind, kinds[: i + 1].count(kind) if kinds.count(kind) > 1 else 0)
        for i, kind in enumerate(kinds)
    ]


def hours_scale(starts: int, ends: int, meets: int | None) -> list[Mark]:
    """The hours over the tracks: the start, each full hour, and where the tables meet."""
    span = (ends - starts) * AXIS
    marks = [Mark(0.0, starts)]
    for instant in range(starts - starts % HOUR + HOUR, int(starts + span), HOUR):
        marks.append(Mark(round((instant - starts) * 100 / span, 2), instant))
    end = Mark(round(((meets or ends) - starts) * 100 / span, 2), meets or ends, True)
    kept: list[Mark] = []
    for mark in marks:
        if end.at - mark.at >= 100 * TOO_NEAR and (not kept or mark.at - kept[-1].at >= 100 * TOO_NEAR):
            kept.append(mark)
    return [*kept, end]
