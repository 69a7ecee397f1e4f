"""Every command through the door: done once whatever is resent, refused to who may not or from another device."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import func, select

from facilitation.domain.commands import COMMANDS, TIMEKEEPER_ONLY
from facilitation.domain.formats import Option
from facilitation.domain.refusals import Code
from facilitation.service.house import House
from facilitation.service.seats import Seat
from facilitation.storage.contributions import ContributionRow
from facilitation.storage.groups import GroupRow
from facilitation.storage.journal import JournalRow
from facilitation.storage.seats import PersonRow
from facilitation.storage.workshops import WorkshopRow
from tests.builders import Open, device, new_id, open_workshop, settle
from tests.service.situations import BESIDE_TABLES, FOR_ANYBODY, SITUATIONS, stranger

NAMES = sorted(SITUATIONS)
FAR_ID = "a-command-id-that-is-long-enough"


def message(room: Open, seat: Seat, name: str, fields: dict[str, Any], id: str | None = None) -> dict[str, Any]:
    """What a browser would send now."""
    body: dict[str, Any] = {"id": id or new_id(), "as": seat.id, "command": name, "fields": fields}
    if name not in BESIDE_TABLES:
        body |= {"group": room.table(), "step": room.step()}
    return body


def state(room: Open) -> tuple[Any, ...]:
    """Everything that a command could change, in a form that can be compared."""
    with room.house.ground.reading() as session:
        groups = session.execute(
            select(GroupRow.id, GroupRow.version, GroupRow.step).where(GroupRow.workshop_id == room.workshop.id)
        ).all()
        shop = session.scalar(select(WorkshopRow.version).where(WorkshopRow.id == room.workshop.id))
        lines = session.scalar(
            select(func.count()).select_from(JournalRow).where(JournalRow.workshop_id == room.workshop.id)
        )
        texts = session.execute(
            select(ContributionRow.id, ContributionRow.text, ContributionRow.status)
            .where(ContributionRow.group_id == room.table())
            .order_by(ContributionRow.id)
        ).all()
    return sorted(groups), shop, lines, texts


def of_the_room(room: Open) -> dict[str, Any]:
    """What every screen shows, whatever its version: board, wall, waiting room, table, its host, each person."""
    audiences = [f"{kind}:{room.workshop.id}" for kind in ("conductors", "projector", "room")]
    audiences += [f"{kind}:{room.table()}" for kind in ("group", "hosts")]
    with room.house.ground.reading() as session:
        people = session.scalars(select(PersonRow.id).where(PersonRow.workshop_id == room.workshop.id)).all()
    audiences += [f"person:{person}" for person in people]
    return {audience: room.snapshot(audience) | {"version": 0} for audience in audiences}


@contextmanager
def told(house: House) -> Iterator[set[str]]:
    """The audiences to which something is published meanwhile."""
    found: set[str] = set()
    publisher = house.publisher
    publish, publisher.publish = publisher.publish, lambda audience, *_: found.add(audience)
    try:
        yield found
    finally:
        publisher.publish = publish


def test_the_set_is_complete():
    assert set(SITUATIONS) == set(COMMANDS) - TIMEKEEPER_ONLY


@pytest.mark.parametrize("name", NAMES)
def test_done_once(house, name):
    """The first is done, the second gets the same answer, another body under the same id is refused."""
    room = open_workshop(house, people=4, options=tuple(Option))
    seat, fields = SITUATIONS[name](room)
    sent = message(room, seat, name, fields)
    before, shown = state(room), of_the_room(room)
    with told(house) as audiences:
        answer = house.door.receive(sent, seat.device_id)
        settle(house)
    assert answer.ok, answer.refusal
    after = state(room)
    assert after != before
    looks_new = {audience for audience, body in of_the_room(room).items() if body != shown.get(audience)}
    assert looks_new <= audiences, "a screen is not told what it should show"
    again = house.door.receive(sent, seat.device_id)
    assert again.to_wire() == answer.to_wire() | {"again": True}
    other = house.door.receive(sent | {"step": 999}, seat.device_id)
    assert other.refusal is not None
    assert other.refusal.code is Code.ID_REUSED
    assert state(room) == after


@pytest.mark.parametrize("name", NAMES)
def test_refused_and_nothing_changed(house, name):
    """Somebody who does not sit at the table is refused, twice alike; the closed workshop refuses everybody."""
    room = open_workshop(house, people=4, options=tuple(Option))
    seat, fields = SITUATIONS[name](room)
    outsider = stranger(room, "Omar")
    before = state(room)
    if name not in FOR_ANYBODY:
        sent = message(room, outsider, name, fields)
        answer = house.door.receive(sent, outsider.device_id)
        assert answer.refusal is not None
        assert answer.refusal.code in (Code.NOT_AT_TABLE, Code.NOT_ALLOWED)
        assert house.door.receive(sent, outsider.device_id).to_wire() == answer.to_wire() | {"again": True}
        assert state(room) == before
    stolen = house.door.receive(message(room, seat, name, fields), device(house))
    assert stolen.refusal is not None
    assert stolen.refusal.code is Code.NOT_YOUR_SEAT
    house.workshops.close(room.workshop.id)
    before = state(room)
    closed = house.door.receive(message(room, seat, name, fields), seat.device_id)
    if name == "follow_action":  # what became of a plan is told weeks later
        assert closed.ok
        return
    assert closed.refusal is not None
    assert closed.refusal.code is Code.WORKSHOP_CLOSED
    assert state(room) == before


@pytest.mark.parametrize("name", sorted(n for n in NAMES if COMMANDS[n].steering))
def test_an_old_step_is_refused(house, name):
    """Who saw another step is told the present one."""
    room = open_workshop(house, people=4, options=tuple(Option))
    seat, fields = SITUATIONS[name](room)
    sent = message(room, seat, name, fields)
    before = state(room)
    answer = house.door.receive(sent | {"step": sent["step"] + 1}, seat.device_id)
    assert answer.refusal is not None
    assert answer.refusal.code is Code.STALE_STEP
    assert answer.refusal.detail == {"step": sent["step"]}
    del sent["step"]
    missing = house.door.receive(sent | {"id": new_id()}, seat.device_id)
    assert missing.refusal is not None
    assert missing.refusal.code is Code.MISSING_FIELD
    assert state(room) == before


@pytest.mark.parametrize("name", sorted(TIMEKEEPER_ONLY))
def test_nobody_plays_the_timekeeper(house, name):
    room = open_workshop(house, people=2)
    answer = house.door.receive(message(room, room.pilot, name, {}), room.pilot.device_id)
    assert answer.refusal is not None
    assert answer.refusal.code is Code.UNKNOWN_COMMAND


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"id": "short"}, Code.BAD_ID),
        ({"id": 7}, Code.BAD_ID),
        ({"id": "é" * 20}, Code.BAD_ID),
        ({"as": None}, Code.NOT_YOUR_SEAT),
        ({"as": "nobody"}, Code.NOT_YOUR_SEAT),
        ({"command": "call_police"}, Code.UNKNOWN_COMMAND),
        ({"command": ["call_pilot"]}, Code.UNKNOWN_COMMAND),
        ({"fields": {"colour": "blue"}}, Code.UNKNOWN_FIELD),
        ({"fields": []}, Code.MALFORMED),
        ({"colour": "blue"}, Code.UNKNOWN_FIELD),
        ({"group": "nowhere"}, Code.UNKNOWN_TABLE),
        ({"group": {}}, Code.UNKNOWN_TABLE),
        ({"step": True}, Code.BAD_VALUE),
        ({"step": -1}, Code.BAD_VALUE),
        ({"groups": "all"}, Code.MALFORMED),
        ({"groups": [None]}, Code.MALFORMED),
        ({"steps": {"x": "1"}}, Code.MALFORMED),
        ({"command": "keep_idea", "fields": {"text": "x" * 501}}, Code.TOO_LONG),
        ({"command": "keep_idea", "fields": {"text": "\ud800"}}, Code.BAD_VALUE),
        ({"command": "keep_idea", "fields": {"text": "  "}}, Code.MISSING_FIELD),
        ({"command": "keep_idea", "fields": {}}, Code.MISSING_FIELD),
    ],
)
def test_bad_messages(afternoon, change, code):
    """Each thing that can be wrong with a message has its code."""
    host = afternoon.host()
    before = state(afternoon)
    answer = afternoon.house.door.receive(message(afternoon, host, "call_pilot", {}, FAR_ID) | change, host.device_id)
    assert answer.refusal is not None
    assert answer.refusal.code is code
    assert state(afternoon) == before


@pytest.mark.parametrize("junk", [None, 1, "call_pilot", [], [1], {1: 2}, {}])
def test_junk(house, junk):
    assert not house.door.receive(junk, device(house)).ok


def test_the_table_of_another_workshop(house, afternoon):
    """A table of another workshop is as unknown as no table at all."""
    elsewhere = open_workshop(house, people=2)
    answer = house.door.receive(message(elsewhere, afternoon.host(), "call_pilot", {}), afternoon.host().device_id)
    assert answer.refusal is not None
    assert answer.refusal.code is Code.UNKNOWN_TABLE


def test_too_fast(afternoon):
    """Beyond the burst a seat must slow down; time passing gives it room again."""
    host = afternoon.host()
    codes = [
        afternoon.house.door.receive(message(afternoon, host, "call_pilot", {}), host.device_id).refusal
        for _ in range(70)
    ]
    assert codes[0] is None
    assert codes[-1] is not None
    assert codes[-1].code is Code.TOO_FAST
    afternoon.house.instants.pass_(1000)
    assert afternoon.send(host, "call_pilot").ok
