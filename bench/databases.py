"""A PostgreSQL database for one measurement, gone after it."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, text

SERVER = os.environ.get("TEST_POSTGRES", "postgresql://root@127.0.0.1:5432/test")
"""A database from which others may be made."""


@contextmanager
def own_database(server: str = SERVER) -> Iterator[str]:
    """The address of an empty database on the server of this one."""
    name = f"tablee_bench_{secrets.token_hex(6)}"
    admin = create_engine(server.replace("postgresql://", "postgresql+psycopg2://", 1), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield f"{server.rsplit('/', 1)[0]}/{name}"
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()
