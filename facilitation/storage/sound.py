"""Whether a file of SQLite is whole, asked before anything is served from it or made of it.

SQLite notices a broken page, index or reference; a byte that flipped inside somebody's text it cannot notice, which is
why backups carry a checksum of their own.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url

TORN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
"""What SQLite says of a broken file. A full disk or a lock is no damage: whoever opens the file next hears of those."""
LONGEST = 160
"""Characters of what SQLite says: of a torn schema it quotes pages."""
HEADER = b"SQLite format 3\x00"


def file_of(url: str) -> Path | None:
    """The file behind this address, None when it is another database or lives in memory."""
    parts = make_url(url)
    if parts.get_backend_name() != "sqlite" or not parts.database or parts.database == ":memory:":
        return None
    return Path(parts.database).resolve()


def damage(path: Path, quick: bool = False) -> str | None:
    """What is broken in this file, None when SQLite finds nothing. A file that is absent or empty is whole.

    ``quick`` looks at every page but does not compare each index with its table: a quarter of the time, for a server
    that people wait for. Each backup looks at everything.
    """
    if not path.exists() or path.stat().st_size == 0:
        return None
    with path.open("rb") as file:
        if file.read(len(HEADER)) != HEADER:
            return "it does not begin as a file of SQLite"
    look = "PRAGMA quick_check(1)" if quick else "PRAGMA integrity_check(1)"
    try:
        with closing(
            sqlite3.connect(path, timeout=1)
        ) as connection:  # it may write: a crash left work in the write-ahead file
            faults = [row[0] for row in connection.execute(look)]
            lost = connection.execute("PRAGMA foreign_key_check").fetchone()
    except UnicodeDecodeError:  # what SQLite says of it quotes bytes that are no text any more
        return "the names of its tables are no text"
    except sqlite3.DatabaseError as fault:
        return _one_line(fault) if fault.sqlite_errorcode & 0xFF in TORN else None
    if faults != ["ok"]:
        return _one_line(faults[0])
    return f"a row of {lost[0]} belongs to nothing" if lost else None


def _one_line(said: object) -> str:
    return " ".join(str(said).split())[:LONGEST]


def instructions(path: Path, fault: str) -> str:
    """One sentence for whoever has a damaged file before them."""
    return (
        f"the data file {path} is damaged ({fault}). Put the newest backup back with "
        "`flask --app wsgi restore BACKUP --replace`: the damaged file is kept aside (docs/backup.md)"
    )
