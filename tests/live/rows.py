"""Reading the rows of a running server from outside of it, without its code."""

import sqlite3
from contextlib import closing
from typing import Any

from tests.server import Server


def rows(server: Server, query: str) -> list[tuple[Any, ...]]:
    """What a query finds now. Read-only on SQLite."""
    if server.database_url.startswith("sqlite"):
        path = server.database_url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return connection.execute(query).fetchall()
    import psycopg2

    with closing(psycopg2.connect(server.database_url)) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())
