"""The pilot: starts the tables, leads the room's phases, answers calls, and leads the table that has no device."""

import time
from typing import Any

from .device import Device, Lost, Snapshot, seat_in
from .person import Room, Table

PATIENCE = 20.0


class Pilot:
    """One person with the conductor's board on a laptop."""

    def __init__(self, room: Room, tables: list[Table], seed: int) -> None:
        self.room = room
        self.tables = tables
        self.device = Device(room.url, room.ledger, seed)
        self.seat = ""
        self.id = ""
        self.kept = False
        self.spoken: list[str] = []
        """The tables that were told something which still stands."""
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
        self.on_tables("start_round", [lane for lane in self.lanes if lane["status"] == "waiting"])
        while not self.room.over:
            self.answer_calls()
            self.lead_paper_tables()
            self.lead_room()
            self.keep_the_end()
            self.fall_silent()
            self.device.wait(lambda: self.room.over, 0.2)

    def answer_calls(self) -> None:
        """« J'arrive. »"""
        for lane in self.lanes:
            if lane["call"]:
                self.device.send(self.seat, self.id, "answer_call", {}, lane["group"]["id"])

    def keep_the_end(self) -> None:
        """« Tenir 16 h 30 » for all tables when the first one clarifies, and a word to each of them; once."""
        if self.kept or not any(lane["phase"] == "clarification" for lane in self.lanes):
            return
        self.kept = True
        running = [lane for lane in self.lanes if lane["status"] == "running"]
        self.on_tables("finish_on_time", running, {"at": int(self.device.now()) - 1000})
        self.spoken = [lane["group"]["id"] for lane in running]
        for table in self.spoken:
            self.device.send(self.seat, self.id, "send_message", {"text": "Le café est servi"}, table)

    def fall_silent(self) -> None:
        """The message is taken back when the first table brings what it has to bring; once."""
        if self.spoken and any(lane["phase"] == "suggestions" for lane in self.lanes):
            for table in self.spoken:
                self.device.send(self.seat, self.id, "withdraw_message", {}, table)
            self.spoken = []

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
            if not all(self._rang(lane) for lane in lanes) or self._somebody_writes():
                return
            following = _next(lanes[0])
            if following is None:
                self.room.over = True
            else:
                self.on_tables("bring_tables", lanes, {"target": self.target(following)})
        elif closed:
            meeting = next(
                (line for line in lanes[0]["timetable"] if line["scope"] == "room" and _ahead(line, lanes)), None
            )
            if meeting is None:
                self.room.over = True
            else:
                self.on_tables("bring_tables", lanes, {"target": self.target(meeting)})

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
        return writing and time.monotonic() - since < PATIENCE


def _next(lane: Snapshot) -> Snapshot | None:
    """The line of the timetable after the current phase."""
    position = -1 if lane["position"] is None else lane["position"]
    return next((line for line in lane["timetable"] if line["position"] == position + 1), None)


def _ahead(line: Snapshot, lanes: list[Snapshot]) -> bool:
    """True when some table has not reached this line of the timetable."""
    return any(lane["position"] is None or lane["position"] < line["position"] for lane in lanes)


def _scope(lane: Snapshot) -> str | None:
    return next((line["scope"] for line in lane["timetable"] if line["position"] == lane["position"]), None)
