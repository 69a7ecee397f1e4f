"""The pilot: starts the tables, leads the room's phases, answers calls, and leads the table that has no device."""

import time
from typing import Any

from .device import Device, Lost, Snapshot, seat_in
from .incidents import minutes_off
from .person import Room, Table

PATIENCE = 20.0
"""Seconds that a pilot leaves to those who are still writing; on a day that began late it is one minute of the day."""
WARNING = 2
"""Minutes between the call to the plenary and the plenary."""


class Pilot:
    """One person with the conductor's board on a laptop."""

    def __init__(self, room: Room, tables: list[Table], seed: int) -> None:
        self.room = room
        self.tables = tables
        self.device = Device(room.url, room.ledger, seed)
        self.seat = ""
        self.id = ""
        self._placed: set[str] = set()
        self._held: set[tuple[int, int, str]] = set()
        self._called = False
        self._waiting_since: dict[str, float] = {}

    def arrive(self) -> None:
        """Follow the pilot's link and open the board."""
        self.seat = seat_in(self.device.enter(self.room.links["conductor"], "Hélène", "Réseau régional"))
        self.device.connect(self.room.workshop, self.seat, ["conductors", "room", "person"])
        if not self.device.wait(lambda: self.device.of("conductors"), 20):
            raise Lost("the pilot has no board")
        mine = self.device.wait(lambda: self.device.of("person"), 5)
        self.id = mine["id"] if mine else ""

    @property
    def lanes(self) -> list[Snapshot]:
        """One lane per table, as the board shows them."""
        board = self.device.of("conductors")
        return list(board["lanes"]) if board else []

    def conduct(self) -> None:
        """Conduct the afternoon, from the start to the end of the plenary."""
        self.wait_for_the_late()
        self.on_tables("start_round", [lane for lane in self.lanes if lane["status"] == "waiting"])
        while not self.room.over:
            self.answer_calls()
            self.place_cases()
            self.lead_paper_tables()
            self.lead_room()
            self.device.wait(lambda: self.room.over, 0.2)

    def wait_for_the_late(self) -> None:
        """A day that begins late begins when it does, not when everybody happens to sit."""
        begins = self.board["starts"] + self.room.late * self.minute
        while self.room.late and not self.room.over and (left := begins - self.device.now()) > 0:
            time.sleep(min(left / 1000, 0.5))

    @property
    def board(self) -> Snapshot:
        """What the pilot's screen shows."""
        return self.device.of("conductors") or {}

    @property
    def minute(self) -> float:
        """Milliseconds in what people call a minute here."""
        return 60_000 / float(self.board["speed"])

    def place_cases(self) -> None:
        """Each client's case gets its table, where people will find it."""
        if self.room.quiet or any(lane["phase"] not in (None, "framing", "case_choice") for lane in self.lanes):
            return
        clients = {p.id: table for table in self.tables for p in table.people if p.cast.part == "client"}
        for case in (self.device.of("room") or {}).get("cases", []):
            table = clients.get(case["author"]["id"])
            if table is None or case["id"] in self._placed:
                continue
            self._placed.add(case["id"])
            lane = self.lanes[table.number]
            answer = self.device.send(
                self.seat, self.id, "place_case", {"case": case["id"], "table": lane["group"]["id"]}
            )
            if not answer.get("ok"):
                self.room.ledger.odd(f"pilot: place_case: {answer.get('refusal')}")

    def answer_calls(self) -> None:
        """« J'arrive. »"""
        for lane in self.lanes:
            if lane["call"]:
                self.device.send(self.seat, self.id, "answer_call", {}, lane["group"]["id"])

    def lead_paper_tables(self) -> None:
        """The table without a device: when its time is over, the pilot goes there, asks, and leads it on."""
        for table in self.tables:
            lane = self.lanes[table.number]
            if not table.paper or lane["status"] != "running" or _scope(lane) != "group" or not self._rang(lane):
                continue
            following = _next(lane)
            last = following is None or following["scope"] == "room"
            self.on_tables("close_round" if last else "advance_phase", [lane])

    def lead_room(self) -> None:
        """Lead the tables together out of a room phase, and into the plenary once every round is closed."""
        lanes = self.lanes
        together = {(lane["phase"], lane["position"]) for lane in lanes}
        closed = all(lane["status"] == "closed" for lane in lanes)
        if len(together) == 1 and _scope(lanes[0]) == "room":
            self.hold_the_end(lanes)
            if not all(self._rang(lane) for lane in lanes) or self._somebody_writes():
                return
            following = _next(lanes[0])
            running = [lane for lane in lanes if lane["status"] == "running"]
            if following is None and running:
                self.on_tables("close_round", running)
            elif following is None:
                self.room.over = True
            else:
                self.on_tables("bring_tables", lanes, {"target": self.target(following)})
        elif self.room.late and _ahead(lanes[0]["timetable"][-1], lanes):
            self.call_to_the_plenary(lanes)
        elif closed:
            meeting = next(
                (line for line in lanes[0]["timetable"] if line["scope"] == "room" and _ahead(line, lanes)), None
            )
            if meeting is None:
                self.room.over = True
            else:
                self.on_tables("bring_tables", lanes, {"target": self.target(meeting)})

    def hold_the_end(self, lanes: list[Snapshot]) -> None:
        """On a day that began late a phase of the room gives up some of its minutes as soon as it begins."""
        here = (lanes[0]["round"], lanes[0]["position"], lanes[0]["phase"])
        if not self.room.late or here in self._held or _next(lanes[0]) is None:
            return
        self._held.add(here)
        late = min(lane["drift"] or 0 for lane in lanes)
        if minutes := minutes_off(lanes[0]["timetable"], here, late, self.minute / 1000):
            self.on_tables("change_time", lanes, {"minutes": -minutes})

    def call_to_the_plenary(self, lanes: list[Snapshot]) -> None:
        """Two minutes before the room meets everybody is warned; who is still away a minute later is brought."""
        line = lanes[0]["timetable"][-1]
        away = [lane for lane in lanes if _ahead(line, [lane]) and lane["status"] != "paused"]
        left = self.board["meets"] - WARNING * self.minute - self.device.now()
        if not self._called and left < 500:
            time.sleep(max(0.0, left / 1000))
            self._called = True
            self.on_tables("bring_tables", away, {"target": self.target(line), "warn": True})
        elif self._called and left < -(WARNING + 1) * self.minute:
            self.on_tables(
                "bring_tables", [lane for lane in away if not lane["summons"]], {"target": self.target(line)}
            )

    def on_tables(self, command: str, lanes: list[Snapshot], fields: dict[str, Any] | None = None) -> None:
        """One act on several tables: one envelope, with the step the board shows for each of them."""
        if not lanes:
            return
        ids = [lane["group"]["id"] for lane in lanes]
        steps = {lane["group"]["id"]: lane["step"] for lane in lanes}
        answer = self.device.send(self.seat, self.id, command, fields or {}, groups=ids, steps=steps)
        if not answer.get("ok") and answer.get("refusal") != "stale_step":
            self.room.ledger.odd(f"pilot: {command}: {answer.get('refusal')}")
            time.sleep(0.5)
        moved = [id for id in ids if id not in answer.get("skipped", [])]
        self.device.wait(
            lambda: all(
                lane["step"] != steps[lane["group"]["id"]] for lane in self.lanes if lane["group"]["id"] in moved
            ),
            3,
        )

    def target(self, line: Snapshot) -> str:
        """The name of a line of the timetable, which tells the second choice of a case from the first."""
        return str((self.device.of("conductors") or {})["targets"][line["position"]])

    def _rang(self, lane: Snapshot) -> bool:
        clock = lane["clock"] or {}
        if clock.get("elapsed"):
            return True
        deadline = clock.get("deadline")
        if deadline is None or self.device.now() < deadline + 30_000:
            return False
        self.room.ledger.odd(f"table {lane['group']['number']}: the end of {lane['phase']} was never announced")
        return True

    def _somebody_writes(self) -> bool:
        """True while people are still writing, for as long as a pilot's patience."""
        writing = any(table.busy() for table in self.tables)
        key = str([(lane["phase"], lane["position"]) for lane in self.lanes])
        since = self._waiting_since.setdefault(key, time.monotonic())
        patience = self.minute / 1000 if self.room.late else PATIENCE
        return writing and time.monotonic() - since < patience


def _next(lane: Snapshot) -> Snapshot | None:
    """The line of the timetable after the current phase."""
    position = -1 if lane["position"] is None else lane["position"]
    return next((line for line in lane["timetable"] if line["position"] == position + 1), None)


def _ahead(line: Snapshot, lanes: list[Snapshot]) -> bool:
    """True when some table has not reached this line of the timetable."""
    return any(lane["position"] is None or lane["position"] < line["position"] for lane in lanes)


def _scope(lane: Snapshot) -> str | None:
    return next((line["scope"] for line in lane["timetable"] if line["position"] == lane["position"]), None)
