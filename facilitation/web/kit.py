"""The paper kit: every sheet of a workshop on one page, in the order in which it is dealt out to the tables.

What is printed follows from the format: a format without a contract has no contract sheet. See decision 0012.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from facilitation.domain.formats import Format
from facilitation.domain.phases import Kind

from ..wording import client_words
from .drawings import qr
from .organiser import own_addresses, own_workshop, public_base, workshops
from .overview import Hour, TableLinks
from .seats import with_account

blueprint = Blueprint("kit", __name__)
A_MONTH = 30 * 86_400_000
SHEETS = ("poster", "consultant", "learnings", "table", "host", "client", "contract", "plan")
"""The kinds of sheet in the order of the pile."""
COPIED = ("consultant", "learnings")
"""Printed once and photocopied, one for each person: nobody knows the day before how many will come."""
ROOMY, FULL = 11, 15
"""How many phases the host's grid holds in large and in middling type."""


@dataclass(frozen=True)
class Sheet:
    """One A4 page. ``table`` is None for the room's sheets, ``round`` counts from 1 where a table holds several."""

    kind: str
    table: TableLinks | None = None
    round: int | None = None


@dataclass(frozen=True)
class GridLine:
    """A phase on the host's grid. ``opens`` is the number of the round that begins with it, else 0; ``again`` is true
    where the sentence already stands above and the page has no room to say it twice."""

    hour: Hour
    opens: int
    again: bool


def rounds(planned: Format) -> int:
    """How many cases a table hears in this format."""
    return len(planned.openings) + 1


def sheets(planned: Format, tables: tuple[TableLinks, ...]) -> tuple[Sheet, ...]:
    """The pile: the room's sheets, the two to photocopy, then a packet for each table."""
    kinds = {phase.kind for phase in planned.phases}
    return tuple(sheet for sheet in _pile(planned, tables) if _of_use(sheet.kind, kinds))


def _pile(planned: Format, tables: tuple[TableLinks, ...]) -> Iterator[Sheet]:
    yield from (Sheet(kind) for kind in ("poster", *COPIED))
    several = rounds(planned) > 1
    for table in tables:
        yield from (Sheet("table", table), Sheet("host", table))
        for number in range(1, rounds(planned) + 1):
            yield from (Sheet(kind, table, number if several else None) for kind in ("client", "contract", "plan"))


def _of_use(kind: str, phases: set[Kind]) -> bool:
    needed = {
        "client": {Kind.EXPOSITION},
        "contract": {Kind.CONTRACT},
        "plan": {Kind.ACTION_PLAN},
        "learnings": {Kind.LEARNINGS},
        "consultant": {Kind.CLARIFICATION, Kind.SILENT_WRITING, Kind.SUGGESTIONS},
    }
    return kind not in needed or bool(needed[kind] & phases)


def grid(planned: Format, hours: tuple[Hour, ...]) -> tuple[GridLine, ...]:
    """The lines of the host's grid. A format too long to say everything says each sentence once."""
    openings = planned.openings
    first = {hour.kind: i for i, hour in reversed(list(enumerate(hours)))}
    long = len(hours) > 2 * ROOMY
    return tuple(
        GridLine(hour, openings.index(i) + 2 if i in openings else 0, long and first[hour.kind] != i)
        for i, hour in enumerate(hours)
    )


def _density(lines: int) -> str:
    if lines <= ROOMY:
        return "roomy"
    return "full" if lines <= FULL else "dense" if lines <= 2 * ROOMY else "packed"


@blueprint.get("/workshops/<workshop_id>/kit")
@with_account
def show(account: Any, workshop_id: str) -> ResponseReturnValue:
    """The whole kit; a link that ends in ``#print`` opens the printer's window too."""
    found = own_workshop(account, workshop_id)
    links = own_addresses(found)
    pile = sheets(found.format, links.tables)
    return render_template(
        "organiser/kit/kit.html",
        account=account,
        workshop=found,
        words=client_words(found.client_word),
        links=links,
        pile=pile,
        kinds_here=[kind for kind in SHEETS if any(sheet.kind == kind for sheet in pile)],
        copied=COPIED,
        lines=grid(found.format, found.hours),
        density=_density(len(found.hours)),
        rounds=rounds(found.format),
        phases={phase.kind.value for phase in found.format.phases},
        again_on=found.ends + A_MONTH,
        address=urlsplit(public_base()).netloc,
        qr=qr,
    )


@blueprint.post("/workshops/<workshop_id>/paper")
@with_account
def paper(account: Any, workshop_id: str) -> ResponseReturnValue:
    """Which tables have no device; the others have one."""
    found = own_workshop(account, workshop_id)
    workshops().choose_paper(found.id, request.form.getlist("paper"))
    return redirect(url_for("organiser.workshop", workshop_id=workshop_id), 303)
