"""Everything goes when its day has come: workshops at the retention date, answers to commands a week after the end."""

from sqlalchemy import delete, select

from ..domain.refusals import Code, Refusal
from ..storage.commands import CommandRow
from ..storage.workshops import DAY_MS, WorkshopRow
from .ground import Ground
from .unit import Needs, Unit
from .workshops import Workshops

ANSWERS_LAST = 7 * DAY_MS
"""Milliseconds after the close during which a resent command still gets its first answer."""
FEWEST_DAYS = 31
"""Days after the end: a plan is read again on the thirtieth."""
MOST_DAYS = 365


class Retention:
    """Asked once in a while by whoever serves."""

    def __init__(self, ground: Ground, workshops: Workshops) -> None:
        self._ground = ground
        self._workshops = workshops
        self._swept = 0

    def sweep(self) -> int:
        """Delete what is due; the number of workshops removed.

        At the first call and once a day the file is swept too: a crash may have come between an erasure and its sweep.
        """
        now = self._ground.instants.now()
        with self._ground.reading() as session:
            rows = session.scalars(select(WorkshopRow)).all()
        due = [r for r in rows if r.erased_at <= now]
        for row in due:
            self._workshops.remove(row.id)
        answered = [r.id for r in rows if r.closed_at is not None and r.closed_at + ANSWERS_LAST <= now]
        daily = now - self._swept >= DAY_MS
        if answered or daily:
            self._ground.writer.do(lambda unit: _clean(unit, answered, daily))
        if daily:
            self._swept = now
        return len(due)

    def keep(self, workshop: str, days: int) -> Refusal | None:
        """Everything of this workshop goes so many days after its end; refused when that day is over already."""

        def work(unit: Unit) -> Refusal | None:
            row = unit.workshop(workshop)
            gone_by = (self._ground.instants.now() - row.over_at) // DAY_MS + 1
            low = max(FEWEST_DAYS, gone_by)
            if not low <= days <= MOST_DAYS:
                return Refusal(Code.BAD_VALUE, {"field": "days", "low": low, "high": MOST_DAYS})
            row.retention_days = days
            return None

        return self._ground.writer.do(work, lambda _s: Needs(workshops=frozenset({workshop})))


def _clean(unit: Unit, answered: list[str], daily: bool) -> None:
    unit.session.execute(delete(CommandRow).where(CommandRow.workshop_id.in_(answered)))
    unit.touched.erased = unit.touched.erased or daily
