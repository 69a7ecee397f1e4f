"""The method in full, through the door and into the rows, on both databases."""

import pytest

from facilitation.domain.formats import Option
from facilitation.service.verification import verify
from facilitation.storage.groups import RoundRow
from tests.builders import open_workshop
from tests.service.situations import CLIENT, HOST, OTHER, SCRIBE, stranger


def clean(house) -> list[str]:
    """What the journal finds."""
    return verify(house)[0]


def test_what_was_written_together_is_laid_on_the_table_at_once(house):
    """Private until suggestions open; then each one's idea is a suggestion, signed, and theirs to take back."""
    room = open_workshop(house, format_key="35", people=5)
    room.do(room.host(), "start_round")
    room.do(room.person(CLIENT), "accept_client")
    room.bring("silent_writing")
    for place, text in ((SCRIBE, "Commencer petit"), (OTHER, "Inviter les absents")):
        room.do(room.person(place), "keep_idea", text=text)
    dropped = room.do(room.person(OTHER), "keep_idea", text="Rien de tout cela").result["id"]
    room.do(room.person(OTHER), "drop_idea", idea=dropped)
    assert room.see()["suggestions"] == []
    assert "Commencer" not in str(room.see())
    assert [idea["together"] for idea in room.private(room.person(SCRIBE))["ideas"]] == [True]
    room.do(room.host(), "advance_phase")
    laid = room.see()["suggestions"]
    assert [one["text"] for one in laid] == ["Commencer petit", "Inviter les absents"]
    assert laid[0]["author"]["id"] == room.person(SCRIBE).person
    assert [idea["status"] for idea in room.private(room.person(SCRIBE))["ideas"]] == ["brought"]
    room.do(room.host(), "undo")
    room.do(room.host(), "advance_phase")
    assert len(room.see()["suggestions"]) == 2, "once, however often the phase is entered"
    room.do(room.person(OTHER), "withdraw_suggestion", suggestion=laid[1]["id"])
    assert clean(house) == []


def test_private_writing_stays_private(house):
    """In a format that does not lay it open."""
    room = open_workshop(house, people=5)
    room.bring("case_choice")
    room.do(room.person(CLIENT), "accept_client")
    room.bring("silent_writing")
    room.do(room.person(OTHER), "keep_idea", text="Pour plus tard")
    room.bring("suggestions")
    assert room.see()["suggestions"] == []


def test_two_rounds_at_one_table(house):
    """The rows say when the first one ended and who its client was; the words of each stay its own."""
    room = open_workshop(house, format_key="half_day", people=5)
    room.bring("case_choice")
    room.do(room.person(CLIENT), "accept_client")
    room.bring("suggestions")
    room.do(room.person(OTHER), "offer_suggestion", text="Dans la première séance")
    room.bring("pause")
    room.do(room.pilot, "advance_phase")
    assert (room.see()["round"], room.see()["suggestions"], room.see()["client"]) == (2, [], None)
    room.do(room.person(OTHER), "accept_client")
    with house.ground.reading() as session:
        first = session.get(RoundRow, (room.table(), 1))
        assert (first.reason, first.client) == ("finished", room.person(CLIENT).person)
        assert first.closed is not None
        assert session.get(RoundRow, (room.table(), 2)).client == room.person(OTHER).person
    heard = {seat.person: room.private(seat)["version"] for seat in room.seats[0]}
    room.do(room.pilot, "undo")
    assert all(room.private(seat)["version"] > heard[seat.person] for seat in room.seats[0]), "private screens follow"
    assert (room.see()["round"], room.see()["client"]["id"]) == (1, room.person(CLIENT).person)
    assert [one["text"] for one in room.see()["suggestions"]] == ["Dans la première séance"]
    with house.ground.reading() as session:
        assert session.get(RoundRow, (room.table(), 1)).closed is None
    assert clean(house) == []


def test_a_table_on_paper_is_typed_in_afterwards(house):
    """Its members sit down when the round is over, say who was the client, and type what stands on the sheets."""
    room = open_workshop(house, people=4, paper=(1,))
    room.bring("learnings")
    assert room.send_room("close_round").ok
    late = stranger(room)
    room.do(late, "sit")
    assert room.private(late)["group"] == room.table(), "nothing is written yet: nobody has to be asked"
    room.do(room.person(CLIENT), "accept_client")
    room.do(room.person(CLIENT), "write_contract", sentence="M’aider à choisir")
    room.do(room.person(CLIENT), "confirm_contract")
    room.do(room.person(CLIENT), "reopen_contract")
    room.do(room.person(CLIENT), "write_contract", sentence="M’aider à bien choisir")
    room.do(room.person(CLIENT), "confirm_contract")
    room.do(room.host(), "ask_question", text="Depuis quand ?", answer="Mars")
    room.do(room.person(OTHER), "offer_suggestion", text="Attendre")
    room.do(room.person(CLIENT), "plan_action", what="Appeler")
    room.do(late, "record_learning", text="Écouter", release="table")
    see = room.see()
    assert (see["contract"]["status"], len(see["questions"]), len(see["suggestions"])) == ("confirmed", 1, 1)
    own = house.workshops.notes(room.table(), late.person)["rounds"]
    assert [one["contract"] for one in own] == ["M’aider à bien choisir"], "who sat down to type takes it home"
    newcomer = stranger(room, "Hakim")
    room.do(newcomer, "sit")
    assert room.private(newcomer)["group"] is None, "now something is told there"
    with house.ground.reading() as session:
        assert session.get(RoundRow, (room.table(), 1)).client == room.person(CLIENT).person
    assert clean(house) == []


def test_which_tables_have_no_device_is_said_before_they_begin(house):
    """By an event that the journal folds; a table that began stays what it was."""
    room = open_workshop(house, tables=3, people=2)
    first, second, third = (room.table(n) for n in (1, 2, 3))
    house.workshops.choose_paper(room.workshop.id, [second])
    assert [t.paper for t in house.workshops.get(room.workshop.id).tables] == [False, True, False]
    house.workshops.choose_paper(room.workshop.id, [third, "nobody's"])
    assert [t.paper for t in house.workshops.get(room.workshop.id).tables] == [False, False, True]
    room.bring("exposition")
    house.workshops.choose_paper(room.workshop.id, [first])
    assert [t.paper for t in house.workshops.get(room.workshop.id).tables] == [False, False, True]
    assert clean(house) == []


def test_a_table_with_devices_is_not_typed_in_afterwards(house):
    """A closed round stays as it was left."""
    room = open_workshop(house, people=4)
    room.bring("learnings")
    assert room.send_room("close_round").ok
    assert room.send(room.host(), "ask_question", text="?").refusal.code == "round_closed"
    assert room.send(room.person(CLIENT), "accept_client").refusal.code == "round_closed"


def test_a_score_is_private(house):
    """Its author sees it; it can be changed; nobody else's snapshot has it."""
    room = open_workshop(house, people=4, options=(Option.ROTI,))
    room.bring("learnings")
    room.do(room.person(OTHER), "rate_round", score=2)
    room.do(room.person(OTHER), "rate_round", score=5)
    assert room.private(room.person(OTHER))["rating"] == 5
    assert room.private(room.host())["rating"] == 0
    assert "rating" not in room.see()
    assert clean(house) == []


def test_the_organiser_sees_how_scores_spread(house):
    """Once enough people gave one, and never whose."""
    room = open_workshop(house, people=6, options=(Option.ROTI,))
    room.bring("learnings")
    for place, score in enumerate((5, 4, 4, 1)):
        room.do(room.person(place), "rate_round", score=score)
    assert house.workshops.review(room.workshop.id)["ratings"] is None
    room.do(room.person(4), "rate_round", score=5)
    assert house.workshops.review(room.workshop.id)["ratings"] == {1: 1, 2: 0, 3: 0, 4: 2, 5: 2}


def test_kinds_of_help_stand_with_the_sentence(house):
    """As the client said, and gone when the sentence is written without them."""
    room = open_workshop(house, people=4, options=(Option.HELP_KINDS,))
    room.bring("contract")
    room.do(room.person(CLIENT), "accept_client")
    room.do(room.person(CLIENT), "write_contract", sentence="M’aider", helps=["questions", "ideas"])
    assert room.see()["contract"]["helps"] == ["ideas", "questions"]
    room.do(room.person(CLIENT), "write_contract", sentence="M’aider encore")
    assert room.see()["contract"]["helps"] == []


def test_who_comes_late_is_told_where_the_table_is(house):
    """Until the next phase; who was there all along is not."""
    room = open_workshop(house, people=4)
    room.to_suggestions()
    late = stranger(room)
    room.do(late, "sit")
    room.do(room.person(CLIENT), "welcome_person", person=late.person)
    assert room.private(late)["late"] is True
    assert room.private(room.person(OTHER))["late"] is False
    room.do(room.host(), "advance_phase")
    assert room.private(late)["late"] is False


@pytest.mark.parametrize(("people", "few"), [(3, True), (4, False)])
def test_the_pilot_is_told_of_three(house, people, few):
    """Three are enough; nothing is blocked."""
    room = open_workshop(house, people=people)
    room.bring("exposition")
    assert room.snapshot(f"conductors:{room.workshop.id}")["lanes"][0]["few"] is few
    room.do(room.person(HOST), "advance_phase")


def test_everybody_sits_where_they_wished(house):
    """Authors at their case, the others by their wishes, hosts where they are; nobody is moved twice."""
    room = open_workshop(house, tables=2, people=1, options=(Option.WISHES,))
    people = [stranger(room, name) for name in ("Ana", "Béa", "Cyr", "Dan", "Ève", "Fay")]
    cases = [
        room.do(people[i], "propose_case", None, title=title).result["id"] for i, title in enumerate(("Un", "Deux"))
    ]
    for seat, wish in zip(people[2:], (0, 0, 1, 0), strict=True):
        room.do(seat, "wish_case", None, first=cases[wish])
    room.do(room.pilot, "place_case", None, case=cases[1], table=room.table(1))
    answer = room.do(room.pilot, "seat_by_wishes", None)
    assert answer.skipped == []
    at = [room.private(seat)["group"] for seat in people]
    assert at == [room.table(n) for n in (2, 1, 2, 2, 1, 2)]
    assert [room.private(room.host(n))["group"] for n in (1, 2)] == [room.table(1), room.table(2)]
    assert room.private(room.pilot)["group"] is None, "who pilots the room is not given a chair"
    before = [room.see(n)["version"] for n in (1, 2)]
    room.do(room.pilot, "seat_by_wishes", None)
    assert [room.see(n)["version"] for n in (1, 2)] == before, "asked again, nothing changes"
    assert [c["wishes"] for c in room.snapshot(f"room:{room.workshop.id}")["cases"]] == [3, 1]
    assert clean(house) == []


def test_a_table_that_tells_a_case_is_left_alone(house):
    """Nobody is taken from it or put there by a count."""
    room = open_workshop(house, tables=2, people=4, options=(Option.WISHES,))
    room.to_suggestions(1)
    inside = [one["id"] for one in room.see(1)["people"]]
    waiting = stranger(room)
    answer = room.do(room.pilot, "seat_by_wishes", None)
    assert answer.skipped == [room.table(1)]
    assert [one["id"] for one in room.see(1)["people"]] == inside
    assert room.private(waiting)["group"] == room.table(2)
    assert room.send(room.host(), "seat_by_wishes", None).refusal.code == "not_allowed"
