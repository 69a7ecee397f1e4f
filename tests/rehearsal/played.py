"""What a short rehearsal against a real server leaves, for tests that look at it and spoil copies of it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from facilitation.rehearsal.afternoon import play
from facilitation.rehearsal.command import ask_for_a_room, verified
from facilitation.rehearsal.ledger import Ledger
from tests.server import Server

WISH = {"people": 10, "groups": 2, "format": "150", "speed": 500, "profile": "talkative"}


@dataclass
class Played:
    """What a rehearsal left: the server's files, the memory, the screens."""

    database: Path
    workshop: str
    ledger: Ledger
    screens: list[tuple[str, dict[str, dict[str, Any]]]]

    def copy(self, folder: Path) -> Path:
        """The database again, to be spoiled."""
        path = folder / "spoiled.db"
        path.unlink(missing_ok=True)
        with closing(sqlite3.connect(self.database)) as kept, closing(sqlite3.connect(path)) as copy:
            kept.backup(copy)  # a server that ends at once leaves its last pages in the write-ahead log
        return path

    def screens_again(self) -> list[tuple[str, dict[str, dict[str, Any]]]]:
        """The screens again, to be spoiled."""
        return [(name, dict(snapshots)) for name, snapshots in self.screens]


@contextmanager
def standing(instance: Path, mode: str = "threading", **environ: str) -> Iterator[Server]:
    """A migrated server on SQLite that several tests share; it ends with the block."""
    server = Server(mode, f"sqlite:///{instance / 'tablee.db'}", instance, environ=environ)
    migrated = server.flask("db", "upgrade")
    assert migrated.returncode == 0, migrated.stdout + migrated.stderr
    try:
        yield server.start()
    finally:
        server.kill()


def play_once(instance: Path) -> Played:
    """A short talkative rehearsal; the server is gone afterwards, so that its file may be copied."""
    with standing(instance) as server:
        room, _minutes = ask_for_a_room(server.url, instance / "owner_token", WISH)
        afternoon = play(room, WISH["people"], WISH["groups"], 150, print)
        verdict = verified(afternoon, server.database_url)
        screens = [(screen.name, dict(screen.device.snapshots)) for screen in afternoon.screens]
        afternoon.go_home()
        assert verdict.clean, (verdict, room.ledger.oddities, server.log()[-3000:])
    return Played(instance / "tablee.db", room.workshop, room.ledger, screens)
