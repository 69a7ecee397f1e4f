"""Everything goes when its day has come: workshops at the retention date, answers to commands a week after the end."""

from sqlalchemy import delete, select

from ..storage.commands import CommandRow
from ..storage.workshops import WorkshopRow
from .ground import Ground
from .unit import Unit
from .workshops import DAY_MS, Workshops

ANSWERS_LAST = 7 * DAY_MS
"""Milliseconds after the close during which a resent command still gets its first answer."""


class Retention:
    """Asked once in a while by whoever serves."""

    def __init__(self, ground: Ground, workshops: Workshops) -> None:
        self._ground = ground
        self._workshops = workshops

    def sweep(self) -> int:
        """Delete what is due; the number of workshops removed."""
        now = self._ground.instants.now()
        with self._ground.reading() as session:
            rows = session.scalars(select(WorkshopRow)).all()
        due = [r for r in rows if max(r.ends, r.closed_at or 0) + r.retention_days * DAY_MS <= now]
        for row in due:
            self._workshops.remove(row.id)
        answered = [r.id for r in rows if r.closed_at is not None and r.closed_at + ANSWERS_LAST <= now]
        if answered:
            self._ground.writer.do(lambda unit: _forget_answers(unit, answered))
        return len(due)


def _forget_answers(unit: Unit, workshops: list[str]) -> None:
    unit.session.execute(delete(CommandRow).where(CommandRow.workshop_id.in_(workshops)))
