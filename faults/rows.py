"""The rows as the checker reads them: by SQL of its own, beside the server or on what a power cut left."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Row = dict[str, Any]


@dataclass
class Rows:
    """What the database holds of one workshop."""

    commands: list[Row]
    journal: list[Row]
    words: list[Row]
    """Contributions."""
    groups: list[Row]
    runs: list[Row]
    """Passages through phases."""


QUESTIONS = {
    "commands": "SELECT person, id, answer FROM commands WHERE workshop_id = ?",
    "journal": "SELECT subject, version, person, command, event, body FROM journal WHERE workshop_id = ?"
    " ORDER BY subject, version",
    "words": "SELECT c.id, c.group_id, c.round, c.type, c.author, c.status, c.text FROM contributions c"
    " JOIN groups g ON g.id = c.group_id WHERE g.workshop_id = ?",
    "groups": "SELECT id, version, step, status, clock_deadline FROM groups WHERE workshop_id = ?",
    "runs": "SELECT r.group_id, r.run, r.kind, r.started, r.ended, r.undone FROM phase_runs r"
    " JOIN groups g ON g.id = r.group_id WHERE g.workshop_id = ? ORDER BY r.group_id, r.run",
}


def rows_of(url: str, workshop: str) -> Rows:
    """Everything at one instant. ``url`` is the server's DATABASE_URL."""
    return Rows(**_asked(url, QUESTIONS, workshop))


def _asked(url: str, questions: dict[str, str], *values: Any) -> dict[str, list[Row]]:
    with closing(connected(url)) as connection:
        cursor = connection.cursor()
        mark = "?" if isinstance(connection, sqlite3.Connection) else "%s"
        if mark == "?":
            cursor.execute("BEGIN")
        found = {}
        for name, question in questions.items():
            cursor.execute(question.replace("?", mark), values)
            columns = [column[0] for column in cursor.description]
            found[name] = [dict(zip(columns, map(_plain, row), strict=True)) for row in cursor.fetchall()]
    return found


def _plain(value: Any) -> Any:
    """JSON columns are texts on SQLite and values on PostgreSQL."""
    if isinstance(value, str) and value[:1] == "{":
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def connected(url: str) -> Any:
    """A connection that only reads."""
    if url.startswith("sqlite"):
        return sqlite3.connect(f"file:{file_of(url)}?mode=ro", uri=True, isolation_level=None, timeout=10)
    import psycopg2

    connection = psycopg2.connect(url.replace("postgresql+psycopg2://", "postgresql://"), connect_timeout=5)
    connection.set_session(readonly=True, isolation_level="REPEATABLE READ")
    return connection


def file_of(url: str) -> Path:
    """The file of an SQLite address."""
    return Path(url.split("///", 1)[1])


def whole(path: Path) -> str:
    """What SQLite says of the file: ``ok``, or the first fault."""
    with closing(sqlite3.connect(path, timeout=10)) as connection:
        try:
            return str(connection.execute("PRAGMA integrity_check").fetchone()[0])
        except sqlite3.DatabaseError as fault:
            return str(fault)
