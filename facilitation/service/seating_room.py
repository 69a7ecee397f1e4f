"""The room as a seating sees it: which tables are open, who stays where they are, and who may be given a place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..domain.formats import Format, Option
from ..domain.group import Group, Role, Status
from ..domain.permissions import LEADERS
from ..storage.cases import standing, told_at, wishes_of
from ..storage.groups import GroupRow
from ..storage.repository import as_format, as_group
from ..storage.seats import GONE, PersonRow, SeatRow
from ..storage.workshops import WorkshopRow


class State(StrEnum):
    """``open``: people come and go; ``over``: a round is over and its words are still on the screens, so people come
    and go with the next one; ``busy``: nobody is moved in or out."""

    OPEN = "open"
    OVER = "over"
    BUSY = "busy"


def state_of(group: Group) -> State:
    """Whether a seating may move people in and out of this table.

    Nobody leaves or enters a table where a case is being told, that pauses or that was put away. A table on paper is
    seated before it begins; afterwards nobody knows who is there.
    """
    if group.shut or group.status is Status.PAUSED or (group.paper and group.status is not Status.WAITING):
        return State.BUSY
    if not group.told:
        return State.OPEN
    over = group.status is Status.CLOSED or (group.status is Status.RUNNING and group.in_room_phase)
    return State.OVER if over else State.BUSY


@dataclass(frozen=True)
class Sitter:
    """Somebody who may have a place. ``name`` as everybody reads it, ``written`` as it was given; ``table`` is where
    they sit or, for who is ``expected``, where they will; ``asks`` the table whose yes they wait for."""

    id: str
    name: str
    written: str
    organisation: str
    territory: str
    expected: bool
    pinned: str | None
    table: str | None
    roles: frozenset[Role] = frozenset()
    asks: str | None = None


@dataclass(frozen=True)
class Room:
    """Tables by number and people in the order of their arrival; who was erased and pilots without a place are none.

    A table that was put away is none either, and what was promised there is promised no more; ``groups`` has it, for
    people may have met there.
    ``cases`` is the table at which each author's case is placed and not told yet; ``choices`` the tables that people
    wish for by their wishes for cases, first and second.
    """

    tables: Mapping[str, GroupRow]
    groups: Mapping[str, Group]
    states: Mapping[str, State]
    people: Mapping[str, Sitter]
    cases: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def seatable(self) -> list[str]:
        """The tables to which a seating gives people, by number."""
        return [table for table, state in self.states.items() if state is not State.BUSY]

    def sizes(self) -> dict[str, int]:
        """How many people have their place at each table."""
        return {table: sum(one.table == table for one in self.people.values()) for table in self.tables}

    def fixed(self) -> dict[str, str]:
        """Who has their table whatever is drawn: pinned there, leading or relaying it, being its client, or
        bringing its case."""
        found = {}
        for one in self.people.values():
            table = self._own_table(one)
            if table is not None and self.states[table] is not State.BUSY and not self._held(one):
                found[one.id] = table
        return found

    def free(self) -> list[str]:
        """Who may be given any table, in the order of arrival."""
        fixed = self.fixed()
        return [one.id for one in self.people.values() if one.id not in fixed and not self._held(one)]

    def _held(self, one: Sitter) -> bool:
        """True for who sits at a busy table, or is pinned to one: no seating speaks of them."""
        here = one.table if not one.expected else None
        return any(table is not None and self.states.get(table) is State.BUSY for table in (here, one.pinned))

    def _own_table(self, one: Sitter) -> str | None:
        """Where this person stays. A round that is over has no client any more."""
        if one.pinned is not None and one.pinned in self.tables:
            return one.pinned
        if one.table is not None and one.roles & self.kept_at(one.table):
            return one.table
        return self.cases.get(one.id)

    def kept_at(self, table: str) -> frozenset[Role]:
        """The roles that stay at this table: its host counts on who relays them."""
        begun = self.groups[table].status in (Status.WAITING, Status.RUNNING) and self.states[table] is State.OPEN
        kept = LEADERS | {Role.DEPUTY}
        return kept | {Role.CLIENT} if begun else kept


def read_room(session: Session, workshop: str) -> Room:
    """The room as it is now."""
    query = select(GroupRow).where(GroupRow.workshop_id == workshop).order_by(GroupRow.number)
    # Anew: a transaction that changed tables meanwhile did not change the rows that it had read.
    rows = session.scalars(query.execution_options(populate_existing=True)).all()
    groups = {row.id: as_group(row) for row in rows}
    states = {id: state_of(group) for id, group in groups.items() if not group.shut}
    at = {person: id for id, group in groups.items() for person in group.roles}
    asks = {person: id for id, group in groups.items() for person in group.requests}
    people = {}
    for row in _people(session, workshop, at.keys()):
        promised = row.promised if row.promised in states else None
        table = promised if row.expected else at.get(row.id)
        roles = groups[at[row.id]].roles[row.id] if row.id in at else frozenset()
        people[row.id] = Sitter(
            row.id, row.shown, row.name, row.organisation, row.territory, row.expected,
            row.pinned if row.pinned in states else None, table, roles, asks.get(row.id),
        )  # fmt: skip
    placed = _cases(session, workshop, states)
    authors = {author: table for _case, (author, table) in placed.items() if author in people}
    choices = _choices(session, workshop, groups, placed)
    return Room({row.id: row for row in rows if row.id in states}, groups, states, people, authors, choices)


def _people(session: Session, workshop: str, seated: object) -> list[PersonRow]:
    pilots = {
        seat.person_id
        for seat in session.scalars(select(SeatRow).where(SeatRow.workshop_id == workshop))
        if Role.CONDUCTOR.value in seat.workshop_roles
    }
    here = (PersonRow.workshop_id == workshop) & ~PersonRow.return_code.startswith(GONE)
    query = select(PersonRow).where(here).order_by(PersonRow.joined, PersonRow.id)
    return [row for row in session.scalars(query) if row.id not in pilots or row.id in seated]  # type: ignore[operator]


def _cases(session: Session, workshop: str, states: Mapping[str, State]) -> dict[str, tuple[str, str]]:
    """Author and table of each case that is placed at a table where it can still be told."""
    told = told_at(session, workshop)
    return {
        case.id: (case.author, case.group_id)
        for case in standing(session, workshop)
        if case.group_id is not None and states.get(case.group_id) is State.OPEN
        if not case.draft and case.id not in told
    }


def _choices(
    session: Session, workshop: str, groups: Mapping[str, Group], placed: Mapping[str, tuple[str, str]]
) -> dict[str, tuple[str, ...]]:
    shop = session.get(WorkshopRow, workshop)
    shape: Format | None = as_format(shop.format) if shop else None
    if shape is None or Option.WISHES not in shape.options:
        return {}
    tables = {case: table for case, (_author, table) in placed.items()}
    tables |= {group.case: id for id, group in groups.items() if group.case and state_of(group) is State.OPEN}
    found = {
        person: tuple(dict.fromkeys(tables[case] for case in wish if case in tables))
        for person, wish in wishes_of(session, workshop).items()
    }
    return {person: chosen for person, chosen in found.items() if chosen}
