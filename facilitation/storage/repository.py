"""Tables from rows and back. ``record`` is the only function that changes a table: it folds events, nothing else."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, object_session

from ..domain.clock import Clock
from ..domain.events import CLOCK_ALONE, Event
from ..domain.evolve import evolve
from ..domain.formats import Format
from ..domain.group import Agreement, Group, Message, Status, Summons, Undoable
from .codec import decode, encode, event_to_json
from .groups import GroupRow
from .history import follow
from .journal import CheckpointRow
from .packed import Packed
from .pending import Writing
from .remembered import KEY
from .words import write_words


@dataclass(frozen=True)
class Cause:
    """Who did it, with which command, and when (an instant)."""

    person: str
    command: str
    at: int


@dataclass(slots=True)
class Locked:
    """A table that the writer has locked: what it is now, as far as this transaction went. ``record`` changes it."""

    value: Group

    @property
    def id(self) -> str:
        """The table's identifier."""
        return self.value.id

    @property
    def workshop_id(self) -> str:
        """The workshop's identifier."""
        return self.value.workshop

    @property
    def version(self) -> int:
        """The table's version."""
        return self.value.version

    @property
    def step(self) -> int:
        """The table's step."""
        return self.value.step


_THESE = GroupRow.id.in_(bindparam("ids", expanding=True))
_LOCKED = select(GroupRow.id, GroupRow.version).where(_THESE).order_by(GroupRow.id).with_for_update(key_share=True)
_WHOLE = select(GroupRow).where(_THESE).execution_options(populate_existing=True)


def lock_groups(session: Session, ids: Iterable[str]) -> dict[str, Locked]:
    """These tables, their rows locked until the end of the transaction, always in the order of their identifiers.

    Of a table that is remembered as it is, no more than its version is read.
    """
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    versions = dict(session.execute(_LOCKED, {"ids": wanted}).all())
    remembered = session.info[KEY]
    known = {id: remembered.get(id, version) for id, version in versions.items()}
    unknown = [id for id, group in known.items() if group is None]
    if unknown:
        known |= {row.id: as_group(row) for row in session.scalars(_WHOLE, {"ids": unknown})}
    return {id: Locked(group) for id, group in known.items()}


@lru_cache(maxsize=256)
def _format(text: str) -> Format:
    return decode(Format, json.loads(text))  # type: ignore[no-any-return]


def as_format(data: dict[str, Any]) -> Format:
    """The format that a row holds. The same few formats are read again and again, so they are remembered."""
    if type(data) is not Packed:
        return _format(json.dumps(data))
    if data.value is None:
        data.value = decode(Format, data)
    shape: Format = data.value
    return shape


def as_group(row: GroupRow) -> Group:
    """The value that a row holds. A row belongs to one transaction, which asks several times: it remembers."""
    known: Group | None = row.value
    if known is None or known.version != row.version:
        session = object_session(row)
        remembered = session.info.get(KEY) if session is not None else None
        known = row.value = (remembered and remembered.get(row.id, row.version)) or from_columns(row)
    return known


def from_columns(row: GroupRow) -> Group:
    """The value that the columns say, whatever was remembered: for who checks them."""
    clock = None
    if row.clock_planned is not None:
        clock = Clock(row.clock_planned, row.clock_deadline, row.clock_remaining, row.clock_elapsed)
    summons = None
    if row.summons_target is not None:
        summons = Summons(row.summons_target, row.summons_at or 0, row.summons_delayed)
    return Group(
        id=row.id,
        workshop=row.workshop_id,
        format=as_format(row.format),
        version=row.version,
        step=row.step,
        round=row.round,
        position=row.position,
        run=row.run,
        status=Status(row.status),
        clock=clock,
        roles=decode(Group.__annotations__["roles"], row.roles),
        case=row.case_id,
        agreement=Agreement(row.agreement),
        aloud=row.aloud,
        requester=row.requester,
        drifting=row.drifting,
        call=row.call,
        summons=summons,
        undoable=decode(Undoable, row.undoable) if row.undoable is not None else None,
        requests=frozenset(row.requests),
        supporters=frozenset(row.supporters),
        actions=frozenset(row.actions),
        stopped=row.stopped,
        paper=row.paper,
        tour=tuple(row.tour),
        ready=frozenset(row.ready),
        expected=decode(Group.__annotations__["expected"], row.expected),
        relieved=row.relieved,
        message=decode(Message, row.message) if row.message is not None else None,
        shut=row.shut,
    )


def columns_of(group: Group, before: Group | None) -> dict[str, Any]:
    """The columns of a table; of one that was another value ``before``, those in which the two differ."""
    found: dict[str, Any] = {}
    values, former = vars(group), vars(before) if before is not None else {}
    for name, columns in _PARTS.items():
        value = values[name]
        if before is None or former[name] is not value:
            found |= columns(value)
    return found


def _encoded(column: str) -> Callable[[Any], dict[str, Any]]:
    return lambda value: {column: None if value is None else encode(value)}


def _clock(clock: Clock | None) -> dict[str, Any]:
    if clock is None:
        return {"clock_planned": None, "clock_deadline": None, "clock_remaining": None, "clock_elapsed": False}
    return {
        "clock_planned": clock.planned, "clock_deadline": clock.deadline, "clock_remaining": clock.remaining,
        "clock_elapsed": clock.elapsed,
    }  # fmt: skip


def _summons(summons: Summons | None) -> dict[str, Any]:
    if summons is None:
        return {"summons_target": None, "summons_at": None, "summons_delayed": False}
    return {"summons_target": summons.target, "summons_at": summons.at, "summons_delayed": summons.delayed}


_PARTS: dict[str, Callable[[Any], dict[str, Any]]] = {
    field.name: _encoded("case_id" if field.name == "case" else field.name)
    for field in fields(Group)
    if field.name not in ("id", "workshop")
} | {"clock": _clock, "summons": _summons}
"""The columns that hold each part of a table, but for its identifier and its workshop, which stay."""


def new_group(session: Session, group: Group, number: int, name: str) -> GroupRow:
    """A table is born, with the checkpoint from which its journal folds."""
    row = GroupRow(id=group.id, workshop_id=group.workshop, number=number, name=name, **columns_of(group, None))
    row.value = group
    session.add(row)
    session.add(checkpoint(group))
    return row


def checkpoint(group: Group) -> CheckpointRow:
    """The row from which this table can be folded from now on."""
    body = {"group": encode(group), "contributions": []}
    return CheckpointRow(subject=group.id, version=group.version, workshop_id=group.workshop, body=body)


def record(session: Writing, row: Locked, events: Iterable[Event], cause: Cause) -> Group:
    """Fold events into a table: journal, rows that follow from them, words, and at the end the table's own row."""
    before = group = row.value
    for event in events:
        after = evolve(group, event)
        name, body = event_to_json(event)
        session.lines.append(
            {
                "subject": group.id, "version": after.version, "workshop_id": group.workshop, "round": after.round,
                "at": cause.at, "person": cause.person, "command": cause.command, "event": name, "body": body,
            }
        )  # fmt: skip
        if type(event) not in CLOCK_ALONE:
            follow(session, group, after, event, cause.at)
            write_words(session, group, after, event)
        group = after
    session.change(group.id, columns_of(group, before))
    row.value = group
    return group
