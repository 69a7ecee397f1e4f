"""A person's own words: erased on demand, taken home by a private link, followed up weeks later; on both databases."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.engine import make_url

from facilitation.domain.refusals import Code, Refusal
from facilitation.service.own_words import own_words
from facilitation.service.verification import verify
from facilitation.storage.contributions import ContributionRow
from facilitation.storage.models import Base
from tests.builders import device, got, house_on, open_workshop, settle
from tests.databases import database
from tests.service.situations import CLIENT, OTHER, SCRIBE

DAY = 86_400_000
OWN = ("client", "scribe", "other")


def write_everything(room, prefix: str) -> None:
    """Every field that holds words, marked with whose they are; the name is a word too."""

    def of(whose: str) -> str:
        return f"{prefix}-{whose} ééé"

    client, scribe, other = room.person(CLIENT), room.person(SCRIBE), room.person(OTHER)
    room.do(client, "propose_case", None, title=of("client"))
    room.do(other, "propose_case", None, title=of("other"))
    room.bring("case_choice")
    room.do(client, "accept_client")
    room.do(room.host(), "change_roles", person=scribe.person, roles=["scribe", "consultant"])
    room.bring("clarification")
    question = room.do(scribe, "ask_question", text=of("scribe"), answer=of("client")).result["id"]
    room.do(client, "answer_question", question=question, text=of("client"))
    room.do(other, "keep_idea", text=of("other"))
    brought = room.do(other, "keep_idea", text=of("other")).result["id"]
    room.do(client, "write_notes", text=of("client"))
    room.bring("contract")
    room.do(scribe, "write_contract", sentence=of("client"))
    room.bring("suggestions")
    room.do(other, "bring_idea", idea=brought)
    room.do(scribe, "offer_suggestion", text=of("other"), author=other.person)
    room.do(scribe, "offer_suggestion", text=of("scribe"))
    room.bring("action_plan")
    line = {"first_step": of("client"), "when": of("client"), "support": of("client"), "watch": of("client")}
    action = room.do(scribe, "plan_action", what=of("client"), **line).result["id"]
    room.do(client, "follow_action", action=action, outcome="tried", note=of("client"), share=True)
    room.do(other, "support_client")
    room.bring("learnings")
    for seat, whose in zip((client, scribe, other), OWN, strict=True):
        room.do(seat, "record_learning", text=of(whose), release="released")


def whose_words(engine, prefix: str) -> set[str]:
    """Whose words are found in any column of any table, also written as JSON."""
    found = set()
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            everything = json.dumps(
                [list(row) for row in connection.execute(text(f"SELECT * FROM {table.name}"))], default=str
            )
            found |= {whose for whose in OWN if f"{prefix}-{whose}" in everything}
    return found


@pytest.mark.parametrize(("place", "whose"), [(CLIENT, "client"), (SCRIBE, "scribe"), (OTHER, "other")])
def test_a_person_is_erased(house, place, whose):
    """Their words and their name go, the others' stay, the journal still verifies, and a second time does nothing."""
    room = open_workshop(house, people=5)
    prefix = f"mot{place}"
    write_everything(room, prefix)
    seat = room.person(place)
    house.keepsakes.renew(seat.person, room.table())
    assert whose_words(house.engine, prefix) == set(OWN)
    assert house.privacy.erase(seat.person) is True
    assert whose_words(house.engine, prefix) == set(OWN) - {whose}
    assert seat.name not in json.dumps(room.see(), ensure_ascii=False)
    assert verify(house)[0] == []
    assert house.people.seat(seat.id, seat.device_id) is None
    assert house.privacy.erase(seat.person) is False
    assert house.privacy.erase("nobody") is False


def test_a_client_who_left_is_erased_as_well(house):
    """Their table has no client any more, and still holds what they asked and answered, typed by the scribe."""
    room = open_workshop(house, people=5)
    write_everything(room, "parti")
    seat = room.person(CLIENT)
    room.do(seat, "leave_table")
    assert room.see()["client"] is None
    house.privacy.erase(seat.person)
    assert whose_words(house.engine, "parti") == {"scribe", "other"}
    assert verify(house)[0] == []


def test_who_noted_for_the_client_takes_nothing_of_theirs_along(house):
    """The scribe is erased; what they typed for others stays with those it belongs to."""
    room = open_workshop(house, people=5)
    write_everything(room, "note")
    house.privacy.erase(room.person(SCRIBE).person)
    seen = room.see()
    assert seen["contract"]["sentence"] == "note-client ééé"
    assert [line["what"] for line in seen["actions"]] == ["note-client ééé"]
    assert "note-other ééé" in [one["text"] for one in seen["suggestions"]]
    assert [(one["text"], one["answer"]) for one in seen["questions"]] == [("", "note-client ééé")]
    house.privacy.erase(room.person(CLIENT).person)
    assert room.see()["questions"] == [], "without words it is nothing"
    assert whose_words(house.engine, "note") == {"other"}
    assert verify(house)[0] == []


def test_an_erased_client_leaves_no_request_and_no_plan(house):
    """The table goes on without them: what they asked for is nobody's now."""
    room = open_workshop(house, people=5)
    write_everything(room, "demande")
    house.privacy.erase(room.person(CLIENT).person)
    seen = room.see()
    assert (seen["client"], seen["actions"]) == (None, [])
    assert not (seen["contract"] or {}).get("sentence")
    room.do(room.person(OTHER), "accept_client")
    assert verify(house)[0] == []


@pytest.mark.parametrize("when", ["during", "after"])
def test_no_byte_is_left_in_the_file(tmp_path: Path, when):
    """Grep finds the words before and nothing after: in the file, in its log and beside it, as UTF-8 and as escapes."""
    with database("sqlite", tmp_path) as url:
        house, _ = house_on(url)
        room = open_workshop(house, people=5)
        write_everything(room, "octet")
        if when == "after":
            house.workshops.close(room.workshop.id)
        folder = Path(make_url(url).database or "").parent

        def grep(whose: str) -> list[str]:
            return [file.name for file in folder.iterdir() if f"octet-{whose}".encode() in file.read_bytes()]

        assert all(grep(whose) for whose in OWN)
        for place, whose in ((CLIENT, "client"), (OTHER, "other")):
            house.privacy.erase(room.person(place).person)
            settle(house)
            assert grep(whose) == []
        assert grep("scribe")
        assert verify(house)[0] == []
        house.close()


def test_a_private_link_leads_back_until_it_is_over(house, hands):
    """To one's own place, on any device; a new link ends the old one, and the retention date ends them all."""
    room = open_workshop(house, people=5)
    write_everything(room, "lien")
    seat = room.person(CLIENT)
    assert house.keepsakes.link(seat.person, room.table()) is None
    old = house.keepsakes.renew(seat.person, room.table())
    assert house.keepsakes.link(seat.person, room.table()) == old
    house.workshops.close(room.workshop.id)
    elsewhere = device(house)
    place = got(house.keepsakes.exchange(old, elsewhere))
    again = got(house.people.seat(place.seat, elsewhere))
    assert (again.person, again.shared) == (seat.person, False)
    assert got(house.keepsakes.exchange(old, elsewhere)).seat == place.seat
    new = house.keepsakes.renew(seat.person, room.table())
    assert house.keepsakes.exchange(old, device(house)) == Refusal(Code.EXPIRED_LINK)
    assert house.keepsakes.exchange("x" * 32, device(house)) is None
    start = hands.now()
    hands.pass_(house.workshops.get(room.workshop.id).erased_at - start)
    assert house.keepsakes.exchange(new, device(house)) == Refusal(Code.EXPIRED_LINK)
    assert house.keepsakes.link(seat.person, room.table()) is None
    hands.pass_(start - hands.now())


def test_a_private_link_on_the_tables_tablet_opens_no_private_writing(house):
    """Whoever holds the tablet next could open that place: it is shared as the others are, and shows nothing."""
    room = open_workshop(house, people=5)
    write_everything(room, "tablette")
    tablet, seat = room.person(4).device_id, room.person(OTHER)
    got(house.people.sit_beside(tablet, room.person(4).id, "Zélie"))
    assert room.private(seat)["ideas"]
    place = got(house.keepsakes.exchange(house.keepsakes.renew(seat.person, room.table()), tablet))
    again = got(house.people.seat(place.seat, tablet))
    assert (again.person, again.shared) == (seat.person, True)
    assert room.private(seat)["ideas"] == []


def test_the_order_of_what_is_released_tells_no_table(house):
    """A learning's id begins with its table's: in that order each table's would stand together."""
    room = open_workshop(house, tables=2, people=5)
    room.bring("learnings")
    for number in (1, 2):
        for place in range(5):
            words = {"text": f"table {number}, place {place}", "release": "released"}
            room.do(room.person(place, number), "record_learning", number, **words)
    shown = house.workshops.released(room.workshop.id)
    assert len(shown) == 10
    assert shown == house.workshops.released(room.workshop.id)
    with house.ground.reading() as session:
        query = select(ContributionRow.id, ContributionRow.text).where(ContributionRow.text.in_(shown))
        ids = {text: id for id, text in session.execute(query)}
    assert shown == sorted(shown, key=lambda text: sha256(ids[text].encode()).hexdigest())


def test_what_became_of_a_plan_is_shared_on_wish(house):
    """Also once the workshop is closed; the organisers read it without a name, and only while it is shared."""
    room = open_workshop(house, people=5)
    room.bring("case_choice")
    room.do(room.person(CLIENT), "accept_client")
    room.bring("action_plan")
    line = room.do(room.host(), "plan_action", what="Écrire aux douze", when="lundi").result["id"]
    house.workshops.close(room.workshop.id)
    told = {"action": line, "outcome": "changed", "note": "Un appel, plutôt"}
    room.do(room.person(CLIENT), "follow_action", **told)
    assert house.workshops.follow_ups(room.workshop.id) == []
    room.do(room.person(CLIENT), "follow_action", **told, share=True)
    (shared,) = house.workshops.follow_ups(room.workshop.id)
    assert (shared.what, shared.outcome, shared.note) == ("Écrire aux douze", "changed", "Un appel, plutôt")
    assert room.send(room.person(OTHER), "follow_action", **told).refusal.code is Code.NOT_YOURS
    (action,) = house.workshops.notes(room.table(), room.person(CLIENT).person)["rounds"][-1]["actions"]
    assert (action["when"], action["became"], action["outcome"], action["shared"]) == (
        "lundi", "Un appel, plutôt", "changed", True,
    )  # fmt: skip
    (seen,) = house.workshops.notes(room.table(), room.person(OTHER).person)["rounds"][-1]["actions"]
    assert "became" not in seen
    assert verify(house)[0] == []


def test_two_clients_of_one_round_share_no_words(house):
    """Notes, request, answers and plan are each one's own: to take away, and to erase."""
    room = open_workshop(house, people=5)
    first, second = room.person(CLIENT), room.person(OTHER)
    room.bring("clarification")
    for seat, whose in ((first, "premier"), (second, "second")):
        room.do(seat, "accept_client")
        if room.see()["status"] == "paused":
            room.do(room.host(), "resume")
        room.do(room.host(), "ask_question", text=f"Question au {whose}", answer=f"réponse du {whose}")
        room.do(seat, "write_notes", text=f"notes du {whose}")
        if whose == "premier":
            room.do(seat, "decline_client")
    with house.ground.reading() as session:
        for seat, own, other in ((first, "premier", "second"), (second, "second", "premier")):
            said = json.dumps(own_words(session, seat.person), ensure_ascii=False)
            assert f"notes du {own}" in said
            assert f"réponse du {own}" in said
            assert f"notes du {other}" not in said
            assert f"réponse du {other}" not in said
    house.privacy.erase(first.person)
    assert [one["answer"] for one in room.see()["questions"]] == ["", "réponse du second"]
    assert room.private(second)["notes"] == "notes du second"
    with house.engine.connect() as connection:
        left = json.dumps([list(row) for row in connection.execute(text("SELECT text, extra FROM contributions"))])
    assert "du premier" not in left.replace("Question au premier", "")
    assert verify(house)[0] == []


def test_a_second_client_does_not_read_how_the_first_one_sorted(house):
    """A second client begins anew; who comes back finds their own; who is erased leaves none."""
    room = open_workshop(house, people=5)
    first, second, other = room.person(CLIENT), room.person(OTHER), room.person(OTHER + 1)
    room.bring("suggestions")
    room.do(first, "accept_client")
    ideas = [room.do(other, "offer_suggestion", text=f"idée {n}").result["id"] for n in (1, 2)]
    room.bring("action_plan")
    for idea in ideas:
        room.do(first, "sort_suggestion", suggestion=idea, verdict="no")

    def becomes_client(seat, before):
        room.do(before, "decline_client")
        room.do(seat, "accept_client")
        room.do(room.host(), "resume")

    becomes_client(second, first)
    assert room.private(second)["verdicts"] == {}
    assert {s.get("verdict") for s in _suggestions(house, room, second)} == {"none"}
    room.do(second, "sort_suggestion", suggestion=ideas[0], verdict="no")
    assert room.private(second)["verdicts"] == {ideas[0]: "no"}
    becomes_client(first, second)
    assert room.private(first)["verdicts"] == {ideas[1]: "no"}
    assert verify(house)[0] == []
    house.privacy.erase(first.person)
    with house.engine.connect() as connection:
        kept = connection.execute(text("SELECT id, verdict, sorter FROM contributions WHERE verdict <> 'none'"))
        assert [tuple(row) for row in kept if row[0] in ideas] == [(ideas[0], "no", second.person)]
    assert verify(house)[0] == []


def _suggestions(house, room, seat):
    return house.workshops.notes(room.table(), seat.person)["rounds"][-1]["suggestions"]
