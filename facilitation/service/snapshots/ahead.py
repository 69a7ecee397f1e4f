"""Rows that the snapshots of one view need, read together: a batch of acts concerns many tables and many people.

What is not read ahead is read when asked for, so a snapshot alone asks for as much as it needs.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from ...domain.contributions import WITHHELD
from ...domain.group import Group
from ...storage.cases import CaseRow, WishRow, telling_at, told_at
from ...storage.contributions import ContributionRow
from ...storage.gathered import as_mapping, gathered
from ...storage.groups import GroupRow, MembershipRow, RoundRow
from ...storage.remembered import KEY
from ...storage.repository import as_group
from ...storage.seats import PersonRow, SeatRow
from ...storage.workshops import WorkshopRow

Shop = Any
"""The columns of a WorkshopRow by their names."""
Label = Any
"""Identifier, version, workshop, number and name of a table, and what became of the words of its round."""
Timetables = dict[tuple[object, ...], Any]
"""Of tables that stand at the same place of the same format, written; the pilot moves many at once."""
Offers = dict[int, tuple[object, Any]]
"""What somebody may do at tables in the same situation, and the same written, by its identity."""
Written = Any
"""The columns of a ContributionRow by their names; whole rows cost six times as much to read."""

MANY = 10
"""Tables from which all names of a workshop are asked for: to name hundreds of people to the database costs more."""

_LINE = ContributionRow


def _some(name: str) -> Any:
    return bindparam(name, expanding=True)


_WRITTEN = select(
    _LINE.id, _LINE.group_id, _LINE.round, _LINE.type, _LINE.author, _LINE.writer, _LINE.kind, _LINE.status,
    _LINE.verdict, _LINE.sorter, _LINE.release, _LINE.text, _LINE.extra,
).order_by(_LINE.born, _LINE.id)  # fmt: skip


def _of_this_round(*more: ColumnElement[bool]) -> Any:
    """What stands of the round that each of some tables is in."""
    here = and_(GroupRow.id == _LINE.group_id, GroupRow.round == _LINE.round)
    return _WRITTEN.join(GroupRow, here).where(_LINE.group_id.in_(_some("tables")), _LINE.status != "erased", *more)


_SHOWN = _of_this_round(_LINE.release.not_in(("private", WITHHELD)))
_OWN = _of_this_round(or_(_LINE.author.in_(_some("people")), _LINE.sorter.in_(_some("people")))).with_only_columns(
    _LINE.id, _LINE.group_id, _LINE.type, _LINE.author, _LINE.kind, _LINE.status, _LINE.verdict, _LINE.sorter,
    _LINE.release, _LINE.text,
)  # fmt: skip
_LABELS = select(
    GroupRow.id, GroupRow.version, GroupRow.workshop_id, GroupRow.number, GroupRow.name, RoundRow.words
).outerjoin(RoundRow, and_(RoundRow.group_id == GroupRow.id, RoundRow.number == GroupRow.round))  # fmt: skip
_WORKSHOP = select(WorkshopRow.__table__).where(WorkshopRow.id == bindparam("workshop"))
_TABLES = _LABELS.where(GroupRow.id.in_(_some("tables")))
_TABLES_OF = _LABELS.where(GroupRow.workshop_id == bindparam("workshop")).order_by(GroupRow.number)
_ROWS = select(GroupRow).where(GroupRow.id.in_(_some("tables")))
_CASES = select(CaseRow).where(CaseRow.id.in_(_some("cases")))
_NAMES = select(PersonRow.id, PersonRow.name, PersonRow.label).where(PersonRow.id.in_(_some("people")))
_NAMES_OF = select(gathered(PersonRow.id, PersonRow.name + " " + PersonRow.label)).where(
    PersonRow.workshop_id == bindparam("workshop")
)
_PEOPLE = select(PersonRow).where(PersonRow.id.in_(_some("people")))
_SEATS = select(SeatRow).where(SeatRow.person_id.in_(_some("people")), SeatRow.revoked.is_(False))
_SITS = select(MembershipRow.person_id, MembershipRow.group_id, MembershipRow.since).where(
    MembershipRow.person_id.in_(_some("people")), MembershipRow.ended.is_(None)
)
_BROUGHT = (
    select(CaseRow)
    .where(CaseRow.author.in_(_some("people")), CaseRow.status == "proposed")
    .order_by(CaseRow.born, CaseRow.id)
)
_WISHES = select(WishRow).where(WishRow.person_id.in_(_some("people")))


class Ahead:
    """The rows of one view, each read once. ``session`` must only read."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._ask = session.connection().execute
        """For columns: through the session each question and each line would cost half as much again."""
        self._workshops: dict[str, Shop | None] = {}
        self._tables: dict[str, Label] = {}
        self._groups: dict[str, Group] = {}
        self._shown: dict[str, list[Written]] = {}
        self._cases: dict[str, CaseRow] = {}
        self._names: dict[str, str] = {}
        self._people: dict[str, PersonRow] = {}
        self._seats: dict[str, list[SeatRow]] = {}
        self._sits: dict[str, tuple[str, int]] = {}
        self._own: dict[str, list[Written]] = {}
        self._brought: dict[str, list[CaseRow]] = {}
        self._wishes: dict[str, WishRow] = {}
        self._told: dict[str, dict[str, str]] = {}
        self._over: dict[str, frozenset[str]] = {}
        self.timetables: Timetables = {}
        self.offers: Offers = {}

    # --- Tables

    def tables(self, tables: Iterable[str], words: bool = True) -> None:
        """Read these tables ahead, with what everybody there may read of their ``words``."""
        self._rows_of(tables)
        wanted = sorted(set(tables) - self._shown.keys()) if words else []
        if not wanted:
            return
        self._shown |= {table: [] for table in wanted}
        for line in self._ask(_SHOWN, {"tables": wanted}).all():
            self._shown[line.group_id].append(line)
        groups = [self._groups[table] for table in wanted if table in self._groups]
        if len(groups) >= MANY:
            for workshop in sorted({group.workshop for group in groups}):
                names = as_mapping(self._ask(_NAMES_OF, {"workshop": workshop}).scalar())
                self._names |= {person: name.strip() for person, name in names.items()}
        self.names({person for group in groups for person in {*group.roles, *group.requests}})
        cases = sorted({group.case for group in groups if group.case})
        if cases:
            self._cases |= {case.id: case for case in self.session.scalars(_CASES, {"cases": cases})}

    def labels(self, tables: Iterable[str]) -> dict[str, Label]:
        """The labels of these tables, of those that there are."""
        wanted = [table for table in tables if table not in self._tables]
        if wanted:
            wanted = sorted(set(wanted))
            self._tables |= {label.id: label for label in self._ask(_TABLES, {"tables": wanted}).all()}
        return self._tables

    def _rows_of(self, tables: Iterable[str]) -> None:
        labels = self.labels(tables)
        self._values([labels[table] for table in set(tables) - self._groups.keys() if table in labels])

    def _values(self, labels: Sequence[Label]) -> None:
        remembered = self.session.info[KEY]
        unknown = []
        for label in labels:
            group = remembered.get(label.id, label.version)
            if group is None:
                unknown.append(label.id)
            else:
                self._groups[label.id] = group
        if unknown:
            for row in self.session.scalars(_ROWS, {"tables": unknown}):
                group = self._groups[row.id] = as_group(row)
                remembered.put(group)  # a view reads nothing but what is committed

    def table(self, table: str) -> tuple[Label, Group] | None:
        """A table with its number and name, or None when there is none."""
        if table not in self._groups:
            self._rows_of((table,))
        label = self._tables.get(table)
        return (label, self._groups[table]) if label is not None else None

    def workshop(self, workshop: str) -> Shop | None:
        """A workshop, or None when there is none."""
        if workshop not in self._workshops:
            self._workshops[workshop] = self._ask(_WORKSHOP, {"workshop": workshop}).one_or_none()
        return self._workshops[workshop]

    def tables_of(self, workshop: str) -> list[tuple[Label, Group]]:
        """The tables of a workshop, by number."""
        labels = self._ask(_TABLES_OF, {"workshop": workshop}).all()
        self._tables |= {label.id: label for label in labels}
        self._values(labels)
        return [(label, self._groups[label.id]) for label in labels]

    def shown(self, table: str) -> list[Written]:
        """What was written in the round of this table and may be read by all who sit there."""
        if table not in self._shown:
            self.tables((table,))
        return self._shown[table]

    def words_of(self, group: Group) -> str:
        """Whether the words of its round are kept, erased or withheld."""
        return self.labels((group.id,))[group.id].words or "kept"

    def case(self, group: Group) -> CaseRow | None:
        """The case that is told at this table."""
        if group.id not in self._shown:
            self.tables((group.id,))
        return self._cases.get(group.case) if group.case else None

    def names(self, people: Iterable[str | None]) -> dict[str, str]:
        """The names as everybody reads them, by person."""
        asked, known = list(filter(None, people)), self._names
        if not known.keys() >= set(asked):
            self._name(self._ask(_NAMES, {"people": sorted({*asked} - known.keys())}))
        return {person: known[person] for person in asked if person in known}

    def _name(self, people: Any) -> None:
        self._names |= {person: f"{name} {label}".strip() for person, name, label in people.all()}

    # --- People

    def people(self, people: Iterable[str]) -> None:
        """Read these people ahead, with what they alone may read."""
        wanted = sorted(set(people) - self._seats.keys())
        if not wanted:
            return
        here = {"people": wanted}
        self._people |= {row.id: row for row in self.session.scalars(_PEOPLE, here)}
        self._names |= {person: self._people[person].shown for person in wanted if person in self._people}
        self._seats |= {person: [] for person in wanted}
        for seat in self.session.scalars(_SEATS, here):
            self._seats[str(seat.person_id)].append(seat)
        self._sits |= {person: (table, since) for person, table, since in self._ask(_SITS, here)}
        tables = sorted({self._sits[person][0] for person in wanted if person in self._sits})
        self._rows_of(tables)
        self._own |= {person: [] for person in wanted}
        if tables:
            self._own_lines(wanted, tables)
        self._brought |= {person: [] for person in wanted}
        for case in self.session.scalars(_BROUGHT, here):
            self._brought[case.author].append(case)
        self._wishes |= {wish.person_id: wish for wish in self.session.scalars(_WISHES, here)}

    def _own_lines(self, people: Sequence[str], tables: Sequence[str]) -> None:
        found = self._own
        at = {person: table for person, (table, _) in self._sits.items()}
        for line in self._ask(_OWN, {"people": people, "tables": tables}).all():
            table, author, sorter = line[1], line[3], line[7]
            if author in found and at.get(author) == table:
                found[author].append(line)
            if sorter and sorter != author and sorter in found and at.get(sorter) == table:
                found[sorter].append(line)

    def _read(self, person: str) -> None:
        if person not in self._seats:
            self.people((person,))

    def person(self, person: str) -> PersonRow | None:
        """The row of a person, or None."""
        self._read(person)
        return self._people.get(person)

    def seats(self, person: str) -> list[SeatRow]:
        """Where a person is: places that were not revoked."""
        self._read(person)
        return self._seats[person]

    def sits(self, person: str) -> tuple[str, int] | None:
        """The table where a person sits and the version at which they sat down, or None."""
        self._read(person)
        return self._sits.get(person)

    def own(self, person: str) -> list[Written]:
        """What this person wrote in the round of their table, and what they sorted there."""
        self._read(person)
        return self._own[person]

    def standing(self, person: str) -> list[CaseRow]:
        """What this person proposes now, as ``storage.cases.standing`` has it."""
        self._read(person)
        return [case for case in self._brought[person] if case.id not in self._over_in(case.workshop_id)]

    def wish(self, person: str) -> WishRow | None:
        """The cases that this person would like to hear."""
        self._read(person)
        return self._wishes.get(person)

    def told(self, workshop: str) -> dict[str, str]:
        """The table of each case that is told now or was, as ``storage.cases.told_at`` has it."""
        if workshop not in self._told:
            self._told[workshop] = told_at(self.session, workshop)
        return self._told[workshop]

    def _over_in(self, workshop: str) -> frozenset[str]:
        if workshop not in self._over:
            told = self.told(workshop)
            self._over[workshop] = frozenset(told.keys() - telling_at(self.session, workshop).keys())
        return self._over[workshop]
