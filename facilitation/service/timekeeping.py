"""The questions that time asks: is a phase over, is a summons due? Each is answered exactly once, whoever asks."""

import logging
from collections.abc import Callable
from typing import Any

from sqlalchemy import BigInteger, bindparam, select

from ..domain.commands import AnswerSummons, Command, RingPhase
from ..domain.group import SYSTEM, Group, Status
from ..metrics import LATENESS
from ..storage.groups import GroupRow
from ..storage.repository import Cause
from ..storage.workshops import WorkshopRow
from .conduct import act
from .ground import Ground
from .unit import Needs, Unit
from .writer import Busy

log = logging.getLogger(__name__)

Due = tuple[str, Command]
CHORES_EVERY = 3_600_000
"""Milliseconds between two looks at what has reached its retention date."""

_RINGS = GroupRow.clock_deadline.is_not(None) & GroupRow.clock_elapsed.is_(False)
_WAITING = (
    # Columns, not rows: this is asked five times a second, and a table's format and roles are much to read.
    select(
        GroupRow.id, GroupRow.version, GroupRow.status,
        GroupRow.clock_deadline, GroupRow.clock_elapsed, GroupRow.summons_at,
    )
    .join(WorkshopRow, WorkshopRow.id == GroupRow.workshop_id)
    .where(WorkshopRow.status != "closed")  # nothing moves there any more
)  # fmt: skip
_ALL = _WAITING.where(_RINGS | GroupRow.summons_at.is_not(None))
_NOW = bindparam("now", type_=BigInteger)
_DUE = _WAITING.where(_RINGS & (GroupRow.clock_deadline <= _NOW) | (GroupRow.summons_at <= _NOW))


class Timekeeping:
    """Asked by the timekeeper of every process; the row's lock makes the second answer empty."""

    def __init__(self, ground: Ground, now_and_then: Callable[[], object] = lambda: None) -> None:
        self._ground = ground
        self._now_and_then = now_and_then
        self._chores_due = 0
        self._asked: dict[str, int] = {}
        """The version at which a table had nothing to answer: it is not asked again until it changes."""

    def next_due(self) -> int | None:
        """The instant of the next question, in the past when it is due already; None when no clock runs."""
        with self._ground.reading() as session:
            rows = session.execute(_ALL)
            return min((at for row in rows if self._may_answer(row) for at, _ in _questions(row)), default=None)

    def answer(self) -> int:
        """Ask what is due now. The number of questions asked."""
        now = self._ground.instants.now()
        with self._ground.reading() as session:
            rows = [row for row in session.execute(_DUE, {"now": now}) if self._may_answer(row)]
        questions = [(at, row.id, command) for row in rows for at, command in _questions(row) if at <= now]
        due = [(group, command) for _at, group, command in questions]
        if due:
            self._asked |= self._ask_all(due, now)
            for at, _group, _command in questions:
                LATENESS.observe((self._ground.instants.now() - at) / 1000)
        if now >= self._chores_due:
            self._chores_due = now + CHORES_EVERY
            self._now_and_then()
        return len(due)

    def _ask_all(self, due: list[Due], now: int) -> dict[str, int]:
        """Ask all tables in one transaction; when that fails, each alone: one that cannot answer silences no other."""
        groups = frozenset(group for group, _ in due)
        try:
            return self._ground.writer.do(lambda unit: _ask(unit, due, now), lambda _s: Needs(groups=groups))
        except Busy:  # the database, not a table: all are asked again at the next look
            raise
        except Exception:
            if len(groups) > 1:
                found: dict[str, int] = {}
                for group in sorted(groups):
                    found |= self._ask_all([one for one in due if one[0] == group], now)
                return found
            log.exception("table %s cannot answer", *groups)
            with self._ground.reading() as session:  # not asked again before it changes
                return dict(session.execute(select(GroupRow.id, GroupRow.version).where(GroupRow.id.in_(groups))).all())

    def _may_answer(self, row: Any) -> bool:
        return bool(self._asked.get(row.id) != row.version)


def _questions(row: Any) -> list[tuple[int, Command]]:
    """What time will ask of the table that has these columns, and when."""
    return _asked_at(row.status, None if row.clock_elapsed else row.clock_deadline, row.summons_at)


def _questions_of(table: Group) -> list[tuple[int, Command]]:
    """The same of a table as it is now."""
    clock, summons = table.clock, table.summons
    rings = clock.deadline if clock is not None and not clock.elapsed else None
    return _asked_at(table.status, rings, summons.at if summons is not None else None)


def _asked_at(status: str, rings: int | None, summoned: int | None) -> list[tuple[int, Command]]:
    if status == Status.PAUSED:
        return []
    asked: list[tuple[int | None, Command]] = [(rings, RingPhase()), (summoned, AnswerSummons())]
    return [(at, command) for at, command in asked if at is not None]


def _ask(unit: Unit, due: list[Due], now: int) -> dict[str, int]:
    """Ask, and say at which version each table is that still owes an answer: it has none to give before it changes.

    Only tables that were asked: the unit holds those of the whole batch, whose time has not come. And only those whose
    time has come by now: a table that was given more time in between is asked again when that is over.
    """
    for group, command in due:
        row = unit.groups.get(group)
        if row is not None:  # a refusal means that the table moved in between: nobody waits for an answer
            act(unit, row, command, SYSTEM, Cause("system", command.wire(), now), "")
    asked = {group: unit.groups[group].value for group, _ in due if group in unit.groups}
    return {id: table.version for id, table in asked.items() if any(at <= now for at, _ in _questions_of(table))}
