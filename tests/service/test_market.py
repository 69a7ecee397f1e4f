"""The market of cases through the door: whose draft it is, where a case is told, who sits there, what is kept."""

import json

import pytest

from facilitation.domain.formats import Option
from facilitation.domain.market import LARGEST
from facilitation.domain.refusals import Code
from facilitation.service.verification import verify
from tests.builders import enter, got, open_workshop
from tests.service.situations import CLIENT, HOST, OTHER, stranger

SECRET = "canari-titre-que-personne-ne-lit"


def everything(room) -> dict[str, str]:
    """Every snapshot of a workshop, by audience, as it goes over the wire."""
    people = {seat.person for table in room.seats for seat in table} | {room.pilot.person}
    whole = [f"{kind}:{room.workshop.id}" for kind in ("room", "conductors", "projector")]
    tables = [f"{kind}:{table.id}" for kind in ("group", "hosts") for table in room.workshop.tables]
    return {name: json.dumps(room.snapshot(name)) for name in [*whole, *tables, *(f"person:{p}" for p in people)]}


def cases(room) -> list[dict]:
    """What the room may choose from."""
    return room.snapshot(f"room:{room.workshop.id}")["cases"]


def standing(room) -> list[dict]:
    """What the pilot's board lists."""
    return room.snapshot(f"conductors:{room.workshop.id}")["cases"]


@pytest.mark.parametrize("when", ["before the start", "case_choice", "as the client", "after the end"])
def test_a_draft_is_in_its_authors_snapshot_alone(house, when):
    """Also for a client: saying yes shows nothing that was not shown."""
    room = open_workshop(house, tables=2, people=4)
    author = room.person(CLIENT)
    room.do(author, "propose_case", None, title=SECRET, draft=True)
    if when != "before the start":
        room.bring("case_choice")
    if when in ("as the client", "after the end"):
        room.do(author, "accept_client")
        room.bring("learnings")
    if when == "after the end":
        room.do(room.host(), "close_round")
    assert [name for name, text in everything(room).items() if SECRET in text] == [f"person:{author.person}"]
    assert (cases(room), standing(room)) == ([], [])


def test_shown_by_its_author_hidden_again_and_withdrawn(house):
    """The author approves the title; another wording shows at once; hidden again, it leaves its table."""
    room = open_workshop(house, people=4)
    author = room.person(CLIENT)
    room.do(author, "propose_case", None, title="Un bail", draft=True)
    room.do(author, "propose_case", None, title="Un bail de dix ans")
    assert [(c["title"], c["kind"], c["author"]["name"]) for c in cases(room)] == [("Un bail de dix ans", "", "Gaëlle")]
    room.bring("case_choice")
    room.do(author, "accept_client")
    assert room.see()["case"] == {"title": "Un bail de dix ans", "kind": ""}
    room.do(author, "propose_case", None, title="Un bail de trois ans")
    assert room.see()["case"]["title"] == "Un bail de trois ans"
    room.do(author, "propose_case", None, title=SECRET, draft=True)
    assert [name for name, text in everything(room).items() if SECRET in text] == [f"person:{author.person}"]
    assert (room.see()["case"], room.see()["client"]["id"]) == (None, author.person)
    room.do(author, "propose_case", None, title="Montré de nouveau")
    room.do(author, "accept_client")
    assert room.see()["case"]["title"] == "Montré de nouveau"
    room.do(author, "withdraw_case", None)
    assert (room.private(author)["case"], room.see()["case"]) == (None, None)
    assert verify(house)[0] == []
    assert SECRET not in "".join(everything(room).values())


def test_a_shared_device_shows_no_draft(house):
    room = open_workshop(house, people=2)
    first = enter(house, room.links.tables[room.table()], "Samira")
    room.do(first, "propose_case", None, title=SECRET, draft=True)
    got(house.people.sit_beside(first.device_id, first.id, "Mourad"))
    assert room.private(first)["case"] is None
    room.do(first, "propose_case", None, title="Montré à la salle")
    assert room.private(first)["case"]["title"] == "Montré à la salle"


def test_a_case_that_two_tables_want_stays_with_one_client_at_one_table(house):
    """Told at the first, it is refused to the second; its author who moves while the room chooses brings it along."""
    room = open_workshop(house, tables=2, people=4)
    author = room.person(CLIENT)
    case = room.do(author, "propose_case", None, title="Un bail").result["id"]
    assert cases(room)[0]["group"] == room.table(1), "where its author sits"
    room.do(room.pilot, "place_case", None, case=case, table=room.table(2))
    assert (cases(room)[0]["group"], standing(room)[0]["group"]) == (room.table(2), room.table(2))
    room.bring("case_choice")
    room.do(author, "accept_client")
    assert (cases(room)[0]["group"], cases(room)[0]["told"]) == (room.table(1), True)
    assert room.send(room.pilot, "place_case", None, case=case, table=room.table(2)).refusal.code is Code.CASE_TAKEN
    assert room.send(room.person(OTHER), "accept_client", case=case).refusal.code is Code.CLIENT_TAKEN
    assert room.send(room.person(OTHER, 2), "accept_client", 2, case=case).refusal.code is Code.NOT_YOURS
    room.do(author, "sit", 2)
    assert (room.see(1)["client"], room.see(1)["case"], cases(room)[0]["told"]) == (None, None, False)
    room.do(author, "accept_client", 2)
    clients = [room.see(n)["client"] for n in (1, 2)]
    assert (clients[0], clients[1]["id"], room.see(2)["case"]["title"]) == (None, author.person, "Un bail")


def test_what_is_over_the_table_goes_to_the_second_choice(house, hands):
    """A simple count: who came first is served first; who finds no room goes where they wished second."""
    room = open_workshop(house, tables=2, people=1, options=(Option.WISHES,))
    ana, bea = stranger(room, "Ana"), stranger(room, "Béa")
    first = room.do(ana, "propose_case", None, title="Un").result["id"]
    second = room.do(bea, "propose_case", None, title="Deux").result["id"]
    room.do(room.pilot, "place_case", None, case=first, table=room.table(1))
    room.do(room.pilot, "place_case", None, case=second, table=room.table(2))
    crowd = []
    for n in range(LARGEST):
        hands.pass_(1_000)
        crowd.append(stranger(room, f"Voisin {n}"))
    for seat in crowd:
        room.do(seat, "wish_case", None, first=first, second=second)
    assert [c["wishes"] for c in standing(room)] == [LARGEST, 0]
    room.do(room.pilot, "seat_by_wishes", None)
    at = [room.private(seat)["group"] for seat in [ana, bea, *crowd]]
    left = LARGEST - 2  # the host and Ana sit there already
    assert at == [room.table(1), room.table(2), *[room.table(1)] * left, *[room.table(2)] * (LARGEST - left)]
    assert room.send(stranger(room), "wish_case", None, first="nowhere").refusal.code is Code.UNKNOWN_THING


def test_told_in_the_first_round_it_is_not_offered_in_the_second(house):
    """Half a day: the case of the morning is told for good; the one that was not taken still stands."""
    room = open_workshop(house, tables=2, people=4, format_key="half_day")
    morning, later = room.person(CLIENT), room.person(OTHER)
    case = room.do(morning, "propose_case", None, title="Le matin").result["id"]
    room.do(later, "propose_case", None, title="Plus tard")
    room.to_suggestions()
    assert [c["author"] for c in standing(room)] == [later.name]
    room.bring("case_choice.2")
    assert (room.see()["round"], room.see()["client"]) == (2, None)
    told = {c["title"]: (c["told"], c["group"]) for c in cases(room)}
    assert told == {"Le matin": (True, room.table()), "Plus tard": (False, room.table())}
    assert room.private(morning)["case"] is None, "another may be proposed"
    assert [c["author"] for c in standing(room)] == [later.name]
    assert room.send(morning, "accept_client", case=case).refusal.code is Code.CASE_TAKEN
    assert room.send(room.pilot, "place_case", None, case=case, table=room.table(2)).refusal.code is Code.CASE_TAKEN
    room.do(morning, "accept_client")
    assert room.see()["case"] is None, "another case of hers may be told; this one was"
    room.do(morning, "decline_client")
    room.do(later, "accept_client")
    assert room.see()["case"]["title"] == "Plus tard"


def test_a_start_that_was_undone_told_nothing(house):
    room = open_workshop(house, people=4)
    room.do(room.person(CLIENT), "propose_case", None, title="Un bail")
    room.do(room.person(CLIENT), "accept_client")
    room.do(room.pilot, "start_round")
    room.do(room.pilot, "undo")
    room.do(room.person(CLIENT), "decline_client")
    assert cases(room)[0]["told"] is False


def test_homonyms_are_told_apart(house):
    """On the room's list and on the pilot's."""
    room = open_workshop(house, people=2)
    twins = [stranger(room, "Marie"), stranger(room, "Marie")]
    for n, seat in enumerate(twins):
        room.do(seat, "propose_case", None, title=f"Sujet {n}")
    names = [c["author"] for c in standing(room)]
    assert len(set(names)) == 2
    assert names == [c["author"]["name"] for c in cases(room)]


def test_the_organiser_counts_what_was_kept_for_later(house):
    """How many were shown and how many found no table; no title, no name, and nobody's draft."""
    room = open_workshop(house, people=4)
    room.do(room.person(CLIENT), "propose_case", None, title="Pris")
    room.do(room.person(OTHER), "propose_case", None, title="Gardé")
    room.do(room.person(HOST), "propose_case", None, title=SECRET, draft=True)
    room.to_suggestions()
    review = house.workshops.review(room.workshop.id)
    assert review["cases"] == {"shown": 2, "kept": 1}
    assert not any(word in repr(review) for word in ("Pris", "Gardé", SECRET))


@pytest.mark.parametrize("why", ["paper", "busy"])
def test_a_case_placed_at_a_table_that_is_left_alone_stays_there(house, why):
    """The pilot put it at a table without a device, or at one that tells another case: no count moves it."""
    paper = {"paper": (1,)} if why == "paper" else {}
    room = open_workshop(house, tables=2, people=4, options=(Option.WISHES,), **paper)
    author = stranger(room)
    case = room.do(author, "propose_case", None, title="Pour la table 1").result["id"]
    room.do(room.pilot, "place_case", None, case=case, table=room.table(1))
    if why == "busy":
        room.to_suggestions(1)
    assert room.do(room.pilot, "seat_by_wishes", None).skipped == [room.table(1)]
    assert [c["group"] for c in standing(room)] == [room.table(1)]


def test_when_there_are_too_few_chairs_nobody_moves(house):
    """Somebody would stand up and find none: the pilot is told, and adds a table or seats by hand."""
    room = open_workshop(house, tables=2, people=6, options=(Option.WISHES,))
    crowd = [stranger(room, f"Voisin {n}") for n in range(9)]
    case = room.do(crowd[0], "propose_case", None, title="Un").result["id"]
    for seat in crowd:
        room.do(seat, "wish_case", None, first=case)
    before = [room.see(n)["version"] for n in (1, 2)]
    refusal = room.send(room.pilot, "seat_by_wishes", None).refusal
    assert (refusal.code, refusal.detail) == (Code.TABLE_FULL, {"people": 21, "chairs": 20})
    assert ([room.see(n)["version"] for n in (1, 2)], standing(room)[0]["group"]) == (before, None)
    gone = crowd.pop()
    house.privacy.erase(gone.person)
    room.do(room.pilot, "seat_by_wishes", None)
    assert [len(room.see(n)["people"]) for n in (1, 2)] == [10, 10], "who was erased takes no chair"
    assert all(room.private(seat)["group"] for seat in crowd)
    assert verify(house)[0] == []
