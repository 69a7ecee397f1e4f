"""Who stops reading costs nobody else anything: cut off, its packets let go, and right again when it comes back."""

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import cycle

import pytest

from tests.frames import CLOSE, PING, TEXT, masked, plain
from tests.live.browser import Screen
from tests.live.raw import Raw
from tests.live.rooms import Room, opened
from tests.server import Fleet, resident, until

pytestmark = pytest.mark.server

MOST_GROWN = 15_000
"""Kilobytes a server may grow by while somebody does not read."""


def untorn(heard: bytes) -> list[bytes]:
    """The texts in what was heard, without what was torn at the end."""
    texts = []
    with suppress(AssertionError, IndexError):
        for kind, payload in plain(heard):
            assert kind in (TEXT, CLOSE)
            texts.append(payload)
    return texts


@pytest.fixture(params=[True, False], ids=["fast", "stock"])
def table(request, fleet: Fleet):
    """A host and Paul in a round, on a server of their own."""
    room = opened(fleet, "eventlet", "sqlite", fast=request.param)
    host, (paul,) = room.running("Paul")
    yield room, host, paul
    room.leave()
    assert "Traceback" not in room.server.log(), room.server.log()[-3000:]


def cut_off(room: Room) -> bool:
    """Whether only the two who read are connected."""
    health = room.server.health()
    return bool(health) and health["connected"] == 2


def acts(host: Screen, number: int) -> Iterator[int]:
    """Pause and resume a table so many times; each time the version that its screens show then."""
    shown = host.of("group")["version"]
    for _press, act in zip(range(number), cycle(("pause", "resume")), strict=False):
        until(lambda act=act: host.steer(act)["ok"], "a turn: twenty acts a second are a person's own limit")
        shown = host.awaits("group", lambda s, seen=shown: s["version"] > seen)["version"]
        yield shown


def test_who_only_listens_and_does_not(table):
    """Snapshots of the table pile up for Ines until she is cut off; the others see each at once; she comes back."""
    room, host, paul = table
    place = room.sit("Ines")
    silent = Raw(place, small=True).opened().joined("group")
    until(lambda: not cut_off(room), "Ines to be counted")
    before = resident(room.server)
    for shown in acts(host, 500):  # noqa: B007
        if cut_off(room):
            break
    else:
        pytest.fail("Ines was never cut off")
    paul.awaits("group", lambda s: s["version"] == shown)
    assert resident(room.server) - before < MOST_GROWN
    versions = [text for text in untorn(silent.to_the_end()) if b'"snapshot"' in text]
    assert versions, "what had been sent arrives whole and in order"
    again = place.screen("group")
    assert again.awaits("group", lambda s: s["version"] >= shown)


def test_who_reads_slowly_hears_everything(table):
    """Seventy snapshots behind, in small pieces, and more of them meanwhile: whole frames, in order, none lost.

    Not more, for heartbeats wait too on a busy machine, and a hundred waiting packets cut a line off.
    """
    room, host, _paul = table
    slow = Raw(room.sit("Ines"), small=True).opened().joined("group")
    slow.until(b'"snapshot"')
    shown = [*acts(host, 70)]
    for more in acts(host, 10):
        slow.heard += slow.wire.recv(700)
        shown.append(more)
    slow.says(slow.asks_the_time(1))
    slow.until(b'431[{"now"', most=1000)
    snapshots = [text for text in untorn(slow.heard) if text.startswith(b'42["snapshot",')]
    told = [json.loads(text[2:])[1]["version"] for text in snapshots]
    assert told == sorted(set(told))
    assert set(shown) <= set(told)


FLOODS = {
    "questions": lambda raw: masked(TEXT, raw.asks_the_time(1).encode()),
    "pings": lambda _raw: masked(PING, b"x" * 125),
}


@pytest.mark.parametrize("flood", FLOODS, ids=str)
def test_who_asks_and_never_reads(fleet: Fleet, flood: str):
    """Answers pile up for Ines until she is cut off; the others' answers are not slow meanwhile."""
    room = opened(fleet, "eventlet", "sqlite")
    host, (paul,) = room.running("Paul")
    silent = Raw(room.sit("Ines"), small=True).opened().joined("group")
    until(lambda: not cut_off(room), "Ines to be counted")
    before, slowest = resident(room.server), 0.0
    piece = FLOODS[flood](silent) * 200
    with suppress(ConnectionError):
        for _ in range(2000):
            silent.wire.sendall(piece)
            began = time.monotonic()
            paul.client.call("clock", {})
            slowest = max(slowest, time.monotonic() - began)
        pytest.fail("Ines was never cut off")
    until(lambda: cut_off(room), "Ines to be forgotten")
    assert slowest < 2
    assert resident(room.server) - before < MOST_GROWN
    assert host.client.call("clock", {})["now"]
    room.leave()
    assert "Traceback" not in room.server.log(), room.server.log()[-3000:]
