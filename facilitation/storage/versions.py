"""Versions that no row holds."""

from typing import Any

from sqlalchemy import func, select

from .groups import GroupRow
from .workshops import WorkshopRow


def room_version(workshop: Any) -> Any:
    """The version of what a whole room sees, to be selected: the workshop's and those of its tables. It rises with each
    of them, and needs no lock of its own; NULL when there is no such workshop."""
    tables = (
        select(func.coalesce(func.sum(GroupRow.version), 0))
        .where(GroupRow.workshop_id == WorkshopRow.id)
        .correlate(WorkshopRow)
        .scalar_subquery()
    )
    return select(WorkshopRow.version + tables).where(WorkshopRow.id == workshop).scalar_subquery()
