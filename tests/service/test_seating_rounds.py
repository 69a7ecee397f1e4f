"""The second round: who has met whom, what waits for the next round, and that nobody reads a round they were not in."""

from itertools import combinations

from facilitation.service.seating_history import meetings, met
from facilitation.service.seating_room import State, read_room
from facilitation.service.seating_wishes import Wishes
from facilitation.service.verification import verify
from tests.builders import MINUTE, open_workshop
from tests.service.seated import accept, at, draw, hall, optimised
from tests.service.situations import CLIENT, OTHER, stranger


def pairs_met(room) -> set[frozenset[str]]:
    """Who has met whom, as pairs; each shares one name exactly."""
    with room.house.ground.reading() as session:
        names = met(session, read_room(session, room.workshop.id), room.house.instants.now())
    shared = {frozenset(pair): {*names[pair[0]]} & {*names[pair[1]]} for pair in combinations(sorted(names), 2)}
    assert all(len(some) <= 1 for some in shared.values())
    return {pair for pair, some in shared.items() if some}


def people_at(room, number: int) -> list[str]:
    """Who sits there now."""
    return [one["id"] for one in room.see(number)["people"]]


def morning(house, hands):
    """Three tables of five that have gone through their first round, half an hour long; who sat together."""
    room = open_workshop(house, tables=3, people=5, format_key="half_day")
    for number in (1, 2, 3):
        room.to_suggestions(number)
    hands.pass_(30 * MINUTE)
    together = {frozenset(pair) for n in (1, 2, 3) for pair in combinations(people_at(room, n), 2)}
    return room, together


def test_nobody_has_met_before_a_round_is_over(house, hands):
    room = open_workshop(house, tables=2, people=4)
    assert pairs_met(room) == set()
    assert not hall(room).history
    room.to_suggestions(1)
    assert pairs_met(room) == set(), "it is still going on"
    hands.pass_(MINUTE)
    room.bring("learnings", [1])
    room.do(room.host(), "close_round")
    assert pairs_met(room) == {frozenset(pair) for pair in combinations(people_at(room, 1), 2)}


def test_a_second_round_gets_new_tables(house, hands):
    """Hosts stay, the others meet new people as far as can be."""
    room, together = morning(house, hands)
    room.bring("case_choice.2")
    assert pairs_met(room) == together
    hosts = {room.host(n).person for n in (1, 2, 3)}
    proposal = optimised(room, least=4)
    assert proposal.quality.proven
    tables = {}
    for person, table in proposal.seating.items():
        tables.setdefault(table, []).append(person)
    again = {frozenset(pair) for some in tables.values() for pair in combinations(some, 2)} & together
    assert len(again) == proposal.quality.met
    assert len(again) == 6, "the five of each table are spread over three: two, two and one"
    accept(room)
    assert at(room) == proposal.seating
    assert all(room.see(n)["host"]["id"] in hosts for n in (1, 2, 3))
    assert verify(house)[0] == []


def test_in_the_break_it_is_proposed_and_done_when_the_next_round_begins(house, hands):
    """The screens still show the first round's words: nobody sits down in front of them before they are gone."""
    room, _ = morning(house, hands)
    room.bring("learnings")
    room.bring("pause")
    assert {table.state for table in hall(room).tables} == {State.OVER}
    before = at(room)
    proposal = optimised(room, least=4)
    moving = {person for person, table in proposal.seating.items() if before[person] != table}
    assert moving
    done = accept(room)
    assert (at(room), set(done.stayed["over"]), done.now) == (before, moving, {})
    left = hall(room).proposal
    assert set(left.seating) == moving
    assert left.quality is None
    room.bring("case_choice.2", [1, 2])
    done = accept(room)
    third = room.table(3)
    assert all(at(room)[p] == t for p, t in proposal.seating.items() if third not in (t, before[p]))
    assert set(hall(room).proposal.seating) == {p for p in moving if third in (proposal.seating[p], before[p])}
    room.bring("case_choice.2", [3])
    accept(room)
    assert at(room) == proposal.seating
    assert hall(room).proposal is None
    assert verify(house)[0] == []


def test_a_closed_table_is_seated_for_its_next_round(house, hands):
    """A draw leaves for later who cannot move yet; once the next round has begun, one more press seats them."""
    room = open_workshop(house, tables=2, people=5)
    room.to_suggestions(1)
    room.bring("learnings", [1])
    hands.pass_(MINUTE)
    room.do(room.host(), "close_round")
    assert [table.state for table in hall(room).tables] == [State.OVER, State.OPEN]
    words = room.see(1)["contract"]["sentence"]
    assert words
    while not (left := hall(room).proposal):
        draw(room)
    assert all(words not in str(room.private(seat)) for seat in room.seats[1])
    assert set(people_at(room, 1)) == {seat.person for seat in room.seats[0]}, "nobody new reads them"
    room.do(room.host(), "start_round")
    assert hall(room).tables[0].state is State.OPEN, "no case is told yet"
    accept(room)
    assert left.seating.items() <= at(room).items()
    assert not room.see(1)["contract"]["sentence"]
    assert verify(house)[0] == []


def test_who_left_before_another_came_was_not_met(house, hands):
    """A name is shared by those who were there at the same time, whoever else was."""
    room = open_workshop(house, tables=1, people=4)
    room.bring("framing")
    early, late = room.person(OTHER), stranger(room, "Tard")
    hands.pass_(MINUTE)
    room.do(early, "leave_table")
    hands.pass_(MINUTE)
    room.do(late, "sit")
    hands.pass_(MINUTE)
    room.do(room.person(CLIENT), "accept_client")
    room.bring("learnings")
    room.do(room.host(), "close_round")
    found = pairs_met(room)
    others = {seat.person for seat in room.seats[0]} - {early.person}
    assert frozenset({early.person, late.person}) not in found
    assert {frozenset({one, other}) for one in others for other in (early.person, late.person)} <= found


def test_a_start_that_was_undone_was_no_round(house, hands):
    room = open_workshop(house, tables=1, people=4)
    room.do(room.pilot, "start_round")
    hands.pass_(MINUTE)
    room.do(room.pilot, "undo")
    assert pairs_met(room) == set()


def test_meetings_by_the_clock():
    """Two share one name if their times cross, none if they only touch; whoever comes back has met both."""
    here = {"a": [(0, 10)], "b": [(0, 4), (8, 10)], "c": [(4, 8)], "d": [(10, 12)], "e": [], "f": [(0, 10)]}
    names = meetings("k", here)
    crossing = {frozenset(p) for p in (("a", "b"), ("a", "c"), ("a", "f"), ("b", "f"), ("c", "f"))}
    for one, other in combinations(here, 2):
        shared = {*names.get(one, ())} & {*names.get(other, ())}
        assert len(shared) == (frozenset({one, other}) in crossing), (one, other)
    assert meetings("k", {"a": [(0, 1)]}) == {} == meetings("k", {})


def test_who_was_met_is_looked_at_only_when_asked(house, hands):
    room, _ = morning(house, hands)
    room.bring("case_choice.2")
    assert house.seating.optimise(room.workshop.id, Wishes(least=4, mix=frozenset())) is None
    blind = hall(room).proposal.quality
    assert optimised(room, least=4).quality.met <= blind.met
    assert blind.cost == sum(n * (n - 1) // 2 for n in (5, 5, 5))
