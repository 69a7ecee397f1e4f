"""People of a list: taken once, expected, recognised at the door, never mistaken for one another, and forgotten."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from facilitation.domain.refusals import Code, Refusal
from facilitation.service.verification import verify
from facilitation.storage.models import Base
from facilitation.storage.seats import PersonRow
from tests.builders import device, enter, got, house_on, open_workshop, settle
from tests.databases import database
from tests.service.seated import at, by_name, draw, hall, listed
from tests.service.situations import stranger

HEAD = "nom;structure;territoire;table\n"
TWO = HEAD + "Inès Martin;Ville;Somme;Oise\nPaul Roux;;;\n"


def take(room, csv: str):
    """Take a list; what was understood."""
    return room.house.guest_lists.take(room.workshop.id, room.account, csv)


def people(room):
    """Everybody but the pilot, as rows say."""
    return {one.name: (one.organisation, one.territory, one.expected, one.table) for one in hall(room).people}


def joins(room, name: str, organisation: str = "", link: str = ""):
    """Somebody at the door says this name."""
    here = device(room.house)
    place = got(room.house.invitations.exchange(link or room.links.join, here))
    return room.house.people.join(here, place.grant, name, organisation)


def test_a_list_is_taken_once(house):
    """People are expected, at no table's screen yet; the same list again changes nothing."""
    room = open_workshop(house, tables=2, people=1)
    before = [room.see(n)["version"] for n in (1, 2)]
    seen = house.guest_lists.understand(room.workshop.id, TWO)
    assert (seen.new, len(seen.entries), seen.faults) == (2, 2, ())
    assert "Inès Martin" not in people(room), "shown, not taken"
    for new in (2, 0, 0):
        found = take(room, TWO)
        assert (found.new, len(found.entries) - found.new) == (new, 2 - new)
        assert people(room)["Inès Martin"] == ("Ville", "Somme", True, room.table(2))
        assert people(room)["Paul Roux"] == ("", "", True, None)
        assert len(people(room)) == 4
    assert [room.see(n)["version"] for n in (1, 2)] == before
    assert "Inès" not in json.dumps([room.see(n) for n in (1, 2)], ensure_ascii=False)
    assert "Inès" not in json.dumps(room.snapshot(f"room:{room.workshop.id}"), ensure_ascii=False)
    assert by_name(room, "Inès Martin").pinned == room.table(2), "a table of the list is given by hand"
    assert by_name(room, "Paul Roux").pinned is None


def test_what_is_exported_is_imported_without_a_change(house):
    """Nobody is moved, pinned or doubled by a list that says what is so."""
    room = open_workshop(house, tables=2, people=4)
    take(room, TWO)
    house.places.unpin(room.workshop.id, [one.id for one in hall(room).people])
    before = hall(room).people
    rows = house.guest_lists.rows(room.workshop.id)
    assert ("Inès Martin", "Ville", "Somme", "Oise") in rows
    assert ("Gaëlle 2", "", "", "Oise") in rows
    found = take(room, HEAD + "\n".join(";".join(row) for row in rows))
    assert (found.faults, found.new, [one for one in found.entries if one.completes]) == ((), 0, [])
    assert hall(room).people == before


def test_a_list_completes_who_is_known(house):
    """Also who is here: what was not known is added, another table is given by hand, nothing is emptied."""
    room = open_workshop(house, tables=2, people=1)
    here = stranger(room, "Inès Martin")
    found = take(room, TWO)
    assert [(one.known is not None, one.completes) for one in found.entries] == [(True, True), (False, False)]
    assert people(room)["Inès Martin"] == ("Ville", "Somme", False, room.table(2))
    assert room.private(here)["group"] == room.table(2)
    take(room, "nom;territoire\nINÈS MARTIN;Oise\n")
    take(room, "nom;structure;territoire;table\nInès Martin;Ville;;\n")
    assert people(room)["Inès Martin"] == ("Ville", "Oise", False, room.table(2))
    assert verify(house)[0] == []


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        (["Inès;;;Loire"], [(2, "no_table", "Loire")]),
        (["x" * 41 + ";;;"], [(2, "too_long", "x" * 41)]),
        (["Inès;" + "y" * 81 + ";;"], [(2, "too_long", "y" * 81)]),
        (["Inès;;" + "z" * 81 + ";"], [(2, "too_long", "z" * 81)]),
        ([f"P{n};;;Oise" for n in range(10)], [(11, "table_full", "Oise")]),
        (["Inès;;;2", "Paul;;;table oise", "Ana;;;OISE"], []),
    ],
)
def test_with_a_fault_nothing_is_taken(house, lines, faults):
    """The whole list or nothing: a table that is not there, a text that is too long, a chair too few."""
    room = open_workshop(house, tables=2, people=1)
    before = people(room)
    found = take(room, HEAD + "\n".join(lines))
    assert [(fault.line, fault.code, fault.words) for fault in found.faults] == faults
    assert (people(room) == before) is bool(faults)


def test_homonyms_are_told_apart_by_their_organisation(house):
    """In the list and at the door, by their label on the screens; who does not say it is asked."""
    room = open_workshop(house, tables=2, people=1)
    listed(room, "Marie;Ville;;Somme", "Marie;Dept;;Oise")
    assert {"Marie", "Marie D."} <= people(room).keys()
    refused = joins(room, "marie")
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.detail) == (Code.MISSING_FIELD, {"field": "organisation", "homonyms": 2})
    dept = got(joins(room, "MARIE", "dept"))
    assert (dept.name, dept.group_id) == ("Marie D.", room.table(2))
    ville = got(joins(room, "Marie"))
    assert (ville.name, ville.organisation, ville.group_id) == ("Marie", "Ville", room.table(1)), "one is left"
    third = got(joins(room, "Marie"))
    assert (third.group_id, third.name) == (None, "Marie 2")
    assert len({dept.person, ville.person, third.person}) == 3
    found = take(room, HEAD + "Marie;;;\nMarie;Région;;")
    assert [fault.code for fault in found.faults] == [], "Marie 2 has none, and Région is nobody's yet"
    assert found.new == 1
    assert verify(house)[0] == []


def test_a_line_that_may_mean_several_is_a_fault_and_two_lines_mean_nobody_known(house):
    room = open_workshop(house, tables=1, people=1)
    listed(room, "Marie;Ville;;", "Marie;Dept;;")
    assert [f.code for f in take(room, "nom\nMarie\n").faults] == ["homonyms"]
    one = stranger(room, "Paul")
    assert take(room, HEAD + "Paul;Ville;;\nPaul;Dept;;").new == 2, "nobody guesses which of them is here"
    assert people(room)["Paul"][0] == ""
    assert room.house.people.seat(one.id, one.device_id).organisation == ""


def test_who_is_expected_is_recognised_at_the_door(house):
    """They sit where they were awaited, with what the list knew; their place is theirs from then on."""
    room = open_workshop(house, tables=2, people=1)
    take(room, TWO)
    awaited = by_name(room, "Inès Martin")
    wrong = got(joins(room, "Inès Martin", "Département"))
    assert (wrong.person != awaited.id, wrong.group_id) == (True, None), "another organisation, another person"
    seat = got(joins(room, "  inès   MARTIN "))
    assert (seat.person, seat.name, seat.organisation, seat.group_id) == (
        awaited.id, "Inès Martin", "Ville", room.table(2),
    )  # fmt: skip
    assert people(room)["Inès Martin"] == ("Ville", "Somme", False, room.table(2))
    again = got(joins(room, "Inès Martin", "Ville"))
    assert again.person != awaited.id, "nobody takes the place of somebody who has come"
    paul = got(joins(room, "Paul Roux", "Collectif"))
    assert (paul.organisation, paul.group_id) == ("Collectif", None)
    assert not [name for name in people(room) if people(room)[name][2]]
    assert verify(house)[0] == []


def test_the_door_asks_for_the_name_that_the_list_has(house):
    """First names for a list of first names; first and last where most are so; nothing once everybody is here."""
    room = open_workshop(house, people=1)
    shop = room.workshop.id
    assert not house.guest_lists.whole_names(shop)
    listed(room, "Ana;;;", "Zoé;;;")
    assert not house.guest_lists.whole_names(shop)
    listed(room, "Ana Roux;;;", "Zoé Petit;;;", "Léa Caron;;;")
    assert house.guest_lists.whole_names(shop)
    for name in ("Ana Roux", "Zoé Petit", "Léa Caron"):
        got(joins(room, name))
    assert not house.guest_lists.whole_names(shop)


def test_a_return_code_is_nobodys_before_they_come(house):
    """Four characters that nobody was told open nothing."""
    room = open_workshop(house, people=1)
    take(room, "nom\nInès\n")
    with house.ground.reading() as session:
        code = session.get(PersonRow, by_name(room, "Inès").id).return_code
    assert house.people.return_by_code(device(house), room.workshop.id, code) == Refusal(Code.WRONG_CODE)
    seat = got(joins(room, "Inès"))
    assert got(house.people.return_by_code(device(house), room.workshop.id, code)).person == seat.person


def test_who_scans_a_table_sits_there(house):
    """People stand where they scan: the table's code is before the list, a host's link leads to the host's table."""
    room = open_workshop(house, tables=2, people=1)
    listed(room, "Inès;;;Oise", "Paul;;;Somme", "Ana;;;Oise")
    assert got(joins(room, "Inès", link=room.links.tables[room.table(1)])).group_id == room.table(1)
    host = got(joins(room, "Paul", link=room.links.hosts[room.table(2)]))
    assert (host.group_id, "host" in host.roles) == (room.table(2), True)
    first = room.person(0, 1)
    beside = got(house.people.sit_beside(first.device_id, first.id, "ana"))
    assert (beside.name, beside.group_id) == ("Ana", room.table(1))
    assert not [one for one in hall(room).people if one.expected]
    assert verify(house)[0] == []


def test_who_comes_late_to_a_told_case_asks_as_everybody_does(house):
    """Being on the list opens no door that the client has not opened."""
    room = open_workshop(house, tables=1, people=5)
    listed(room, "Inès;;;Somme")
    room.to_suggestions()
    seat = got(joins(room, "Inès"))
    assert seat.group_id is None
    assert [one["name"] for one in room.see()["requests"]] == ["Inès"]
    assert verify(house)[0] == []


def test_a_full_table_leaves_who_was_promised_a_chair_in_the_waiting_room(house):
    room = open_workshop(house, tables=1, people=9)
    listed(room, "Zoé;;;Somme")
    enter(house, room.links.tables[room.table()], "Plus vite")
    assert got(joins(room, "Zoé")).group_id is None
    assert people(room)["Zoé"][2:] == (False, None)


def test_who_does_not_come_leaves_nothing(house):
    """Off the list, out of every row; who is here is not taken off that way."""
    room = open_workshop(house, tables=2, people=1)
    listed(room, "Xylophage Zélie;Structure zéphyr;Territoire zébré;Oise", "Paul;;;")
    gone, here = by_name(room, "Xylophage Zélie"), stranger(room, "Ana")
    draw(room)
    assert house.places.drop(room.workshop.id, [here.person]).code is Code.UNKNOWN_THING
    assert house.places.drop(room.workshop.id, [gone.id, here.person]) is None
    assert (gone.id in at(room), here.person in at(room)) == (False, True)
    assert not found_anywhere(house, gone.id, "Xylophage", "zéphyr", "zébré")
    assert verify(house)[0] == []


def test_no_byte_of_who_does_not_come_is_left(tmp_path, hands):
    """Nor of who was erased: grep finds them before and nothing after, in the file and beside it."""
    with database("sqlite", tmp_path) as url:
        house, _ = house_on(url, hands)
        room = open_workshop(house, people=1)
        listed(room, "Xylophage;Zéphyr;Zébu;", "Xanthippe;Zouave;Zibeline;")
        folder = Path(make_url(url).database or "").parent
        words = ["Xylophage", "Zéphyr", "Zébu", "Xanthippe", "Zouave", "Zibeline"]

        def grep() -> set[str]:
            everything = b"".join(file.read_bytes() for file in folder.iterdir())
            return {word for word in words if word.encode() in everything}

        assert grep() == set(words)
        house.places.drop(room.workshop.id, [by_name(room, "Xylophage").id])
        settle(house)
        assert grep() == {"Xanthippe", "Zouave", "Zibeline"}
        house.privacy.erase(by_name(room, "Xanthippe").id)
        settle(house)
        assert grep() == set()
        house.close()
        house.engine.dispose()


def found_anywhere(house, *wanted: str) -> set[str]:
    """Which of these stand in any column of any table, the journal left out where it holds identifiers only."""
    found = set()
    with house.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            rows = [list(row) for row in connection.execute(text(f"SELECT * FROM {table.name}"))]
            everything = json.dumps(rows, default=str, ensure_ascii=False)
            found |= {word for word in wanted if word in everything}
    return found


def test_who_is_erased_is_forgotten_by_the_seating_too(house):
    """Territory, place, pin, pairs, proposal and last act: an erased person is in none of them."""
    room = open_workshop(house, tables=2, people=1)
    listed(room, "Inès;Structure zéphyr;Territoire zébré;Oise", "Paul;;;Somme")
    seat = got(joins(room, "Inès"))
    awaited = by_name(room, "Paul").id
    assert found_anywhere(house, "zéphyr", "zébré") == {"zéphyr", "zébré"}
    assert house.keepsakes.own_words(seat.person)["territory"] == "Territoire zébré"
    for person in (seat.person, awaited):
        assert house.privacy.erase(person) is True
        assert person not in at(room)
    assert not found_anywhere(house, "zéphyr", "zébré")
    with house.ground.reading() as session:
        for person in (seat.person, awaited):
            row = session.get(PersonRow, person)
            assert (row.territory, row.expected, row.promised, row.pinned) == ("", False, None, None)
    assert joins(room, "Inès").person != seat.person
    assert verify(house)[0] == []


def test_who_is_expected_is_not_seated_by_wishes_and_counts_nowhere(house):
    """The market seats who is in the room; the review counts who sat."""
    from facilitation.domain.formats import Option

    room = open_workshop(house, tables=1, people=3, options=(Option.WISHES,))
    listed(room, *(f"Attendue {n};;;" for n in range(9)))
    case = room.do(stranger(room, "Zoé"), "propose_case", None, title="Un bail").result["id"]
    room.do(room.person(1), "wish_case", None, first=case)
    room.do(room.pilot, "seat_by_wishes", None)
    assert len(room.see()["people"]) == 4
    assert house.workshops.review(room.workshop.id)["people"] == 4
