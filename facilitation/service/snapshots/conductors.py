"""What the pilots see: a lane for each table, and not a word of what is said there."""

from typing import Any

from sqlalchemy import select

from ...domain.formats import Format
from ...domain.group import Group, Role, Status
from ...domain.market import counts
from ...domain.phases import Scope
from ...domain.schedule import projected_end, told_drift
from ...storage.cases import CaseRow, wishes_of
from ...storage.repository import as_format
from ...storage.workshops import WorkshopRow
from ..expected import awaited
from ..secrets import shown_code
from .ahead import Ahead, Label
from .parts import clock_part, message_part, summons_part, timetable_part

FEW = 3
"""So many people are enough to go on; the pilot is told."""


def conductors(ahead: Ahead, key: str, now: int) -> dict[str, Any] | None:
    """The body of ``conductors:<workshop>``."""
    session = ahead.session
    shop = session.get(WorkshopRow, key)
    if shop is None:
        return None
    tables = ahead.tables_of(key)
    names = ahead.names(group.holder(Role.HOST) for _, group in tables)
    shape: Format = as_format(shop.format)
    expected = awaited(session, key)
    lanes = [_lane(ahead, row, group, names, shop, now) for row, group in tables]
    return {
        "title": shop.title,
        "place": shop.place,
        "starts": shop.starts,
        "ends": shop.ends,
        "status": shop.status,
        "meets": meets(shape, shop.starts, shop.ends),
        "lanes": [lane | {"awaited": expected[lane["group"]["id"]]} for lane in lanes],
        "undo": any(group.undoable for _, group in tables),
        "shape": shape.shape,
        "targets": [shape.target(i) for i in range(len(shape.phases))],
        "cases": _cases(ahead, key),
        "options": sorted(shape.options),
        "code": shown_code(shop.code),
        "demo": shop.demo,
        "speed": shop.speed,
    }


def meets(shape: Format, starts: int, ends: int) -> int:
    """The planned instant at which the tables meet for the last time: their last phase of the room, or the end."""
    last = max((i for i, phase in enumerate(shape.phases) if phase.scope is Scope.ROOM), default=0)
    if last == 0:
        return ends
    before = sum(phase.planned for phase in shape.phases[:last])
    return starts + before + (shape.reserve if last == len(shape.phases) - 1 else 0)


def _lane(ahead: Ahead, row: Label, group: Group, names: dict[str, str], shop: WorkshopRow, now: int) -> dict[str, Any]:
    host = group.holder(Role.HOST)
    return {
        "group": {"id": row.id, "number": row.number, "name": row.name, "paper": group.paper},
        "host": names.get(host) if host else None,
        "step": group.step,
        "status": group.status.value,
        "phase": group.kind.value if group.kind else None,
        "position": group.position,
        "round": group.round,
        "clock": clock_part(group.clock),
        "drift": told_drift(group, shop.starts, now),
        "projected_end": projected_end(group, now, shop.ends),
        "people": len(group.roles),
        "few": group.status is Status.RUNNING and not group.paper and 0 < len(group.roles) <= FEW,
        "call": group.call,
        "summons": summons_part(group.summons),
        "undo": group.undoable is not None,
        "replanned": bool(group.expected),
        "message": message_part(ahead.session, group),
        "shut": group.shut,
        "timetable": timetable_part(ahead.timetables, group, now, shop.starts),
    }


def _cases(ahead: Ahead, key: str) -> list[dict[str, Any]]:
    """Who stands to bring a case, in the order in which they proposed, until it is told; never what the case says."""
    query = select(CaseRow).where(CaseRow.workshop_id == key, CaseRow.status == "proposed", CaseRow.draft.is_(False))
    told = ahead.told(key)
    standing = [case for case in ahead.session.scalars(query.order_by(CaseRow.born, CaseRow.id)) if case.id not in told]
    names = ahead.names(case.author for case in standing)
    wished = counts(wishes_of(ahead.session, key))
    return [
        {
            "id": case.id,
            "author": names.get(case.author, ""),
            "kind": case.kind,
            "group": case.group_id,
            "wishes": wished.get(case.id, 0),
        }
        for case in standing
    ]
