"""What the hosts of a table see beside what everybody sees."""

from typing import Any

from sqlalchemy.orm import Session

from ...domain.group import Role, Status
from ...domain.schedule import projected_end, told_drift
from ...storage.groups import GroupRow
from ...storage.repository import as_group
from ...storage.workshops import WorkshopRow
from .parts import summons_part


def hosts(session: Session, key: str, now: int) -> dict[str, Any] | None:
    """The body of ``hosts:<id>``."""
    row = session.get(GroupRow, key)
    shop = session.get(WorkshopRow, row.workshop_id) if row else None
    if row is None or shop is None:
        return None
    group = as_group(row)
    phases = group.format.phases
    following = 0 if group.position is None else group.position + 1
    after = phases[following] if following < len(phases) else None
    undo = None
    if group.undoable is not None:
        before = group.undoable.before.position
        undo = {"act": group.undoable.act, "kind": None if before is None else phases[before].kind.value}
    return {
        "step": group.step,
        "drift": told_drift(group, shop.starts, now),
        "projected_end": projected_end(group, now, shop.ends),
        "undo": undo,
        "drifting": group.drifting,
        "call": group.call,
        "summons": summons_part(group.summons),
        "next": {"kind": after.kind.value, "scope": after.scope.value} if after else None,
        "ready": len(group.ready),
        "writing": sum(1 for held in group.roles.values() if held != {Role.OBSERVER}),
        "not_started": group.status is Status.WAITING,
    }
