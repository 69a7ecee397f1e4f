"""A place where data is kept: an application on a database of its own, and the commands of whoever runs it."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import Result
from flask_migrate import upgrade
from sqlalchemy import text

from facilitation import create_app
from facilitation.service.verification import verify
from facilitation.storage.copies import tables
from facilitation.storage.engine import open_engine
from tests.builders import Open, open_workshop
from tests.conftest import missing
from tests.service.test_privacy import write_everything

SECRET = "secret of the tests, one for all places"


def copying(kind: str) -> None:
    """A test copies databases of this kind."""
    if kind == "postgresql" and not (shutil.which("pg_dump") and shutil.which("pg_restore")):
        missing("pg_dump and pg_restore (apt install postgresql-client)")


@dataclass
class Place:
    """An instance: its folder and its database."""

    folder: Path
    url: str
    secret: str = SECRET

    def flask(self, *arguments: str, good: bool = True) -> Result:
        """A command of ``flask``; fails unless it ends as expected."""
        given = {"INSTANCE": str(self.folder), "DATABASE_URL": self.url, "SECRET_KEY": self.secret}
        app = create_app(given)
        done = app.test_cli_runner().invoke(args=arguments)
        with app.app_context():
            app.extensions["sqlalchemy"].engine.dispose()
        assert (done.exit_code == 0) is good, done.output
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done

    def made(self) -> "Place":
        """This place with an empty database of today's shape."""
        app = create_app({"INSTANCE": str(self.folder), "DATABASE_URL": self.url, "SECRET_KEY": self.secret})
        with app.app_context():
            upgrade()
            app.extensions["sqlalchemy"].engine.dispose()
        return self

    def served(self) -> "Served":
        """The house of this place, until ``close``."""
        return Served(create_app({"INSTANCE": str(self.folder), "DATABASE_URL": self.url, "SECRET_KEY": self.secret}))

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything, table by table."""
        engine = open_engine(self.url)
        with engine.connect() as connection:
            found = {t: sorted(map(repr, connection.execute(text(f"SELECT * FROM {t}")))) for t in tables()}
        engine.dispose()
        return found

    def words(self) -> str:
        """Everything as one text, in which a word is found or not."""
        return repr(self.rows())

    def verified(self) -> bool:
        """Whether journal and rows tell the same."""
        return "say the same" in self.flask("verify-journal").output


@dataclass
class Served:
    """A house that works, as in a server."""

    app: Any

    @property
    def house(self) -> Any:
        """Its services."""
        return self.app.extensions["tablee"]

    def workshop(self, words: str) -> Open:
        """A workshop of five people who wrote ``words`` everywhere."""
        room = open_workshop(self.house, people=5)
        write_everything(room, words)
        return room

    def close(self) -> None:
        """Nothing of this process holds the database any more."""
        assert verify(self.house)[0] == []
        self.house.close()
        self.house.engine.dispose()
