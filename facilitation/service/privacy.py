"""A person's own words: erased from every row that holds them, at any time, also after the end.

The journal holds no words, so it stays: a tombstone is added to it and it folds to the rows as before.
"""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ..domain.events import PersonErased
from ..storage.cases import CaseRow, WishRow
from ..storage.commands import CommandRow
from ..storage.contributions import ContributionRow
from ..storage.erasures import PERSON, note
from ..storage.groups import MembershipRow
from ..storage.repository import Cause
from ..storage.seats import GONE, PersonRow, SeatRow
from ..storage.workshops import TakeawayRow
from .clients import rounds_as_client
from .conduct import fold, tables_asked
from .ground import Ground
from .market import write
from .seating_rows import forget
from .secrets import fresh_id
from .unit import Needs, Unit


class Privacy:
    """What each person may ask about their own words."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def erase(self, person: str) -> bool:
        """Erase everything this person said or wrote, and their name; False when there is nobody to erase.

        What a client asked, answered and decided goes with the client, whoever typed it. Their places are revoked. On
        SQLite erased rows are overwritten where they are (a row that had moved may leave a copy); PostgreSQL vacuums.
        """
        now = self._ground.instants.now()

        def work(unit: Unit) -> bool:
            row = unit.session.get(PersonRow, person)
            if row is None or row.return_code.startswith(GONE):
                return False
            cause = Cause(person, f"erase-{fresh_id()}", now)
            _from_tables(unit, row, cause)
            _from_the_room(unit, row, cause)
            note(unit.session, PERSON, person, now)
            return True

        return self._ground.writer.do(work, lambda session: _needs(session, person))


def _needs(session: Session, person: str) -> Needs:
    row = session.get(PersonRow, person)
    if row is None:
        return Needs()
    return Needs(frozenset({row.workshop_id}), frozenset(_tables(session, row)))


def _tables(session: Session, row: PersonRow) -> set[str]:
    """Every table of which the person has seen or written something."""
    sat = session.scalars(select(MembershipRow.group_id).where(MembershipRow.person_id == row.id))
    wrote = session.scalars(select(ContributionRow.group_id).where(ContributionRow.author == row.id).distinct())
    brought = rounds_as_client(session, row.workshop_id, row.id)
    return {*sat, *wrote, *brought, *tables_asked(session, row.workshop_id, row.id)}


def _from_tables(unit: Unit, row: PersonRow, cause: Cause) -> None:
    rounds = rounds_as_client(unit.session, row.workshop_id, row.id)
    lines = select(ContributionRow.id).where(ContributionRow.author == row.id, ContributionRow.type == "action")
    for table in sorted(_tables(unit.session, row)):
        actions = unit.session.scalars(lines.where(ContributionRow.group_id == table).order_by(ContributionRow.id))
        fold(unit, unit.group(table), [PersonErased(row.id, rounds.get(table, ()), tuple(actions))], cause)


def _from_the_room(unit: Unit, row: PersonRow, cause: Cause) -> None:
    """Case, wish, links, places and name."""
    session = unit.session
    has_case = session.scalar(select(CaseRow.id).where(CaseRow.author == row.id).limit(1)) is not None
    if has_case or session.get(WishRow, row.id) is not None:
        write(unit, unit.workshop(row.workshop_id), PersonErased(row.id), cause)
    session.execute(delete(CommandRow).where(CommandRow.person == row.id))
    session.execute(delete(TakeawayRow).where(TakeawayRow.person_id == row.id))
    for seat in session.scalars(select(SeatRow).where(SeatRow.person_id == row.id)):
        seat.revoked = True
    row.name, row.organisation, row.territory, row.label, row.return_code = "", "", "", "", f"{GONE}{row.id}"
    row.expected, row.promised, row.pinned = False, None, None
    forget(session, row.workshop_id, row.id)
    unit.changed_workshop(row.workshop_id)
    unit.changed_people({row.id}, moved=True)
    unit.touched.erased = True
    session.flush()
