"""What the pilot says to tables and to the wall, and the tables at which nobody sits."""

import pytest
from sqlalchemy import select

from facilitation.domain.phases import MINUTE
from facilitation.domain.refusals import Code
from facilitation.service.verification import verify
from facilitation.storage.contributions import ContributionRow
from tests.builders import enter, got, open_workshop


@pytest.fixture
def room(house):
    """Three tables of two."""
    return open_workshop(house, tables=3, people=2)


def lane(room, number):
    """A table on the pilot's board."""
    return room.snapshot(f"conductors:{room.workshop.id}")["lanes"][number - 1]


def test_a_message_goes_to_the_tables_and_the_wall_and_is_seen(room):
    """The host answers for the table; the wall keeps it until it is taken back; the journal has no word of it."""
    assert room.send_room("send_message", [1, 2], text="Le café est servi", wall=True).ok
    wall = f"projector:{room.workshop.id}"
    assert room.snapshot(wall)["message"] == "Le café est servi"
    assert room.see(1)["message"]["text"] == "Le café est servi"
    assert room.see(3)["message"] is None
    room.do(room.host(1), "acknowledge_message", 1)
    assert (lane(room, 1)["message"]["seen"], lane(room, 2)["message"]["seen"]) == (True, False)
    assert room.snapshot(wall)["message"] == "Le café est servi"
    room.house.instants.pass_(MINUTE)
    assert room.send_room("send_message", [2], text="On se retrouve dehors").ok
    assert room.see(2)["message"] | {"id": "", "at": 0} == {
        "id": "", "at": 0, "text": "On se retrouve dehors", "seen": False,
    }  # fmt: skip
    assert room.send_room("withdraw_message").ok
    assert (room.snapshot(wall)["message"], room.see(1)["message"], room.see(2)["message"]) == ("", None, None)
    assert verify(room.house)[0] == []


def test_a_message_goes_with_the_pilot_who_is_erased(room):
    """Their words are theirs to take along."""
    assert room.send_room("send_message", text="Le café est servi", wall=True).ok
    assert room.house.privacy.erase(room.pilot.person)
    assert room.see(1)["message"] is None
    assert room.snapshot(f"projector:{room.workshop.id}")["message"] == ""
    with room.house.ground.reading() as session:
        written = select(ContributionRow.text).where(ContributionRow.group_id == room.table(1))
        assert session.scalars(written).all() == [""]


def test_an_empty_table_is_put_away_and_comes_back(room):
    """Nobody is shown to it meanwhile, and a place that was printed for it leads to the room."""
    refused = room.send(room.pilot, "shut_table", 3)
    assert refused.refusal.code is Code.TABLE_NOT_EMPTY
    for place in (0, 1):
        room.do(room.person(place, 3), "leave_table", 3)
    room.do(room.pilot, "shut_table", 3)
    assert lane(room, 3)["shut"]
    for audience in ("room", "projector"):
        assert len(room.snapshot(f"{audience}:{room.workshop.id}")["tables"]) == 2
    late = enter(room.house, room.links.tables[room.table(3)], "Omar")
    assert got(room.house.people.seat(late.id, late.device_id)).group_id is None
    assert room.send(late, "sit", 3).refusal.code is Code.TABLE_SHUT
    assert room.send_room("bring_tables", target="framing").skipped == [room.table(3)]
    room.do(room.pilot, "shut_table", 3, reopen=True)
    room.do(late, "sit", 3)
    assert verify(room.house)[0] == []


def test_what_was_said_is_not_said_again_when_a_table_comes_back(room):
    """It was for who was there."""
    assert room.send_room("send_message", text="Le café est servi", wall=True).ok
    for place in (0, 1):
        room.do(room.person(place, 3), "leave_table", 3)
    room.do(room.pilot, "shut_table", 3)
    assert room.send_room("withdraw_message", [1, 2]).ok
    room.do(room.pilot, "shut_table", 3, reopen=True)
    assert room.see(3)["message"] is None
    assert room.snapshot(f"projector:{room.workshop.id}")["message"] == ""
    assert verify(room.house)[0] == []


@pytest.mark.parametrize("exit", ["stop_round", "change_case"])
def test_a_round_that_is_given_up_takes_the_pilots_words_nowhere(room, exit):
    """They are no words of the case: table and wall go on showing them, and the table says that it read them."""
    room.to_suggestions(1)
    assert room.send_room("send_message", text="Le café est servi", wall=True).ok
    room.do(room.host(1), "pause", 1)
    room.do(room.host(1), exit, 1)
    assert room.see(1)["message"]["text"] == "Le café est servi"
    assert room.snapshot(f"projector:{room.workshop.id}")["message"] == "Le café est servi"
    room.do(room.host(1), "acknowledge_message", 1)
    assert lane(room, 1)["message"]["seen"]
    assert verify(room.house)[0] == []


def test_a_pilot_takes_away_what_they_said(room):
    """Among their own words, whatever the tables made of it."""
    assert room.send_room("send_message", [1], text="Le café est servi").ok
    words = room.house.keepsakes.own_words(room.pilot.person)["words"]
    assert [(word["type"], word["text"]) for word in words] == [("message", "Le café est servi")]


def test_a_table_is_not_put_away_under_who_is_expected_there(room):
    """The board says how many, so that nobody presses for nothing; once they have another place it is put away."""
    shop, lists = room.workshop.id, room.house.guest_lists
    for place in (0, 1):
        room.do(room.person(place, 3), "leave_table", 3)
    assert not lists.take(shop, room.account, "nom;table\nZoé;3\nAli;3\nOmar;1\n").faults
    assert [lane(room, n)["awaited"] for n in (1, 2, 3)] == [1, 0, 2]
    refused = room.send(room.pilot, "shut_table", 3).refusal
    assert (refused.code, refused.detail) == (Code.TABLE_NOT_EMPTY, {"awaited": 2})
    assert room.send(room.host(), "shut_table", 3).refusal.code is Code.NOT_AT_TABLE, "told to the pilot alone"
    assert not lane(room, 3)["shut"]
    late = enter(room.house, room.links.join, "Zoé")
    assert got(room.house.people.seat(late.id, late.device_id)).group_id == room.table(3)
    room.do(late, "leave_table", 3)
    (ali,) = [one.id for one in room.house.seating.hall(shop).people if one.name == "Ali"]
    assert room.house.places.place(shop, room.account, [ali], room.table(2)) is None
    room.do(room.pilot, "shut_table", 3)
    assert (lane(room, 3)["shut"], lane(room, 3)["awaited"]) == (True, 0)
    room.do(room.pilot, "shut_table", 3, reopen=True)
    assert verify(room.house)[0] == []
