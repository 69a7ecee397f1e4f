"""Acts on several tables at once: all or nothing, and undo for all leaves alone, by name, whoever moved since."""

from typing import Any

import pytest
from sqlalchemy import select

from facilitation.domain.refusals import Code
from facilitation.service import conduct
from facilitation.storage.groups import PhaseRunRow
from tests.builders import new_id, open_workshop


@pytest.fixture
def room(house):
    """Three tables of two."""
    return open_workshop(house, tables=3, people=2)


def kinds(room: Any) -> list[str | None]:
    """The phase of each table."""
    return [(room.see(n)["phase"] or {}).get("kind") for n in (1, 2, 3)]


def test_all_or_nothing(room, monkeypatch):
    """When the second table fails, the first has not moved either; the same act can be sent again."""
    whole, calls = conduct.record, []

    def record(*args: Any) -> Any:
        calls.append(1)
        if len(calls) % 3 == 2:
            raise RuntimeError("a fault of ours")
        return whole(*args)

    monkeypatch.setattr(conduct, "record", record)
    id = new_id()
    answer = room.send_room("bring_tables", id=id, target="framing")
    assert answer.refusal is not None
    assert answer.refusal.code is Code.TRY_AGAIN
    assert kinds(room) == [None] * 3
    monkeypatch.undo()
    assert room.send_room("bring_tables", id=id, target="framing").ok
    assert kinds(room) == ["framing"] * 3


def test_one_answer_for_all(room):
    answer = room.bring("framing")
    assert answer.steps == {room.table(n): room.step(n) for n in (1, 2, 3)}
    assert answer.skipped == []
    assert room.snapshot(f"room:{room.workshop.id}")["status"] == "open"


def test_tables_further_on_do_not_move(room):
    room.bring("clarification", [2])
    answer = room.bring("exposition")
    assert kinds(room) == ["exposition", "clarification", "exposition"]
    assert answer.skipped == []  # already further is not a refusal


def test_a_table_with_another_step_is_skipped_and_named(room):
    steps = {room.table(n): room.step(n) for n in (1, 2, 3)}
    room.bring("framing", [2])
    message = {"id": new_id(), "as": room.pilot.id, "command": "bring_tables", "fields": {"target": "exposition"}}
    message |= {"groups": list(steps), "steps": steps}
    answer = room.house.door.receive(message, room.pilot.device_id)
    assert answer.ok
    assert answer.skipped == [room.table(2)]
    assert kinds(room) == ["exposition", "framing", "exposition"]


def test_undo_for_all_names_who_moved_since(room):
    room.bring("exposition")
    room.do(room.host(2), "advance_phase", 2)
    answer = room.send_room("undo")
    assert answer.ok
    assert answer.skipped == [room.table(2)]
    assert kinds(room) == [None, "clarification", None]
    assert room.send_room("undo").refusal.code is Code.NOTHING_TO_UNDO


def test_undo_for_all_takes_back_only_what_the_room_did(room):
    """A host's own act is not undone by the room, even when the pilot sees its step."""
    room.bring("exposition", [1, 2])
    room.do(room.host(1), "change_time", 1, minutes=3)
    answer = room.send_room("undo", [1, 2])
    assert answer.skipped == [room.table(1)]
    assert kinds(room)[:2] == ["exposition", None]


def test_undo_for_all_after_a_warning(room, hands):
    """A table that was warned and moved later by the timekeeper moved by the room's act."""
    room.bring("exposition")
    assert room.send_room("bring_tables", target="contract", warn=True).ok
    hands.pass_(121_000)
    assert room.house.timekeeping.answer() >= 3
    assert kinds(room) == ["contract"] * 3
    assert room.send_room("undo").skipped == []
    assert kinds(room) == ["exposition"] * 3


def test_the_plenary_lasts_as_long_as_the_room_has_it(room, hands):
    """Closing the rounds during it neither stops its clock nor ends what the statistics call its time."""
    room.bring("plenary")
    clock = room.see(2)["clock"]
    assert room.send_room("close_round").ok
    assert (room.see(2)["status"], room.see(2)["clock"]["deadline"]) == ("closed", clock["deadline"])
    with room.house.ground.reading() as session:
        runs = session.scalars(select(PhaseRunRow).where(PhaseRunRow.group_id == room.table(2))).all()
        assert [run.kind for run in runs if run.ended is None] == ["plenary"]


def test_only_the_pilot_acts_on_several(room):
    host = room.host()
    tables = {room.table(1): room.step(1)}
    message = {"id": new_id(), "as": host.id, "command": "pause", "groups": list(tables), "steps": tables}
    answer = room.house.door.receive(message, host.device_id)
    assert answer.refusal is not None
    assert answer.refusal.code is Code.NOT_ALLOWED


def test_all_refuse(room):
    """When no table does it, the act is refused with the first reason."""
    answer = room.send_room("resume")
    assert answer.refusal is not None
    assert answer.refusal.code is Code.NOT_STARTED


def test_a_table_of_another_workshop_among_them(house, room):
    other = open_workshop(house, people=1)
    ids = [room.table(1), other.table(1)]
    message = {"id": new_id(), "as": room.pilot.id, "command": "bring_tables", "fields": {"target": "framing"}}
    answer = house.door.receive(message | {"groups": ids, "steps": dict.fromkeys(ids, 0)}, room.pilot.device_id)
    assert answer.refusal.code is Code.UNKNOWN_TABLE
    assert kinds(room) == [None] * 3


def test_time_runs_out_once(room, hands):
    """The end is told once for each entry into a phase, whoever asks and however often."""
    room.bring("framing")
    versions = [room.see(n)["version"] for n in (1, 2, 3)]
    due = room.house.timekeeping.next_due()
    assert due is not None
    hands.pass_(10 * 60_000)
    room.house.timekeeping.answer()
    room.house.timekeeping.answer()
    assert [room.see(n)["version"] for n in (1, 2, 3)] == [version + 1 for version in versions]
    assert all(room.see(n)["clock"]["elapsed"] for n in (1, 2, 3))
