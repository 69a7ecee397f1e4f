"""A socket that comes with a room pass: by both transports it may ask for the time, and for nothing else."""

import time

import pytest
from socketio.exceptions import ConnectionError as NotConnected

from facilitation.trust import room_pass
from tests.live.browser import Browser, Place, Screen
from tests.live.rooms import Room

pytestmark = pytest.mark.server


def visitor(room: Room) -> tuple[Browser, str]:
    """A device that was let in by a pass of this workshop, and the pass."""
    token = room_pass((room.server.instance / "secret_key").read_text().strip(), room.workshop)
    browser = room.device()
    assert browser.post("/room-check", json={"pass": token}).json() == {"workshop": room.workshop}
    return browser, token


def opened(browser: Browser, room: Room, auth: dict, **more) -> Screen:
    """A socket of this browser that says ``auth``."""
    screen = Screen(Place(browser, room.workshop, ""), ())
    browser.screens.append(screen)
    return screen.connect(auth=auth, **more)


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_a_pass_asks_for_the_time_and_nothing_else(plain_room, transport):
    """No snapshot, no heartbeat, no act, no resync of anything; it counts as nobody."""
    host = plain_room.sit("Hélène", host=True)
    seated = host.screen()
    before = plain_room.server.health()["connected"]
    browser, token = visitor(plain_room)
    screen = opened(browser, plain_room, {"pass": token}, transports=(transport,))
    assert screen.client.transport() == transport
    assert abs(screen.client.call("clock", {})["now"] - time.time() * 1000) < 2_000
    group = plain_room.tables[0]
    act = {"id": "0123456789abcdef", "as": host.seat, "command": "call_pilot", "group": group, "fields": {}}
    assert screen.client.call("command", act)["refusal"] == "not_your_seat"
    assert list(screen.client.call("resync", {"seat": host.seat, "versions": {}})) == ["now"]
    assert seated.command("call_pilot", group=group)["ok"]
    seated.awaits("hosts", lambda s: s["call"])
    screen.client.call("clock", {})  # whatever was pushed to this socket before is here now
    assert (screen.sent, screen.heartbeats) == ([], [])
    assert plain_room.server.health()["connected"] == before


def test_a_pass_is_good_for_its_workshop_only(plain_room):
    """Forged, of another workshop or beside no address at all: refused as a seat that is not there."""
    browser, token = visitor(plain_room)
    wrong = [
        ({"pass": token}, "another"),
        ({"pass": token}, ""),
        ({"pass": f"x{token[1:]}"}, plain_room.workshop),
        ({"pass": ""}, plain_room.workshop),
        ({"pass": None}, ""),
        ({"pass": plain_room.workshop}, plain_room.workshop),
    ]
    for auth, workshop in wrong:
        with pytest.raises(NotConnected):
            opened(browser, plain_room, auth, workshop=workshop)
    stranger = plain_room.device()
    with pytest.raises(NotConnected):
        opened(stranger, plain_room, {"pass": token})  # without a device the gate is shut
    assert opened(browser, plain_room, {"pass": token}).client.connected
