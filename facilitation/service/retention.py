"""Everything goes when its day has come: workshops at the retention date, answers to commands a week after the end."""

import logging
from collections.abc import Sequence

from sqlalchemy import delete, select

from ..domain.group import Status
from ..domain.refusals import Code, Refusal
from ..storage.commands import CommandRow
from ..storage.groups import GroupRow
from ..storage.workshops import DAY_MS, WorkshopRow
from .ground import Ground
from .unit import Needs, Unit
from .workshops import Workshops

log = logging.getLogger(__name__)

ANSWERS_LAST = 7 * DAY_MS
"""Milliseconds after the close during which a resent command still gets its first answer."""
FEWEST_DAYS = 31
"""Days after the end: a plan is read again on the thirtieth."""
MOST_DAYS = 365
LONGEST_PUT_OFF = 2 * DAY_MS
"""Milliseconds that the daily sweep waits for a quiet moment; then it is done all the same."""


class Retention:
    """Asked once in a while by whoever serves."""

    def __init__(self, ground: Ground, workshops: Workshops) -> None:
        self._ground = ground
        self._workshops = workshops
        self._swept = 0

    def sweep(self) -> int:
        """Delete what is due; the number of workshops removed.

        At the first call and once a day the file is swept too: a crash may have come between an erasure and its sweep.
        The daily one waits until no workshop is under way, for nobody writes while the file is written anew.
        """
        now = self._ground.instants.now()
        with self._ground.reading() as session:
            rows = session.scalars(select(WorkshopRow)).all()
        due = [r for r in rows if r.erased_at <= now]
        for row in due:
            self._workshops.remove(row.id)
            log.info("a workshop whose last day had come is erased")
        answered = [r.id for r in rows if r.closed_at is not None and r.closed_at + ANSWERS_LAST <= now]
        daily = self._daily(rows, now)
        if answered or daily:
            self._ground.writer.do(lambda unit: _clean(unit, answered, daily))
        if daily:
            self._swept = now
        return len(due)

    def _daily(self, rows: Sequence[WorkshopRow], now: int) -> bool:
        put_off = now - self._swept - DAY_MS
        if put_off < 0 or put_off >= LONGEST_PUT_OFF:
            return put_off >= 0
        open_ones = [row for row in rows if row.status != "closed"]
        if any(row.starts <= now < row.ends for row in open_ones):
            return False
        running = select(GroupRow.id).where(
            GroupRow.workshop_id.in_([row.id for row in open_ones]), GroupRow.status == Status.RUNNING.value
        )
        with self._ground.reading() as session:
            return session.scalar(running.limit(1)) is None

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
