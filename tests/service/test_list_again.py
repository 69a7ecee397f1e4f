"""A list that is taken again while people sit: it says what it would do, and moves nobody away from their table."""

from facilitation.domain.group import LARGEST_TABLE
from facilitation.domain.refusals import Code
from facilitation.service.verification import verify
from tests.builders import open_workshop
from tests.service.seated import at, by_name, hall, listed
from tests.service.situations import CLIENT, stranger
from tests.service.test_expected import HEAD, take


def marks(entries):
    """What the page says of each line."""
    return [(one.line.name, one.moves, one.stays, one.completes) for one in entries]


def test_a_list_moves_nobody_who_sits(house):
    """Yesterday's export with other tables: who leads goes on leading, and the client has their case; their
    territories are taken, and who keeps their table is named."""
    room = open_workshop(house, tables=2, people=4)
    room.do(room.person(CLIENT), "accept_client", 1)
    host, client = (next(one for one in hall(room).people if one.id == room.person(n).person) for n in (0, CLIENT))
    version, before = room.see(1)["version"], at(room)
    text = HEAD + f"{host.name};;Somme;2\n{client.name};;Oise;2\n"
    seen = house.guest_lists.understand(room.workshop.id, text)
    assert marks(seen.entries) == [(host.name, False, True, True), (client.name, False, True, True)]
    assert (seen.new, seen.staying, seen.faults) == (0, 2, ())
    take(room, text)
    assert (at(room), room.see(1)["version"]) == (before, version)
    assert (room.see(1)["host"]["id"], room.see(1)["client"]["id"]) == (host.id, client.id)
    assert [by_name(room, one.name).territory for one in (host, client)] == ["Somme", "Oise"]
    assert {one.pinned for one in hall(room).people} == {None}
    last = hall(room).last
    assert last.stayed == {"kept": dict.fromkeys((host.id, client.id), room.table(2))}
    assert house.seating.undo(room.workshop.id, room.account, hall(room).step).code is Code.NOTHING_TO_UNDO
    assert verify(house)[0] == []


def test_who_is_expected_or_stands_about_gets_the_table_of_the_list(house):
    """It is said before: they have no place that anybody sees, so nothing is taken from them."""
    room = open_workshop(house, tables=2, people=1)
    listed(room, "Inès;;;1", "Paul R;;;")
    here = stranger(room, "Zoé")
    text = HEAD + "Inès;;;2\nPaul R;;;2\nZoé;;;2\nNouvelle;;;2\n"
    seen = house.guest_lists.understand(room.workshop.id, text)
    assert [one.moves for one in seen.entries] == [True, True, True, False]
    assert (seen.new, seen.staying) == (1, 0)
    take(room, text)
    assert {by_name(room, name).table for name in ("Inès", "Paul R", "Zoé", "Nouvelle")} == {room.table(2)}
    assert at(room)[here.person] == room.table(2)
    assert verify(house)[0] == []


def test_who_waits_for_a_yes_goes_on_waiting(house):
    room = open_workshop(house, tables=2, people=4)
    room.to_suggestions(1)
    late = stranger(room, "Zoé")
    room.do(late, "sit", 1)
    (entry,) = take(room, HEAD + "Zoé;;;2\n").entries
    assert (entry.stays, entry.moves) == (True, False)
    assert [one["id"] for one in room.see(1)["requests"]] == [late.person]


def test_who_keeps_their_table_keeps_its_chair(house):
    """Chairs are counted where people will be, not where the list would have had them."""
    room = open_workshop(house, tables=2, people=5)
    host = next(one for one in hall(room).people if one.id == room.host().person)
    lines = [f"Attendue {n};;;1" for n in range(LARGEST_TABLE - 5)]
    found = house.guest_lists.understand(room.workshop.id, HEAD + "\n".join([f"{host.name};;;2", *lines]))
    assert found.faults == ()
    full = house.guest_lists.understand(room.workshop.id, HEAD + "\n".join([f"{host.name};;;2", *lines, "Une;;;1"]))
    assert [fault.code for fault in full.faults] == ["table_full"]
