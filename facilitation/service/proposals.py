"""« Tenir 16 h 30 » before it is accepted: what would change, table by table. Reads only."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from ..domain.group import Group, Status
from ..domain.permissions import LEADERS
from ..domain.replan import replan
from ..storage.groups import GroupRow
from ..storage.repository import as_group
from ..storage.workshops import WorkshopRow
from .ground import Ground
from .seats import Seat


class Proposals:
    """Proposes; the command ``finish_on_time`` with the same ``at`` does exactly what was shown."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def finish_on_time(self, seat: Seat, groups: Sequence[str]) -> dict[str, Any]:
        """New minutes for these tables of this seat's workshop, those apart that it does not lead or that are over.

        ``at`` is the instant for which they are reckoned; instants and lengths are milliseconds.
        """
        now = self._ground.instants.now()
        with self._ground.reading() as session:
            shop = session.get(WorkshopRow, seat.workshop_id)
            query = select(GroupRow).where(GroupRow.workshop_id == seat.workshop_id, GroupRow.id.in_(groups))
            tables = [(row.name, as_group(row)) for row in session.scalars(query.order_by(GroupRow.number))]
        starts = shop.starts if shop else 0
        mine = [(name, group) for name, group in tables if _may(seat, group) and group.status is not Status.CLOSED]
        return {"at": now, "tables": [_told(name, group, starts, now) for name, group in mine if not group.shut]}


def _may(seat: Seat, group: Group) -> bool:
    leads = seat.group_id == group.id and not seat.roles.isdisjoint(LEADERS)
    return leads or "conductor" in seat.roles


def _told(name: str, group: Group, starts: int, now: int) -> dict[str, Any]:
    plan = replan(group, starts, now)
    return {
        "group": group.id,
        "name": name,
        "step": group.step,
        "changes": plan.changes,
        "lines": [
            {"position": i, "kind": group.format.phases[i].kind.value, "before": before, "after": after}
            for i, before, after in plan.lines
        ],
        "meets": plan.meets,
        "spare": plan.spare,
        "lacking": plan.lacking,
        "far": plan.far,
        "minute": group.format.minute,
    }
