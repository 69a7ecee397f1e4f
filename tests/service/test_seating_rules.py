"""The rules every seating keeps: who is never moved, what the room may do meanwhile, and what the journal tells."""

import random

from sqlalchemy import select, update

from facilitation.domain.formats import Option
from facilitation.domain.group import LARGEST_TABLE
from facilitation.domain.refusals import Code
from facilitation.service.seating_room import State
from facilitation.service.seating_wishes import Wishes
from facilitation.service.verification import verify
from facilitation.storage.journal import JournalRow
from facilitation.storage.seats import PersonRow
from tests.builders import enter, open_workshop
from tests.service.seated import accept, at, by_name, draw, hall, listed, optimised, sizes
from tests.service.situations import CLIENT, OTHER, stranger


def test_once_a_case_is_told_nobody_is_moved_in_or_out(house):
    """Not by a draw, not by an optimum; by hand somebody asks for the client's yes, and nobody is taken away."""
    room = open_workshop(house, tables=3, people=5)
    late = stranger(room, "Tard")
    room.to_suggestions(1)
    told = {one for one, table in at(room).items() if table == room.table(1)}
    assert [table.state for table in hall(room).tables] == [State.BUSY, State.OPEN, State.OPEN]
    version = room.see(1)["version"]
    draw(room)
    proposal = optimised(room)
    assert not told & proposal.seating.keys()
    assert room.table(1) not in proposal.seating.values()
    accept(room)
    assert {one for one, table in at(room).items() if table == room.table(1)} == told
    assert room.see(1)["version"] == version
    house.places.place(room.workshop.id, room.account, [room.person(OTHER).person], room.table(2))
    assert hall(room).last.stayed == {"busy": {room.person(OTHER).person: room.table(2)}}
    house.places.place(room.workshop.id, room.account, [late.person], room.table(1))
    assert hall(room).last.asked == (late.person,)
    assert [one["id"] for one in room.see(1)["requests"]] == [late.person]
    assert at(room)[late.person] in (room.table(2), room.table(3))
    room.do(room.person(CLIENT), "welcome_person", person=late.person)
    assert at(room)[late.person] == room.table(1)
    assert verify(house)[0] == []


def test_a_table_that_pauses_or_went_on_paper_is_left_alone(house):
    """A paper table is seated before it begins."""
    room = open_workshop(house, tables=2, people=3, paper=(2,))
    listed(room, *(f"Attendue {number}" for number in range(6)))
    draw(room)
    assert sizes(room) == [6, 6]
    room.bring("framing", [2])
    room.bring("exposition", [1])
    room.do(room.host(), "pause")
    assert [table.state for table in hall(room).tables] == [State.BUSY, State.BUSY]
    before = {p: t for p, t in at(room).items() if p in {one.person for seats in room.seats for one in seats}}
    assert draw(room).code is Code.ALREADY_STARTED
    assert before.items() <= at(room).items()


def test_when_chairs_are_lacking_nobody_moves(house):
    room = open_workshop(house, tables=1, people=5)
    for number in range(6):
        stranger(room, f"Voisin {number}")
    before = at(room)
    refused = draw(room)
    assert (refused.code, refused.detail) == (Code.TABLE_FULL, {"people": 11, "chairs": 10})
    assert at(room) == before
    refused = house.seating.optimise(room.workshop.id, Wishes())
    assert (refused.code, refused.detail) == (Code.TABLE_FULL, {"people": 11, "chairs": 8})


def test_the_room_may_change_before_the_proposal_is_accepted(house):
    """One comes, one goes, one moves, a table starts: who cannot be moved any more stays, and is named."""
    room = open_workshop(house, tables=3, people=4)
    gone = stranger(room, "Partie")
    strangers = [stranger(room, f"Voisin {number}") for number in range(4)]
    listed(room, "Attendue")
    proposal = optimised(room, least=3)
    came = stranger(room, "Arrivée")
    house.privacy.erase(gone.person)
    room.do(strangers[0], "sit", 3)
    room.to_suggestions(1)
    began = {one for one, table in at(room).items() if table == room.table(1) and one != by_name(room, "Attendue").id}
    last = accept(room)
    there = at(room)
    assert last.new == 1
    assert there[came.person] is None
    assert gone.person not in there
    for person, table in proposal.seating.items():
        if person == gone.person:
            continue
        if person in began or (table == room.table(1)):
            assert there[person] != table or person in began
        else:
            assert there[person] == table
    blocked = {p for p, t in proposal.seating.items() if (p in began) != (t == room.table(1)) and p != gone.person}
    assert set(last.stayed.get("busy", {})) == blocked
    assert verify(house)[0] == []


def test_who_brings_a_case_is_seated_at_its_table_and_wishes_count(house):
    """The case that the pilot placed draws its author; the others get their first choice as far as it goes."""
    room = open_workshop(house, tables=2, people=1, options=(Option.WISHES,))
    author = stranger(room, "Auteure")
    case = room.do(author, "propose_case", None, title="Un bail").result["id"]
    room.do(room.pilot, "place_case", None, case=case, table=room.table(2))
    fans = [stranger(room, f"Voisin {number}") for number in range(3)]
    for seat in fans:
        room.do(seat, "wish_case", None, first=case)
    for number in range(3):
        stranger(room, f"Autre {number}")
    draw(room)
    assert at(room)[author.person] == room.table(2)
    proposal = optimised(room, least=2)
    assert {proposal.seating[seat.person] for seat in (author, *fans)} == {room.table(2)}
    assert proposal.quality.choices == (3, 0)


def test_a_closed_workshop_is_seated_no_more(house):
    room = open_workshop(house, people=2)
    house.workshops.close(room.workshop.id)
    assert draw(room).code is Code.WORKSHOP_CLOSED
    assert house.seating.optimise(room.workshop.id, Wishes()).code is Code.WORKSHOP_CLOSED
    assert hall(room).closed


def test_the_journal_says_who_seated(house):
    """The organiser's account or the pilot, as the cause of events that people's own commands would leave."""
    room = open_workshop(house, tables=2, people=3)
    stranger(room, "Zoé")
    house.seating.draw(room.workshop.id, room.pilot.person, hall(room).step)
    with house.ground.reading() as session:
        query = select(JournalRow.event).where(
            JournalRow.workshop_id == room.workshop.id, JournalRow.command.startswith("draw-")
        )
        events = set(session.scalars(query.where(JournalRow.person == room.pilot.person)))
    assert events <= {"PersonSeated", "PersonLeft"}
    assert "PersonSeated" in events


def test_any_order_of_acts_keeps_the_journal_and_the_rows_the_same(house):
    """Draws, optima, hands and people who walk, at random: no table above its chairs, nobody at two."""
    room = open_workshop(house, tables=3, people=3)
    chance = random.Random(5)
    seats = [stranger(room, f"Voisin {number}") for number in range(8)]
    listed(room, *(f"Attendue {number}" for number in range(4)))
    shop = room.workshop.id
    tables = [room.table(n) for n in (1, 2, 3)]
    for _ in range(25):
        match chance.randrange(6):
            case 0:
                draw(room, waiting=chance.random() < 0.5)
            case 1:
                room.send(chance.choice(seats), "sit", chance.randint(1, 3))
            case 2:
                someone = chance.choice([*at(room)])
                house.places.place(shop, room.account, [someone], chance.choice([*tables, None]))
            case 3:
                house.seating.undo(shop, room.account, hall(room).step)
            case 4:
                room.send(chance.choice(seats), "leave_table", chance.randint(1, 3))
            case 5:
                if house.seating.optimise(shop, Wishes(least=1, most=10)) is None:
                    accept(room)
        assert max(len(room.see(n)["people"]) for n in (1, 2, 3)) <= LARGEST_TABLE
        assert verify(house)[0] == []


def test_the_smallest_table_before_its_expose_is_proposed(house):
    """On the list of who has none: who is awaited counts, a told, a full and a paused table do not, one table is no
    choice."""
    room = open_workshop(house, tables=3, people=4)

    def proposed() -> list[int]:
        return [t["number"] for t in room.snapshot(f"room:{room.workshop.id}")["tables"] if t["proposed"]]

    room.do(room.person(OTHER, 2), "leave_table", 2)
    assert proposed() == [2]
    listed(room, "Attendue;;;Oise", "Autre;;;Oise")
    assert proposed() == [1]
    room.to_suggestions(1)
    assert proposed() == [3]
    room.bring("framing", [3])
    room.do(room.host(3), "pause", 3)
    assert proposed() == [2]
    room.to_suggestions(2)
    assert proposed() == []
    alone = open_workshop(house, tables=1, people=1)
    assert not alone.snapshot(f"room:{alone.workshop.id}")["tables"][0]["proposed"]


def test_who_was_placed_by_hand_stays_when_the_room_is_seated_by_wishes(house):
    """A chair that was given is given, whatever else is wished."""
    room = open_workshop(house, tables=2, people=1, options=(Option.WISHES,))
    author, fan, other = (stranger(room, name) for name in ("Auteure", "Placée", "Voisine"))
    case = room.do(author, "propose_case", None, title="Un bail").result["id"]
    room.do(room.pilot, "place_case", None, case=case, table=room.table(2))
    for seat in (fan, other):
        room.do(seat, "wish_case", None, first=case)
    house.places.place(room.workshop.id, room.account, [fan.person], room.table(1))
    room.do(room.pilot, "seat_by_wishes", None)
    there = at(room)
    assert [there[seat.person] for seat in (author, fan, other)] == [room.table(2), room.table(1), room.table(2)]
    assert verify(house)[0] == []


def test_whoever_would_find_no_chair_stays(house):
    """Ten sit at a table: an eleventh stays where they are, unless one of the ten goes, who may change with them."""
    room = open_workshop(house, tables=3, people=8)
    shop, tables = room.workshop.id, [room.table(n) for n in (1, 2, 3)]
    come = [room.person(n, 2).person for n in (1, 2, 3)]
    house.places.place(shop, room.account, come, tables[0])
    last = hall(room).last
    assert len(last.now) == 2
    assert last.stayed == {"full": {next(iter(set(come) - set(last.now))): tables[0]}}
    assert sizes(room) == [10, 6, 8]
    proposal = optimised(room, least=7, most=10)
    away = next(p for p, t in proposal.seating.items() if t == tables[1] and at(room)[p] != t)
    for _ in range(10 - sizes(room)[1]):
        room.do(stranger(room, "Vite"), "sit", 2)
    last = accept(room)
    assert away in last.stayed["full"]
    assert max(len(room.see(n)["people"]) for n in (1, 2, 3)) == LARGEST_TABLE
    assert verify(house)[0] == []


def test_no_more_people_are_promised_a_table_than_it_has_chairs(house):
    """By hand as by a list; who has none is named. Whoever is here sits down on a promised chair all the same."""
    room = open_workshop(house, tables=2, people=2)
    listed(room, *(f"Attendue {n}" for n in range(14)))
    ids = [one.id for one in hall(room).people if one.expected]
    house.places.place(room.workshop.id, room.account, ids, room.table(1))
    last = hall(room).last
    assert sizes(room) == [10, 2]
    assert len(last.now) == 8
    assert last.stayed == {"full": dict.fromkeys(set(ids) - last.now.keys(), room.table(1))}
    assert {one.pinned for one in hall(room).people if one.id in last.stayed["full"]} == {None}
    late = enter(house, room.links.join, by_id(room, next(iter(last.now))).name)
    assert at(room)[late.person] == room.table(1)
    house.places.place(room.workshop.id, room.account, [room.person(1, 2).person], room.table(1))
    assert sizes(room) == [11, 1]
    swapped, other = list(last.now)[-1], next(iter(last.stayed["full"]))
    house.places.place(room.workshop.id, room.account, [swapped], room.table(2))
    house.places.place(room.workshop.id, room.account, [other], room.table(1))
    assert hall(room).last.stayed == {"full": {other: room.table(1)}}, "eleven less one is ten"
    assert verify(house)[0] == []


def by_id(room, person):
    """Somebody on the page."""
    return next(one for one in hall(room).people if one.id == person)


def test_a_table_that_was_put_away_is_no_table(house):
    """Nobody is drawn to it, sent there, promised it or taken back to it; what was promised there is void."""
    room = open_workshop(house, tables=3, people=1)
    shop = room.workshop.id
    listed(room, "Attendue;;;", "Autre;;;", "Encore;;;")
    here = stranger(room, "Zoé")
    room.do(room.host(3), "leave_table", 3)
    former = room.seats[2][0].person
    house.places.place(shop, room.account, [here.person], room.table(3))
    house.places.place(shop, room.account, [here.person], room.table(1))
    proposal = optimised(room, least=1)
    assert room.table(3) in proposal.seating.values()
    room.do(room.pilot, "shut_table", 3)
    assert [table.number for table in hall(room).tables] == [1, 2]
    promised = {"promised": room.table(3), "pinned": room.table(3)}
    row = update(PersonRow).where(PersonRow.id == by_name(room, "Attendue").id).values(**promised)
    house.ground.writer.do(lambda unit: unit.session.execute(row))
    assert (by_name(room, "Attendue").table, by_name(room, "Attendue").pinned) == (None, None)
    done = accept(room)
    assert {room.table(3)} == set(done.stayed["shut"].values())
    assert room.table(3) not in at(room).values()
    assert house.places.place(shop, room.account, [former], room.table(3)).code is Code.UNKNOWN_TABLE
    found = house.guest_lists.take(shop, room.account, "nom;table\nInconnue;Aisne\n")
    assert [fault.code for fault in found.faults] == ["no_table"]
    draw(room)
    assert sorted(sizes(room)) == [3, 4]
    assert verify(house)[0] == []


def test_an_act_is_not_taken_back_to_a_table_that_was_put_away(house):
    room = open_workshop(house, tables=2, people=1)
    people = [room.person(0, 1).person, room.person(0, 2).person]
    house.places.place(room.workshop.id, room.account, people[1:], room.table(1))
    room.do(room.pilot, "shut_table", 2)
    assert house.seating.undo(room.workshop.id, room.account, hall(room).step) is None
    assert hall(room).last.stayed == {"shut": {people[1]: room.table(2)}}
    assert at(room) == dict.fromkeys(people, room.table(1))
    assert verify(house)[0] == []
