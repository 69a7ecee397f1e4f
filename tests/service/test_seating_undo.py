"""What people did at their table: what goes with them to another one, and what an act that is taken back gives back."""

import pytest

from facilitation.domain.formats import Option
from facilitation.domain.group import Role
from facilitation.domain.refusals import Code
from facilitation.service.seats import Seat
from facilitation.service.verification import verify
from facilitation.storage.seatings import SeatingRow
from tests.builders import Open, open_workshop
from tests.service.seated import at, by_name, draw, hall, listed
from tests.service.situations import CLIENT, OTHER, SCRIBE, stranger


def roles(room: Open, seat: Seat) -> set[str]:
    """What somebody does, by the page."""
    return {role.value for role in next(one for one in hall(room).people if one.id == seat.person).roles}


def by_hand(room: Open, seat: Seat, number: int) -> None:
    """Give somebody a table."""
    assert room.house.places.place(room.workshop.id, room.account, [seat.person], room.table(number)) is None


def undo(room: Open) -> None:
    """Press « Annuler »."""
    assert room.house.seating.undo(room.workshop.id, room.account, hall(room).step) is None


def test_a_host_or_client_placed_by_hand_leads_or_brings_their_case_again(house):
    """Nothing of it goes with them; taken back, the table is as it was, with the case."""
    room = open_workshop(house, tables=2, people=4)
    host, client = room.host(), room.person(CLIENT)
    case = room.do(client, "propose_case", None, title="Un bail").result["id"]
    room.do(client, "accept_client", 1, case=case)
    for seat, held in ((host, roles(room, host)), (client, {"client"})):
        before = room.see(1)
        by_hand(room, seat, 2)
        assert roles(room, seat) == {"consultant"}
        undo(room)
        assert roles(room, seat) == held
        for what in ("host", "client", "case"):
            assert room.see(1).get(what) == before.get(what), what
    assert (room.see(1)["client"]["name"], room.see(1)["case"]["title"]) == ("Gaëlle", "Un bail")
    assert verify(house)[0] == []


def test_what_somebody_else_took_on_meanwhile_stays_theirs(house):
    """Neither two hosts nor two clients; and no client of a round that is over."""
    room = open_workshop(house, tables=2, people=4)
    host, client, other = room.host(), room.person(CLIENT), room.person(OTHER)
    room.do(client, "accept_client", 1)
    room.house.places.place(room.workshop.id, room.account, [host.person, client.person], room.table(2))
    room.do(other, "take_over_table", 1)
    room.do(room.person(SCRIBE), "accept_client", 1)
    undo(room)
    assert (roles(room, host), roles(room, client)) == ({"consultant"}, {"consultant"})
    assert (roles(room, other), roles(room, room.person(SCRIBE))) == ({"consultant", "host"}, {"client"})
    assert verify(house)[0] == []


def test_a_client_is_given_back_to_the_same_round_only(house):
    room = open_workshop(house, tables=2, people=4)
    room.do(room.person(CLIENT), "accept_client", 1)
    by_hand(room, room.person(CLIENT), 2)
    room.do(room.host(), "start_round", 1)
    undo(room)
    assert at(room)[room.person(CLIENT).person] == room.table(1)
    assert roles(room, room.person(CLIENT)) == {"consultant"}
    assert verify(house)[0] == []


def test_who_relays_the_host_stays_when_the_room_is_drawn(house):
    """The host named them in the morning for this table."""
    room = open_workshop(house, tables=2, people=4)
    deputy = room.person(OTHER)
    room.do(room.host(), "change_roles", 1, person=deputy.person, roles=["deputy", "scribe", "consultant"])
    for _ in range(8):
        draw(room)
        assert (at(room)[deputy.person], roles(room, deputy)) == (room.table(1), {"consultant", "deputy", "scribe"})
    by_hand(room, deputy, 2)
    assert roles(room, deputy) == {"consultant", "scribe"}, "it is this table that they relay"
    undo(room)
    assert roles(room, deputy) == {"consultant", "deputy", "scribe"}
    assert verify(house)[0] == []


def test_who_relays_the_host_stays_when_the_room_is_seated_by_wishes(house):
    room = open_workshop(house, tables=2, people=3, options=(Option.WISHES,))
    author, deputy = room.person(1, 2), room.person(2)
    case = room.do(author, "propose_case", None, title="Un bail").result["id"]
    room.do(room.pilot, "place_case", None, case=case, table=room.table(2))
    room.do(room.host(), "change_roles", 1, person=deputy.person, roles=["deputy", "consultant"])
    room.do(deputy, "wish_case", None, first=case)
    room.do(room.pilot, "seat_by_wishes", None)
    assert (at(room)[deputy.person], roles(room, deputy)) == (room.table(1), {"consultant", "deputy"})


@pytest.mark.parametrize(
    ("held", "there", "kept"),
    [
        ({"scribe", "consultant"}, {"consultant"}, {"scribe", "consultant"}),
        ({"scribe", "timekeeper", "consultant"}, {"scribe", "consultant"}, {"timekeeper", "consultant"}),
        ({"observer"}, {"observer"}, {"observer"}),
        ({"scribe"}, {"scribe"}, {"consultant"}),
    ],
)
def test_who_moves_goes_on_with_what_nobody_does_there(house, held, there, kept):
    """Who watches goes on watching; taken back, everybody has what they had."""
    room = open_workshop(house, tables=2, people=4)
    moves, stays = room.person(OTHER), room.person(OTHER, 2)
    room.do(room.host(), "change_roles", 1, person=moves.person, roles=sorted(held))
    room.do(room.host(2), "change_roles", 2, person=stays.person, roles=sorted(there))
    by_hand(room, moves, 2)
    assert (roles(room, moves), roles(room, stays)) == (kept, there)
    undo(room)
    assert (roles(room, moves), roles(room, stays)) == (held, there)
    assert verify(house)[0] == []


def test_a_draw_that_is_taken_back_gives_everybody_their_roles(house):
    room = open_workshop(house, tables=3, people=5)
    for number in (1, 2, 3):
        for place, held in ((2, ["scribe", "consultant"]), (3, ["observer"]), (4, ["timekeeper", "consultant"])):
            person = room.person(place, number).person
            room.do(room.host(number), "change_roles", number, person=person, roles=held)
    before = {one.id: (one.table, one.roles) for one in hall(room).people}
    draw(room)
    after = {one.id: (one.table, one.roles) for one in hall(room).people}
    assert any(before[one][0] != after[one][0] for one in before)
    assert all(Role.OBSERVER in after[one][1] for one in before if Role.OBSERVER in before[one][1])
    undo(room)
    assert {one.id: (one.table, one.roles) for one in hall(room).people} == before
    assert verify(house)[0] == []


def test_a_former_pin_comes_back(house):
    """From one table to another, off all tables, and where somebody was only pinned to the table at which they sat."""
    room = open_workshop(house, tables=3, people=4)
    seat = room.person(OTHER)
    listed(room, "Attendue;;;Somme")
    by_hand(room, seat, 1)
    assert hall(room).last.can_be_undone, "pinned where they are"
    undo(room)
    by_name_of = {one.id: one for one in hall(room).people}
    assert by_name_of[seat.person].pinned is None
    by_hand(room, seat, 1)
    by_hand(room, seat, 2)
    undo(room)
    one = next(one for one in hall(room).people if one.id == seat.person)
    assert (one.table, one.pinned) == (room.table(1), room.table(1))
    expected = by_name(room, "Attendue")
    house.places.place(room.workshop.id, room.account, [expected.id], None)
    undo(room)
    assert (by_name(room, "Attendue").table, by_name(room, "Attendue").pinned) == (expected.table, expected.table)
    house.places.place(room.workshop.id, room.account, [expected.id], expected.table)
    assert house.seating.undo(room.workshop.id, room.account, hall(room).step).code is Code.NOTHING_TO_UNDO


def test_nothing_of_it_speaks_of_who_was_erased(house):
    room = open_workshop(house, tables=2, people=4)
    by_hand(room, room.host(), 2)
    assert room.host().person in hall(room).last.held
    assert room.house.privacy.erase(room.host().person)
    last = hall(room).last
    assert (last.was, last.held, last.pins) == ({}, {}, {})


def test_a_row_of_before_is_read(house):
    """Acts that were stored without roles and pins are taken back as they were."""
    room = open_workshop(house, tables=2, people=4)
    seat = stranger(room)
    by_hand(room, seat, 2)

    def older(unit):
        row = unit.session.get(SeatingRow, room.workshop.id)
        row.last = {key: what for key, what in row.last.items() if key not in ("held", "pins")}

    house.ground.writer.do(older)
    assert hall(room).last.held == {}
    undo(room)
    one = next(one for one in hall(room).people if one.id == seat.person)
    assert (one.table, one.pinned) == (None, None)
