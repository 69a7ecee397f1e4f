"""A thousand people for ten minutes: ``python -m bench.soak --people 1000 --minutes 10``.

Workshops of fifty tables of eight, one socket for each person (``bench.crowd``), ideas kept all the time, and a pilot
who takes all tables of a workshop to another phase every twenty seconds. Printed as one JSON line: the server's memory
at the start and the end, its slope after warm-up by least squares, connections that were lost, tracebacks in the log.
"""

import json
import math
import secrets
import signal
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import click

from facilitation.rehearsal.device import Device, Lost, seat_in
from facilitation.rehearsal.ledger import Ledger
from facilitation.trust import COOKIE, signed
from tests.builders import enter, unheard

from .crowd import Client, Crowd, Guest
from .venue import Venue, opened, workshop

TABLES, SEATS = 50, 8
WATCH = ["group", "room", "person"]
FORMAT = "30"
POSITIONS = 0, 1
"""Two phases of it during which an idea may be kept."""


@dataclass
class Hall:
    """One workshop: the pilot's link, and how each person's socket presents itself."""

    workshop: str
    pilot: str
    guests: list[Guest] = field(default_factory=list)


def prepare(people: int, app: Any) -> list[Hall]:
    """So many people at the tables of as many workshops as they need. Each table's first person leads it."""
    house, secret = app.extensions["tablee"], str(app.secret_key)
    halls: list[Hall] = []
    with unheard(house):
        for _ in range(math.ceil(people / TABLES / SEATS)):
            made = workshop(house, TABLES, FORMAT)
            links = house.workshops.links(made.id)
            halls.append(Hall(made.id, links.conductor))
            for place in range(SEATS):
                for table in made.tables:
                    token = secrets.token_urlsafe(16)
                    link = links.tables[table.id] if place else links.hosts[table.id]
                    seat = enter(house, link, "Inès", at=house.accounts.recognise(token).id)
                    halls[-1].guests.append(
                        Guest(
                            f"/socket.io/?EIO=4&transport=websocket&w={made.id}",
                            {"Cookie": f"{COOKIE}={signed(secret, token)}"},
                            "40" + json.dumps({"seat": seat.id, "watch": WATCH}),
                            awaited=len(WATCH),
                            table=table.id,
                        )
                    )
                    people -= 1
                    if not people:
                        return halls
    return halls


class Pilot(threading.Thread):
    """Starts the tables of a workshop, then takes them to another phase and back, until told to stop."""

    def __init__(self, url: str, hall: Hall, every: float) -> None:
        super().__init__(daemon=True)
        self.device = Device(url, Ledger(), 1)
        self.seat = seat_in(self.device.enter(f"{url}/enter#{hall.pilot}", "Ana", ""))
        self.device.connect(hall.workshop, self.seat, ["conductors", "person"])
        self.device.wait(lambda: self.device.of("conductors") and self.device.of("person"), 20)
        self.every = every
        self.acts = 0
        self.refused = 0
        self.over = threading.Event()

    def act(self, command: str, **fields: Any) -> None:
        """One act on all tables."""
        lanes = (self.device.of("conductors") or {"lanes": []})["lanes"]
        steps = {lane["group"]["id"]: lane["step"] for lane in lanes}
        try:
            answer = self.device.send(self.seat, "", command, fields, groups=list(steps), steps=steps)
        except Lost:
            answer = {}
        self.acts += 1
        if not answer.get("ok"):
            self.refused += 1
            print(f"the pilot was refused: {command} {answer}", file=sys.stderr, flush=True)

    def run(self) -> None:
        """Until told to stop."""
        turn = 0
        while not self.over.wait(self.every):
            turn += 1
            self.act("return_to_phase", position=POSITIONS[turn % 2], minutes=200)


def slope(samples: list[tuple[float, float]]) -> float:
    """Megabytes a minute, by least squares over (seconds, megabytes)."""
    count = len(samples)
    middle_x, middle_y = sum(x for x, _ in samples) / count, sum(y for _, y in samples) / count
    spread = sum((x - middle_x) ** 2 for x, _ in samples)
    return 60 * sum((x - middle_x) * (y - middle_y) for x, y in samples) / spread if spread else 0.0


def soak(venue: Venue, minutes: float, warm: float, ideas: float) -> dict[str, Any]:
    """Keep them all connected for so long; the figures."""
    halls: list[Hall] = venue.made
    crowd = Crowd(venue.together.port)
    guests = [guest for hall in halls for guest in hall.guests]
    alone = venue.memory
    crowd.join(guests, patience=120)
    pilots = [Pilot(venue.together.url, hall, 20) for hall in halls]
    for pilot in pilots:
        pilot.act("start_round")
        pilot.start()
    talkers = [client for client in crowd.clients.values() if client.guest is not None]
    before, said, samples = venue.memory, 0, [(0.0, venue.memory)]
    began = time.monotonic()
    while (now := time.monotonic() - began) < minutes * 60:
        crowd.rest(max(0.0, min((said + 1) / ideas, minutes * 60) - now))
        if crowd.clients:
            talker = talkers[said % len(talkers)]
            if crowd.clients.get(talker.sock.fileno()) is talker:
                keep_idea(talker, said)
            said += 1
        if now - samples[-1][0] >= 1:
            samples.append((now, venue.memory))
    for pilot in pilots:
        pilot.over.set()
    crowd.rest(2)
    figures = {
        "people": len(guests),
        "minutes": minutes,
        "connected_at_end": len(crowd.clients),
        "disconnected": crowd.lost,
        "ideas_said": said,
        "ideas_acknowledged": sum(client.acked for client in crowd.clients.values()),
        "pilot_acts": sum(pilot.acts for pilot in pilots),
        "pilot_refused": sum(pilot.refused for pilot in pilots),
        "mb_alone": round(alone, 1),
        "mb_start": round(before, 1),
        "mb_end": round(samples[-1][1], 1),
        "mb_max": round(max(mb for _, mb in samples), 1),
        "warm_up_s": warm * 60,
        "slope_mb_per_minute": round(slope([one for one in samples if one[0] >= warm * 60]), 3),
        "mb_received": round(crowd.bytes / 1024 / 1024, 1),
    }
    crowd.leave()
    return figures


def keep_idea(client: Client, number: int) -> None:
    """« Garder une idée » by this person."""
    seat = json.loads(client.guest.hello[2:])["seat"]
    message = {
        "id": secrets.token_urlsafe(12), "as": seat, "command": "keep_idea", "group": client.guest.table,
        "fields": {"text": f"Idée {number} : demander à la mairie ce qu’elle attend de la réunion"},
    }  # fmt: skip
    client.say(f"42{number}" + json.dumps(["command", message]))


@click.command()
@click.option("--people", default=1000, show_default=True)
@click.option("--minutes", default=10.0, show_default=True)
@click.option("--warm", default=2.0, show_default=True, help="Minutes that the slope leaves out.")
@click.option("--ideas", default=5.0, show_default=True, help="Ideas kept in a second, by all of them.")
@click.option("--processes", default=1, show_default=True, help="1: SQLite, no nginx. More: PostgreSQL behind nginx.")
def main(people: int, minutes: float, warm: float, ideas: float, processes: int) -> None:
    """Soak."""
    if warm >= minutes:
        raise click.UsageError("nothing is left after the warm-up")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with opened(processes, lambda app: prepare(people, app)) as venue:
        told = soak(venue, minutes, warm, ideas) | {"processes": processes}
        told["tracebacks"] = venue.tracebacks.count("Traceback")
        print(json.dumps(told), flush=True)
        print(venue.tracebacks[:3000], end="", file=sys.stderr)
    sound = told["slope_mb_per_minute"] <= 1 and not told["tracebacks"] and told["connected_at_end"] == people
    sys.exit(0 if sound else 1)


if __name__ == "__main__":
    main()
