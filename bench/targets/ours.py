"""Tablée's own server, as ``wsgi.py`` starts it, with a workshop in it and a line over which a push is asked for.

``python -m bench.targets.ours PORT CONTROL TABLES PEOPLE WAITING``: so many tables of so many people, and people who
wait without a table. The guests stand in ``guests.json`` of the instance folder.
"""

import json
import os
import sys
import time
import warnings
from pathlib import Path
from typing import Any

os.environ.setdefault("EVENTLET_NO_GREENDNS", "yes")
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
import eventlet  # noqa: E402

eventlet.monkey_patch()

import secrets  # noqa: E402

from sqlalchemy import Column, MetaData, Table, Text  # noqa: E402

from facilitation import create_app, serving, transport  # noqa: E402
from facilitation.trust import COOKIE, signed  # noqa: E402
from tests.builders import _account, enter, got  # noqa: E402

from .frames import obeyed, processor  # noqa: E402

MINUTE = 60_000


class Room:
    """The workshop of a measurement, and who may connect to it."""

    def __init__(self, app: Any, tables: int, people: int, waiting: int) -> None:
        self.app = app
        self.house = app.extensions["tablee"]
        self.secret = str(app.secret_key)
        now = self.house.instants.now()
        made = self.house.workshops.create(
            _account(self.house), starts=now, ends=now + 150 * MINUTE, tables=max(1, tables), format_key="150",
            title="Mesures", place="Ici",
        )  # fmt: skip
        self.workshop = got(made)
        links = got(self.house.workshops.links(self.workshop.id))
        self.guests: list[dict[str, str]] = []
        self.pilot = self._guest(links.conductor)
        for table in self.workshop.tables[:tables]:
            for place in range(people):
                self._guest(links.tables[table.id] if place else links.hosts[table.id])
        for _ in range(waiting):
            self._guest(links.join)
        self.audience = f"room:{self.workshop.id}"
        self.tables = [table.id for table in self.workshop.tables]
        self.version, self.text = got(self.house.snapshots.read(self.audience))

    def _guest(self, link: str) -> dict[str, str]:
        token = secrets.token_urlsafe(16)
        device = self.house.accounts.recognise(token).id
        seat = enter(self.house, link, "Inès", at=device)
        seat = got(self.house.people.seat(seat.id, device))
        guest = {
            "seat": seat.id, "workshop": seat.workshop_id, "cookie": f"{COOKIE}={signed(self.secret, token)}",
            "device": device, "table": seat.group_id or "",
        }  # fmt: skip
        self.guests.append(guest)
        return guest

    # What is asked over the line

    def push(self, _asked: dict[str, Any]) -> None:
        """The room's snapshot once more, as a commit would: newer, and different by its version and one number."""
        self.version += 1
        text = self.text.replace('"version":', f'"version":{self.version},"n":{self.version},"was":', 1)
        self.app.extensions["live"].broadcaster.publish(self.audience, text, self.version)

    def conduct(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The pilot's act on all tables: returns once it is committed."""
        read = self.house.snapshots.read
        steps = {table: json.loads(read(f"group:{table}")[1])["step"] for table in self.tables}
        message = {
            "id": secrets.token_urlsafe(12), "as": self.pilot["seat"], "command": asked["command"],
            "groups": self.tables, "steps": steps, "fields": asked.get("fields", {}),
        }  # fmt: skip
        at = time.monotonic_ns()
        answer = self.house.door.receive(message, self.pilot["device"])
        return {"at": at, "ok": answer.ok}

    def bare(self, _asked: dict[str, Any]) -> None:
        """From here on a command is a row inserted and committed in the writer's batches, and nothing else."""
        rows = Table("bench", MetaData(), Column("id", Text, primary_key=True), Column("text", Text))
        rows.metadata.create_all(self.house.engine)
        server = self.app.extensions["live"].socketio.server

        def insert(_sid: str, message: dict[str, Any]) -> dict[str, Any]:
            row = {"id": message["id"], "text": message["fields"]["text"]}
            self.house.ground.writer.do(lambda unit: unit.session.execute(rows.insert().values(**row)))
            return {"ok": True}

        server.on("command", insert)

    def read(self, asked: dict[str, Any]) -> dict[str, Any]:
        """What these audiences see: the texts that others must send too."""
        return {"texts": {audience: got(self.house.snapshots.read(audience))[1] for audience in asked["audiences"]}}

    def usage(self, _asked: dict[str, Any]) -> dict[str, Any]:
        """Seconds of processor and bytes of memory of this process."""
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return {"cpu": processor(), "rss": pages * os.sysconf("SC_PAGE_SIZE")}


def main() -> int:
    """Serve until the process is killed."""
    port, control, tables, people, waiting = map(int, sys.argv[1:6])
    os.environ["PORT"] = str(port)
    serve = transport.serve

    def with_line(mode: str, listener: Any, app: Any, kept: Any) -> None:
        room = Room(app, tables, people, waiting)
        told = {"workshop": room.workshop.id, "tables": room.tables, "guests": room.guests}
        (Path(app.config["INSTANCE"]) / "guests.json").write_text(json.dumps(told))
        line = eventlet.listen(("127.0.0.1", control))
        eventlet.spawn(
            eventlet.serve, line, lambda sock, _: obeyed(sock, lambda asked: getattr(room, asked["do"])(asked))
        )
        print("ready", flush=True)
        serve(mode, listener, app, kept)

    transport.serve = with_line
    return serving.run(create_app, "eventlet")


if __name__ == "__main__":
    sys.exit(main())
