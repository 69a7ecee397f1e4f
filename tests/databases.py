"""Databases for tests: a file of SQLite, or a database of PostgreSQL made for one module and dropped after it."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from tests.conftest import missing

# TEST_POSTGRES is written as tests/server.py reads it: with the name of a database, without that of a driver.
_GIVEN = os.environ.get("TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
SERVER, _, _FIRST = _GIVEN.replace("postgresql://", "postgresql+psycopg2://", 1).rpartition("/")
MEMORY = Path("/dev/shm")
"""A file system in memory, where it exists."""
KINDS = ("sqlite", "postgresql")


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The URL of an empty database of this kind."""
    if kind == "sqlite":
        with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else folder, prefix="tablee") as inside:
            yield f"sqlite:///{inside}/data.db"
        return
    name = f"tablee_test_{secrets.token_hex(6)}"
    server = create_engine(f"{SERVER}/{_FIRST}", isolation_level="AUTOCOMMIT")
    try:
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
            # Tests do not cut the power: what takes time on a real disk is left out, and nothing else.
            connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit = off"))
    except OperationalError:
        missing("PostgreSQL on 127.0.0.1:5432 (or TEST_POSTGRES)")
    try:
        yield f"{SERVER}/{name}"
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        server.dispose()
