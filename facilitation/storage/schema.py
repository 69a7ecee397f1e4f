"""Whether the database has the shape that this code expects."""

from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine
from sqlalchemy.exc import OperationalError

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def known_shapes() -> set[str]:
    """Every shape that the migrations here know."""
    return {step.revision for step in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}


def behind(url: str) -> str | None:
    """What is wrong with the shape of this database, or None when it is the one this code expects."""
    expected = set(ScriptDirectory(str(MIGRATIONS)).get_heads())
    try:
        with create_engine(url, poolclass=NullPool).connect() as connection:
            found = set(MigrationContext.configure(connection).get_current_heads())
    except OperationalError as error:
        reason = str(error.orig or error).strip().splitlines()[0]
        return f"the database cannot be opened ({reason})"
    if found == expected:
        return None
    if not found:
        return "the database is empty"
    return f"the database has the shape {', '.join(sorted(found))}, this version needs {', '.join(sorted(expected))}"
