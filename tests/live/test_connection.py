"""A socket is admitted, sees what its seat may read, acts, and is right again after whatever was lost."""

import time

import pytest
from socketio.exceptions import ConnectionError as NotConnected

from facilitation import create_app
from tests.live.rooms import prepared
from tests.server import until

pytestmark = pytest.mark.server


def test_a_table_lives_on_its_screens(room):
    """First snapshots, a command, its acknowledgement, and the push to everybody of the table and nobody else."""
    host = room.sit("Hélène", host=True).screen()
    paul = room.sit("Paul").screen()
    elsewhere = room.sit("Zoé", table=1).screen()
    assert host.awaits("hosts", bool)["not_started"] is True
    assert paul.awaits("group", lambda s: len(s["people"]) == 2)["status"] == "waiting"
    assert paul.of("person")["name"] == "Paul"
    assert paul.of("hosts") is None, "the host's line is for the host"
    answer = host.steer("start_round")
    assert answer["ok"] is True
    shown = paul.awaits("group", lambda s: s["status"] == "running")
    assert shown["version"] >= answer["version"]
    assert shown["step"] == answer["step"]
    assert elsewhere.of("group")["group"]["id"] == room.tables[1]
    assert all(s["audience"] != f"group:{room.tables[0]}" for s in elsewhere.sent)
    health = room.server.health()
    assert health["connected"] >= 3
    assert health["async_mode"] == room.server.mode


def test_the_pilot_sees_lanes_and_no_words(room):
    """The conductors' snapshot follows; the table's content is not for the pilot."""
    pilot = room.conductor().screen()
    _host, others = room.running("Paul")
    assert pilot.awaits("conductors", lambda s: s["lanes"][0]["status"] == "running")
    assert pilot.of("group") is None
    assert others[0].of("conductors") is None


def test_a_heartbeat_tells_time_versions_and_who_is_here(room):
    """Within five seconds, for everybody in the workshop."""
    host = room.sit("Hélène", host=True)
    paul = room.sit("Paul").screen()
    first, second = host.screen(), host.screen()
    until(lambda: first.heartbeats and first.heartbeats[-1]["here"].get(room.tables[0]) == 2, "a heartbeat", 12)
    beat = first.heartbeats[-1]
    assert abs(beat["now"] - time.time() * 1000) < 2_000
    assert beat["versions"][f"group:{room.tables[0]}"] == first.of("group")["version"]
    second.close()
    paul.close()
    until(lambda: first.heartbeats[-1]["here"].get(room.tables[0]) == 1, "one person left", 12)


def test_resync_heals_what_was_lost(room):
    """A screen that forgot everything asks, and is sent what is newer than what it has, and nothing else."""
    _host, (paul,) = room.running("Paul")
    paul.awaits("group", lambda s: s["status"] == "running")
    have = {audience: s["version"] for audience, s in paul.snapshots.items()}
    paul.sent.clear()
    assert paul.client.call("resync", {"seat": paul.place.seat, "versions": have})["now"] > 0
    assert all(s["version"] > have.get(s["audience"], -1) for s in list(paul.sent))
    group = f"group:{room.tables[0]}"
    paul.client.call("resync", {"seat": paul.place.seat, "versions": have | {group: have[group] - 1}})
    until(lambda: any(s["audience"] == group for s in list(paul.sent)), "the newer snapshot")
    assert all(s["audience"] == group or s["version"] > have.get(s["audience"], -1) for s in list(paul.sent))
    paul.client.call("resync", {})
    until(lambda: {s["audience"] for s in paul.sent} >= set(have), "every snapshot")


def test_the_clock_answers(room):
    """Several round trips; each gives the server's time."""
    screen = room.sit("Paul").screen()
    times = [screen.client.call("clock", {})["now"] for _ in range(5)]
    assert times == sorted(times)
    assert abs(times[-1] - time.time() * 1000) < 2_000


def test_who_changes_table_changes_audience(plain_room):
    """A person who moves reads the new table at once, and nothing more of the former one."""
    room = plain_room
    host, (marc,) = room.running("Marc")
    marc.awaits("group", lambda s: s["group"]["id"] == room.tables[0])
    assert marc.command("sit", group=room.tables[1])["ok"]
    marc.awaits("group", lambda s: s["group"]["id"] == room.tables[1])
    marc.awaits("person", lambda s: s["group"] == room.tables[1])
    marc.sent.clear()
    assert host.command("call_pilot", group=room.tables[0])["ok"]
    host.awaits("hosts", lambda s: s["call"])
    marc.client.call("clock", {})  # whatever was pushed to this socket before is here now
    assert all(s["audience"] != f"group:{room.tables[0]}" for s in marc.sent)


def test_a_new_host_reads_the_hosts_line(plain_room):
    """« J'anime cette table » opens the private line at once; who gave it up loses it."""
    host, (paul,) = plain_room.running("Paul")
    group = plain_room.tables[0]
    assert paul.command("take_over_table", group=group)["ok"]
    paul.awaits("hosts", bool)
    host.awaits("person", lambda s: "host" not in s["roles"])
    host.sent.clear()
    assert paul.command("call_pilot", group=group)["ok"]
    paul.awaits("hosts", lambda s: s["call"])
    host.client.call("clock", {})
    assert all(s["audience"] != f"hosts:{group}" for s in host.sent)


def test_polling_works_where_sockets_do_not(plain_room):
    """A venue's proxy may forbid WebSockets: the same events go by requests."""
    place = plain_room.sit("Hélène", host=True)
    screen = place.screen(transports=("polling",))
    screen.awaits("group", bool)
    assert screen.steer("start_round")["ok"]
    screen.awaits("group", lambda s: s["status"] == "running")
    assert screen.client.transport() == "polling"


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_another_process_moves_revokes_and_removes(fleet, mode):
    """What another process commits is on these screens within a second; a lost place closes its socket, with a word."""
    server = fleet.serve(mode, "postgresql", start=False)
    (room,) = prepared(server)
    server.start()
    paul, ines = room.sit("Paul").screen(), room.sit("Ines").screen()
    app = create_app({"DATABASE_URL": server.database_url, "INSTANCE": str(server.instance)})
    house = app.extensions["tablee"]
    ines.awaits("group", lambda s: len(s["people"]) == 2)
    house.people.revoke(paul.place.seat)
    until(lambda: paul.left == [{"reason": "revoked"}] and not paul.client.connected, "the farewell")
    with pytest.raises(NotConnected):
        paul.place.screen()
    assert ines.command("call_pilot", group=room.tables[0])["ok"]
    house.workshops.remove(room.workshop)
    until(lambda: ines.left == [{"reason": "closed"}] and not ines.client.connected, "the end of the workshop", 15)
    house.close()
