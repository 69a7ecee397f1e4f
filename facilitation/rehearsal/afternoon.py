"""The whole afternoon: who comes, in which order, one thread for each of them, until the room is empty."""

import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from .device import Device, seat_in
from .hosting import lead
from .incidents import IncidentPilot, seats_kept
from .ledger import Ledger
from .living import live
from .person import Person, Room, Table
from .pilot import Pilot
from .script import STORIES, cast

SEED = 9042024
"""The same people make the same choices in every rehearsal; only the moments differ."""

SHORTEST_ARRIVAL, ARRIVAL_S = 1.5, 0.06
"""Seconds within which everybody comes through the door: 35 people all at once, 400 in less than half a minute."""


@dataclass
class Screen:
    """A device at the end of the afternoon, for the checker."""

    name: str
    device: Device


@dataclass
class Afternoon:
    """What is left when everybody stopped: the memory, the screens (still connected), the tables."""

    room: Room
    tables: list[Table]
    screens: list[Screen]
    seconds: float

    @property
    def ledger(self) -> Ledger:
        """The memory of what was said and answered."""
        return self.room.ledger

    @property
    def rounds(self) -> int:
        """How many rounds the tables have to close: one for each exposé of the format, at each table."""
        board = next((s.device.of("conductors") for s in self.screens if s.name == "pilot"), None)
        lanes = board["lanes"] if board else []
        return sum(line["kind"] == "exposition" for lane in lanes for line in lane["timetable"])

    def go_home(self) -> None:
        """Close every device, all at once: some servers take seconds to say goodbye."""
        leaving = [threading.Thread(target=screen.device.close, daemon=True) for screen in self.screens]
        for thread in leaving:
            thread.start()
        for thread in leaving:
            thread.join(timeout=10)


def play(room: Room, people: int, tables: int, longest: float, tell: Callable[[str], None]) -> Afternoon:
    """Play an afternoon; ``longest`` is the number of seconds after which it is stopped whatever happens."""
    began = time.monotonic()
    seated, arriving = _set_the_room(room, people, tables)
    if room.incident:
        arriving = seats_kept(arriving)
    pilot = (IncidentPilot if room.incident else Pilot)(room, seated, SEED + 1)
    within = max(SHORTEST_ARRIVAL, ARRIVAL_S * people)
    _together([partial(_arrive, p, within) for p in arriving if not p.table.shared or p.cast.part == "host"], room)
    for person in arriving:  # a phone goes round the table: one after the other
        if person.table.shared and person.cast.part != "host":
            person.arrive_beside(next(p for p in person.table.people if p.cast.part == "host"))
            person.sit()
    pilot.arrive()
    projector = _projector(room)
    tell(f"{len(arriving)} people are seated, {sum(p.cast.types for p in arriving)} of them write")

    lives = [threading.Thread(target=_guarded(room, p.cast.name, live, p), daemon=True) for p in arriving]
    lives += [
        threading.Thread(target=_guarded(room, f"host {p.cast.name}", lead, p), daemon=True)
        for p in arriving
        if p.cast.part == "host"
    ]
    lives.append(threading.Thread(target=_guarded(room, "pilot", type(pilot).conduct, pilot), daemon=True))
    for life in lives:
        life.start()
    _watch(room, pilot, seated, began, longest, tell)
    tell("everybody stops")
    for life in lives:
        life.join(timeout=30)

    devices = {
        id(p.device): Screen(f"{p.cast.name} (table {p.table.number + 1})", p.device) for p in arriving if not p.gone
    }
    screens = [*devices.values(), Screen("pilot", pilot.device), Screen("projector", projector)]
    return Afternoon(room, seated, screens, time.monotonic() - began)


def _set_the_room(room: Room, people: int, tables: int) -> tuple[list[Table], list[Person]]:
    """The tables, and the people who have a device: a quiet room has a table on paper and one that shares a phone."""
    seated = [
        Table(
            n,
            STORIES[n % len(STORIES)],
            paper=room.quiet and tables > 1 and n == tables - 1,
            shared=room.quiet and tables > 2 and n == tables - 2,
        )
        for n in range(tables)
    ]
    paper = frozenset(table.number for table in seated if table.paper)
    arriving = []
    for one in cast(people, tables, room.quiet, paper, SEED):
        table = seated[one.table]
        if table.paper:
            continue
        person = Person(one, room, table, SEED + 10 * one.number)
        table.people.append(person)
        arriving.append(person)
    return seated, arriving


def _arrive(person: Person, within: float) -> None:
    person.pause_for(person.chance.uniform(0, within))
    person.arrive()
    person.sit()


def _projector(room: Room) -> Device:
    device = Device(room.url, room.ledger, SEED)
    seat = seat_in(device.enter(room.links["projector"], "Projecteur", ""))
    device.connect(room.workshop, seat, ["projector"])
    device.wait(lambda: device.of("projector"), 20)
    return device


def _together(acts: list[Callable[[], None]], room: Room) -> None:
    """Run them at the same time; raises what the first of them raised."""
    raised: list[BaseException] = []

    def run(act: Callable[[], None]) -> None:
        try:
            act()
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=run, args=(act,), daemon=True) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    if raised:
        room.over = True
        raise raised[0]


def _guarded(room: Room, name: str, act: Callable[..., None], *args: object) -> Callable[[], None]:
    """An act whose failure is told instead of ending the thread in silence."""

    def run() -> None:
        try:
            act(*args)
        except Exception as error:
            room.ledger.odd(f"{name}: {type(error).__name__}: {error}")
            if "-v" in sys.argv or "--verbose" in sys.argv:
                raise

    return run


def _watch(
    room: Room, pilot: Pilot, tables: list[Table], began: float, longest: float, tell: Callable[[str], None]
) -> None:
    """Tell where the tables are when they move; stop everything when it lasts too long."""
    told = ""
    while not room.over:
        now = " · ".join(f"{lane['group']['name']}: {lane['phase']}" for lane in pilot.lanes)
        if now != told:
            told = now
            tell(f"{time.monotonic() - began:6.1f} s  {now}")
        if time.monotonic() - began > longest:
            room.ledger.odd(f"stopped after {longest:.0f} s")
            room.over = True
        pilot.device.wait(lambda: room.over, 0.5)
