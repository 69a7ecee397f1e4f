"""A workshop on a real server, and people who sit down in it."""

import time
from dataclasses import dataclass, field
from typing import Any

from facilitation import create_app
from tests.live.browser import Browser, Place, Screen
from tests.server import Fleet, Server

LOGIN, PASSWORD = "claire@lamachinerie.example", "une phrase assez longue"


@dataclass
class Room:
    """A workshop before its start: the server, the links and the tables' ids in their order."""

    server: Server
    workshop: str
    code: str
    links: Any
    tables: list[str]
    browsers: list[Browser] = field(default_factory=list)

    def device(self) -> Browser:
        """A browser nobody used before."""
        self.browsers.append(Browser(self.server))
        return self.browsers[-1]

    def leave(self) -> None:
        """Close every socket that was opened in this room."""
        for browser in self.browsers:
            for screen in browser.screens:
                screen.close()

    def sit(self, name: str, table: int = 0, host: bool = False) -> Place:
        """A person on a device of their own, at a table."""
        tokens = self.links.hosts if host else self.links.tables
        return self.device().sit(tokens[self.tables[table]], name)

    def conductor(self) -> Place:
        """The pilot, on a device of their own."""
        return self.device().sit(self.links.conductor, "Ana")

    def running(self, *names: str, table: int = 0) -> tuple[Screen, list[Screen]]:
        """A table whose round has begun, its host's screen and the others'."""
        host = self.sit("Hélène", table, host=True).screen()
        others = [self.sit(name, table).screen() for name in names]
        host.awaits("hosts", bool)
        assert host.steer("start_round")["ok"]
        for screen in (host, *others):
            screen.awaits("group", lambda s: s["status"] == "running")
        return host, others


def prepared(server: Server, count: int = 1, tables: int = 2, speed: int = 1, **rest: Any) -> list[Room]:
    """Make workshops in the data of a server that is not started yet. Durations are divided by ``speed``."""
    app = create_app({"DATABASE_URL": server.database_url, "INSTANCE": str(server.instance), "SECRET_KEY": ""})
    house = app.extensions["tablee"]
    account = house.accounts.create("Claire", LOGIN, PASSWORD)
    now = int(time.time() * 1000)
    rooms = []
    for _ in range(count):
        made = house.workshops.create(
            account.id, "Atelier d’essai", "La Machinerie", now, now + 9_000_000, tables=tables, speed=speed, **rest
        )
        links = house.workshops.links(made.id)
        rooms.append(Room(server, made.id, made.code, links, [table.id for table in made.tables]))
    house.close()
    house.engine.dispose()
    return rooms


def opened(fleet: Fleet, mode: str, kind: str, fast: bool = True, **rest: Any) -> Room:
    """A server of its own with one workshop; not ``fast``, eventlet serves with Engine.IO's own WebSocket."""
    server = fleet.serve(mode, kind, start=False, FAST_TRANSPORT="1" if fast else "0")
    (room,) = prepared(server, **rest)
    server.start()
    return room
