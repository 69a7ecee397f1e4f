"""The one door: every command of every person comes in here, and goes out answered after the commit."""

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ..domain.commands import FollowAction, LeaveTable, SeatByWishes, Sit, StartRound, WelcomePerson
from ..domain.refusals import Code, Refusal
from ..storage.groups import GroupRow
from ..storage.repository import Cause, Locked
from ..storage.seats import SeatRow
from . import market, room
from .answers import Answer
from .conduct import Asker, act, table_of, tables_asked
from .envelope import Envelope, open_envelope
from .ground import Ground
from .secrets import derived_id
from .throttle import Pace
from .unit import LockMissing, Needs, Unit
from .writer import Busy

log = logging.getLogger(__name__)

_SITS = select(SeatRow.person_id, SeatRow.workshop_id).where(SeatRow.id == bindparam("seat"))
"""Built once: building a question costs SQLAlchemy more than asking it."""


class Door:
    """Reads messages, refuses what cannot be, hands the rest to the writer and returns the committed answer."""

    def __init__(self, ground: Ground, pace: Pace | None = None) -> None:
        self._ground = ground
        self._pace = pace or Pace()

    def receive(self, message: object, device: str) -> Answer:
        """The answer to a raw message from this device."""
        envelope = open_envelope(message, device, self._ground.secret)
        if isinstance(envelope, Refusal):
            return Answer(False, envelope)
        if not self._pace.allows(self._ground.instants.now(), f"{device}:{envelope.seat}"):
            return Answer.refused(Code.TOO_FAST)
        return self.submit(envelope)

    def submit(self, envelope: Envelope) -> Answer:
        """The answer to an envelope, once it is committed."""
        try:
            return self._ground.writer.do(self._work(envelope), lambda session: _needs(session, envelope), envelope)
        except Busy:
            return Answer.refused(Code.TRY_AGAIN)
        except Exception:  # the person must hear something; the same id may be sent again
            log.exception("command %s failed", envelope.command.wire())
            return Answer.refused(Code.TRY_AGAIN)

    def _work(self, envelope: Envelope) -> Callable[[Unit], Answer]:
        def work(unit: Unit) -> Answer:
            seat = unit.register.seat(envelope.seat)
            if seat is None or seat.device_id != envelope.device or seat.revoked or seat.person_id is None:
                return Answer.refused(Code.NOT_YOUR_SEAT)
            given = unit.register.given(seat, envelope.id)
            if given is not None:
                asked, answer = given
                return replace(answer, again=True) if asked == envelope.body_hash else Answer.refused(Code.ID_REUSED)
            now = self._ground.instants.now()
            answer = _answer(unit, envelope, seat, now)
            unit.register.give(seat, envelope, answer, now)
            return answer

        return work


_MORE_THAN_NAMED = (Sit, WelcomePerson, LeaveTable, SeatByWishes, StartRound)
"""Acts at a table that concern other tables, or the workshop, too."""


def _needs(session: Session, envelope: Envelope) -> Needs:
    """What must be locked: the tables named, the table left by whoever sits down, the workshop for room acts."""
    command = envelope.command
    groups = set(envelope.groups) | ({envelope.group} if envelope.group else set())
    if groups and not envelope.groups and not isinstance(command, _MORE_THAN_NAMED) and command.scope != "workshop":
        return Needs(groups=frozenset(groups))
    seat = session.connection().execute(_SITS, {"seat": envelope.seat}).one_or_none()
    if seat is None:
        return Needs()
    if isinstance(command, SeatByWishes):
        groups |= set(session.scalars(select(GroupRow.id).where(GroupRow.workshop_id == seat.workshop_id)))
    for person in (seat.person_id, command.person if isinstance(command, WelcomePerson) else None):
        if person and (isinstance(command, (Sit, WelcomePerson, LeaveTable)) or not groups):
            groups |= {group for group in (table_of(session, person),) if group}
        if person and isinstance(command, (Sit, WelcomePerson)):
            groups |= tables_asked(session, seat.workshop_id, person)
    whole = bool(envelope.groups) or command.scope == "workshop" or isinstance(command, StartRound)
    return Needs(frozenset({seat.workshop_id}) if whole else frozenset(), frozenset(groups))


def _answer(unit: Unit, envelope: Envelope, seat: Any, now: int) -> Answer:
    person = seat.person_id or ""
    asker = Asker(person, "conductor" in seat.workshop_roles)
    cause = Cause(person, envelope.id, now)
    fresh = derived_id(person, envelope.id)
    if unit.register.closed(seat.workshop_id) and not isinstance(envelope.command, FollowAction):
        return Answer.refused(Code.WORKSHOP_CLOSED)
    if envelope.command.scope == "workshop":
        return market.beside_tables(unit, seat.workshop_id, envelope.command, asker, cause, fresh)
    if envelope.groups:
        return room.on_tables(unit, seat.workshop_id, envelope, asker, cause, fresh)
    return _at_table(unit, envelope, seat.workshop_id, asker, cause, fresh)


def _at_table(unit: Unit, envelope: Envelope, workshop: str, asker: Asker, cause: Cause, fresh: str) -> Answer:
    group = envelope.group or table_of(unit.session, asker.person)
    if group is None:
        return Answer.refused(Code.NOT_AT_TABLE)
    row = known_table(unit, group, workshop)
    if row is None:
        return Answer.refused(Code.UNKNOWN_TABLE)
    stale = room.stale(row, envelope.command, envelope.steps.get(group, envelope.step))
    if stale is not None:
        return Answer(False, stale)
    return one_table(unit, row, envelope, asker, cause, fresh)


def one_table(unit: Unit, row: Locked, envelope: Envelope, asker: Asker, cause: Cause, fresh: str) -> Answer:
    """The answer of one table to one command."""
    outcome = act(unit, row, envelope.command, asker.at(row.value), cause, fresh)
    if isinstance(outcome, Refusal):
        return Answer(False, outcome)
    group, events = outcome
    if events and isinstance(envelope.command, StartRound):
        room.opened(unit, row.workshop_id)
    return Answer(True, None, group.version, {group.id: group.step}, [], room.born(events, fresh))


def known_table(unit: Unit, group: str, workshop: str) -> Locked | None:
    """The locked row of a table of this workshop, or None when the workshop has no such table."""
    row = unit.groups.get(group)
    if row is None:
        there = unit.session.scalar(select(GroupRow.id).where(GroupRow.id == group))
        if there is not None:
            raise LockMissing(group)
        return None
    return row if row.workshop_id == workshop else None
