"""A question that is asked all day long, for one row of columns, put to the driver without SQLAlchemy's ceremony.

SQLAlchemy writes it, once for each database, and says how each column is read. Asked through a ``Connection`` it was a
sixth of all that the server does for a socket that opens.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.engine import Dialect

Reading = Callable[[Any], Any]


class _Written(NamedTuple):
    """The question as one database reads it, and how a row of the answer is made."""

    text: str
    positions: list[str] | None
    given: dict[str, Any]
    """The values that stand in the question itself."""
    readings: list[Reading | None]


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
