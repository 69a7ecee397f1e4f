"""Workshops, tables and people made in one call, through the same doors as everybody.

No test here reads rows to make something: what a builder returns was acknowledged.
"""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from facilitation.domain.refusals import Refusal
from facilitation.service.answers import Answer
from facilitation.service.house import House, build_house
from facilitation.service.instants import Instants
from facilitation.service.seats import Seat
from facilitation.service.workshops import Links, Workshop
from facilitation.storage.engine import open_engine
from facilitation.storage.models import Base

MINUTE = 60_000
TWO_PM = 1_712_664_000_000
"""9 April 2024, 14:00 in Amiens."""
PASSWORD = "quatorze heures trente"


class Hands(Instants):
    """A clock whose hands are moved by the test."""

    def __init__(self, at: int = TWO_PM) -> None:
        super().__init__()
        self.at = at

    def now(self) -> int:
        return self.at

    def pass_(self, milliseconds: int) -> int:
        """Let time pass; the new instant."""
        self.at += milliseconds
        return self.at


def new_id() -> str:
    """The id of a command, as a browser invents it."""
    return secrets.token_urlsafe(16)


Published = list[tuple[str, str, int]]


def house_on(url: str, instants: Instants | None = None, create: bool = True) -> tuple[House, Published]:
    """A house on its own engine, and the list to which it publishes (audience, JSON, version)."""
    published: Published = []
    engine = open_engine(url)
    if create:
        Base.metadata.create_all(engine)

    def publish(audience: str, payload: str, version: int) -> None:
        published.append((audience, payload, version))

    return build_house(engine, b"secret of the tests", publish, instants), published


def settle(house: House) -> None:
    """Return once everything acknowledged so far is published too: the writer publishes before it takes more work."""
    house.ground.writer.do(lambda unit: None)


@contextmanager
def unheard(house: House) -> Iterator[None]:
    """Nobody listens meanwhile: hundreds of rooms are set up, and the screens of a room that is half set up are read
    by no test."""
    publisher = house.publisher
    heard, publisher.listening = publisher.listening, lambda _audience: False
    try:
        yield
    finally:
        publisher.listening = heard


def got(value: Any) -> Any:
    """The value, unless it is a refusal."""
    assert not isinstance(value, Refusal), value
    return value


@dataclass
class Open:
    """A workshop that people have entered. ``seats`` are by table, the host first; ``pilot`` conducts."""

    house: House
    account: str
    workshop: Workshop
    links: Links
    pilot: Seat
    seats: list[list[Seat]] = field(default_factory=list)

    def table(self, number: int = 1) -> str:
        """The identifier of a table by its number."""
        return self.workshop.tables[number - 1].id

    def host(self, number: int = 1) -> Seat:
        """Who leads this table."""
        return self.seats[number - 1][0]

    def person(self, place: int, number: int = 1) -> Seat:
        """Who sits there: 0 is the host."""
        return self.seats[number - 1][place]

    def step(self, number: int = 1) -> int:
        """The step of a table now."""
        return self.snapshot(f"group:{self.table(number)}")["step"]

    def snapshot(self, audience: str) -> dict[str, Any]:
        """What an audience sees now."""
        found = self.house.snapshots.read(audience)
        assert found is not None, audience
        return json.loads(found[1])

    def see(self, number: int = 1) -> dict[str, Any]:
        """What a table sees now."""
        return self.snapshot(f"group:{self.table(number)}")

    def private(self, seat: Seat) -> dict[str, Any]:
        """What a person alone sees now."""
        return self.snapshot(f"person:{seat.person}")

    def send(self, seat: Seat, command: str, number: int | None = 1, id: str | None = None, **fields: Any) -> Answer:
        """Send a command as a browser does, with the step that the table's screen shows now."""
        message: dict[str, Any] = {"id": id or new_id(), "as": seat.id, "command": command, "fields": fields}
        if number is not None:
            message |= {"group": self.table(number), "step": self.step(number)}
        return self.house.door.receive(message, seat.device_id)

    def do(self, seat: Seat, command: str, number: int | None = 1, **fields: Any) -> Answer:
        """Send a command that must succeed."""
        answer = self.send(seat, command, number, **fields)
        assert answer.ok, (command, answer.refusal)
        return answer

    def send_room(self, command: str, numbers: list[int] | None = None, id: str | None = None, **fields: Any) -> Answer:
        """The pilot's act on several tables, all by default."""
        wanted = numbers or [table.number for table in self.workshop.tables]
        message = {
            "id": id or new_id(),
            "as": self.pilot.id,
            "command": command,
            "groups": [self.table(n) for n in wanted],
            "steps": {self.table(n): self.step(n) for n in wanted},
            "fields": fields,
        }
        return self.house.door.receive(message, self.pilot.device_id)

    def bring(self, target: str, numbers: list[int] | None = None) -> Answer:
        """Take tables to a phase."""
        answer = self.send_room("bring_tables", numbers, target=target)
        assert answer.ok, answer.refusal
        return answer

    def to_suggestions(self, number: int = 1) -> None:
        """A table in consultation, with the person in place 1 as client, 2 as scribe, and a confirmed contract."""
        self.bring("case_choice", [number])
        self.do(self.person(1, number), "accept_client", number)
        self.bring("contract", [number])
        self.do(self.person(1, number), "write_contract", number, sentence="M’aider à ouvrir la première réunion")
        self.do(self.person(1, number), "confirm_contract", number)
        self.bring("suggestions", [number])


def device(house: House) -> str:
    """A browser that was never seen before."""
    return house.accounts.recognise(secrets.token_urlsafe(16)).id


def enter(house: House, token: str, name: str, organisation: str = "", at: str | None = None) -> Seat:
    """Somebody follows a link and gives a name, on a new device or on ``at``."""
    at = at or device(house)
    place = got(house.invitations.exchange(token, at))
    if place.seat is not None:
        return got(house.people.seat(place.seat, at))
    return got(house.people.join(at, place.grant, name, organisation))


NAMES = ("Lucie", "Gaëlle", "Paul", "Samira", "Mourad", "Nadège", "Inès", "Hakim")


_ACCOUNTS: WeakKeyDictionary[Any, str] = WeakKeyDictionary()


def _account(house: House) -> str:
    """One organiser for each house: hashing passwords takes its time."""
    if house.engine not in _ACCOUNTS:
        login = f"{secrets.token_hex(4)}@exemple.fr"
        _ACCOUNTS[house.engine] = got(house.accounts.create("Organisatrice", login, PASSWORD)).id
    return _ACCOUNTS[house.engine]


def open_workshop(house_or_app: Any, tables: int = 1, people: int = 5, **options: Any) -> Open:
    """A workshop with its pilot, and at each table a host and ``people - 1`` others, all seated."""
    house: House = house_or_app if isinstance(house_or_app, House) else house_or_app.extensions["tablee"]
    with unheard(house):
        return _entered(house, tables, people, options)


def _entered(house: House, tables: int, people: int, options: dict[str, Any]) -> Open:
    account = _account(house)
    start = house.instants.now()
    options = {"format_key": "150", "title": "Atelier de codéveloppement", "place": "La Machinerie, Amiens"} | options
    workshop = got(house.workshops.create(account, starts=start, ends=start + 150 * MINUTE, tables=tables, **options))
    links = got(house.workshops.links(workshop.id))
    open_ = Open(house, account, workshop, links, enter(house, links.conductor, ""))
    for table in workshop.tables:
        seats = [enter(house, links.hosts[table.id], NAMES[0])]
        seats += [enter(house, links.tables[table.id], NAMES[i % len(NAMES)]) for i in range(1, people)]
        open_.seats.append([got(house.people.seat(seat.id, seat.device_id)) for seat in seats])
    return open_
