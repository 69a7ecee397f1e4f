"""What the page « Qui s'assied où » shows: tables with their people, who has none, what is asked, proposed, done."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from ..seating.model import Unmet
from ..storage.seatings import SeatingRow
from ..storage.workshops import WorkshopRow
from .seating_history import met
from .seating_room import Room, Sitter, State, read_room
from .seating_rows import Done, Proposal, done_from, proposal_from
from .seating_wishes import Pair, Wishes, wishes_from


@dataclass(frozen=True)
class SetTable:
    """A table and who has a place there, by name."""

    id: str
    number: int
    name: str
    paper: bool
    state: State
    people: tuple[Sitter, ...]


@dataclass(frozen=True)
class Hall:
    """One picture of the seating. ``history``: somebody has met somebody in an earlier round."""

    step: int
    closed: bool
    tables: tuple[SetTable, ...]
    waiting: tuple[Sitter, ...]
    wishes: Wishes
    proposal: Proposal | None
    last: Done | None
    history: bool
    free: int
    """How many people a draw would move."""

    @property
    def people(self) -> tuple[Sitter, ...]:
        """Everybody, by name."""
        return _by_name([*self.waiting, *(one for table in self.tables for one in table.people)])

    @property
    def names(self) -> Mapping[str, str]:
        """Everybody's name by identifier."""
        return {one.id: one.name for one in self.people}

    @property
    def table_names(self) -> Mapping[str, str]:
        """The tables' names by identifier."""
        return {table.id: table.name for table in self.tables}

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Who is to be kept apart or together, as far as both are known: a pilot who got up has no place."""
        names = self.names
        return tuple(pair for pair in self.wishes.pairs if pair.people <= names.keys())

    @property
    def unmet(self) -> tuple[Unmet, ...]:
        """What the proposal could not keep, of people who are known. A table's size goes without a name or two."""
        names, found = self.names, list[Unmet]()
        for one in self.proposal.unmet if self.proposal else ():
            known = tuple(person for person in one.people if person in names)
            if known == one.people or (one.wish == "size" and known):
                found.append(replace(one, people=known))
        return tuple(found)

    def as_proposed(self, seating: Mapping[str, str | None]) -> tuple[SetTable, ...]:
        """The tables as they would be."""
        return _tables(self.tables, self.people, lambda one: seating.get(one.id, one.table))


def hall_of(session: Session, workshop: str, now: int) -> Hall:
    """The seating as it is now."""
    room = read_room(session, workshop)
    shop, row = session.get(WorkshopRow, workshop), session.get(SeatingRow, workshop)
    bare = [
        SetTable(id, table.number, table.name, table.paper, room.states[id], ()) for id, table in room.tables.items()
    ]
    return Hall(
        step=row.step if row else 0,
        closed=shop is None or shop.status == "closed",
        tables=_tables(bare, room.people.values(), lambda one: one.table),
        waiting=_by_name(one for one in room.people.values() if one.table is None),
        wishes=wishes_from(row.wishes if row else {}),
        proposal=proposal_from(row.proposal if row else None),
        last=done_from(row.last if row else None),
        history=_somebody_met(session, room, now),
        free=len(room.free()) if room.seatable else 0,
    )


def _somebody_met(session: Session, room: Room, now: int) -> bool:
    return bool(met(session, room, now))


def _by_name(people: Iterable[Sitter]) -> tuple[Sitter, ...]:
    return tuple(sorted(people, key=lambda one: (one.name.casefold(), one.id)))


def _tables(
    tables: Iterable[SetTable], people: Iterable[Sitter], at: Callable[[Sitter], str | None]
) -> tuple[SetTable, ...]:
    there: dict[str | None, list[Sitter]] = {}
    for one in people:
        there.setdefault(at(one), []).append(one)
    return tuple(
        SetTable(one.id, one.number, one.name, one.paper, one.state, _by_name(there.get(one.id, []))) for one in tables
    )
