"""Pieces that several snapshots show the same way."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ...domain.clock import Clock
from ...domain.group import Group, Summons
from ...domain.offers import can
from ...domain.schedule import timetable
from ...storage.contributions import ContributionRow
from ...storage.packed import written
from ...storage.seats import PersonRow
from .ahead import Offers, Timetables

_NAMED = select(PersonRow).where(PersonRow.id.in_(bindparam("people", expanding=True)))


def clock_part(clock: Clock | None) -> dict[str, Any] | None:
    """The clock as a value; browsers draw from it."""
    if clock is None:
        return None
    return {
        "planned": clock.planned, "deadline": clock.deadline, "remaining": clock.remaining, "elapsed": clock.elapsed
    }  # fmt: skip


def timetable_part(known: Timetables, group: Group, now: int, starts: int) -> Any:
    """The line of the afternoon. ``known`` are those of other tables, of the same view and the same ``now``."""
    # The same few formats are shared by all who have them, and a view's tables hold them: their identity will do.
    place = (id(group.format), group.position, group.clock, group.status, *group.expected.items(), starts)
    if place not in known:
        known[place] = written(_lines(group, now, starts))
    return known[place]


def can_part(known: Offers, group: Group) -> Any:
    """What each role may ask for. ``known`` is what tables of the same view may do, most of them the same."""
    offered = can(group)
    if id(offered) not in known:
        known[id(offered)] = (offered, written(offered))
    return known[id(offered)][1]


def _lines(group: Group, now: int, starts: int) -> list[dict[str, Any]]:
    return [
        {
            "position": line.position,
            "kind": line.kind,
            "scope": group.format.phases[line.position].scope,
            "planned": line.planned,
            "starts": line.starts,
            "when": line.when,
        }
        for line in timetable(group, now, starts)
    ]


def summons_part(summons: Summons | None) -> dict[str, Any] | None:
    """The room's call."""
    if summons is None:
        return None
    kind, _, nth = summons.target.partition(".")
    return {"target": kind, "nth": int(nth or 1), "due": summons.at, "delayed": summons.delayed}


def message_part(session: Session, group: Group) -> dict[str, Any] | None:
    """What the pilot said to the table, or None when it was taken back or erased."""
    row = session.get(ContributionRow, group.message.id) if group.message else None
    if row is None or group.message is None or not row.text:
        return None
    return {"id": row.id, "text": row.text, "seen": group.message.seen, "at": group.message.at}


def names_of(session: Session, people: Iterable[str | None]) -> dict[str, str]:
    """The names as everybody reads them, by person."""
    wanted = {person for person in people if person}
    if not wanted:
        return {}
    return {row.id: row.shown for row in session.scalars(_NAMED, {"people": sorted(wanted)})}


def named(person: str | None, names: Mapping[str, str]) -> dict[str, str] | None:
    """A person by identifier and name, or None."""
    return None if person is None else {"id": person, "name": names.get(person, "")}
