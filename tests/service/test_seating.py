"""Seating the room: a draw, a proposal that is accepted or not, places by hand, and what is taken back."""

from collections import Counter

import pytest

from facilitation.domain.refusals import Code, Refusal
from facilitation.service.seating_wishes import Pair, Wishes
from facilitation.service.verification import verify
from tests.builders import enter, open_workshop
from tests.service.seated import accept, at, by_name, draw, hall, listed, optimised, sizes
from tests.service.situations import OTHER, stranger

HOST = 0


def test_a_draw_seats_everybody_at_equal_tables(house):
    """Who came and who is expected; hosts and clients stay; the pilot walks about; the journal tells the same."""
    room = open_workshop(house, tables=3, people=1)
    room.do(stranger(room, "Ana"), "sit", 1)
    client = stranger(room, "Ben")
    room.do(client, "sit", 2)
    room.do(client, "accept_client", 2)
    for number in range(9):
        stranger(room, f"Voisin {number}")
    listed(room, *(f"Attendue {number}" for number in range(7)))
    assert draw(room) is None
    assert sorted(sizes(room)) == [7, 7, 7]
    assert sum(sizes(room)) == 3 + 2 + 9 + 7
    there = at(room)
    assert [there[room.person(HOST, n).person] for n in (1, 2, 3)] == [room.table(n) for n in (1, 2, 3)]
    assert there[client.person] == room.table(2)
    assert room.pilot.person not in there
    assert sum(len(room.see(n)["people"]) for n in (1, 2, 3)) == 3 + 2 + 9, "who is expected sits nowhere yet"
    assert verify(house)[0] == []


def test_a_draw_is_a_draw(house):
    """Twice the same press, two seatings; nobody gains by coming first."""
    room = open_workshop(house, tables=2, people=1)
    for number in range(12):
        stranger(room, f"Voisin {number}")
    found = set()
    for _ in range(4):
        draw(room)
        found.add(tuple(sorted(at(room).items())))
    assert len(found) > 1


def test_who_waits_is_seated_and_nobody_else(house):
    """Late people take the smallest tables; those who sit stay."""
    room = open_workshop(house, tables=2, people=4)
    room.do(room.person(OTHER), "leave_table")
    late = [stranger(room, f"Tard {number}") for number in range(2)]
    before = at(room)
    assert draw(room, waiting=True) is None
    after = at(room)
    assert {p: t for p, t in after.items() if before[p] is not None} == {p: t for p, t in before.items() if t}
    assert {after[seat.person] for seat in late} <= set(room.workshop.tables and [room.table(1), room.table(2)])
    assert sizes(room) == [5, 5]


def test_one_press_is_done_once(house):
    """Two people press, or one presses twice: the second is told, and nobody moves again."""
    room = open_workshop(house, tables=2, people=5)
    step = hall(room).step
    assert house.seating.draw(room.workshop.id, room.account, step) is None
    before = at(room)
    refused = house.seating.draw(room.workshop.id, room.account, step)
    assert isinstance(refused, Refusal)
    assert refused.code is Code.STALE_STEP
    assert at(room) == before


def test_a_seating_is_taken_back(house):
    """Who has not moved since goes back to where they were, or to no table."""
    room = open_workshop(house, tables=2, people=5)
    waiting = stranger(room, "Zoé")
    before = at(room)
    draw(room)
    moved = [p for p, t in at(room).items() if before[p] != t]
    assert waiting.person in moved
    away = next(seat for seats in room.seats for seat in seats if seat.person in moved)
    house.places.place(room.workshop.id, room.account, [away.person], before[away.person])
    last = hall(room).last
    assert last.act == "hand"
    assert house.seating.undo(room.workshop.id, room.account, hall(room).step) is None
    assert hall(room).last.act == "undo"
    assert house.seating.undo(room.workshop.id, room.account, hall(room).step).code is Code.NOTHING_TO_UNDO

    draw(room)
    house.seating.undo(room.workshop.id, room.account, hall(room).step)
    assert verify(house)[0] == []


def test_taking_a_draw_back_restores_every_place(house):
    room = open_workshop(house, tables=3, people=4)
    stranger(room, "Zoé")
    listed(room, "Une attendue;;;Oise")
    house.places.unpin(room.workshop.id, [by_name(room, "Une attendue").id])
    before = at(room)
    draw(room)
    assert at(room) != before
    assert house.seating.undo(room.workshop.id, room.account, hall(room).step) is None
    assert at(room) == before
    assert verify(house)[0] == []


def test_placed_by_hand_is_pinned_until_it_is_not(house):
    """No draw and no optimum moves whoever was placed; unpinned, they may be."""
    room = open_workshop(house, tables=2, people=1)
    people = [stranger(room, f"Voisin {number}") for number in range(9)]
    chosen = people[0].person
    assert house.places.place(room.workshop.id, room.account, [chosen], room.table(2)) is None
    assert by_name(room, "Voisin 0").pinned == room.table(2)
    for _ in range(5):
        draw(room)
        assert at(room)[chosen] == room.table(2)
    assert optimised(room).seating[chosen] == room.table(2)
    house.places.unpin(room.workshop.id, [chosen])
    assert by_name(room, "Voisin 0").pinned is None
    house.places.place(room.workshop.id, room.account, [chosen], None)
    assert (at(room)[chosen], by_name(room, "Voisin 0").pinned) == (None, None)
    assert house.places.place(room.workshop.id, room.account, [chosen], "nowhere").code is Code.UNKNOWN_TABLE
    assert house.places.place(room.workshop.id, room.account, ["nobody"], room.table(1)).code is Code.UNKNOWN_THING
    assert verify(house)[0] == []


def test_nobody_moves_before_a_proposal_is_accepted(house):
    """It says how good it is; accepted, everybody sits as it said; abandoned, it never was."""
    room = open_workshop(house, tables=3, people=1)
    for number in range(14):
        enter(house, room.links.join, f"Voisin {number}", ("Ville", "Dept", "Asso")[number % 3])
    before = at(room)
    proposal = optimised(room, least=4, most=6)
    assert at(room) == before
    assert (proposal.quality.smallest, proposal.quality.largest) == (5, 6)
    assert proposal.quality.proven
    house.seating.abandon(room.workshop.id)
    assert (hall(room).proposal, at(room)) == (None, before)
    assert house.seating.accept(room.workshop.id, room.account, hall(room).step).code is Code.UNKNOWN_THING
    proposal = optimised(room, least=4, most=6)
    organisations = {one.id: one.organisation for one in hall(room).people}
    accept(room)
    assert at(room) == proposal.seating
    for table in hall(room).tables:
        of = Counter(organisations[one.id] for one in table.people if organisations[one.id])
        assert max(of.values()) - min(of.values()) <= 1, "organisations are mixed"
    assert hall(room).proposal is None
    assert verify(house)[0] == []


def test_pairs_are_kept_apart_and_together(house):
    """What cannot be kept is named; who is erased or taken off the list is in no pair any more."""
    room = open_workshop(house, tables=2, people=1)
    names = [f"Voisin {number}" for number in range(10)]
    people = {name: stranger(room, name).person for name in names}
    shop = room.workshop.id
    a, b, c, d = (people[name] for name in names[:4])
    for pair in (Pair("apart", a, b), Pair("together", b, c), Pair("apart", c, d), Pair("together", c, d)):
        assert house.places.pair(shop, pair) is None
    assert [pair.kind for pair in hall(room).wishes.pairs] == ["apart", "together", "together"]
    assert house.places.pair(shop, Pair("apart", a, a)).code is Code.BAD_VALUE
    assert house.places.pair(shop, Pair("apart", a, "nobody")).code is Code.UNKNOWN_THING
    seating = optimised(room).seating
    assert seating[a] != seating[b] == seating[c] == seating[d]
    house.places.place(shop, room.account, [a], room.table(1))
    house.places.place(shop, room.account, [b], room.table(1))
    unmet = optimised(room).unmet
    assert [(one.wish, one.why, set(one.people)) for one in unmet] == [("apart", "pins", {a, b})]
    house.places.unpair(shop, b, a)
    assert len(hall(room).wishes.pairs) == 2
    house.privacy.erase(c)
    assert hall(room).wishes.pairs == ()
    assert c not in hall(room).proposal.seating


@pytest.mark.parametrize(
    ("least", "most", "field"), [(0, 8, "least"), (5, 11, "most"), (7, 6, "most"), (11, 11, "least")]
)
def test_sizes_that_cannot_be_are_refused(house, least, most, field):
    room = open_workshop(house, people=1)
    refused = house.seating.optimise(room.workshop.id, Wishes(least=least, most=most))
    assert (refused.code, refused.detail["field"]) == (Code.BAD_VALUE, field)
    assert hall(room).wishes == Wishes()


def test_who_is_erased_while_it_is_solved_is_in_no_proposal(house, monkeypatch):
    """The solver works outside of any transaction, for seconds."""
    room = open_workshop(house, tables=2, people=5)
    one, other = room.person(1).person, room.person(2).person
    house.places.place(room.workshop.id, room.account, [one, other], room.table(1))
    house.places.pair(room.workshop.id, Pair("apart", one, other))
    solve = house.ground.off_hub

    def meanwhile(*asked):
        found = solve(*asked)
        assert found.unmet
        house.privacy.erase(other)
        return found

    monkeypatch.setattr(house.ground, "off_hub", meanwhile)
    proposal = optimised(room, least=2)
    assert other not in proposal.seating
    assert proposal.unmet == ()
