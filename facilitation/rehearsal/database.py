"""The database as the checker reads it: directly, read-only, beside the live server; it knows the tables alone."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, unquote

Row = dict[str, Any]


class Database:
    """Questions in SQL with ``?`` for values; rows come back as dictionaries, JSON columns decoded."""

    JSON_COLUMNS = frozenset({"answer", "extra", "roles", "supporters"})

    def __init__(self, connection: Any, mark: str) -> None:
        self._connection = connection
        self._mark = mark

    def rows(self, question: str, *values: Any) -> list[Row]:
        """The rows that answer a question."""
        cursor = self._connection.cursor()
        cursor.execute(question.replace("?", self._mark), values)
        names = [column[0] for column in cursor.description]
        return [
            {
                n: json.loads(v) if n in self.JSON_COLUMNS and isinstance(v, str) else v
                for n, v in zip(names, row, strict=True)
            }
            for row in cursor.fetchall()
        ]

    def one(self, question: str, *values: Any) -> Row | None:
        """The first row, or None."""
        return next(iter(self.rows(question, *values)), None)


@contextmanager
def reading(url: str) -> Iterator[Database]:
    """The database at this SQLAlchemy address. One transaction: everything read is of the same instant."""
    if url.startswith("sqlite"):
        path = unquote(url.split("///", 1)[1])
        connection = sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True, isolation_level=None)
        connection.execute("BEGIN")
        mark = "?"
    else:
        import psycopg2  # only where there is a PostgreSQL to read

        connection = psycopg2.connect(url.replace("postgresql+psycopg2://", "postgresql://"))
        connection.set_session(readonly=True, isolation_level="REPEATABLE READ")
        mark = "%s"
    try:
        yield Database(connection, mark)
    finally:
        connection.close()
