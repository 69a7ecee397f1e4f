"""The market of a second round: what was told stays in its round's notes, and the tables start from what stands."""

from facilitation.domain.formats import Option
from facilitation.domain.refusals import Code
from facilitation.service.verification import verify
from tests.builders import open_workshop
from tests.service.situations import CLIENT, OTHER
from tests.service.test_market import SECRET, cases, standing


def half_day(house, **options):
    """A table that told « Le matin » in the first round and chooses again; who told it, and the case's id."""
    room = open_workshop(house, people=4, format_key="half_day", **options)
    morning = room.person(CLIENT)
    case = room.do(morning, "propose_case", None, title="Le matin", kind="problem").result["id"]
    room.to_suggestions()
    return room, morning, case


def told_in(house, room, seat) -> list[str | None]:
    """The titles of the cases in somebody's notes, round by round."""
    rounds = house.workshops.notes(room.table(), seat.person)["rounds"]
    return [one["case"] and one["case"]["title"] for one in rounds]


def test_a_table_that_told_its_case_is_given_another_for_the_second_round(house):
    """By the pilot's hand; one that tells its case now is not."""
    room, _, _ = half_day(house)
    later = room.do(room.person(OTHER), "propose_case", None, title="Plus tard").result["id"]
    busy = room.send(room.pilot, "place_case", None, case=later, table=room.table())
    assert busy.refusal.code is Code.CASE_TAKEN
    room.bring("case_choice.2")
    room.do(room.pilot, "place_case", None, case=later, table=room.table())
    assert [c["group"] for c in standing(room)] == [room.table()]
    assert verify(house)[0] == []


def test_who_told_a_case_proposes_another_and_the_notes_keep_the_first(house):
    """While it is told, another wording is the same case; afterwards it is another one, hidden, shown and withdrawn."""
    room, morning, case = half_day(house)
    assert room.private(morning)["case"]["told"] is True
    room.do(morning, "propose_case", None, title="Le matin, mieux dit")
    assert (room.see()["case"]["title"], room.private(morning)["case"]["id"]) == ("Le matin, mieux dit", case)
    room.bring("case_choice.2")
    other = room.do(morning, "propose_case", None, title="L’après-midi").result["id"]
    assert other != case
    assert room.private(morning)["case"] | {"kind": ""} == {
        "id": other, "title": "L’après-midi", "kind": "", "draft": False, "group": None, "told": False,
    }  # fmt: skip
    assert told_in(house, room, morning)[0] == "Le matin, mieux dit"
    room.do(morning, "propose_case", None, title=SECRET, draft=True)
    room.do(morning, "withdraw_case", None)
    room.do(morning, "withdraw_case", None)
    assert told_in(house, room, morning)[0] == "Le matin, mieux dit", "there is nothing left to take back"
    assert verify(house)[0] == []
    last = room.do(morning, "propose_case", None, title="Le soir").result["id"]
    room.do(morning, "accept_client", case=last)
    assert room.see()["case"]["title"] == "Le soir", "it was never told"
    room.do(morning, "propose_case", None, title="Le soir même")
    assert (room.see()["case"]["title"], told_in(house, room, morning)[0]) == ("Le soir même", "Le matin, mieux dit")
    assert [c["told"] for c in cases(room)] == [True, True]
    assert verify(house)[0] == []


def test_a_closed_round_makes_room_for_another_case_until_it_is_reopened(house):
    """The screen of who told it is sent anew when the round closes."""
    room, morning, case = half_day(house)
    room.bring("learnings")
    before = room.private(morning)["version"]
    room.do(room.host(), "close_round")
    assert (room.private(morning)["case"], room.private(morning)["version"] > before) == (None, True)
    room.do(room.host(), "undo")
    assert room.private(morning)["case"]["id"] == case
    room.do(room.host(), "close_round")
    other = room.do(morning, "propose_case", None, title="Un autre").result["id"]
    room.do(room.host(), "undo")
    assert (room.see()["case"]["title"], room.private(morning)["case"]["id"]) == ("Le matin", other)
    room.do(morning, "withdraw_case", None)
    room.do(morning, "propose_case", None, title="Le matin, repris")
    assert (room.see()["case"]["title"], room.private(morning)["case"]["id"]) == ("Le matin, repris", case)
    assert verify(house)[0] == []


def test_after_a_round_that_was_erased_another_case_has_no_table(house):
    """The place of the first one was its own: rows and journal say the same."""
    room = open_workshop(house, people=4)
    author = room.person(CLIENT)
    case = room.do(author, "propose_case", None, title="Un bail").result["id"]
    room.do(room.pilot, "place_case", None, case=case, table=room.table())
    room.to_suggestions()
    room.do(author, "pause")
    room.do(author, "stop_round", keep=False)
    assert room.private(author)["case"] is None
    other = room.do(author, "propose_case", None, title="Autre chose").result["id"]
    assert (other != case, room.private(author)["case"]["group"]) == (True, None)
    assert verify(house)[0] == []


def test_the_wishes_of_the_morning_draw_nobody_in_the_second_round(house):
    """A table that told its case is given the most wished one that is left, though the pilot had placed the first."""
    room, _, case = half_day(house, tables=2, options=(Option.WISHES,))
    later, last = (
        room.do(seat, "propose_case", None, title="Plus tard").result["id"]
        for seat in (room.person(OTHER, 1), room.person(OTHER, 2))
    )
    room.do(room.pilot, "place_case", None, case=case, table=room.table(1))
    room.do(room.person(2), "wish_case", None, first=case, second=last)
    room.do(room.person(2, 2), "wish_case", None, first=later)
    room.bring("case_choice.2")
    room.do(room.pilot, "seat_by_wishes", None)
    assert {c["id"]: c["group"] for c in standing(room)} == {later: room.table(1), last: room.table(2)}
    assert [room.private(room.person(2, n))["group"] for n in (1, 2)] == [room.table(2), room.table(1)]
    assert room.send(room.person(2), "wish_case", None, first=case).refusal.code is Code.UNKNOWN_THING
    assert verify(house)[0] == []
