"""What the broadcaster does when something fails: the others hear, and nobody reads on at a table they left."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from facilitation.live.broadcast import Broadcaster
from facilitation.live.watchers import Watcher, Watchers

SEATS = {
    "paul": SimpleNamespace(
        workshop_id="w-paul", device_id="d", person="p", group_id="g", audiences=frozenset({"group:g", "person:p"})
    ),
    "zoe": SimpleNamespace(
        workshop_id="w-zoe", device_id="d", person="z", group_id="h", audiences=frozenset({"group:h", "person:z"})
    ),
}


class Wires:
    """The server of Socket.IO and its manager, as far as a broadcaster asks: who is in which room, what was sent."""

    def __init__(self) -> None:
        self.manager = self
        self.server = self
        self.rooms: dict[str, dict[str, set[str]]] = {"/": {}}
        self.sent: list[tuple[str, str]] = []
        self.closed: list[str] = []

    def emit_encoded(self, event: str, _text: str, room: str) -> int:
        self.sent.append((event, room))
        return 1

    def enter_room(self, sid: str, room: str, namespace: str) -> None:
        self.rooms[namespace].setdefault(room, set()).add(sid)

    def leave_room(self, sid: str, room: str, namespace: str) -> None:
        self.rooms[namespace][room].discard(sid)

    def emit(self, _event: str, _body: Any, to: str) -> None:
        self.closed.append(to)

    def start_background_task(self, *_: Any) -> None:
        """Nothing more closes here."""

    def disconnect(self, _sid: str) -> None:
        """Nothing more closes here."""


def arrival(seat, versions=None):
    """As People.arrival tells it."""
    return seat and SimpleNamespace(seat=seat, versions=versions or {})


@pytest.fixture
def hall():
    """Two sockets in two workshops, the rows they are read from, and the wires."""
    wires, watchers, seats = Wires(), Watchers(), dict(SEATS)
    broadcaster = Broadcaster(wires, watchers)
    broadcaster.house = SimpleNamespace(
        people=SimpleNamespace(
            seat=lambda seat, _d: seats.get(seat), arrival=lambda seat, _t: arrival(seats.get(seat))
        ),
        snapshots=SimpleNamespace(
            read=lambda _audience: (1, "{}"),
            at_hand=lambda _versions: {},
            read_many=lambda wanted: {one: broadcaster.house.snapshots.read(one) for one in wanted},
            versions=lambda workshop: {workshop: 1},
            private_versions=lambda _workshop: {},
            leaders=lambda _workshop: {},
        ),
        instants=SimpleNamespace(now=lambda: 0),
    )
    for seat in seats:
        broadcaster.admit(Watcher(f"sid-{seat}", "d", seat, f"w-{seat}", frozenset({"group", "person"})), "token")
    wires.sent.clear()
    return SimpleNamespace(broadcaster=broadcaster, seats=seats, wires=wires)


def test_a_workshop_at_fault_silences_no_other(hall):
    """The heart of the second beats although the rows of the first cannot be read."""

    def versions(workshop: str) -> dict[str, int]:
        if workshop == "w-paul":
            raise RuntimeError("a fault of ours")
        return {workshop: 1}

    hall.broadcaster.house.snapshots.versions = versions
    hall.broadcaster.beat()
    assert ("heartbeat", "in:w-zoe") in hall.wires.sent
    assert ("heartbeat", "in:w-paul") in hall.wires.sent, "its browsers would give up a line that works"


def test_after_lost_notices_everybody_is_placed_again(hall):
    """Another process moved Paul and revoked Zoé, and this one was deaf."""
    hall.seats["paul"] = SimpleNamespace(person="p", group_id="k", audiences=frozenset({"group:k", "person:p"}))
    del hall.seats["zoe"]
    hall.broadcaster.look_again()
    assert not hall.wires.rooms["/"]["group:g"]
    assert hall.wires.rooms["/"]["group:k"] == {"sid-paul"}
    assert hall.wires.closed == ["sid-zoe"]


def test_who_cannot_be_placed_again_reads_nothing(hall):
    """Rather than what may be closed to them by now; the next resync of their screen places them."""

    def seat(*_: object) -> Any:
        raise RuntimeError("a fault of ours")

    placed, hall.broadcaster.house.people.seat = hall.broadcaster.house.people.seat, seat
    hall.broadcaster.moved({"p"})
    assert not hall.wires.rooms["/"]["group:g"]
    assert hall.wires.rooms["/"]["group:h"]
    hall.broadcaster.house.people.seat = placed
    hall.broadcaster.moved({"p"})
    assert hall.wires.rooms["/"]["group:g"]


def body(version: int, words: str) -> str:
    """A snapshot of what the whole room reads, as the service encodes it."""
    return f'{{"audience":"room:w","version":{version},"title":"{words}"}}'


def pushes(hall) -> int:
    """How often the room was told something."""
    return hall.wires.sent.count(("snapshot", "room:w"))


@pytest.fixture
def lobby(hall):
    """The same, with Paul in the waiting room too."""
    seat = SimpleNamespace(workshop_id="w", device_id="d", person="p", group_id=None, audiences=frozenset({"room:w"}))
    hall.seats["lobby"] = seat
    hall.now = (1, body(1, "Amiens"))
    hall.broadcaster.house.snapshots.read = lambda _audience: hall.now
    hall.broadcaster.house.snapshots.versions = lambda _workshop: {"room:w": hall.now[0]}
    hall.broadcaster.admit(Watcher("sid-lobby", "d", "lobby", "w", frozenset({"room"})), "token")
    hall.wires.sent.clear()
    return hall


def test_a_room_that_shows_the_same_is_not_told_again(lobby):
    """Its version rises with every table; its heartbeat names the version that its screens have, so nobody asks."""
    lobby.broadcaster.publish("room:w", lobby.now[1], 1)
    lobby.wires.sent.clear()
    beats = []
    emit = lobby.wires.emit_encoded
    lobby.wires.emit_encoded = lambda event, text, room: (
        beats.append(json.loads(text)) if event == "heartbeat" else emit(event, text, room)
    )
    lobby.now = (2, body(2, "Amiens"))
    lobby.broadcaster.publish("room:w", lobby.now[1], 2)
    lobby.broadcaster.beat()
    assert pushes(lobby) == 0
    assert next(beat["versions"] for beat in beats if "room:w" in beat["versions"])["room:w"] == 1
    lobby.now = (3, body(3, "Lille"))
    lobby.broadcaster.publish("room:w", lobby.now[1], 3)
    assert pushes(lobby) == 1


def test_what_one_screen_read_in_between_is_put_right(lobby):
    """It asked while the room showed something else for a moment; what it showed before is new to it."""
    lobby.broadcaster.publish("room:w", lobby.now[1], 1)
    lobby.now = (2, body(2, "Lille"))
    lobby.broadcaster.review(lobby.broadcaster._watchers.get("sid-lobby"), {"room:w": 1})
    lobby.wires.sent.clear()
    lobby.now = (3, body(3, "Amiens"))
    lobby.broadcaster.publish("room:w", lobby.now[1], 3)
    assert pushes(lobby) == 1


def test_a_seat_of_another_workshop_is_not_admitted(lobby):
    """Nothing is sent, and nobody is counted who is not there."""
    assert lobby.broadcaster.admit(Watcher("sid-far", "d", "lobby", "elsewhere", frozenset({"room"})), "token") is False
    assert lobby.wires.sent == []
    assert lobby.broadcaster._watchers.get("sid-far") is None


def test_who_comes_in_takes_no_push_from_the_others(lobby):
    """The room changed a moment ago and its push still waits; somebody who connects reads it first, alone."""
    lobby.broadcaster.publish("room:w", lobby.now[1], 1)
    lobby.now = (2, body(2, "Lille"))
    lobby.broadcaster.admit(Watcher("sid-late", "d", "lobby", "w", frozenset({"room"})), "token")
    lobby.wires.sent.clear()
    lobby.broadcaster.publish("room:w", lobby.now[1], 2)
    assert pushes(lobby) == 1


def test_a_heartbeat_comes_after_what_it_counts(lobby):
    """A push that was lost is made up for first: otherwise every screen of a room would ask at once."""
    lobby.now = (2, body(2, "Lille"))
    lobby.broadcaster.beat()
    told = [sent for sent in lobby.wires.sent if sent in (("snapshot", "room:w"), ("heartbeat", "in:w"))]
    assert told == [("snapshot", "room:w"), ("heartbeat", "in:w")]


def test_what_one_person_reads_alone_is_made_up_for_too(hall):
    """The database went away between the commit and the push; the heartbeat that follows names nobody."""
    said = []
    hall.wires.emit_encoded = lambda event, text, room: said.append((event, text, room))
    hall.broadcaster.house.snapshots.private_versions = lambda _workshop: {"person:p": 2, "person:z": 1}
    hall.broadcaster.house.snapshots.read = lambda _audience: (2, body(2, "gardée"))
    hall.broadcaster.beat()
    assert [room for event, _, room in said if event == "snapshot"] == ["person:p"]
    assert not [text for event, text, _ in said if event == "heartbeat" and "person:" in text]
    said.clear()
    hall.broadcaster.beat()
    assert [event for event, _, _ in said] == ["heartbeat", "heartbeat"]


class Over(Exception):
    """The test has seen enough."""


def test_a_database_that_does_not_answer_makes_no_silence(hall):
    """The heartbeat that asked it never comes back; the next ones say the time, and nobody is left waiting."""
    said, slept, begun = [], [], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 5:
            raise Over

    hall.wires.emit_encoded = lambda event, text, room: said.append((event, json.loads(text), room))
    hall.wires.start_background_task = lambda act: begun.append(act)
    hall.wires.sleep = sleep
    with pytest.raises(Over):
        hall.broadcaster.beat_for_ever()
    assert [room for _, _, room in said] == ["in:w-paul", "in:w-zoe"] * 2
    assert all(body["versions"] == {} for _, body, _ in said)
    assert len(begun) == 1, "one question waits already"
    begun[0]()
    slept.clear()
    said.clear()
    hall.wires.start_background_task = lambda act: act()
    with pytest.raises(Over):
        hall.broadcaster.beat_for_ever()
    assert len(said) == 6, "an answer that comes in time is said once, with the versions"
    assert all(body["versions"] for _, body, _ in said)


@pytest.mark.parametrize("pushed", [False, True], ids=["quiet", "a push in between"])
def test_who_comes_in_reads_what_was_read_with_the_seat_unless_it_is_old(lobby, pushed):
    """One question for both; a push that went out before the socket entered is not missed."""
    read = []
    lobby.broadcaster.house.snapshots.at_hand = lambda versions: {
        one: (at, body(at, "Amiens")) for one, at in versions.items()
    }
    lobby.broadcaster.house.snapshots.read_many = lambda wanted: read.extend(wanted) or dict.fromkeys(wanted, lobby.now)

    def arrive(seat, _token):
        found = arrival(lobby.seats[seat], {"room:w": 1})
        if pushed:
            lobby.now = (2, body(2, "Lille"))
            lobby.broadcaster.publish("room:w", lobby.now[1], 2)
        return found

    lobby.broadcaster.house.people.arrival = arrive
    assert lobby.broadcaster.admit(Watcher("sid-new", "", "lobby", "w", frozenset({"room"})), "token")
    assert read == (["room:w"] if pushed else [])
    assert ("snapshot", "sid-new") in lobby.wires.sent
    assert lobby.broadcaster._watchers.get("sid-new").device == "d"
