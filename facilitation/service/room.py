"""Acts on several tables at once."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..domain.commands import Command, FinishOnTime, Undo
from ..domain.events import EVENTS, Event, TimeRanOut
from ..domain.refusals import Code, Refusal
from ..storage.journal import JournalRow
from ..storage.repository import Cause, Locked
from ..storage.workshops import WorkshopRow
from .answers import Answer
from .conduct import Asker, act
from .envelope import Envelope
from .unit import Unit


def opened(unit: Unit, workshop: str) -> None:
    """The first round has started: the workshop is open."""
    row = unit.workshop(workshop)
    if row.status == "preparing":
        row.status = "open"
        unit.changed_workshop(workshop)


def stale(row: Locked, command: Command, step: int | None) -> Refusal | None:
    """Why a steering command comes too late: its sender saw another step of this table. None when it saw this one."""
    if not command.steering:
        return None
    if step is None:
        return Refusal(Code.MISSING_FIELD, {"field": "step"})
    return Refusal(Code.STALE_STEP, {"step": row.step}) if step != row.step else None


def born(events: Iterable[Event], fresh: str) -> dict[str, Any]:
    """The identifier of the row that a command gave birth to, when it did."""
    return {"id": fresh} if any(fresh in vars(event).values() for event in events) else {}


def on_tables(unit: Unit, workshop: str, envelope: Envelope, asker: Asker, cause: Cause, fresh: str) -> Answer:
    """The answer to one act on several tables: done at all of them or at none, except those that it must leave alone.

    A table is skipped, and named, when its step is not the one the pilot saw, when it refuses, and for *undo* when it
    moved since the act.
    """
    if not asker.conducts:
        return Answer.refused(Code.NOT_ALLOWED)
    command = envelope.command
    rows = [unit.groups.get(group) for group in envelope.groups]
    if any(row is None or row.workshop_id != workshop for row in rows):
        return Answer.refused(Code.UNKNOWN_TABLE)
    shop = unit.workshop(workshop)
    steps: dict[str, int] = {}
    skipped: list[str] = []
    first: Refusal | None = None
    changed = False
    for row in filter(None, rows):
        refusal = stale(row, command, envelope.steps.get(row.id)) or _moved_since(unit.session, shop, row, command)
        if refusal is None:
            outcome = act(unit, row, command, asker.at(row.value), cause, fresh)
            if isinstance(outcome, Refusal):
                refusal = outcome
            else:
                changed = changed or bool(outcome[1])
        if refusal is not None:
            first = first or refusal
            skipped.append(row.id)
        steps[row.id] = row.step
    if first is not None and len(skipped) == len(rows):
        return Answer(False, first)
    if changed and command.steering:  # what was said or put away is no act that undo takes back
        if not isinstance(command, FinishOnTime | Undo):  # neither begins anything: the day opens with its first round
            opened(unit, workshop)
        undone = isinstance(command, Undo)
        done = {"person": cause.person, "command": cause.command, "act": command.wire()}
        unit.session.acted(shop, None if undone else done)
    return Answer(True, None, shop.version, steps, skipped, {})


_MOVES = frozenset(name for name, event in EVENTS.items() if event.steering and event is not TimeRanOut)


def _moved_since(session: Session, shop: WorkshopRow, row: Locked, command: Command) -> Refusal | None:
    """Why *undo for all* leaves a table alone: the last act there is not the room's last act."""
    if not isinstance(command, Undo):
        return None
    last = shop.last_act
    undoable = row.value.undoable
    if last is None or undoable is None or undoable.act != last["act"]:
        return Refusal(Code.NOTHING_TO_UNDO)
    query = select(JournalRow.person, JournalRow.command).where(
        JournalRow.subject == row.id, JournalRow.event.in_(_MOVES)
    )
    moved = session.execute(query.order_by(JournalRow.version.desc()).limit(1)).one_or_none()
    # A table that was warned moves later, by the timekeeper: that still is the room's act.
    ours = moved is not None and (moved.command == last["command"] or moved.person == "system")
    return None if ours else Refusal(Code.NOTHING_TO_UNDO)
