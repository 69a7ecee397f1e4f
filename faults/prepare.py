"""Workshops and seats in the data of a server that is not started yet: the only module here that knows the server.

``python -m faults.prepare FILE ROOMS TABLES PEOPLE SPEED`` reads the server's settings from the environment and writes
the guests of each room to FILE. A process of its own, so that nothing of the server is imported where it is judged.
"""

import json
import os
import secrets
import sys
from pathlib import Path
from typing import Any

from facilitation import create_app
from facilitation.trust import COOKIE, signed
from tests.builders import MINUTE, enter, got, unheard

FORMAT = "30"
LOGIN, PASSWORD = "pannes@la-machinerie.example", "une phrase assez longue"


def room(app: Any, account: str, tables: int, people: int, speed: int) -> dict[str, Any]:
    """One workshop with so many people at each table; the first two of each lead it."""
    house = app.extensions["tablee"]
    now = house.instants.now()
    made = got(
        house.workshops.create(
            account,
            "Pannes",
            "Ici",
            now,
            now + 300 * MINUTE,
            tables=tables,
            format_key=FORMAT,
            speed=speed,
            rehearsal=speed > 1,
        )
    )
    links = got(house.workshops.links(made.id))
    guests = []
    with unheard(house):
        for table in made.tables:
            for place in range(people):
                token = secrets.token_urlsafe(16)
                device = house.accounts.recognise(token).id
                link = links.hosts[table.id] if place < 1 else links.tables[table.id]
                seat = enter(house, link, f"P{place}", at=device)
                guests.append(
                    {
                        "seat": seat.id,
                        "person": seat.person,
                        "workshop": made.id,
                        "table": table.id,
                        "number": table.number,
                        "place": place,
                        "host": place < 1,
                        "name": f"T{table.number}P{place}",
                        "cookie": f"{COOKIE}={signed(str(app.secret_key), token)}",
                    }
                )
    return {"workshop": made.id, "tables": [table.id for table in made.tables], "guests": guests}


def main() -> None:
    """Make the rooms."""
    path, rooms, tables, people, speed = sys.argv[1], *map(int, sys.argv[2:6])
    app = create_app({"SECRET_KEY": os.environ.get("SECRET_KEY", "")})
    account = app.extensions["tablee"].accounts.create("Claire", f"{secrets.token_hex(4)}-{LOGIN}", PASSWORD)
    Path(path).write_text(json.dumps([room(app, account.id, tables, people, speed) for _ in range(rooms)]))


if __name__ == "__main__":
    main()
