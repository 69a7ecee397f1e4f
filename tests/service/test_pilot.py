"""What the pilot does beside the phases: minutes for all, messages, tables put away, a host who is relieved."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilitation.domain.phases import MINUTE
from facilitation.domain.refusals import Code
from facilitation.live.watchers import LOST_S, Watcher, Watchers
from facilitation.service.verification import verify
from tests.builders import got, open_workshop
from tests.server import until


@pytest.fixture
def room(house):
    """Three tables of two."""
    return open_workshop(house, tables=3, people=2)


def told(room, seat, numbers=(1, 2, 3)):
    """What « Tenir 16 h 30 » proposes to this seat, by table."""
    seat = got(room.house.people.seat(seat.id, seat.device_id))
    answer = room.house.proposals.finish_on_time(seat, [room.table(n) for n in numbers])
    return answer["at"], {table["group"]: table for table in answer["tables"]}


def lane(room, number):
    """A table on the pilot's board."""
    return room.snapshot(f"conductors:{room.workshop.id}")["lanes"][number - 1]


def test_the_proposal_is_done_as_it_was_shown(room):
    """Read by the pilot for all tables, looked at for two minutes, accepted in one act, and undone as one."""
    room.house.instants.pass_(20 * MINUTE)
    at, tables = told(room, room.pilot)
    assert [table["name"] for table in tables.values()] == [t.name for t in room.workshop.tables]
    shown = {id: [line["after"] for line in table["lines"]] for id, table in tables.items()}
    assert [minutes // MINUTE for minutes in shown[room.table()]] == [9, 21, 9, 4, 30, 14, 13]
    room.house.instants.pass_(2 * MINUTE)
    assert room.send_room("finish_on_time", at=at).skipped == []
    assert lane(room, 2)["replanned"]
    assert lane(room, 2)["drift"] == 2 * MINUTE
    lines = {line["position"]: line["planned"] for line in lane(room, 2)["timetable"]}
    assert [lines[i] for i in range(2, 9)] == shown[room.table(2)]
    assert room.send_room("undo").skipped == []
    assert not lane(room, 2)["replanned"]
    assert verify(room.house)[0] == []


def test_a_host_is_told_of_the_own_table_only(room):
    """And who only helps there of none."""
    assert list(told(room, room.host(2))[1]) == [room.table(2)]
    assert told(room, room.person(1, 2))[1] == {}


def test_an_old_proposal_is_refused_and_nothing_changed(room):
    at, _ = told(room, room.pilot)
    room.house.instants.pass_(25 * MINUTE)
    answer = room.send_room("finish_on_time", at=at)
    assert answer.refusal is not None
    assert answer.refusal.code is Code.STALE_PROPOSAL
    assert not lane(room, 1)["replanned"]


def test_taking_back_new_minutes_begins_nothing(room):
    """Before the start the room still waits: « Commencer » and the wall's welcome stay."""
    room.house.instants.pass_(20 * MINUTE)
    at, _ = told(room, room.pilot)
    for act, fields in (("finish_on_time", {"at": at}), ("undo", {})):
        assert room.send_room(act, **fields).ok
        assert room.snapshot(f"conductors:{room.workshop.id}")["status"] == "preparing"


def test_a_host_takes_back_the_own_minutes_while_the_room_leads(room):
    """What a table may do in a phase of the room it may undo there."""
    room.bring("framing")
    room.house.instants.pass_(20 * MINUTE)
    at, _ = told(room, room.host(1))
    room.do(room.host(1), "finish_on_time", 1, at=at)
    assert lane(room, 1)["replanned"]
    room.do(room.host(1), "undo", 1)
    assert not lane(room, 1)["replanned"]


def test_another_round_has_the_minutes_of_its_format(room):
    """Those of the round before were cut to hold its end."""
    room.house.instants.pass_(30 * MINUTE)
    at, _ = told(room, room.pilot)
    assert room.send_room("finish_on_time", at=at).ok
    room.bring("learnings", [1])
    room.do(room.host(1), "close_round", 1)
    room.do(room.host(1), "start_round", 1)
    assert [line["planned"] for line in room.see(1)["timetable"]] == [
        phase.planned for phase in room.house.workshops.get(room.workshop.id).format.phases
    ]
    assert verify(room.house)[0] == []


def test_on_another_day_nothing_is_proposed(room):
    """Nobody is told to cut every phase because the workshop was yesterday."""
    room.house.instants.pass_(24 * 60 * MINUTE)
    at, tables = told(room, room.pilot)
    assert all(table["far"] and not table["changes"] for table in tables.values())
    assert room.send_room("finish_on_time", at=at).ok
    assert not lane(room, 1)["replanned"]


def test_the_board_shows_the_pilots_own_act_first(room, monkeypatch):
    """Whoever pressed waits for it; when tables act on their own the board may wait for the next push."""
    heard = []
    publisher, board = room.house.publisher, f"conductors:{room.workshop.id}"
    monkeypatch.setattr(publisher, "listening", lambda _audience: True)
    monkeypatch.setattr(publisher, "publish", lambda audience, _text, _version: heard.append(audience))
    monkeypatch.setattr(publisher, "postponed", lambda audience: audience == board)
    last = f"projector:{room.workshop.id}"
    assert room.send_room("start_round").ok
    until(lambda: last in heard, "the push")  # the answer comes first
    assert heard[0] == board
    assert heard.count(board) == 1
    heard.clear()
    room.do(room.host(1), "call_pilot", 1)
    until(lambda: last in heard, "the push")
    assert board not in heard


def test_a_deputy_leads_meanwhile_and_the_host_takes_it_back(room):
    """Each of it journaled; the deputy stays the deputy, and is not offered to take back."""
    host, deputy = room.host(1), room.person(1, 1)
    room.do(host, "change_roles", 1, person=deputy.person, roles=["deputy", "consultant"])
    assert room.see(1)["deputy"]["id"] == deputy.person
    room.do(deputy, "take_over_table", 1, meanwhile=True)
    assert (room.see(1)["host"]["id"], room.see(1)["relieved"]["id"]) == (deputy.person, host.person)
    room.do(host, "take_over_table", 1)
    assert (room.see(1)["host"]["id"], room.see(1)["relieved"]) == (host.person, None)
    roles = {p["id"]: p["roles"] for p in room.see(1)["people"]}
    assert roles == {host.person: ["consultant", "host"], deputy.person: ["consultant", "deputy"]}
    assert verify(room.house)[0] == []


def test_a_table_that_is_handed_over_for_good_is_not_offered_back(room):
    room.do(room.person(1, 1), "take_over_table", 1)
    assert room.see(1)["relieved"] is None


def test_a_line_is_lost_after_twenty_seconds_without_any_screen():
    """A sleeping phone that comes back within them was never away; a second screen holds the line."""
    now = [100.0]
    watchers = Watchers(lambda: now[0])
    leaders = {"somme": ["lucie"], "oise": ["hakim"]}

    def screen(sid, person):
        return Watcher(sid, "d", "s", "w", frozenset(), person)

    for watcher in (screen("1", "lucie"), screen("2", "lucie"), screen("3", "paul")):
        watchers.add(watcher)
    watchers.remove("1")
    now[0] += 60
    assert watchers.lost(leaders) == []
    watchers.remove("2")
    now[0] += LOST_S - 0.1
    assert watchers.lost(leaders) == []
    now[0] += 0.1
    assert watchers.lost(leaders) == ["somme"]
    assert watchers.lost({"somme": ["lucie", "paul"]}) == [], "somebody else leads there and is present"
    watchers.add(screen("4", "lucie"))
    assert watchers.lost(leaders) == []


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_an_act_on_all_is_undone_at_each_table_that_did_not_move(house, data):
    """Through the door: one press for all, some tables go on by themselves, one press takes it back at the others."""
    room = open_workshop(house, tables=3, people=1)
    room.bring(data.draw(st.sampled_from(["framing", "exposition", "clarification"])))
    house.instants.pass_(data.draw(st.integers(0, 40)) * MINUTE)
    act, fields = data.draw(
        st.sampled_from(
            [
                ("bring_tables", {"target": "suggestions"}),
                ("bring_tables", {"target": "plenary", "warn": True}),
                ("change_time", {"minutes": 5}),
                ("pause", {}),
                ("finish_on_time", {"at": house.instants.now()}),
            ]
        )
    )
    numbers = (1, 2, 3)
    before = {n: (room.see(n)["phase"], room.see(n)["clock"], room.see(n)["status"]) for n in numbers}
    planned = {n: [line["planned"] for line in room.see(n)["timetable"]] for n in numbers}
    steps = {n: room.step(n) for n in numbers}
    assert room.send_room(act, **fields).ok
    if steps == {n: room.step(n) for n in numbers}:
        return  # they were there already, or on time: nothing was done, and nothing of it is taken back
    moved = {n for n in numbers if data.draw(st.booleans()) and room.send(room.pilot, "change_time", n, minutes=1).ok}
    kept = {n: (room.see(n)["phase"], room.see(n)["clock"], room.see(n)["status"]) for n in numbers}
    answer = room.send_room("undo")
    for n in numbers:
        now = (room.see(n)["phase"], room.see(n)["clock"], room.see(n)["status"])
        if answer.ok and room.table(n) not in answer.skipped:
            assert n not in moved
            assert now == before[n]
            assert [line["planned"] for line in room.see(n)["timetable"]] == planned[n]
        else:
            assert now == kept[n]
    assert moved <= {n for n in numbers if not answer.ok or room.table(n) in answer.skipped}
