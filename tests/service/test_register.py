"""Commands that are committed together see what those before them did, and nothing of a transaction that was undone."""

from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select, text, update

from facilitation.domain.commands import Pause
from facilitation.domain.group import Actor, Role, Status
from facilitation.domain.refusals import Code, Refusal
from facilitation.service.conduct import act
from facilitation.service.seating_room import read_room
from facilitation.service.unit import Needs, Unit
from facilitation.storage.commands import CommandRow
from facilitation.storage.groups import GroupRow
from facilitation.storage.repository import Cause, from_columns
from tests.builders import Open, new_id, open_workshop
from tests.service.test_writer import together

SYSTEM_PILOT = Actor("pilot", frozenset({Role.CONDUCTOR}))


@pytest.fixture
def room(house) -> Open:
    found = open_workshop(house, people=4)
    found.bring("clarification")
    return found


def answers_of(room: Open, person: str) -> int:
    """How many answers are kept for this person."""
    with room.house.ground.reading() as session:
        return int(session.scalar(select(func.count()).select_from(CommandRow).where(CommandRow.person == person)) or 0)


def test_the_same_command_twice_in_one_batch(room):
    """The second gets the first one's answer; another body under its id is refused. One answer is kept."""
    seat, id = room.person(1), new_id()
    before = answers_of(room, seat.person)
    keep = partial(room.send, seat, "keep_idea", id=id)
    first, again, other = together(
        room.house, partial(keep, text="une"), partial(keep, text="une"), partial(keep, text="x")
    )
    assert (first.ok, first.again) == (True, False)
    assert again.again
    assert again.to_wire() == first.to_wire() | {"again": True}
    assert other.refusal.code is Code.ID_REUSED
    assert answers_of(room, seat.person) == before + 1
    assert [idea["text"] for idea in room.private(seat)["ideas"]] == ["une"]


def test_who_loses_the_place_in_the_same_batch_is_refused(room):
    """A batch that does anything else than commands reads each seat when its turn comes."""
    seat = room.person(1)
    first, _, late = together(
        room.house,
        partial(room.send, seat, "keep_idea", text="avant"),
        partial(room.house.people.revoke, seat.id),
        partial(room.send, seat, "keep_idea", text="après"),
    )
    assert first.ok
    assert late.refusal.code is Code.NOT_YOUR_SEAT


def test_who_is_erased_in_the_same_batch_leaves_no_answer(room):
    """The answer to what was sent just before goes with the rest."""
    seat = room.person(1)
    sent, erased = together(
        room.house, partial(room.send, seat, "keep_idea", text="une"), partial(room.house.privacy.erase, seat.person)
    )
    assert sent.ok
    assert erased
    assert answers_of(room, seat.person) == 0


def test_a_workshop_closed_in_the_same_batch_takes_nothing_more(room):
    seat = room.person(1)
    _, late = together(
        room.house,
        partial(room.house.workshops.close, room.workshop.id),
        partial(room.send, seat, "keep_idea", text="après"),
    )
    assert late.refusal.code is Code.WORKSHOP_CLOSED


def test_what_was_rolled_back_is_not_remembered(room):
    """A version that came to nothing is given again, to something else: nobody is shown the former."""
    table = room.table()

    def fails(unit: Any) -> None:
        outcome = act(unit, unit.group(table), Pause(), SYSTEM_PILOT, Cause("pilot", new_id(), 0), "")
        assert not isinstance(outcome, Refusal)
        raise RuntimeError("the batch is undone")

    with pytest.raises(RuntimeError):
        room.house.ground.writer.do(fails, lambda _s: Needs(groups=frozenset({table})))
    before = room.see()
    room.do(room.person(0), "advance_phase")
    after = room.see()
    with room.house.engine.connect() as connection:
        columns = connection.execute(text("SELECT position, version FROM groups WHERE id = :g"), {"g": table}).one()
    assert after["version"] > before["version"]
    assert (after["phase"]["position"], after["version"]) == tuple(columns)
    assert after["status"] == "running"


def test_another_process_is_believed_over_what_was_remembered(room):
    """A table that changed elsewhere is read anew: its version is not the one remembered."""
    table = room.table()
    before = room.see()
    with room.house.engine.begin() as connection:
        connection.execute(text("UPDATE groups SET version = version + 1, step = step + 7 WHERE id = :g"), {"g": table})
    assert room.see()["step"] == before["step"] + 7
    with room.house.ground.reading() as session:
        assert session.scalar(select(GroupRow.step).where(GroupRow.id == table)) == before["step"] + 7


def test_a_locked_table_is_what_its_row_says(room):
    """Remembered or not: after acts of this process, and after those of another one, which this one does not know."""
    table = room.table()
    needs = Needs(groups=frozenset({table}))
    ground = room.house.ground

    def looked_at(unit: Unit) -> None:
        assert unit.group(table).value == from_columns(unit.session.get_one(GroupRow, table))

    ground.writer.do(looked_at, lambda _s: needs)
    room.do(room.person(0), "advance_phase")
    assert ground.remembered.get(table, room.see()["version"]) is not None
    ground.writer.do(looked_at, lambda _s: needs)
    with ground.engine.begin() as elsewhere:
        elsewhere.execute(update(GroupRow).where(GroupRow.id == table).values(version=GroupRow.version + 1, call=True))
    ground.writer.do(looked_at, lambda _s: needs)


def test_a_transaction_sees_its_own_acts(room):
    """A room that was read before an act of the same transaction is read as it is after it, rows and answers."""
    table, shop = room.table(), room.workshop.id

    def work(unit: Unit) -> None:
        before = read_room(unit.session, shop)
        act(unit, unit.group(table), Pause(), SYSTEM_PILOT, Cause("pilot", new_id(), 0), "")
        after = read_room(unit.session, shop)
        assert (before.groups[table].status, after.groups[table].status) == (Status.RUNNING, Status.PAUSED)
        assert after.groups[table] == unit.group(table).value

    room.house.ground.writer.do(work, lambda _s: Needs(frozenset({shop}), frozenset({table})))
