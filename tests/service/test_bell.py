"""The end of a phase is announced even when other work shares the transaction of the question.

Both faults were found by rehearsals: the bell of a table never rang.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from facilitation.service import timekeeping
from tests.builders import MINUTE, open_workshop
from tests.server import until


@pytest.fixture
def room(house):
    """Two tables of two."""
    return open_workshop(house, tables=2, people=2)


@contextmanager
def one_batch(room: Any) -> Iterator[Callable[[Callable[[], object]], None]]:
    """What is handed in inside this block is done in one transaction, in the order it came."""
    writer = room.house.ground.writer
    gate, threads = threading.Event(), []

    def hand_in(work: Callable[[], object]) -> None:
        waiting = writer._queue.qsize()
        threads.append(threading.Thread(target=work, daemon=True))
        threads[-1].start()
        until(lambda: writer._queue.qsize() > waiting, "the work in the queue")

    held = threading.Thread(target=lambda: writer.do(lambda _unit: gate.wait(30)), daemon=True)
    held.start()
    try:
        until(lambda: writer._queue.empty(), "the writer at work")
        yield hand_in
    finally:
        gate.set()
        for thread in [held, *threads]:
            thread.join(30)


def test_a_table_that_was_not_asked_did_not_answer(room, hands):
    """Table 1 rings in the same transaction in which table 2 writes; table 2 rings all the same when its time comes."""
    room.bring("clarification", [1, 2])
    room.do(room.host(2), "change_time", 2, minutes=5)
    hands.pass_(25 * MINUTE)
    with one_batch(room) as hand_in:
        hand_in(lambda: room.do(room.host(2), "ask_question", 2, text="Qui décide ?"))
        hand_in(room.house.timekeeping.answer)
    assert [room.see(n)["clock"]["elapsed"] for n in (1, 2)] == [True, False]
    hands.pass_(5 * MINUTE)
    room.house.timekeeping.answer()
    assert room.see(2)["clock"]["elapsed"]


def test_time_given_while_the_bell_was_about_to_ring(room, hands):
    """Two minutes more, committed between the look at the clocks and the question: the bell rings two minutes later."""
    room.bring("clarification", [1])
    hands.pass_(25 * MINUTE)
    with one_batch(room) as hand_in:
        hand_in(lambda: room.do(room.host(1), "change_time", 1, minutes=2))
        hand_in(room.house.timekeeping.answer)
    assert not room.see(1)["clock"]["elapsed"]
    hands.pass_(2 * MINUTE)
    room.house.timekeeping.answer()
    assert room.see(1)["clock"]["elapsed"]


def test_a_table_that_cannot_answer_silences_no_other(room, hands, monkeypatch):
    """Its fault is its own: the bell of the other table rings, the chores are done, and it is not asked five times a
    second."""
    room.bring("clarification", [1, 2])
    hands.pass_(25 * MINUTE)
    whole, asked = timekeeping.act, []

    def act(unit: Any, row: Any, *rest: Any) -> Any:
        asked.append(row.id)
        if row.id == room.table(1):
            raise RuntimeError("a fault of ours")
        return whole(unit, row, *rest)

    monkeypatch.setattr(timekeeping, "act", act)
    room.house.timekeeping.answer()
    assert [room.see(n)["clock"]["elapsed"] for n in (1, 2)] == [False, True]
    asked.clear()
    room.house.timekeeping.answer()
    assert asked == []


def test_in_a_closed_workshop_time_asks_nothing(room, hands):
    """Neither a bell nor a call that was due: nothing is written after the close."""
    room.bring("clarification", [1])
    room.send_room("bring_tables", [2], target="clarification", warn=True)
    before = [room.see(n)["version"] for n in (1, 2)]
    room.house.workshops.close(room.workshop.id)
    hands.pass_(60 * MINUTE)
    assert room.house.timekeeping.next_due() is None
    room.house.timekeeping.answer()
    assert [room.see(n)["version"] for n in (1, 2)] == before
