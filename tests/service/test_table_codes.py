"""The code on a table, scanned by people who have a name already."""

import pytest

from facilitation.domain.group import LARGEST_TABLE
from facilitation.domain.refusals import Code
from tests.builders import device, enter, got, open_workshop
from tests.service.situations import CLIENT, OTHER, in_phase, stranger


def scan(room, seat, number):
    """What comes of scanning the code of a table, on the device of this seat, as the page does it."""
    place = got(room.house.invitations.exchange(room.links.tables[room.table(number)], seat.device_id))
    assert place.seat == seat.id, "the same place on this device, not another person"
    return room.house.table_codes.scan(place.seat, seat.device_id, place.group)


def at(room, seat):
    """The table where they sit now."""
    return room.private(seat)["group"]


def test_who_waits_sits_down_and_who_sits_moves_before_the_start(house):
    room = open_workshop(house, tables=2, people=2)
    somebody = stranger(room)
    assert scan(room, somebody, 1) is None
    assert at(room, somebody) == room.table(1)
    assert scan(room, somebody, 2) is None
    assert at(room, somebody) == room.table(2)
    room.bring("case_choice")
    assert scan(room, somebody, 1) is None
    assert at(room, somebody) == room.table(1)
    version = room.see(1)["version"]
    assert scan(room, somebody, 1) is None
    assert room.see(1)["version"] == version, "scanned again, nothing changes"


def test_once_the_table_works_a_code_only_leads_back(house):
    """A phone that opens an old page again takes nobody away; who brings the case, or leads, is never moved by it."""
    room = open_workshop(house, tables=2, people=4)
    in_phase(room, "case_choice")
    for seat in (room.host(), room.person(CLIENT)):
        assert room.house.table_codes.scan(seat.id, seat.device_id, room.table(2)) is None
        assert at(room, seat) == room.table(1)
    room.bring("exposition")
    assert scan(room, room.person(OTHER), 2) is None
    assert at(room, room.person(OTHER)) == room.table(1)


def test_a_latecomer_asks(house):
    """Where a case is told, the code asks the client."""
    room = open_workshop(house, people=3)
    room.to_suggestions()
    late = stranger(room)
    assert scan(room, late, 1) is None
    assert (at(room, late), room.private(late)["asked"]) == (None, room.table())
    room.do(room.person(CLIENT), "welcome_person", person=late.person)
    assert at(room, late) == room.table()


def test_a_full_table_says_so(house):
    room = open_workshop(house, tables=2, people=LARGEST_TABLE)
    somebody = stranger(room)
    assert scan(room, somebody, 1).code is Code.TABLE_FULL
    assert at(room, somebody) is None


@pytest.mark.parametrize("wrong", ["device", "seat", "table"])
def test_nobody_is_seated_by_a_stranger(house, wrong):
    room, other = open_workshop(house, people=2), open_workshop(house, people=2)
    somebody = stranger(room)
    answer = house.table_codes.scan(
        "nobody" if wrong == "seat" else somebody.id,
        device(house) if wrong == "device" else somebody.device_id,
        other.table() if wrong == "table" else room.table(),
    )
    assert answer.code is (Code.UNKNOWN_TABLE if wrong == "table" else Code.NOT_YOUR_SEAT)
    assert at(room, somebody) is None


def test_a_shared_device_moves_nobody(house):
    """Whose choice would it be?"""
    room = open_workshop(house, tables=2, people=2)
    first = enter(house, room.links.join, "Samira")
    got(house.people.sit_beside(first.device_id, first.id, "Mourad"))
    assert scan(room, first, 1) is None
    assert at(room, first) is None
