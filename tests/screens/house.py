"""Where people meet in these tests: one server for all tests of a worker, an organiser, workshops made by the service.

The way in, the first run and the preparation are tested on screens (``test_afternoon``, ``test_kit``, ``test_market``).
Everywhere else nothing on them is looked at: a workshop is made beside the server, and people come by its links over
HTTP with the cookies of their own browser (``Person.come``), for a page costs a browser ten times what a form does.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from facilitation import create_app
from facilitation.domain.formats import Option
from tests.builders import got
from tests.server import Server

TITLE = "Atelier du réseau"
NAME, LOGIN, PASSWORD = "Claire", "claire@reseau.example", "trois mots suffisent"


@dataclass
class Links:
    """Where each one enters: addresses of links, those of hosts and of tables by the table's name."""

    code: str
    conductor: str
    projector: str
    hosts: dict[str, str]
    page: str
    """The organiser's."""
    tables: dict[str, str] = field(default_factory=dict)
    """Empty where the links were read off the organiser's page: it does not show them."""
    join: str = ""

    @property
    def table(self) -> str:
        """The name of the first table."""
        return next(iter(self.hosts))


class House:
    """A server that runs, its organiser's account, and the service on the same data."""

    def __init__(self, server: Server) -> None:
        self.server = server
        app = create_app({"INSTANCE": str(server.instance), "DATABASE_URL": server.database_url})
        self.services = app.extensions["tablee"]
        self.account = got(self.services.accounts.create(NAME, LOGIN, PASSWORD)).id

    def workshop(
        self, format_key: str = "150", tables: int = 1, options: Iterable[Option] = (), late: int = 0, **more: Any
    ) -> tuple[Any, Links]:
        """A workshop whose time has come (``late`` minutes ago), with a title and a place, and its links."""
        shops, now = self.services.workshops, datetime.now(ZoneInfo("Europe/Paris")) - timedelta(minutes=late)
        ends = now + timedelta(minutes=200 if format_key == "half_day" else 150)
        made = got(
            shops.create(
                self.account, TITLE, "La Machinerie, Amiens", int(now.timestamp() * 1000),
                int(ends.timestamp() * 1000), format_key, tables=tables, options=tuple(options), **more,
            )
        )  # fmt: skip
        given, base = shops.links(made.id), self.server.url
        names = {table.id: table.name for table in made.tables}
        at = f"{base}/enter#"
        return made, Links(
            made.code,
            at + given.conductor,
            at + given.projector,
            {names[id]: at + token for id, token in given.hosts.items()},
            f"{base}/workshops/{made.id}",
            {names[id]: at + token for id, token in given.tables.items()},
            at + given.join,
        )

    def close(self) -> None:
        """The service lets go of the data; the server goes on."""
        self.services.close()
        self.services.engine.dispose()


def first_link(server: Server) -> str:
    """The link that the console of an empty house prints for the first account."""
    found = re.search(r"http\S+/enter#\S+", (server.instance / "server.log").read_text())
    assert found, "the console printed no first link"
    return found.group()
