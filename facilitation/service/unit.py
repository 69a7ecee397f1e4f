"""What one piece of work sees inside the writer's transaction, and what it leaves to publish."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from ..storage.pending import Writing
from ..storage.repository import Locked, lock_groups
from ..storage.seats import PersonRow
from ..storage.workshops import WorkshopRow
from .envelope import Envelope
from .register import Register


class LockMissing(Exception):
    """The work needs a row that was not locked before it began: it is done again, alone, with what it needs now."""


@dataclass(frozen=True)
class Needs:
    """The workshops and tables that a piece of work changes. They are locked before it begins, in one fixed order."""

    workshops: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()

    def __or__(self, other: "Needs") -> "Needs":
        return Needs(self.workshops | other.workshops, self.groups | other.groups)


NOTHING = Needs()
Asked = Callable[[Session], Needs]


@dataclass
class Touched:
    """Whose snapshots changed: tables with their new version, workshops, people."""

    groups: dict[str, int] = field(default_factory=dict)
    workshops: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    """People whose table or roles changed, or whose places were revoked: what they may read changed."""
    piloted: set[str] = field(default_factory=set)
    """Workshops whose pilot acted: the board shows it before anything else is told."""
    erased: bool = False

    def __bool__(self) -> bool:
        return bool(self.groups or self.workshops or self.people or self.moved or self.erased)


_LOCKED = (
    select(WorkshopRow)
    .where(WorkshopRow.id.in_(bindparam("ids", expanding=True)))
    .order_by(WorkshopRow.id)
    .with_for_update(key_share=True)
)
_SEEN_ANEW = (
    update(PersonRow.__table__)  # type: ignore[arg-type]
    .where(PersonRow.id == bindparam("person"))
    .values(version=PersonRow.version + 1)
)


class Unit:
    """The writer's open transaction. ``touched`` is filled as the work goes; nothing is published before the commit.

    ``together`` are its commands when it does nothing else.
    """

    def __init__(self, session: Writing, needs: Needs, together: Collection[Envelope] = ()) -> None:
        self.session = session
        self.touched = Touched()
        self.workshops: dict[str, WorkshopRow] = {}
        if needs.workshops:
            self.workshops = {row.id: row for row in session.scalars(_LOCKED, {"ids": sorted(needs.workshops)})}
        self.groups: dict[str, Locked] = lock_groups(session, needs.groups)
        self.register = Register(session, together)  # after the locks: what was committed before them is seen

    def group(self, group: str) -> Locked:
        """The locked row of a table. Raises LockMissing when it was not asked for."""
        try:
            return self.groups[group]
        except KeyError:
            raise LockMissing(group) from None

    def workshop(self, workshop: str) -> WorkshopRow:
        """The locked row of a workshop. Raises LockMissing when it was not asked for."""
        try:
            return self.workshops[workshop]
        except KeyError:
            raise LockMissing(workshop) from None

    def changed_workshop(self, workshop: str) -> WorkshopRow:
        """Say that what the whole room sees has changed."""
        row = self.workshop(workshop)
        row.version += 1
        self.touched.workshops.add(workshop)
        return row

    def changed_group(self, row: Locked, seen_outside: bool = True) -> None:
        """Say that a table has a new version; ``seen_outside`` when the room's own screens may show something else."""
        self.touched.groups[row.id] = row.version
        if seen_outside:
            self.touched.workshops.add(row.workshop_id)

    def changed_people(self, people: Iterable[str], moved: bool = False) -> None:
        """Say that private rows of these people changed; ``moved`` when what they may read changed too."""
        found = set(people)
        self.touched.people |= found
        if moved:
            self.touched.moved |= found

    def finish(self) -> None:
        """The last writing before the commit: private versions, in one order so that two writers never cross."""
        self.session.flush()
        self.register.write()
        if self.touched.people:
            people = [{"person": person} for person in sorted(self.touched.people)]
            self.session.connection().execute(_SEEN_ANEW, people)
