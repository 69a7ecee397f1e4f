"""Everybody's pings by one task: each in its time, none to who has not answered, none to who is gone."""

from types import SimpleNamespace

import pytest
from engineio import packet as engine

from facilitation.live.pings import Pings


class Ended(Exception):
    """The test's end of a loop that has none."""


class Engine:
    """The Engine.IO server, as far as pings ask: its sessions, its handler of those who come."""

    ping_interval = 8

    def __init__(self) -> None:
        self.sockets: dict[str, SimpleNamespace] = {}
        self.handlers = {"connect": lambda sid, _environ: f"in {sid}"}
        self.sent: list[str] = []

    def on(self, event, handler) -> None:
        self.handlers[event] = handler

    def comes(self, sid: str):
        def send(packet) -> None:
            assert packet.packet_type == engine.PING
            self.sent.append(sid)

        one = self.sockets[sid] = SimpleNamespace(last_ping=1.0, closing=False, closed=False, send=send)
        assert self.handlers["connect"](sid, {}) == f"in {sid}", "who was told before is told still"
        one.schedule_ping()
        return one


@pytest.fixture
def hall():
    """A server whose loop has begun, and a clock."""
    clock, engine_io = SimpleNamespace(now=0.0), Engine()

    def end(_seconds: float) -> None:
        raise Ended

    pings = Pings(engine_io, end, lambda: clock.now)
    with pytest.raises(Ended):
        pings.run()
    return SimpleNamespace(pings=pings, engine=engine_io, clock=clock)


def test_each_in_its_time(hall):
    """Eight seconds after it came, and eight after its last answer."""
    one = hall.engine.comes("a")
    hall.clock.now = 5
    hall.engine.comes("b")
    for hall.clock.now, sent in ((7.9, []), (8, ["a"]), (13, ["a", "b"]), (40, ["a", "b"])):
        hall.pings.look()
        assert hall.engine.sent == sent
    one.schedule_ping()  # Engine.IO calls it for each answer
    one.schedule_ping()  # and one that was not asked for changes nothing
    for hall.clock.now, count in ((47.9, 2), (48, 3), (90, 3)):
        hall.pings.look()
        assert len(hall.engine.sent) == count
    assert one.last_ping > 1_000_000, "when it was pinged, by which Engine.IO knows who does not answer"


@pytest.mark.parametrize("state", ["closing", "closed"])
def test_who_is_gone_is_not_pinged(hall, state):
    """Nor kept."""
    setattr(hall.engine.comes("a"), state, True)
    hall.engine.comes("b")
    del hall.engine.sockets["b"]
    hall.clock.now = 9
    hall.pings.look()
    assert hall.engine.sent == []
    assert not hall.pings._waiting


def test_one_that_fails_stops_no_other(hall):
    """It is logged, and the loop goes on."""

    def fails(_packet) -> None:
        raise RuntimeError

    hall.engine.comes("a").send = fails
    hall.engine.comes("b")
    hall.clock.now = 9
    turns = iter((None, None))

    def sleep(_seconds: float) -> None:
        if next(turns, 1):
            raise Ended

    hall.pings._sleep = sleep
    with pytest.raises(Ended):
        hall.pings.run()
    assert hall.engine.sent == ["b"]
