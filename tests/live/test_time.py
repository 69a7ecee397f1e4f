"""Time: the end of a phase is said once, whoever asks and whatever died meanwhile; a restart keeps the deadline."""

import pytest

from tests.live.rooms import Room, opened, prepared
from tests.live.rows import rows
from tests.server import Fleet, until

pytestmark = [pytest.mark.server, pytest.mark.timeout(300)]


def rings(room: Room) -> int:
    """How often the end of a phase was said at the first table."""
    query = f"SELECT count(*) FROM journal WHERE subject = '{room.tables[0]}' AND event = 'TimeRanOut'"
    return int(rows(room.server, query)[0][0])


@pytest.mark.parametrize(
    ("mode", "kind"), [("eventlet", "sqlite"), ("threading", "sqlite"), ("eventlet", "postgresql")]
)
def test_a_phase_runs_out_once(fleet: Fleet, mode: str, kind: str):
    """The first phase lasts 1.5 s here; its end comes within half a second, is said once, and nothing advances."""
    room = opened(fleet, mode, kind, format_key="30", speed=200)
    host, (paul,) = room.running("Paul")
    shown = host.awaits("group", lambda s: s["clock"]["elapsed"], "the end of the phase")
    assert shown["phase"]["position"] == 0
    paul.awaits("group", lambda s: s["clock"]["elapsed"])
    ((at, deadline),) = rows(
        room.server,
        f"SELECT j.at, g.clock_deadline FROM journal j JOIN groups g ON g.id = j.subject "
        f"WHERE j.subject = '{room.tables[0]}' AND j.event = 'TimeRanOut'",
    )
    assert 0 <= at - deadline < 1_500, "late, on a machine that is busy with other things"
    beats = len(host.heartbeats)
    until(lambda: len(host.heartbeats) > beats, "another heartbeat, and so many more questions of the timekeeper")
    assert rings(room) == 1
    assert host.of("group")["step"] == shown["step"]


def test_two_processes_say_it_once(fleet: Fleet):
    """Both timekeepers ask; the table answers the first; the screens of both processes show it."""
    first = fleet.serve("eventlet", "postgresql", start=False)
    (room,) = prepared(first, format_key="30", speed=200)
    first.start()
    second = fleet.serve("eventlet", beside=first)
    paul = room.sit("Paul")
    paul.browser.server = second
    there = paul.screen()
    host = room.sit("Hélène", host=True).screen()
    host.awaits("hosts", bool)
    assert host.steer("start_round")["ok"]
    for screen in (host, there):
        screen.awaits("group", lambda s: s["clock"] and s["clock"]["elapsed"], "the end of the phase")
    beats = len(there.heartbeats)
    until(lambda: len(there.heartbeats) > beats, "another heartbeat")
    assert rings(room) == 1


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_a_restart_keeps_the_deadline(fleet: Fleet, mode: str):
    """SIGKILL in a phase: the same deadline after the restart, and its end is said though nobody is connected."""
    room = opened(fleet, mode, "sqlite", format_key="30", speed=20)  # the first phase lasts 15 s
    host, _others = room.running()
    deadline = host.of("group")["clock"]["deadline"]
    room.server.kill()
    room.server.start()
    again = host.place.screen()
    assert again.awaits("group", bool)["clock"]["deadline"] == deadline
    beat = until(lambda: again.heartbeats and again.heartbeats[-1], "a heartbeat")
    assert abs(beat["now"] - again.client.call("clock", {})["now"]) < 5_000
    again.close()
    until(lambda: rings(room), "the end of the phase", 60)
    room.server.kill()
    room.server.start()
    last = host.place.screen()
    assert last.awaits("group", lambda s: s["clock"]["elapsed"])["clock"]["deadline"] == deadline
    assert rings(room) == 1


def test_the_rooms_call_is_answered_after_a_kill(fleet: Fleet):
    """A pilot calls the tables in two minutes; the server dies; the call comes due after the restart."""
    room = opened(fleet, "eventlet", "sqlite", speed=300)
    pilot = room.conductor().screen()
    host, _others = room.running()
    shown = host.of("group")
    asked = pilot.command(
        "bring_tables", groups=[room.tables[0]], steps={room.tables[0]: shown["step"]}, target="case_choice", warn=True
    )
    assert asked["ok"], asked
    host.awaits("hosts", lambda s: s["summons"])
    room.server.kill()
    room.server.start()
    again = host.place.screen()
    again.awaits("group", lambda s: s["phase"]["kind"] == "case_choice", "the call's answer")
