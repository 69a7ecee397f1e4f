"""Whole databases: copied beside running servers, put in the place of others, and put back.

SQLite is copied in one step, on one view: in small steps the copy would begin again at each commit of the server, and
during a workshop never end. PostgreSQL is copied by ``pg_dump`` and put back by ``pg_restore``, our tables only.
"""

import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError

from .archive import private, settle
from .base import Base
from .engine import open_engine, reading

SHAPE = "alembic_version"
BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file; it belongs to that file and to no other."""
Counted = dict[str, Any]


class Unable(Exception):
    """A database cannot be copied or put back; the message says why."""


def tables() -> list[str]:
    """Every table of ours, and the one that holds the shape."""
    return [*(table.name for table in Base.metadata.sorted_tables), SHAPE]


def facts(ask: Callable[[str], Any]) -> Counted:
    """``shape``, ``workshops`` and ``people`` of a database, which ``ask`` asks for one value."""
    counts = {name: ask(f"SELECT count(*) FROM {name}") for name in ("workshops", "people")}
    return {"shape": str(ask(f"SELECT version_num FROM {SHAPE}"))} | counts


def holds_something(url: str) -> bool:
    """Whether anybody would miss what is there: an account. Raises Unable when it cannot be read."""
    engine = open_engine(url)
    try:
        if "accounts" not in inspect(engine).get_table_names():
            return False
        with engine.connect() as connection:
            return connection.scalar(text("SELECT id FROM accounts LIMIT 1")) is not None
    except DBAPIError as fault:
        raise Unable(f"the database cannot be read ({first_line(fault.orig)})") from fault
    finally:
        engine.dispose()


def erasures(url: str) -> set[tuple[str, str]]:
    """Who and what was erased from this database, as (kind, id). Raises Unable when it cannot say."""
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            return {(row.kind, row.id) for row in connection.execute(text("SELECT kind, id FROM erasures"))}
    except DBAPIError as fault:
        raise Unable(f"what was erased cannot be read ({first_line(fault.orig)})") from fault
    finally:
        engine.dispose()


def erasures_in(data: Path, kind: str) -> set[tuple[str, str]]:
    """The same of the data of a backup. Raises Unable."""
    if kind == "sqlite":
        return erasures(f"sqlite:///{data}")
    said = _run("pg_restore", None, "--data-only", "--table=erasures", "--file=-", str(data))
    columns, found = [], set()
    for line in said.splitlines():
        if line.startswith("COPY "):
            columns = [name.strip() for name in line.partition("(")[2].partition(")")[0].split(",")]
        elif line == "\\.":
            columns = []
        elif columns:
            row = dict(zip(columns, line.split("\t"), strict=True))
            found.add((row["kind"], row["id"]))
    return found


# SQLite


def copy_file(source: Path, draft: Path) -> Counted:
    """Copy a file of SQLite to the new file ``draft``, beside whoever writes it; what is in the copy."""
    os.close(private(draft))
    read_only = f"{source.as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(read_only, uri=True)) as live, closing(sqlite3.connect(draft)) as copy:
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE").close()  # a file that stands alone
            return facts(lambda query: copy.execute(query).fetchone()[0])
    except sqlite3.DatabaseError as fault:
        raise Unable(f"{source} cannot be copied ({fault})") from fault


def exchange_file(draft: Path, path: Path, aside: Path | None) -> None:
    """Put ``draft`` in the place of ``path``, at once; what was there, with what SQLite kept beside it, goes aside.

    The old file is linked to its new name first and replaced last: whenever this is cut off, one of them stands there.
    """
    if aside is not None:
        os.link(path, aside)
    for end in BESIDE:
        beside = Path(f"{path}{end}")
        if beside.exists():
            beside.rename(f"{aside}{end}") if aside else beside.unlink()
    settle(path.parent)
    os.replace(draft, path)
    settle(path.parent)


# PostgreSQL


def dump(url: str, draft: Path) -> Counted:
    """Write PostgreSQL's custom archive of our tables to the new file ``draft``, of the same view as the facts."""
    os.close(private(draft))
    engine = open_engine(url)
    try:
        # Nothing is asked while pg_dump copies: the server's patience with idle transactions must not end the view.
        with reading(engine).connect() as connection:
            connection.execute(text("SET idle_in_transaction_session_timeout = 0"))
            found = facts(lambda query: connection.scalar(text(query)))
            view = connection.scalar(text("SELECT pg_export_snapshot()"))
            there = set(inspect(connection).get_table_names())
            chosen = [f"--table={name}" for name in tables() if name in there]
            _run("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={view}",
                 "--lock-wait-timeout=10s", f"--file={draft}", *chosen)  # fmt: skip
    finally:
        engine.dispose()
    _run("pg_restore", None, f"--file={os.devnull}", str(draft))  # every block can be read
    return found


def exchange_tables(url: str, draft: Path, aside: str) -> None:
    """Put the archive's tables in the place of ours, which go to the new schema ``aside``.

    Raises Unable, and then everything is as it was.
    """
    with _changing(url) as (connection, there):
        connection.execute(text(f'CREATE SCHEMA "{aside}"'))
        for name in there:
            connection.execute(text(f'ALTER TABLE {name} SET SCHEMA "{aside}"'))
    try:
        _run("pg_restore", url, "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", str(draft))
    except Unable:
        bring_back(url, aside)
        raise


def bring_back(url: str, aside: str) -> None:
    """What was moved aside is in its place again; what came instead is gone."""
    with _changing(url) as (connection, there):
        for name in there:
            connection.execute(text(f"DROP TABLE {name} CASCADE"))
        here = connection.scalar(text("SELECT current_schema()"))
        for name in inspect(connection).get_table_names(schema=aside):
            connection.execute(text(f'ALTER TABLE "{aside}".{name} SET SCHEMA "{here}"'))
        connection.execute(text(f'DROP SCHEMA "{aside}"'))


def discard(url: str, aside: str) -> None:
    """What was moved aside held nothing."""
    with _changing(url) as (connection, _there):
        connection.execute(text(f'DROP SCHEMA "{aside}" CASCADE'))


@contextmanager
def _changing(url: str) -> Iterator[tuple[Connection, list[str]]]:
    """A transaction that changes tables, and which of ours are there, children first. Raises Unable."""
    engine = open_engine(url)
    try:
        with engine.begin() as connection:
            there = set(inspect(connection).get_table_names())
            yield connection, [name for name in reversed(tables()) if name in there]
    except DBAPIError as fault:
        raise Unable(f"the tables that are there cannot be changed ({first_line(fault.orig)})") from fault
    finally:
        engine.dispose()


def _run(program: str, url: str | None, *arguments: str) -> str:
    """What one of PostgreSQL's programs says. Its complaints may quote rows: only the first line goes further."""
    environ, target = dict(os.environ), []
    if url:
        parts = make_url(url)
        if parts.password:
            environ["PGPASSWORD"] = str(parts.password)  # not an argument: those are everybody's to read
        target = [f"--dbname={_plain(parts)}"]
    try:
        done = subprocess.run([program, *target, *arguments], env=environ, capture_output=True, text=True)
    except FileNotFoundError as fault:
        raise Unable(f"{program} is not here: on Debian, apt install postgresql-client") from fault
    if done.returncode:
        raise Unable(f"{program} failed ({first_line(done.stderr)})")
    return done.stdout


def _plain(parts: URL) -> str:
    return parts.set(drivername="postgresql", password=None).render_as_string()


def first_line(said: object) -> str:
    """What a database says first; what it quotes comes after that."""
    lines = [line for line in str(said).splitlines() if line.strip()]
    return next((line for line in lines if "error:" in line), lines[0] if lines else "no reason given").strip()
