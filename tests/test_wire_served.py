"""A session that began as a WebSocket: how it comes in, who writes for it, and how it ends."""

import gc
import socket
import weakref
from collections.abc import Callable
from threading import Thread
from typing import Any

import engineio
import pytest
from engineio import packet as engine

from facilitation.wire import LONGEST_QUEUE
from tests.frames import CLOSE, TEXT, masked, plain
from tests.line import Line, stalled

OPENING = b"HTTP/1.1 101 Switching Protocols\r\n\r\n"


class Counted:
    """A socket, and what each call wrote."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self.writes: list[bytes] = []

    def send(self, data: bytes) -> int:
        count = self._sock.send(data)
        self.writes.append(bytes(data[:count]))
        return count

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


class Served(Line):
    """A line whose wire leads the session: what the server starts in the background waits until the test runs it."""

    def __init__(self) -> None:
        super().__init__(engineio.Server(async_mode="threading", async_handlers=False, ping_interval=8, ping_timeout=6))

    def prepare(self) -> None:
        self.tasks: list[Callable[[], None]] = []
        self.server.start_background_task = self.tasks.append
        self.session.send(engine.Packet(engine.OPEN, {"sid": "s"}))

    def raw(self) -> Counted:
        self.counted = Counted(self.ours)
        return self.counted

    def readable(self, raw) -> None:
        """Who waits in vain here has nothing more to hear: the browser hangs up."""
        try:
            super().readable(self.ours)
        except AssertionError:
            raise ConnectionResetError from None

    def serve(self, *said: str) -> None:
        for text in said:
            self.say(masked(TEXT, text.encode()))
        self.wire.serve(OPENING)
        self.hear()

    def frames(self) -> list[tuple[int, bytes]]:
        return list(plain(self.heard.removeprefix(OPENING)))

    def texts(self) -> list[str]:
        return [payload.decode() for kind, payload in self.frames() if kind == TEXT]


@pytest.fixture
def line():
    one = Served()
    yield one
    one.ours.close()
    one.browser.close()


def test_coming_in_takes_two_writes(line):
    """The handshake with the welcome; then all that the first message brings. From there on each packet by itself."""
    answers = {"0": ["0", "2first", "2second"], "2again": ["3a", "3b"]}
    line.server.on("message", lambda _sid, data: [line.send(text) for text in answers[data]])
    line.serve("40", "42again")
    told = ['0{"sid":"s"}', "40", "42first", "42second", "43a", "43b"]
    assert line.texts() == told
    assert line.counted.writes[0].startswith(OPENING)
    assert [sum(text.encode() in write for text in told) for write in line.counted.writes[:4]] == [1, 3, 1, 1]
    assert not line.tasks, "nothing waited: no task was needed"


def test_a_ping_is_written_at_once(line):
    """There is no writer that would wait for it."""
    line.server.on("message", lambda _sid, _data: line.session.send(engine.Packet(engine.PING)))
    line.serve("40", "42x")
    assert line.texts()[1:] == ["2", "2"]


def test_one_task_writes_what_waits_and_ends(line):
    """Begun by the first packet that waits, not by each; another one when something waits again."""

    def flood(_sid, data):
        if data == "2flood":
            count = stalled(line)
            for more in range(5):
                line.send(f"{count + more:04}")
            assert len(line.tasks) == 1
            line.tasks.pop()()
            line.hear()
            assert [text[1:5] for text in line.texts()[1:]] == [f"{n:04}" for n in range(count + 5)]
            assert line.session.queue.empty()
            stalled(line)
            assert len(line.tasks) == 1
            line.tasks.pop()()

    line.server.on("message", flood)
    line.serve("40", "42flood")
    line.session.queue.join()


@pytest.mark.parametrize("said", ["", "x", "4", "9unknown", "b!", "{}"])
def test_what_is_no_packet_ends_the_line_or_is_passed_over(line, said):
    """Never with an error."""
    line.server.on("message", lambda _sid, _data: None)
    line.serve("40", said)
    assert line.session.closed
    assert line.closed()


def test_who_is_sent_away_hears_it_and_nobody_waits(line):
    """``close`` waits for what is not written yet, and there is nothing: Engine.IO's own would wait for ever."""
    line.server.on("message", lambda _sid, data: line.session.close() if data == "2go" else None)
    line.serve("40", "42go", "42never heard")
    assert [payload for kind, payload in line.frames()][1:] == [b"1", b"\x03\xe8"]
    assert line.gone == ["server disconnect"]
    assert line.closed()


def test_who_is_sent_away_hears_first_what_waits(line):
    """In order: what waited, the end of Engine.IO, the farewell. Whoever asked for the end waits until then."""

    def leave(_sid, data):
        if data != "2go":
            return
        stalled(line)
        leaving = Thread(target=line.session.close)
        leaving.start()
        while not line.session.closed:
            assert leaving.is_alive()
        line.tasks.pop()()
        leaving.join(10)
        assert not leaving.is_alive()

    line.server.on("message", leave)
    line.serve("40", "42go")
    assert line.frames()[-2:] == [(TEXT, b"1"), (CLOSE, b"\x03\xe8")]


def test_a_writer_without_progress_ends_the_line(line):
    """What waited is let go, the reader finds the line closed."""

    def stall(_sid, data):
        if data == "2stall":
            stalled(line)
            line.appetite = 0
            line.tasks.pop()()

    line.server.on("message", stall)
    line.serve("40", "42stall")
    assert line.session.queue.qsize() <= 1, "the end of the session at most"
    assert line.session.closed


def test_who_never_reads_is_cut_off(line):
    """At the same length as everybody."""

    def flood(_sid, data):
        if data == "2flood":
            stalled(line)
            for _ in range(LONGEST_QUEUE + 1):
                line.send("more")

    line.server.on("message", flood)
    line.serve("40", "42flood")
    assert line.gone == ["transport error"]


def test_nothing_is_left_of_a_session():
    """Not even for the collector, which comes rarely (``transport.settle_memory``)."""
    line = Served()
    line.server.on("message", lambda _sid, _data: None)
    gc.collect()
    gc.disable()
    try:
        line.serve("40", "42x")
        line.wire.release()
        left = weakref.ref(line.session), weakref.ref(line.wire)
        line.session = line.wire = None
        assert [one() for one in left] == [None, None]
    finally:
        gc.enable()
        line.ours.close()
        line.browser.close()
