"""One connection: order, torn frames, limits, pings, and every way to end."""

import time

import pytest
from engineio import exceptions
from engineio import packet as engine
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitation.wire import LONGEST_QUEUE, Wire
from tests.frames import BINARY, CLOSE, PING, PONG, TEXT, masked, plain
from tests.line import Line, stalled


@pytest.fixture
def line():
    one = Line()
    yield one
    one.ours.close()
    one.browser.close()


def test_an_idle_browser_hears_at_once(line):
    """No queue, no task: the frame is on the line when ``send`` returns."""
    line.send("hello")
    assert line.session.queue.empty()
    line.hear()
    assert line.texts() == ["4hello"]


def test_order_when_it_reads_slowly(line):
    """What did not fit waits, the rest of a torn frame first, and nothing overtakes."""
    count = stalled(line)
    for more in range(20):
        line.send(f"{count + more:04}")
    assert line.session.queue.qsize() == 21
    line.appetite = 7
    line.write_queue()
    line.hear()
    line.send("last")
    line.hear()
    assert line.session.queue.empty()
    assert [text[1:5] for text in line.texts()] == [f"{n:04}" for n in range(count + 20)] + ["last"]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("send"), st.sampled_from([0, 1, 125, 126, 3_000, 9_000, 70_000])),
            st.tuples(st.just("hear"), st.integers(1, 20_000)),
            st.tuples(st.just("write"), st.integers(1, 3)),
        ),
        max_size=40,
    ),
    st.integers(1, 5_000),
)
def test_order_whatever_happens(acts, appetite):
    """Sizes, reads and turns of the writer in any order: whole frames, in the order of sending."""
    line = Line()
    line.appetite = appetite
    sent = []
    for act, number in acts:
        if act == "send":
            sent.append(f"4{len(sent)}:" + "x" * number)
            line.send(sent[-1][1:])
        elif act == "hear":
            line.hear(number)
        else:
            line.write_queue(number)
    line.write_queue()
    line.hear()
    assert line.texts() == sent
    line.ours.close()
    line.browser.close()


def test_who_never_reads_is_cut_off(line):
    """At the limit, at once, with half a frame as its last; what waited is let go, and the session is over."""
    stalled(line, 70_000)
    for _ in range(LONGEST_QUEUE):
        line.send("more")
    assert not line.gone
    line.send("one too many")
    assert line.gone == ["transport error"]
    assert line.closed()
    with pytest.raises(AssertionError, match="torn"):
        line.texts()
    with pytest.raises(exceptions.SocketIsClosedError):
        line.send("never")
    line.wire.close()
    assert line.session.queue.empty()
    line.session.queue.join()
    assert line.wire.wait() is None


def test_a_writer_without_progress_gives_up(line):
    """A browser behind a dead network: the wait is over after the patience, and no farewell follows half a frame."""
    stalled(line, 70_000)
    line.appetite = 0
    with pytest.raises(TimeoutError):
        line.write_queue()
    before = len(line.hear())
    line.wire.close()
    assert line.closed()
    assert len(line.heard) == before


def test_a_ping_takes_the_queue(line):
    """Engine.IO's writer gives up when nothing passes by it for 14 seconds."""
    line.session.send(engine.Packet(engine.PING))
    assert line.session.queue.qsize() == 1
    line.send("after the ping")
    line.write_queue()
    line.hear()
    assert line.texts() == ["2", "4after the ping"]


def test_a_ping_without_an_answer(line):
    """Nothing is written any more, the session is closed, and the line too although a frame may be stuck in it."""
    stalled(line)
    line.session.last_ping = time.time() - 7
    before = line.session.queue.qsize()
    line.send("too late")
    assert line.gone == ["ping timeout"]
    assert line.session.closed
    assert line.session.queue.qsize() == before + 1, "only the end is added, which wakes the writer"
    assert line.closed()


def test_before_the_upgrade_nothing_is_pushed(line):
    """Packets are for the polling requests until the browser says that it changed over; a ping is answered."""
    line.session.upgraded = False
    line.send("by polling")
    assert line.session.queue.qsize() == 1
    line.say(masked(PING, b"?") + masked(TEXT, b"2probe"))
    assert line.wire.wait() == "2probe"
    assert list(plain(line.hear())) == [(PONG, b"?")]
    line.session.upgraded = True
    line.send("second")
    line.write_queue()
    line.hear()
    assert line.texts() == ["4by polling", "4second"]


def test_what_a_browser_says(line):
    """Several texts in one piece, a ping between fragments, an empty text."""
    line.say(masked(TEXT, b"one") + masked(TEXT, b"de", final=False) + masked(PING, b"p"))
    line.say(masked(PONG, b"") + masked(0, "ux é".encode()) + masked(TEXT, b""))
    assert [line.wire.wait() for _ in range(3)] == ["one", "deux é", ""]
    assert list(plain(line.hear())) == [(PONG, b"p")]


@pytest.mark.parametrize(
    ("said", "farewell"),
    [
        (masked(CLOSE, b""), 1000),
        (masked(CLOSE, (1001).to_bytes(2, "big") + b"going away"), 1001),
        (masked(BINARY, b"abc"), 1003),
        (masked(TEXT, b"\xff"), 1007),
        (masked(TEXT, bytes(1001)), 1009),
        (b"GET / HTTP/1.1\r\n\r\n", 1002),
    ],
    ids=["a farewell", "with words", "binary", "no text", "too long", "no frame"],  # masks are drawn: they name nothing
)
def test_every_end_is_quiet(line, said, farewell):
    """The reader hears None, the browser a code; what it said after that is not read."""
    line.say(said + masked(TEXT, b"after the end"))
    assert line.wire.wait() is None
    assert line.wire.wait() is None
    assert line.closed()
    assert list(plain(line.heard)) == [(CLOSE, farewell.to_bytes(2, "big"))]
    line.send("to nobody")


def test_who_left_without_a_word(line):
    """The end of the stream, on both ways."""
    line.browser.close()
    assert line.wire.wait() is None
    other = Line()
    other.browser.close()
    other.send("to nobody")
    assert other.session.queue.empty()
    assert other.wire.wait() is None


def test_pings_that_nobody_reads_the_answers_of(line):
    """They are bounded like everything else."""
    stalled(line)
    for _ in range(LONGEST_QUEUE + 1):
        line.say(masked(PING, b"x" * 125))
    assert line.wire.wait() is None
    assert line.gone == ["transport error"]


def test_a_session_gets_its_methods_back(line):
    """After a failed upgrade it goes on by polling; the wire of another try is left alone."""
    other = Wire(line.ours, line.session, line.readable, line.writable, 1000, 14)
    line.wire.release()
    assert line.session.send == other.send_packet
    other.release()
    assert not {"send", "close"} & set(vars(line.session))
