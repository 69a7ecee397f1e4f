"""How a connection behaves, on both databases. Importing this module is enough: it listens to every engine.

SQLite: the driver's own transactions are switched off, for it would open them late and commit them early; ``BEGIN``
is sent by us, and ``BEGIN IMMEDIATE`` when the connection carries ``execution_options(immediate=True)`` (the writer),
so that a writer never finds out in the middle that it may not write. PostgreSQL: nothing waits for ever.
"""

import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import Dialect, ExceptionContext

from ..metrics import DATABASE_ERRORS
from .base import Base
from .packed import read_json, write_json

BUSY_MS = 5_000
"""Milliseconds that SQLite waits for another process's lock before it says that the database is busy."""

SWEEP_MS = 500
"""Milliseconds that a sweep waits for readers, for nobody writes meanwhile; then it is tried again later."""

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # what was acknowledged survives a power cut
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_MS}",
    "PRAGMA secure_delete=ON",  # erased words are overwritten in the file, not only unlinked
)

POSTGRES_OPTIONS = "-c statement_timeout=5000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=10000"


class Unswept(Exception):
    """The file was written anew, but old pages still stand in the write-ahead file: to be emptied later."""


@event.listens_for(Engine, "do_connect")
def _bound_waiting(dialect: Dialect, record: Any, args: list[Any], params: dict[str, Any]) -> None:
    if dialect.name == "postgresql":
        params.setdefault("connect_timeout", 3)
        params.setdefault("options", POSTGRES_OPTIONS)


@event.listens_for(Engine, "connect")
def _prepare(connection: Any, record: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(pragma).close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if connection.dialect.name == "sqlite" and not options.get("alone"):
        immediate = options.get("immediate")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


@event.listens_for(Engine, "handle_error")
def _count(context: ExceptionContext) -> None:
    DATABASE_ERRORS.add(type(context.original_exception).__name__)


def open_engine(url: str) -> Engine:
    """An engine of its own, for tests and tools that run without an application."""
    return create_engine(url, pool_pre_ping=True, json_deserializer=read_json, json_serializer=write_json)


def reading(engine: Engine) -> Engine:
    """The same engine for readers: one consistent view of the rows for the whole transaction."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return engine  # in WAL mode every transaction of SQLite already is one view


def alone(engine: Engine) -> Engine:
    """The same engine for one question, which is one view of the rows by itself."""
    return engine.execution_options(alone=True)


def writing(engine: Engine) -> Engine:
    """The same engine for the writer."""
    return engine.execution_options(immediate=True)


def sweep(engine: Engine, rewritten: bool = False) -> None:
    """After words were erased: write the file anew, then empty the write-ahead file. Raises Unswept when it must wait
    for readers with the second; asked again with ``rewritten``, it does the second alone.

    ``secure_delete`` alone does not do: a row that moved to another page when its page was full leaves a copy in the
    page that it left, which nothing overwrites. On PostgreSQL dead row versions go with this vacuum.
    """
    if engine.dialect.name == "sqlite":
        raw = engine.raw_connection()  # outside of any transaction
        try:
            cursor = raw.cursor()
            cursor.execute(f"PRAGMA busy_timeout={SWEEP_MS}")
            try:
                if not rewritten:
                    cursor.execute("VACUUM")
                busy, _left, _moved = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        finally:
            raw.close()
        if busy:
            raise Unswept("somebody reads the old pages")
    else:
        tables = ", ".join(table.name for table in Base.metadata.sorted_tables)
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql(f"VACUUM {tables}")
