"""The day on which things go wrong: one trouble at each table, and what people do about it.

The people have nothing but their screens for it: the same commands, offered by the same snapshots.
"""

import math
import time
from typing import Any

from .parts import Act
from .person import Person, Table

TROUBLES = ("client_leaves", "three", "wifi", "stopped", "changed")
"""The trouble of each table, in the order of their numbers; further tables have none.

``client_leaves``: the client goes home in the middle of the clarification, what was said is erased, somebody else
brings a case. ``three``: nobody came but the host, the client and the scribe. ``wifi``: no network for ten minutes.
``stopped``: the client stops there and keeps what was said. ``changed``: another case, and the first client keeps what
was said.
"""
CUT = 10
"""Minutes without network."""
BEFORE_THE_END = 3
"""Minutes before the end of the phase at which the network goes."""
SHARE = {"contract": 0.2, "action_plan": 0.2, "learnings": 0.2}
"""Which part of a phase a host who is late gives up: little of what a table comes for, more of the rest."""
USUAL_SHARE = 0.4


def give_troubles(tables: list[Table]) -> None:
    """Each table its own; a table without phones for all has enough of that."""
    able = [table for table in tables if not table.paper and not table.shared]
    for table, trouble in zip(able, TROUBLES, strict=False):
        table.incident = trouble


def trouble_of(me: Person) -> list[Act]:
    """What the client of a first round does in this phase that nobody expected."""
    if me.part != "client" or me.group.get("round") != 1:
        return []
    match me.table.incident, me.kind:
        case "client_leaves", "clarification":
            return [_leave]
        case "stopped", "suggestions":
            return [_stop_here]
        case "changed", "exposition":
            return [_ask_for_a_pause]
        case _:
            return []


def _leave(me: Person) -> None:
    me.say("leave_table")
    me.gone = True
    me.occupied = False
    me.device.close()


def _stop_here(me: Person) -> None:
    me.steer("pause")
    me.pause_for(me.minute)
    me.steer("stop_round", {"keep": True})


def _ask_for_a_pause(me: Person) -> None:
    me.steer("pause")


def leave_the_pause(me: Person) -> None:
    """The host finds an exit from a pause that somebody else began."""
    match me.table.incident:
        case "client_leaves" if me.group["client"] is None:
            me.pause_for(2 * me.minute)
            kept = me.steer("change_case", {"keep": True})
            if kept.get("refusal") != "no_client":
                me.room.ledger.odd(f"table {me.table.number + 1}: kept for nobody: {kept}")
            me.steer("change_case")
        case "changed":
            me.pause_for(me.minute)
            me.steer("change_case", {"keep": True})
        case _:
            me.device.wait(lambda: me.group["status"] != "paused" or me.room.over, 1)


def lose_wifi(me: Person) -> None:
    """No device of the table hears or says anything for ten minutes. The host leads on by the watch, and tells the
    server afterwards where the table is and since when."""
    here = me.place()
    if here is None:
        return
    me.pause_for(max(0.0, me.left() - BEFORE_THE_END * me.minute))
    cut = CUT * me.minute
    begins = me.device.now()
    for device in {id(person.device): person.device for person in me.table.people}.values():
        device.lose_network(cut)
    people = [person.id for person in me.table.people]
    me.room.ledger.cut_from(people, begins, begins + 1000 * cut)
    me.pause_for(BEFORE_THE_END * me.minute)
    led_on = time.monotonic()
    if not me.device.wait(lambda: not me.device.away or me.room.over, cut + 30):
        me.room.ledger.odd(f"table {me.table.number + 1}: the network never came back")
    me.steer("catch_up", {"position": here[1] + 1, "elapsed": round(time.monotonic() - led_on)})


def hold_the_end(me: Person) -> None:
    """A host who is late, as the screen says, takes some minutes off the phase that begins."""
    me.device.wait(lambda: (me.device.of("hosts") or {}).get("version", 0) >= me.group["version"], 5)
    late = (me.device.of("hosts") or {}).get("drift") or 0
    minutes = minutes_off(me.group["timetable"], me.place(), late, me.minute)
    if minutes:
        me.steer("change_time", {"minutes": -minutes})


def minutes_off(timetable: list[dict[str, Any]], here: tuple[int, int, str] | None, late: float, minute: float) -> int:
    """How many minutes a phase gives up when a table is ``late`` (milliseconds); ``minute`` is in seconds."""
    line = next((line for line in timetable if here is not None and line["position"] == here[1]), None)
    if line is None or late <= 0:
        return 0
    able = line["planned"] * SHARE.get(line["kind"], USUAL_SHARE)
    return min(math.ceil(late / 1000 / minute), math.floor(able / 1000 / minute))
