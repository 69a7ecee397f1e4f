"""A workshop on a real server, and people who sit down in it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from facilitation import create_app
from tests.live.browser import Browser, Place, Screen
from tests.server import Server

LOGIN, PASSWORD = "claire@lamachinerie.example", "une phrase assez longue"


@dataclass
class Room:
    """A workshop before its start: the server, the links and the tables' ids in their order."""

    server: Server
    workshop: str
    code: str
    links: Any
    tables: list[str]

    def sit(self, name: str, table: int = 0, host: bool = False) -> Place:
        """A person on a device of their own, at a table."""
        tokens = self.links.hosts if host else self.links.tables
        return Browser(self.server).sit(tokens[self.tables[table]], name)

    def conductor(self) -> Place:
        """The pilot, on a device of their own."""
        return Browser(self.server).sit(self.links.conductor, "Ana")

    def running(self, *names: str, table: int = 0) -> tuple[Screen, list[Screen]]:
        """A table whose round has begun, its host's screen and the others'."""
        host = self.sit("Hélène", table, host=True).screen()
        others = [self.sit(name, table).screen() for name in names]
        host.awaits("hosts", bool)
        assert host.steer("start_round")["ok"]
        for screen in (host, *others):
            screen.awaits("group", lambda s: s["status"] == "running")
        return host, others


def prepared(server: Server, tables: int = 2, speed: int = 1, **rest: Any) -> Room:
    """Create a workshop in the data of a server that is not started yet. Durations are divided by ``speed``."""
    app = create_app({"DATABASE_URL": server.database_url, "INSTANCE": str(server.instance), "SECRET_KEY": ""})
    with app.app_context():
        house = app.extensions["tablee"]
        account = house.accounts.create("Claire", LOGIN, PASSWORD)
        now = int(time.time() * 1000)
        workshop = house.workshops.create(
            account.id, "Atelier d’essai", "La Machinerie", now, now + 9_000_000, tables=tables, speed=speed, **rest
        )
        links = house.workshops.links(workshop.id)
        house.close()
    return Room(server, workshop.id, workshop.code, links, [t.id for t in workshop.tables])


def opened(serve: Callable[..., Server], mode: str, database_url: str, *, environ: Any = (), **rest: Any) -> Room:
    """A started server with a workshop."""
    server = serve(mode, database_url, start=False, **dict(environ))
    room = prepared(server, **rest)
    server.start()
    return room
