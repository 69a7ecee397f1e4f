"""What a whole room is told: framed once, at once to who is idle, and at nobody else's cost."""

import time
from functools import partial

import engineio
import pytest

from facilitation import frames
from facilitation.frames import Framed
from facilitation.live import encoded
from facilitation.live.encoded import EncodedManager
from facilitation.metrics import CUT_OFF
from facilitation.wire import LONGEST_QUEUE
from tests.frames import TEXT
from tests.line import Line, stalled


def test_one_frame_for_a_whole_room(monkeypatch):
    """Framed once for three browsers, one of whom reads nothing and one of whom polls; a closed one is passed over."""
    made = []
    real = frames.framed
    for module in (frames, encoded):
        monkeypatch.setattr(module, "framed", lambda kind, payload: made.append(kind) or real(kind, payload))
    server = engineio.Server(async_mode="threading")
    lines = [Line(server) for _ in range(4)]
    stalled(lines[1])
    lines[2].session.upgraded = False
    lines[3].session.close(wait=False)
    lines[3].wire.close()
    before = lines[1].session.queue.qsize()
    manager = EncodedManager()
    manager.server = type("Sockets", (), {"eio": server, "reason": server.reason})
    server.sockets = {one.session.sid: one.session for one in lines}
    for one in lines:
        manager.basic_enter_room(f"s{one.session.sid}", "/", "group:g", one.session.sid)
    made.clear()
    assert manager.emit_encoded("snapshot", '{"version":1}', "group:g") == 4
    assert made == [TEXT]
    lines[0].hear()
    assert lines[0].texts() == ['42["snapshot",{"version":1}]']
    waiting = list(lines[1].session.queue.queue)
    assert len(waiting) == before + 1
    assert isinstance(waiting[-1].encode(), Framed)
    assert lines[2].session.poll()[0] is waiting[-1]


def test_who_owes_an_answer_to_a_ping_is_looked_at_first(monkeypatch):
    """An idle browser gets its frame at once; one that has been silent for too long is closed instead of written to."""
    server = engineio.Server(async_mode="threading")
    lines = [Line(server) for _ in range(3)]
    lines[0].session.last_ping = None  # as after an answer
    lines[1].session.last_ping = time.time()
    lines[2].session.last_ping = time.time() - server.ping_timeout - 1
    manager = EncodedManager()
    manager.server = type("Sockets", (), {"eio": server, "reason": server.reason})
    server.sockets = {one.session.sid: one.session for one in lines}
    for one in lines:
        manager.basic_enter_room(f"s{one.session.sid}", "/", "r", one.session.sid)
    asked = []

    def looked_at(one, send, packet):
        asked.append(one)
        send(packet)

    for one in lines:
        monkeypatch.setattr(one.session, "send", partial(looked_at, one, one.session.send))
    manager.emit_encoded("snapshot", "1", "r")
    assert [one in asked for one in lines] == [False, True, True]
    for one in lines[:2]:
        one.hear()
        assert one.texts() == ['42["snapshot",1]']
    assert lines[2].session.closed


@pytest.mark.parametrize("upgraded", [True, False], ids=["socket", "polling"])
def test_a_room_cuts_off_who_never_reads(upgraded):
    """By socket or by polling, at the same length; the session ends and the others' goes on."""
    server = engineio.Server(async_mode="threading")
    slow, quick = Line(server), Line(server)
    slow.session.upgraded = upgraded
    manager = EncodedManager()
    manager.server = type("Sockets", (), {"eio": server, "reason": server.reason})
    server.sockets = {one.session.sid: one.session for one in (slow, quick)}
    for one in (slow, quick):
        manager.basic_enter_room(f"s{one.session.sid}", "/", "r", one.session.sid)
    count, before = 0, CUT_OFF._value.get()
    while not slow.session.closed:
        manager.emit_encoded("snapshot", f'"{count:0500}"', "r")
        quick.hear()
        count += 1
        assert count < 1000
    assert slow.session.queue.qsize() <= LONGEST_QUEUE + 2
    assert len(quick.texts()) == count
    assert not quick.session.closed
    assert CUT_OFF._value.get() == before + 1
