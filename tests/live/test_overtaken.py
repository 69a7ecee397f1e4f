"""A socket reads its snapshots while others are pushed newer ones: what it is told never goes back."""

import json
from types import SimpleNamespace

from facilitation.live.watchers import Watcher

from .test_broadcast import body, hall, lobby

__all__ = ["hall", "lobby"]


def test_a_push_that_overtakes_a_reading_is_not_followed_by_what_was_read(lobby):
    """PostgreSQL answers, and others go on meanwhile: the socket has entered, and hears the newer one by push."""
    views = [(2, body(2, "Lille")), (3, body(3, "Lyon"))]
    texts = []
    emit = lobby.wires.emit_encoded
    lobby.wires.emit_encoded = lambda event, text, room: texts.append(text) or emit(event, text, room)

    def read(_audience: str) -> tuple[int, str]:
        view = views.pop(0)
        if views:
            lobby.broadcaster.publish("room:w", views[0][1], views[0][0])
        return view

    lobby.broadcaster.house.snapshots.read = read
    lobby.broadcaster.review(lobby.broadcaster._watchers.get("sid-lobby"), {"room:w": 1})
    assert [json.loads(text)["version"] for text in texts] == [3, 3]


def test_what_is_overtaken_again_and_again_is_read_three_times_at_most(lobby):
    """Then nothing is sent: the last push was newer, and the socket heard it."""
    seen, texts = [], []
    emit = lobby.wires.emit_encoded
    lobby.wires.emit_encoded = lambda event, text, room: texts.append(text) or emit(event, text, room)

    def read(_audience: str) -> tuple[int, str]:
        version = len(seen) * 2 + 2
        seen.append(version)
        lobby.broadcaster.publish("room:w", body(version + 1, f"{version}"), version + 1)
        return version, body(version, "Lille")

    lobby.broadcaster.house.snapshots.read = read
    lobby.broadcaster.review(lobby.broadcaster._watchers.get("sid-lobby"), {"room:w": 1})
    assert seen == [2, 4, 6]
    assert [json.loads(text)["version"] for text in texts] == [3, 5, 7]


def test_a_table_that_is_pushed_all_the_time_never_goes_back(hall):
    """Also what is pushed to its own people alone; and who was told nothing newer is told what was read."""
    texts, reads = [], [0]
    emit = hall.wires.emit_encoded
    hall.wires.emit_encoded = lambda event, text, room: texts.append((room, text)) or emit(event, text, room)

    def read(audience: str) -> tuple[int, str]:
        reads[0] += 1
        if audience == "group:g":
            hall.broadcaster.publish(audience, f"table {reads[0] + 10}", reads[0] + 10)
        return reads[0], f"{audience.partition(':')[0]} {reads[0]}"

    hall.broadcaster.house.snapshots.read = read
    both = frozenset({"group:g", "person:q"})
    hall.seats["q"] = SimpleNamespace(workshop_id="w", device_id="d", person="q", group_id="g", audiences=both)
    hall.broadcaster.admit(Watcher("sid-q", "d", "q", "w", frozenset({"group", "person"})), "token")
    assert [text for _, text in texts if text.startswith("table")] == ["table 11", "table 13", "table 14"]
    assert not any(text.startswith("group") for _, text in texts), "what was overtaken"
    own = [room for room, text in texts if room == "sid-q"]
    assert len(own) == 1, "their own line, which nobody pushed"
