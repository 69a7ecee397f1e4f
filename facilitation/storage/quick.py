"""What is asked or written all day long, put to the driver without SQLAlchemy's ceremony.

SQLAlchemy writes the statement, once for each database, and says how each column is read or sent. Asked through a
``Connection``, one question was a sixth of all that the server does for a socket that opens; and of the pilot's act on
50 tables, what SQLAlchemy makes ready for each row to be written was a tenth.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import Dialect

Reading = Callable[[Any], Any]
Sending = Callable[[Any], Any]


class _Written(NamedTuple):
    """The question as one database reads it, and how a row of the answer is made."""

    text: str
    positions: list[str] | None
    given: dict[str, Any]
    """The values that stand in the question itself."""
    readings: list[Reading | None]


class _Ready(NamedTuple):
    """A writing as one database reads it: the names in their order, and how each is sent."""

    text: str
    sent: list[tuple[str, Sending | None]]


class Many:
    """One writing of many rows of the same columns, which are all given: nothing is made up for a row."""

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._ready: WeakKeyDictionary[Dialect, dict[frozenset[str], _Ready]] = WeakKeyDictionary()

    def write(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write these rows. Raises what SQLAlchemy raises."""
        dialect = connection.dialect
        if dialect.name != "sqlite":  # on PostgreSQL SQLAlchemy puts many rows in one journey, and journeys cost more
            connection.execute(self._statement, rows)
            return
        text, sent = self._for(dialect, frozenset(rows[0]))
        told = [tuple(row[name] if send is None else send(row[name]) for name, send in sent) for row in rows]
        connection.exec_driver_sql(text, told)

    def _for(self, dialect: Dialect, names: frozenset[str]) -> _Ready:
        known = self._ready.setdefault(dialect, {})
        if names not in known:
            said: Any = self._statement.compile(dialect=dialect, column_keys=sorted(names))
            if set(said.positiontup) != names:
                raise TypeError(f"{self._statement.table.name} is written with {', '.join(sorted(said.positiontup))}")
            sendings = {name: said.binds[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names}
            known[names] = _Ready(said.string, [(name, sendings[name]) for name in said.positiontup])
        return known[names]


class Quick:
    """One question; its parameters are texts and numbers, which no driver needs told how to send."""

    def __init__(self, question: Any) -> None:
        self._question = question
        self._row = namedtuple("Row", question.selected_columns.keys())  # type: ignore[misc]
        self._written: WeakKeyDictionary[Dialect, _Written] = WeakKeyDictionary()

    def one(self, engine: Engine, about: Mapping[str, Any]) -> Any | None:
        """The row of the answer, its columns by name, or None. Raises what SQLAlchemy raises, for several rows too."""
        try:
            rows = self._ask(engine, about)
        except engine.dialect.loaded_dbapi.Error:
            rows = []  # asked again below: SQLAlchemy counts the failure, and mends its pool
        else:
            if len(rows) < 2:
                return self._read(engine, rows[0]) if rows else None
        with engine.connect() as connection:
            return connection.execute(self._question, dict(about)).one_or_none()

    def _ask(self, engine: Engine, about: Mapping[str, Any]) -> Any:
        text, positions, given, _ = self._for(engine.dialect)
        told = {**given, **about}
        with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute(text, told if positions is None else [told[name] for name in positions])
            return cursor.fetchmany(2)

    def _read(self, engine: Engine, row: Any) -> Any:
        readings = self._for(engine.dialect).readings
        return self._row(*(item if read is None else read(item) for item, read in zip(row, readings, strict=True)))

    def _for(self, dialect: Dialect) -> _Written:
        found = self._written.get(dialect)
        if found is None:
            said: Any = self._question.compile(dialect=dialect)
            columns = self._question.selected_columns
            readings = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
            found = _Written(said.string, said.positiontup if said.positional else None, dict(said.params), readings)
            self._written[dialect] = found
        return found
