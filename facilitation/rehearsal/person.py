"""Somebody who came: one seat on a device, the roles the table gave, and commands said in one's own name."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .device import Device, Lost, Snapshot, seat_in
from .ledger import Ledger
from .script import Cast, Phrasebook, Story

WATCH = ["group", "hosts", "room", "person"]


@dataclass
class Room:
    """What the people of one rehearsal share without the server: the links, the phrasebook, the memory."""

    url: str
    workshop: str
    links: dict[str, Any]
    quiet: bool
    ledger: Ledger
    phrases: Phrasebook = field(default_factory=Phrasebook)
    over: bool = False
    """True once the plenary is over: everybody goes home."""
    incident: bool = False
    grace: float = 5.0
    """Seconds that the machine may add to the incident day: people and server share it, and its minutes are short."""
    met: float | None = None
    """On the incident day: how many minutes after 16 h 20 the room met, as the board showed it."""
    ended: float | None = None
    """The same for the end, after 16 h 30."""


@dataclass
class Table:
    """A table as its people know it: where it is in the workshop, its story, who sits there."""

    number: int
    story: Story
    paper: bool = False
    shared: bool = False
    people: list["Person"] = field(default_factory=list)

    def busy(self) -> list[str]:
        """The names of those who have not finished what they wanted to write in this phase."""
        return [person.cast.name for person in self.people if person.occupied]


class Person:
    """One simulated person. ``say`` sends a command in this person's name and waits for its acknowledgement."""

    def __init__(self, cast: Cast, room: Room, table: Table, seed: int) -> None:
        self.cast = cast
        self.room = room
        self.table = table
        self.chance = random.Random(seed)
        self.device = Device(room.url, room.ledger, seed + 1)
        self.seat = ""
        self.id = ""
        self.gone = False
        """True once this person left the table for good."""
        self.occupied = False
        """True while there is something left to write in this phase."""

    # --- Arriving

    def arrive(self) -> None:
        """Enter by link or by code, sit down on a page, open the socket."""
        name, organisation = self.cast.name, self.cast.organisation
        hosts = self.room.links.get("hosts") or []
        if self.cast.part == "host" and self.table.number < len(hosts):
            path = self.device.enter(hosts[self.table.number], name, organisation)
        elif self.cast.number % 2:
            path = self.device.enter_by_code(self.room.links["code"], name, organisation)
        else:
            path = self.device.enter(self.room.links["join"], name, organisation)
        self.seat = seat_in(path)
        self.device.connect(self.room.workshop, self.seat, WATCH)
        mine = self.device.wait(lambda: self.device.of("person"), 20)
        if not mine:
            raise Lost(f"{name}: no snapshot of one's own")
        self.id = mine["id"]

    def arrive_beside(self, neighbour: "Person") -> None:
        """Sit down on a neighbour's device."""
        self.device = neighbour.device
        self.seat, self.id = self.device.sit_beside(self.cast.name)

    # --- What one sees

    @property
    def group(self) -> Snapshot:
        """The table as this person's screen shows it; empty before one sits."""
        return self.device.of("group") or {}

    @property
    def private(self) -> Snapshot:
        """One's own words; empty on somebody else's device."""
        mine = self.device.body(f"person:{self.id}")
        return mine or {}

    @property
    def kind(self) -> str | None:
        """The kind of the phase on the screen."""
        return (self.group.get("phase") or {}).get("kind")

    @property
    def part(self) -> str:
        """The part one plays in this round: in a second one at the same table, somebody else is the client."""
        second = next((p for p in self.table.people if p.cast.part == "consultant"), None)
        if second is None or self.group.get("round", 1) < 2:
            return self.cast.part
        if self is second:
            return "client"
        return "consultant" if self.cast.part == "client" else self.cast.part

    def roles(self) -> list[str]:
        """One's roles at the table."""
        mine = next((p for p in self.group.get("people", []) if p["id"] == self.id), None)
        return list(mine["roles"]) if mine else []

    def may(self, command: str) -> bool:
        """Whether the screen offers this command to one of one's roles."""
        can = self.group.get("can", {})
        return any(command in can.get(role, ()) for role in self.roles())

    def place(self) -> tuple[int, int, str] | None:
        """Where the table is, for somebody who may write: round, position and kind. None when it is not the time."""
        group, phase = self.group, self.group.get("phase")
        if not phase or group.get("status") == "paused":
            return None
        if group["status"] == "closed" and phase["kind"] != "plenary":
            return None
        return group["round"], phase["position"], phase["kind"]

    def left(self) -> float:
        """Seconds left in the phase, as the screen counts them; zero once it rang."""
        clock = self.group.get("clock") or {}
        if clock.get("elapsed"):
            return 0.0
        if clock.get("deadline") is not None:
            return max(0.0, (float(clock["deadline"]) - self.device.now()) / 1000)
        return max(0.0, float(clock.get("remaining") or 0) / 1000)

    def elsewhere(self, here: tuple[int, int, str]) -> Callable[[], bool]:
        """A question for ``wait``: has the table left this place, or is everything over?"""
        return lambda: self.room.over or self.place() != here

    def beyond(self, step: int) -> Callable[[], bool]:
        """A question for ``wait``: does the screen show a later step than this one?"""
        return lambda: bool(self.group["step"] > step)

    # --- What one does

    def say(self, command: str, fields: dict[str, Any] | None = None, at_table: bool = True, **more: Any) -> Snapshot:
        """Send a command about one's own table; its acknowledgement."""
        group = self.group["group"]["id"] if at_table else None
        return self.device.send(self.seat, self.id, command, fields or {}, group, **more)

    def steer(self, command: str, fields: dict[str, Any] | None = None) -> Snapshot:
        """A command on phase or clock, with the step that the screen shows; asked again when somebody was faster."""
        answer: Snapshot = {}
        for _ in range(8):
            step = self.group["step"]
            answer = self.say(command, fields, step=step)
            if answer.get("refusal") == "stale_step":
                self.device.wait(self.beyond(step), 5)
                continue
            reached = answer.get("step")
            if answer.get("ok") and reached and not self.device.wait(self.beyond(reached - 1), 30):
                self.room.ledger.odd(f"{self.cast.name}: {command} was done, the screen did not follow")
            break
        return answer

    def sit(self) -> None:
        """Take a place at one's table, and wait until the screen shows it."""
        tables = self.device.wait(lambda: (self.device.of("room") or {}).get("tables"), 20)
        if not tables:
            raise Lost(f"{self.cast.name}: no room to choose a table in")
        target = sorted(tables, key=lambda t: t["number"])[self.table.number]["id"]
        if not self._seated(target):
            self.device.send(self.seat, self.id, "sit", {}, target)
        if not self.device.wait(lambda: self._seated(target), 20):
            self.device.resync()
            if not self.device.wait(lambda: self._seated(target), 10):
                raise Lost(f"{self.cast.name}: seated, but the screen does not show it")

    def _seated(self, target: str) -> bool:
        body = self.device.body(f"group:{target}")
        return body is not None and any(p["id"] == self.id for p in body["people"])

    def phrase(self, sentence: str, limit: int = 500) -> str:
        """This sentence as nobody said it yet."""
        return self.room.phrases.fresh(sentence, self.chance, limit)

    def pause_for(self, seconds: float) -> None:
        """Let time pass: these people act at human moments, not on a schedule of the test's."""
        end = time.monotonic() + seconds
        while not self.room.over and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, 0.5))
