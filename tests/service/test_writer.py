"""The one writer: order, one commit for what waits together, and one bad piece that harms no other."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from facilitation.domain.refusals import Code
from facilitation.service import door as door_module
from facilitation.service import writer as writer_module
from facilitation.service.house import House
from facilitation.service.unit import LockMissing, Unit
from facilitation.storage.groups import GroupRow
from tests.builders import Open, house_on, new_id, open_workshop, settle


def together(house: House, *pieces: Callable[[], Any]) -> list[Any]:
    """Run pieces so that they wait for the writer together and are done in one batch, in this order."""
    open_gate, inside = threading.Event(), threading.Event()
    found: list[Any] = [None] * len(pieces)

    def hold(unit: Unit) -> None:
        inside.set()
        assert open_gate.wait(10)

    def run(place: int, piece: Callable[[], Any]) -> None:
        try:
            found[place] = piece()
        except Exception as error:
            found[place] = error

    threads = [threading.Thread(target=house.ground.writer.do, args=(hold,))]
    threads[0].start()
    assert inside.wait(10)
    queued = house.ground.writer._queue
    for place, piece in enumerate(pieces):
        threads.append(threading.Thread(target=run, args=(place, piece)))
        threads[-1].start()
        while queued.qsize() <= place:  # until it waits, so that the order is ours
            threads[-1].join(0.001)
    open_gate.set()
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()
    return found


def test_one_that_raises_harms_no_other(afternoon, monkeypatch):
    """The batch is rolled back and each envelope is done again alone."""
    house, bad = afternoon.house, new_id()
    whole = door_module._answer
    calls: list[str] = []

    def answer(unit: Any, envelope: Any, seat: Any, now: int) -> Any:
        calls.append(envelope.id)
        found = whole(unit, envelope, seat, now)
        if envelope.id == bad:
            raise RuntimeError("a fault of ours")
        return found

    monkeypatch.setattr(door_module, "_answer", answer)
    afternoon.bring("clarification")
    version = afternoon.see()["version"]
    answers = together(
        house,
        lambda: afternoon.send(afternoon.person(1), "keep_idea", text="une"),
        lambda: afternoon.send(afternoon.person(2), "keep_idea", id=bad, text="deux"),
        lambda: afternoon.send(afternoon.person(3), "keep_idea", text="trois"),
    )
    assert [answer.ok for answer in answers] == [True, False, True]
    assert answers[1].refusal.code is Code.TRY_AGAIN
    assert calls.count(bad) == 2  # with the others, then alone
    assert afternoon.see()["version"] == version + 2
    assert [idea["text"] for idea in afternoon.private(afternoon.person(1))["ideas"]] == ["une"]
    assert afternoon.private(afternoon.person(2))["ideas"] == []
    monkeypatch.undo()
    assert afternoon.send(afternoon.person(2), "keep_idea", id=bad, text="deux").ok  # the same id may be sent again


def test_what_waits_together_is_committed_and_published_once(afternoon, published):
    """Three commands, one snapshot of the table."""
    afternoon.bring("suggestions")
    settle(afternoon.house)
    published.clear()
    seats = [afternoon.person(n) for n in (1, 2, 3)]
    answers = together(
        afternoon.house, *(partial(afternoon.send, seat, "offer_suggestion", text="une idée") for seat in seats)
    )
    settle(afternoon.house)
    assert all(answer.ok for answer in answers)
    versions = [version for audience, _, version in published if audience == f"group:{afternoon.table()}"]
    assert versions == [max(answer.version for answer in answers)]
    assert len({audience for audience, _, _ in published}) == len(published)


def test_published_after_the_commit(url):
    """Whoever hears of a version finds it, committed, through another connection."""
    seen: list[bool] = []
    house, _ = house_on(url)
    other, _ = house_on(url, create=False)

    def publish(audience: str, payload: str, version: int) -> None:
        if audience.startswith("group:"):
            with other.ground.reading() as session:
                found = session.scalar(select(GroupRow.version).where(GroupRow.id == audience.partition(":")[2]))
            seen.append(found is not None and found >= version)

    house.publisher.publish = publish
    room = open_workshop(house, people=2)
    room.bring("framing")
    house.close()
    assert seen
    assert all(seen)


def test_a_missing_lock_is_asked_for_again(house):
    """Work that meets a row it did not lock is done again with what it needs by then."""
    room = open_workshop(house, people=1)
    asked: list[int] = []

    def needs(session: Any) -> Any:
        asked.append(1)
        groups = frozenset({room.table()}) if len(asked) > 1 else frozenset()
        return door_module.Needs(groups=groups)

    assert house.ground.writer.do(lambda unit: unit.group(room.table()).id, needs) == room.table()
    assert len(asked) == 2


def test_work_that_never_gets_its_lock(house):
    def work(unit: Unit) -> None:
        raise LockMissing("x")

    with pytest.raises(Exception, match="LockMissing"):
        house.ground.writer.do(work)


def test_a_trouble_that_lasts_is_told_once(house, caplog):
    """Everybody sends again four times a second while the disk is full; the log must not be what fills it."""

    def work(unit: Unit) -> None:
        raise LockMissing("x")

    def troubles() -> list[bool]:
        return [bool(record.exc_info) for record in caplog.records if "given up" in record.getMessage()]

    settle(house)
    for _ in range(3):
        with pytest.raises(Exception, match="LockMissing"):
            house.ground.writer.do(work)
    assert troubles() == [True, False, False]
    settle(house)
    with pytest.raises(Exception, match="LockMissing"):
        house.ground.writer.do(work)
    assert troubles() == [True, False, False, True]


def test_publishing_that_fails_stops_nothing(house):
    """What was committed is answered, and the next work is done."""
    room = open_workshop(house, people=2)
    before = house.publisher.publish
    house.publisher.publish = lambda *_: 1 / 0  # type: ignore[assignment]
    try:
        assert room.send(room.host(), "call_pilot").ok
        assert room.send(room.host(), "answer_call").ok
    finally:
        house.publisher.publish = before


def test_a_sweep_that_fails_leaves_nobody_behind(house, published, monkeypatch):
    """Screens go dark and sockets are placed again even when the database is too busy to be swept."""
    room = open_workshop(house, people=3)
    room.to_suggestions()
    room.do(room.host(), "pause")
    settle(house)
    published.clear()
    monkeypatch.setattr(writer_module, "sweep", lambda *_: 1 / 0)
    room.do(room.host(), "stop_round")
    settle(house)
    assert f"group:{room.table()}" in {audience for audience, _, _ in published}


def press(room: Open, seats: list[Any], steps: int) -> list[Any]:
    """Several people send *next* for the step they all saw, at the same moment."""
    ready = threading.Barrier(len(seats))
    answers: list[Any] = []

    def go(house: House, seat: Any) -> None:
        message = {"id": new_id(), "as": seat.id, "command": "return_to_phase", "group": room.table(), "step": steps}
        message["fields"] = {"position": 3 + steps % 2, "minutes": 5}
        ready.wait(10)
        answers.append(house.door.receive(message, seat.device_id))

    threads = [threading.Thread(target=go, args=pair) for pair in seats]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return answers


@pytest.mark.parametrize("apart", [False, True], ids=["one house", "two houses"])
def test_two_press_next_fifty_times(url, apart):
    """One of them advances the table, the other is told that it saw an old step. Two houses are as two processes.

    On SQLite one process serves the file: there the second house is the first.
    """
    first, _ = house_on(url)
    second = house_on(url, create=False)[0] if apart and not url.startswith("sqlite") else first
    room = open_workshop(first, people=3)
    room.bring("exposition")
    room.do(room.host(), "change_roles", person=room.person(1).person, roles=["facilitator", "consultant"])
    for _ in range(50):
        step = room.step()
        answers = press(room, [(first, room.host()), (second, room.person(1))], step)
        assert sorted(answer.ok for answer in answers) == [False, True]
        late = next(answer for answer in answers if not answer.ok)
        assert late.refusal.code is Code.STALE_STEP
        assert room.step() == step + 1
        for house in (first, second):
            house.door._pace._buckets.clear()
    first.close()
    second.close()
