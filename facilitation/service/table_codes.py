"""A table's QR code, scanned by somebody who has a place already: they choose that table with their feet."""

from sqlalchemy.orm import Session

from ..domain.commands import Sit
from ..domain.group import Actor, Group, Role, Status
from ..domain.phases import Kind
from ..domain.refusals import Code, Refusal
from ..storage.repository import Cause
from ..storage.seats import SeatRow
from .conduct import act, table_of, tables_asked
from .door import known_table
from .ground import Ground
from .secrets import fresh_id
from .unit import Needs, Unit

_STAYS = frozenset({Role.HOST, Role.FACILITATOR, Role.CLIENT})
"""Who leads a table or brings its case leaves it on purpose only, not by a code."""
_CHOOSING = frozenset({Kind.FRAMING, Kind.CASE_CHOICE, None})


def _may_move(group: Group, person: str) -> bool:
    """Before the tables work, a code moves people; later it only leads back to where they sit."""
    choosing = group.status is Status.WAITING or (group.status is Status.RUNNING and group.kind in _CHOOSING)
    return choosing and not group.told and group.roles[person].isdisjoint(_STAYS)


class TableCodes:
    """Codes on tables, for people who have a name here."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def scan(self, seat: str, device: str, table: str) -> Refusal | None:
        """Sit at this table, or ask to when a case was told there. A refusal says that it is full.

        Nothing happens for a device that several people share (whose choice would it be?), nor for somebody who sits
        where work has begun.
        """
        now = self._ground.instants.now()

        def needs(session: Session) -> Needs:
            row = session.get(SeatRow, seat)
            if row is None or row.person_id is None:
                return Needs()
            asked = tables_asked(session, row.workshop_id, row.person_id)
            return Needs(groups=frozenset({table, *asked} | {g for g in (table_of(session, row.person_id),) if g}))

        def work(unit: Unit) -> Refusal | None:
            row = unit.session.get(SeatRow, seat, populate_existing=True)
            if row is None or row.device_id != device or row.revoked or row.person_id is None:
                return Refusal(Code.NOT_YOUR_SEAT)
            there = known_table(unit, table, row.workshop_id)
            if there is None:
                return Refusal(Code.UNKNOWN_TABLE)
            former = table_of(unit.session, row.person_id)
            stays = former is not None and not _may_move(unit.group(former).value, row.person_id)
            if row.shared or stays:
                return None
            cause = Cause(row.person_id, f"scan-{fresh_id()}", now)
            done = act(unit, there, Sit(), Actor(row.person_id), cause, "")
            return done if isinstance(done, Refusal) else None

        return self._ground.writer.do(work, needs)
