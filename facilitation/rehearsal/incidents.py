"""The incident day: what went wrong one real afternoon, at the scale of the rehearsal's minutes.

The room starts twenty minutes late. At the first table the client leaves while questions are asked; at the second there
are three people; the third loses the network for ten minutes and goes on alone. The plenary is at 16 h 20 all the same
and the end at 16 h 30: the workshop's end does not move.
"""

import time
from collections.abc import Callable

from .person import Person, Room
from .pilot import Pilot

LATE, CUT_OFF, MEETING = 20, 10, 10
"""Minutes: how late the room starts, how long a table is cut off, how long before the end it meets."""
FEW = 3
LEAVES_AT = CUT_AT = "clarification"
CATCHES_UP = {"clarification": 8, "suggestions": 12}
"""Minutes that each host takes from a phase so that the day ends on time."""
TOO_EARLY, TOO_LATE = 0.2, 1.0
"""Minutes around its instant within which the pilot's act must be on the board."""


class IncidentPilot(Pilot):
    """The pilot of that afternoon: waits for the room, then calls everybody in at 16 h 20, wherever they are."""

    def conduct(self) -> None:
        """From the late start to the end of the day."""
        self.until(self.instant("starts") + LATE * self.minute)
        super().conduct()

    def lead_room(self) -> None:
        """As on any day until the tables must meet; then everybody is called, and goes home when the day is over."""
        meeting = self.instant("ends") - MEETING * self.minute
        if self.device.now() < meeting:
            if any(lane["status"] != "closed" for lane in self.lanes):
                super().lead_room()
            return
        if not self.room.met:
            self.resume_paused()
            self.on_tables("bring_tables", self.lanes, {"target": "plenary"})
            self.room.met = (self.device.now() - meeting) / self.minute
        elif self.device.now() >= self.instant("ends"):
            self.close_what_is_open()

    def close_what_is_open(self) -> None:
        """Once, or again as long as a host was faster at some table: the day is over when no round is open."""
        self.resume_paused()
        self.on_tables("close_round", [lane for lane in self.lanes if lane["status"] == "running"])
        if all(lane["status"] == "closed" for lane in self.lanes):
            self.room.ended = (self.device.now() - self.instant("ends")) / self.minute
            self.room.over = True

    def resume_paused(self) -> None:
        """A table that makes a pause hears nobody: the pilot takes it out of it first."""
        self.on_tables("resume", [lane for lane in self.lanes if lane["status"] == "paused"])

    @property
    def minute(self) -> float:
        """Milliseconds in what this rehearsal calls a minute."""
        return 60_000 / float((self.device.of("conductors") or {}).get("speed", 1))

    def instant(self, name: str) -> float:
        """``starts`` or ``ends`` of the workshop."""
        return float((self.device.of("conductors") or {})[name])

    def until(self, instant: float) -> None:
        """Let time pass."""
        while not self.room.over and self.device.now() < instant:
            time.sleep(0.05)


def gestures(me: Person, kind: str) -> None:
    """What the host of a table does about it: time taken back, a client who is gone, a table without network."""
    if kind in CATCHES_UP:
        me.steer("change_time", {"minutes": -CATCHES_UP[kind]})
    if me.table.number == 0 and kind == LEAVES_AT and me.group.get("round") == 1:
        _client_leaves(me)
    if me.table.number == 2 and kind == CUT_AT:
        _cut_off(me)


def _client_leaves(me: Person) -> None:
    """The client stands up and goes; the host stops the clock without a reason and the table takes another case."""
    client = next((p for p in me.table.people if p.cast.part == "client"), None)
    if client is None:
        return
    client.gone = True
    me.device.wait(lambda: not client.occupied, 5)
    client.say("leave_table")
    me.device.wait(lambda: me.group.get("client") is None, 10)
    me.steer("pause")
    me.steer("change_case", {"keep": False})
    me.device.wait(lambda: me.group.get("round") == 2, 10)
    exposition = next(line["position"] for line in me.group["timetable"] if line["kind"] == "exposition")
    me.device.wait(lambda: me.group.get("client") is not None or me.room.over, 10)
    if (me.group.get("phase") or {}).get("kind") not in ("exposition", "clarification"):
        me.steer("return_to_phase", {"position": exposition, "minutes": 5})


def _cut_off(me: Person) -> None:
    """All devices of the table lose the network; the host goes on by the timetable that the page has, and says on
    return where the table really is."""
    minute = float(60_000 / me.group.get("speed", 1)) / 1000
    away = CUT_OFF * minute
    passed = _position(me)
    for device in {id(p.device): p.device for p in me.table.people}.values():
        device.lose_network(away)
    me.device.wait(lambda: me.room.over, away)
    me.device.wait(lambda: not me.device.away or me.room.over, 20)
    me.device.resync()
    if not me.room.over and _position(me) == passed:
        me.steer("catch_up", {"position": passed + 1, "elapsed": 60})


def _position(me: Person) -> int:
    return int((me.group.get("phase") or {}).get("position", 0))


def seats_kept(people: list[Person]) -> list[Person]:
    """Who of those who were expected really came: three to the second table."""
    second = [p for p in people if p.table.number == 1]
    absent = {id(p) for p in second[FEW:]}
    for person in second[FEW:]:
        person.table.people.remove(person)
    return [p for p in people if id(p) not in absent]


def judged(room: Room, speed: int, tell: Callable[[str], None]) -> bool:
    """Whether the room met and ended when it had to; what was seen is told."""
    if room.met is None or room.ended is None:
        tell("the day has no end")
        return False
    tell(f"plenary {room.met:+.1f} min from 16 h 20, end {room.ended:+.1f} min from 16 h 30")
    late = TOO_LATE + room.grace * speed / 60
    return all(-TOO_EARLY <= found <= late for found in (room.met, room.ended))
