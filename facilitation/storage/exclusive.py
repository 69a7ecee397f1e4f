"""Who may hold the database: one server on an SQLite file; on PostgreSQL several servers, or one migration alone.

SQLite: an advisory lock (``flock``) on ``<db>.lock`` beside the file. It dies with its process, so a crash leaves
nothing to clean. PostgreSQL: a session's advisory lock, shared by servers.
"""

import fcntl
import os
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.engine import make_url

LOCK_NUMBER = 0x7461626C65  # « table »


class Occupied(Exception):
    """Somebody else holds the database; the message names what and where."""


@dataclass
class Hold:
    """What is held until ``release`` or until the process ends."""

    release: Callable[[], None]


def hold_database(url: str, *, alone: bool) -> Hold:
    """Hold the database to serve, or ``alone`` to change its shape. Raises Occupied; never waits."""
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite":
        return _hold_file(parts.database)
    return _hold_server(url, alone)


def _hold_file(path: str | None) -> Hold:
    if not path or path == ":memory:":
        return Hold(lambda: None)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # what people write is for this user's eyes alone
    lock = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(lock, 20, 0).decode(errors="replace").strip() or "?"
        os.close(lock)
        raise Occupied(f"the data file {path} is in use by another Tablée process (number {holder})") from None
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
    return Hold(lambda: os.close(lock))


def _hold_server(url: str, alone: bool) -> Hold:
    connection = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT").connect()
    function = "pg_try_advisory_lock" if alone else "pg_try_advisory_lock_shared"
    if not connection.scalar(text(f"SELECT {function}(:number)"), {"number": LOCK_NUMBER}):
        connection.close()
        raise Occupied(
            "servers of Tablée are using this PostgreSQL database"
            if alone
            else "this PostgreSQL database is being migrated"
        )
    return Hold(connection.close)
