"""What everybody in the workshop sees before sitting down: the tables, and the cases that people propose."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...domain.group import LARGEST_TABLE, Group, Role, Status
from ...domain.market import counts
from ...storage.cases import CaseRow, wishes_of
from ...storage.repository import as_format
from ...storage.workshops import WorkshopRow
from ..expected import awaited
from ..seating_room import State, state_of
from .ahead import Ahead, Label
from .parts import named


def room(ahead: Ahead, key: str, now: int) -> dict[str, Any] | None:
    """The body of ``room:<workshop>``.

    The ``group`` of a case: where it is told, else where the pilot placed it, else where its author sits.
    """
    session = ahead.session
    shop = session.get(WorkshopRow, key)
    if shop is None:
        return None
    tables = [(row, group) for row, group in ahead.tables_of(key) if not group.shut]
    cases = session.scalars(
        select(CaseRow)
        .where(CaseRow.workshop_id == key, CaseRow.status == "proposed", CaseRow.draft.is_(False))
        .order_by(CaseRow.born, CaseRow.id)
    ).all()
    people = {person for _, group in tables for person in group.roles}
    names = ahead.names(people | {case.author for case in cases})
    wished = counts(wishes_of(session, key))
    brought = ahead.told(key)
    sits = {person: group.id for _, group in tables for person in group.roles}
    shown = []
    proposed = _proposed(session, key, tables)
    for row, group in tables:
        host = group.holder(Role.HOST)
        shown.append(
            {
                "id": row.id,
                "number": row.number,
                "name": row.name,
                "host": names.get(host) if host else None,
                "people": sorted((names.get(p, "") for p in group.roles), key=str.casefold),
                "full": len(group.roles) >= LARGEST_TABLE,
                "open": not group.told,
                "proposed": row.id == proposed,
            }
        )
    return {
        "title": shop.title,
        "place": shop.place,
        "starts": shop.starts,
        "ends": shop.ends,
        "status": shop.status,
        "tables": shown,
        "cases": [
            {
                "id": case.id,
                "title": case.title,
                "kind": case.kind,
                "author": named(case.author, names),
                "group": brought.get(case.id) or case.group_id or sits.get(case.author),
                "told": case.id in brought,
                "wishes": wished.get(case.id, 0),
            }
            for case in cases
        ],
        "options": sorted(as_format(shop.format).options),
        "words": {"client_word": shop.client_word},
        "demo": shop.demo,
    }


def _proposed(session: Session, key: str, tables: list[tuple[Label, Group]]) -> str | None:
    """The table to which somebody without one is shown the way: the smallest before its exposé, who is awaited there
    included. None where there is no choice."""
    expected = awaited(session, key)
    waiting = [
        (len(group.roles) + expected[row.id], row.number, row.id)
        for row, group in tables
        if state_of(group) is State.OPEN and group.status is not Status.CLOSED and len(group.roles) < LARGEST_TABLE
    ]
    return min(waiting)[2] if len(tables) > 1 and waiting else None
