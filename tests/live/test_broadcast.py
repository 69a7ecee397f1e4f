"""What the broadcaster does when something fails: the others hear, and nobody reads on at a table they left."""

from types import SimpleNamespace
from typing import Any

import pytest

from facilitation.live.broadcast import Broadcaster
from facilitation.live.watchers import Watcher, Watchers

SEATS = {
    "paul": SimpleNamespace(person="p", group_id="g", audiences=frozenset({"group:g", "person:p"})),
    "zoe": SimpleNamespace(person="z", group_id="h", audiences=frozenset({"group:h", "person:z"})),
}


class Wires:
    """The server of Socket.IO and its manager, as far as a broadcaster asks: who is in which room, what was sent."""

    def __init__(self) -> None:
        self.manager = self
        self.server = self
        self.rooms: dict[str, dict[str, set[str]]] = {"/": {}}
        self.sent: list[tuple[str, str]] = []
        self.closed: list[str] = []

    def emit_encoded(self, event: str, _text: str, room: str) -> None:
        self.sent.append((event, room))

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


@pytest.fixture
def hall():
    """Two sockets in two workshops, the rows they are read from, and the wires."""
    wires, watchers, seats = Wires(), Watchers(), dict(SEATS)
    broadcaster = Broadcaster(wires, watchers)
    broadcaster.house = SimpleNamespace(
        people=SimpleNamespace(seat=lambda seat, _device: seats.get(seat)),
        snapshots=SimpleNamespace(
            read=lambda _audience: (1, "{}"), versions=lambda workshop: {workshop: 1}, leaders=lambda _workshop: {}
        ),
        instants=SimpleNamespace(now=lambda: 0),
    )
    for seat in seats:
        broadcaster.admit(Watcher(f"sid-{seat}", "d", seat, f"w-{seat}", frozenset({"group", "person"})))
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
