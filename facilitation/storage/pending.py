"""What a transaction will write, kept until somebody asks the database something, or until the commit.

A batch changes many tables and writes many lines, one of each kind for each command. Written one by one, each costs the
unit of work of SQLAlchemy more than the database; together they are one statement for each kind.
"""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from .contributions import ContributionRow
from .groups import GroupRow
from .journal import JournalRow
from .quick import Many
from .workshops import WorkshopRow

_GROUPS = GroupRow.__table__
_LINE = Many(insert(JournalRow.__table__))  # type: ignore[arg-type]
_CONTRIBUTION = Many(insert(ContributionRow.__table__))  # type: ignore[arg-type]
_ACT = Many(
    update(WorkshopRow.__table__)  # type: ignore[arg-type]
    .where(WorkshopRow.id == bindparam("its_id"))
    .values(last_act=bindparam("act"))
)
_UPDATES: dict[frozenset[str], Many] = {}
"""The statement for each set of columns that changed together; there are few."""


class Writing(Session):
    """The session of the writer. What waits is written by each flush, so any question to the database sees it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.lines: list[dict[str, Any]] = []
        """Lines of the journal, the columns of a JournalRow by name."""
        self.born: list[SimpleNamespace] = []
        """New contributions, with the attributes of a ContributionRow; they may be changed until they are written."""
        self._tables: dict[str, dict[str, Any]] = {}
        self._acts: dict[str, dict[str, Any] | None] = {}

    def change(self, table: str, columns: Mapping[str, Any]) -> None:
        """Give columns of a table's row other values. A row that was read before does not hear of it."""
        self._tables.setdefault(table, {}).update(columns)

    def acted(self, workshop: WorkshopRow, act: dict[str, Any] | None) -> None:
        """Remember the last act on several tables of a workshop."""
        set_committed_value(workshop, "last_act", act)
        self._acts[workshop.id] = act

    def flush(self, objects: Any = None) -> None:
        """Write all that waits; rows of the unit of work come first, for the others speak of them."""
        super().flush(objects)
        connection = self.connection() if self._tables or self._acts or self.born or self.lines else None
        if connection is None:
            return
        tables, acts, born, lines = self._tables, self._acts, self.born, self.lines
        self._tables, self._acts, self.born, self.lines = {}, {}, [], []
        if acts:
            _ACT.write(connection, [{"its_id": id, "act": act} for id, act in acts.items()])
        alike: dict[frozenset[str], list[dict[str, Any]]] = {}
        for id, columns in tables.items():
            alike.setdefault(frozenset(columns), []).append({"its_id": id} | columns)
        for names, rows in alike.items():
            _update_of(names).write(connection, rows)
        if born:
            _CONTRIBUTION.write(connection, [vars(row) for row in born])
        if lines:
            _LINE.write(connection, lines)


def _update_of(names: frozenset[str]) -> Many:
    found = _UPDATES.get(names)
    if found is None:
        values = {name: bindparam(name) for name in names}
        it = _GROUPS.c.id == bindparam("its_id")
        found = _UPDATES[names] = Many(update(_GROUPS).where(it).values(values))  # type: ignore[arg-type]
    return found
