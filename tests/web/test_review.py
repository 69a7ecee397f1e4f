"""The review: minutes and counts. Canaries prove that an organiser reads no word that was not released."""

import pytest

from facilitation.web.review import lines_of
from tests.builders import MINUTE, TWO_PM, Hands, Open, open_workshop
from tests.web.desk import Desk, application, post, words_of

RELEASED = "Poser des faits avant de chercher des solutions change tout"
SAID = {
    "case": "CANARI-SUJET le foncier du tiers-lieu",
    "question": "CANARI-QUESTION qui décide",
    "answer": "CANARI-REPONSE la commune",
    "contract": "CANARI-CONTRAT m’aider à ouvrir",
    "idea": "CANARI-GARDEE",
    "suggestion": "CANARI-IDEE inviter les voisins",
    "action": "CANARI-ACTION appeler lundi",
    "first_step": "CANARI-PAS écrire un mot",
    "notes": "CANARI-NOTES à moi seule",
    "private": "CANARI-APPRIS pour moi",
    "table": "CANARI-APPRIS pour la table",
}


@pytest.fixture(scope="module")
def day(tmp_path_factory) -> tuple[Desk, Open]:
    """An afternoon in which everything that can be written was written."""
    app = application(tmp_path_factory.mktemp("house"))
    hands = Hands(TWO_PM)
    house = app.extensions["tablee"]
    house.ground.instants = hands
    room = open_workshop(app, tables=2, people=5)
    client, scribe, third, host = room.person(1), room.person(2), room.person(3), room.host()
    room.send(client, "propose_case", None, title=SAID["case"])
    room.send_room("start_round")
    hands.pass_(11 * MINUTE)
    room.bring("case_choice")
    room.do(client, "accept_client")
    room.do(host, "change_roles", person=scribe.person, roles=["consultant", "scribe"])
    room.bring("exposition", [1])
    hands.pass_(14 * MINUTE)
    room.bring("clarification", [1])
    room.do(scribe, "ask_question", text=SAID["question"], answer=SAID["answer"])
    room.do(third, "keep_idea", text=SAID["idea"])
    room.bring("contract", [1])
    room.do(client, "write_contract", sentence=SAID["contract"])
    room.do(client, "confirm_contract")
    room.bring("suggestions", [1])
    room.do(third, "offer_suggestion", text=SAID["suggestion"])
    room.do(client, "write_notes", text=SAID["notes"])
    room.bring("action_plan", [1])
    room.do(client, "plan_action", what=SAID["action"], first_step=SAID["first_step"])
    room.bring("learnings", [1])
    room.do(client, "record_learning", text=RELEASED, release="released")
    room.do(scribe, "record_learning", text=SAID["private"], release="private")
    room.do(third, "record_learning", text=SAID["table"], release="table")
    room.do(host, "close_round")
    browser = app.test_client()
    login = house.accounts.get(room.account).login
    assert post(browser, "/sign-in", login=login, password="quatorze heures trente").status_code == 303
    return Desk(app, browser, room.account), room


def everywhere(day: tuple[Desk, Open]) -> dict[str, str]:
    """Every page an organiser can open on this workshop."""
    desk, room = day
    where = f"/workshops/{room.workshop.id}"
    paths = ("/workshops", where, f"{where}/review", f"{where}/kit", f"{where}/rehearsal")
    return {path: desk.see(path) for path in paths}


def test_an_organiser_reads_no_word_of_a_table(day):
    """Not on any page: case, question, contract, ideas, plan, notes, learnings kept at the table."""
    for path, page in everywhere(day).items():
        assert "CANARI" not in page, path
        assert [said for said in SAID.values() if said in page] == [], path


def test_nobody_who_took_part_is_named(day):
    """Neither the client nor who released a learning nor who held the table."""
    desk, room = day
    page = words_of(desk.see(f"/workshops/{room.workshop.id}/review"))
    assert [seat.name for seats in room.seats for seat in seats if f" {seat.name} " in page] == []


def test_what_was_released_is_read_without_a_name(day):
    """One learning was given to the whole gathering."""
    desk, room = day
    page = desk.see(f"/workshops/{room.workshop.id}/review")
    assert page.count(RELEASED) == 1
    assert "Tout le reste appartient aux tables" in page


def test_a_learning_taken_back_is_not_read_any_more(day):
    """Released, then kept for the table."""
    desk, room = day
    room.do(room.person(1), "record_learning", text=RELEASED, release="table")
    try:
        assert RELEASED not in desk.see(f"/workshops/{room.workshop.id}/review")
    finally:
        room.do(room.person(1), "record_learning", text=RELEASED, release="released")


def test_planned_and_real_minutes_stand_beside_one_another(day):
    """The framing took 11 minutes of 10 at both tables, the exposé 14 of 10."""
    desk, room = day
    page = desk.see(f"/workshops/{room.workshop.id}/review")
    row = page[page.index('<tr data-phase="exposition">') :].partition("</tr>")[0]
    assert "<td>10</td>" in row
    assert '<td class="strong">14</td>' in row
    framing = page[page.index('<tr data-phase="framing">') :].partition("</tr>")[0]
    assert '<td class="strong">11</td>' in framing
    plenary = page[page.index('<tr data-phase="plenary">') :].partition("</tr>")[0]
    assert '<td class="strong">–</td>' in plenary


def test_counts_and_nothing_else(day):
    """How much was written, and how many rounds were closed."""
    desk, room = day
    page = words_of(desk.see(f"/workshops/{room.workshop.id}/review"))
    assert "10 personnes, 2 tables, 1 séance close" in page
    assert "Questions notées 1" in page
    assert "Suggestions 1" in page


def test_bars_stay_inside_their_drawing():
    """The longest phase, planned or real, fills the width; what goes beyond the plan is drawn apart."""
    lines = lines_of(
        [
            {"kind": "contract", "planned": 10 * MINUTE, "real": 40 * MINUTE},
            {"kind": "plenary", "planned": 10 * MINUTE, "real": None},
        ],
        1,
    )
    assert lines[0].bar + lines[0].beyond <= 100
    assert lines[0].mark == lines[0].bar
    assert lines[1].real is None
    assert (lines[1].bar, lines[1].beyond) == (0, 0)
    assert lines_of([], 1) == []


def test_before_the_day_the_review_says_that_it_waits(day):
    """No table has begun: no figures."""
    desk, room = day
    made = desk.house.workshops.create(room.account, "Demain", "", TWO_PM, TWO_PM + 9_000_000)
    assert "quand les tables auront commencé" in desk.see(f"/workshops/{made.id}/review")
