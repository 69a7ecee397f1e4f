"""What hangs on the wall: where the room is. No lateness, no titles of cases, no names, and a pause does not show."""

from collections import Counter
from typing import Any

from sqlalchemy.orm import Session

from ...domain.group import Group, Status
from ...storage.repository import as_format
from ...storage.workshops import WorkshopRow
from ..secrets import shown_code
from .ahead import Ahead
from .conductors import meets
from .parts import clock_part, message_part


def projector(ahead: Ahead, key: str, now: int) -> dict[str, Any] | None:
    """The body of ``projector:<workshop>``."""
    session = ahead.session
    shop = session.get(WorkshopRow, key)
    if shop is None:
        return None
    tables = [(row, group) for row, group in ahead.tables_of(key) if not group.shut]
    return {
        "title": shop.title,
        "status": shop.status,
        "room_phase": _room_phase([group for _, group in tables]),
        "tables": [
            {
                "number": row.number,
                "name": row.name,
                "phase": group.kind.value if group.kind else None,
                "status": _public(group.status),
                "clock": _of_one_table(group, now),
            }
            for row, group in tables
        ],
        "message": _message(session, [group for _, group in tables]),
        "code": shown_code(shop.code),
        "starts": shop.starts,
        "ends": shop.ends,
        "meets": meets(as_format(shop.format), shop.starts, shop.ends),
    }


def _message(session: Session, groups: list[Group]) -> str:
    """The last thing that the pilot said to the whole room, until it is taken back."""
    said = [group for group in groups if group.message is not None and group.message.wall]
    last = max(said, key=lambda group: group.message.at if group.message else 0, default=None)
    part = message_part(session, last) if last else None
    return str(part["text"]) if part else ""


def _of_one_table(group: Group, now: int) -> dict[str, Any] | None:
    """The clock of a table without its lateness: once its time is over nobody can read when that was."""
    part = clock_part(group.clock)
    over = part is not None and part["deadline"] is not None and part["deadline"] <= now
    return part | {"deadline": 0, "elapsed": True} if part and over else part


def _public(status: Status) -> str:
    return Status.RUNNING.value if status is Status.PAUSED else status.value


def _room_phase(groups: list[Group]) -> dict[str, Any] | None:
    """The phase of the room in which at least half of the tables are, with the clock that runs longest."""
    together = Counter(group.kind for group in groups if group.in_room_phase)
    kind, number = next(iter(together.most_common(1)), (None, 0))
    if kind is None or number * 2 < len(groups):
        return None
    clocks = [group.clock for group in groups if group.kind is kind and group.clock is not None]
    longest = max(clocks, key=lambda clock: clock.deadline or 0, default=None)
    return {"kind": kind.value, "clock": clock_part(longest)}
