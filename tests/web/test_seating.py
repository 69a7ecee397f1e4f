"""« Qui s'assied où » over HTTP: the organiser's and the pilot's pages, their acts, and what comes in and goes out."""

import csv
import io
import re
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Open, open_workshop
from tests.service.situations import stranger
from tests.web.desk import Desk, entered, fields_of, post, signed_in
from tests.web.desk import words_of as words_as_set

HEAD = "nom;structure;territoire;table\n"


def words_of(page: str) -> str:
    """The words of a page, every space a plain one."""
    return words_as_set(page).replace("\u00a0", " ").replace("\u202f", " ")


@dataclass
class Room:
    """A workshop of this desk, and where its seating is."""

    desk: Desk
    open: Open
    path: str

    def page(self, more: str = "") -> str:
        """The words of the page."""
        return words_of(self.desk.see(self.path + more))

    def act(self, act: str, status: int = 303, **form: Any) -> Any:
        """Press a button of the page, with the step that it shows."""
        step = fields_of(self.desk.see(self.path)).get("step", "0")
        answer = self.desk.browser.post(
            self.path, data={"act": act, "step": step, **form}, headers={"Origin": "http://localhost"}
        )
        assert answer.status_code == status, words_of(answer.text)[:2000]
        return answer

    def take(self, text: str) -> None:
        """Take a list of people."""
        answer = self.desk.post(f"{self.path}/list", text=text, sure="yes")
        assert answer.status_code == 303, words_of(answer.text)


@pytest.fixture
def room(app: Flask) -> Room:
    """Two tables of three, of an organiser who is signed in."""
    desk = signed_in(app)
    made = open_workshop(app, tables=2, people=3)
    house = app.extensions["tablee"]
    house.ground.writer.do(lambda unit: _owned_by(unit, made.workshop.id, desk.account))
    return Room(desk, made, f"/workshops/{made.workshop.id}/seating")


def _owned_by(unit: Any, workshop: str, account: str) -> None:
    from facilitation.storage.workshops import WorkshopRow

    unit.session.get(WorkshopRow, workshop).account_id = account


def test_the_page_is_one_press_away(room: Room) -> None:
    """From the workshop's page, and from the pilot's board by the pilot's own address."""
    assert f'href="{room.path}"' in room.desk.see(f"/workshops/{room.open.workshop.id}")
    browser, board = entered(room.desk.app, room.open.links.conductor)
    where = board.replace("/conduct", "/seating")
    assert f'href="{where}"' in browser.get(board).text
    page = browser.get(where).text
    assert f'href="{board}"' in page
    assert f'action="{where}"' in page
    assert "/workshops/" not in page
    assert "Se déconnecter" not in page


def test_an_empty_room_says_what_to_do(app: Flask) -> None:
    """Before anybody came there is one thing to press."""
    desk = signed_in(app)
    start = desk.house.instants.now()
    made = desk.house.workshops.create(desk.account, "Vide", "", start, start + 9_000_000)
    page = desk.see(f"/workshops/{made.id}/seating")
    assert page.count("button-main") == 1
    assert "Importez une liste" in page
    assert "Répartir" not in page


def test_a_draw_a_hand_and_back(room: Room) -> None:
    """Each act says what it did, and its way back."""
    late = stranger(room.open, "Zoé")
    assert "1 sans table" in room.page()
    room.act("draw waiting")
    assert "1 personne a une nouvelle place." in room.page()
    assert room.desk.see(room.path).count("button-main") == 0, "everybody has a place"
    before = room.open.private(late)["group"]
    other = next(room.open.table(n) for n in (1, 2) if room.open.table(n) != before)
    room.act("place", person=late.person, table=other, by="name")
    assert re.search(r"Zoé : table \w+\.", room.page("?by=name"))
    assert "1 fixée" in room.page()
    room.act("undo")
    assert "Les places d’avant sont revenues." in room.page()
    assert room.open.private(late)["group"] == before
    assert "1 fixée" not in room.page()
    room.act("place", person=late.person, table=before)
    assert "1 personne est fixée où elle est." in room.page()
    room.act("unpin", person=late.person)
    assert "fixée" not in re.sub("est fixée", "", room.page())


def test_many_move_at_once(room: Room) -> None:
    """As many as are ticked."""
    people = [room.open.person(n, 1).person for n in (1, 2)]
    room.act("place", person=people, table=room.open.table(2))
    assert "Gaëlle, Paul : table Oise." in room.page()
    room.act("place", person=people, table="")
    assert "2 sans table" in room.page()


def test_a_press_that_comes_twice_is_done_once(room: Room) -> None:
    """The second is told so, and nothing moves."""
    stranger(room.open, "Zoé")
    step = fields_of(room.desk.see(room.path))["step"]
    assert room.desk.post(room.path, act="draw", step=step).status_code == 303
    again = room.desk.post(room.path, act="draw", step=step)
    assert again.status_code == 400
    assert "rien n’a été fait deux fois" in again.text


@pytest.mark.parametrize(
    ("form", "status", "words"),
    [
        ({"act": "place", "table": ""}, 400, "Choisissez d’abord quelqu’un."),
        ({"act": "place", "person": "nobody", "table": ""}, 400, "regardez de nouveau"),
        ({"act": "accept", "step": "0"}, 400, "regardez de nouveau"),
        ({"act": "pair apart", "one": "", "other": ""}, 400, "Choisissez deux personnes."),
        ({"act": "pair together", "one": "somebody", "other": ""}, 400, "Choisissez deux personnes."),
        ({"act": "pair together", "one": "somebody", "other": "gone"}, 400, "regardez de nouveau"),
        ({"act": "optimise", "least": "deux", "most": "8"}, 400, "De 1 à 10."),
        ({"act": "optimise", "least": "5", "most": "11"}, 400, "De 5 à 10."),
        ({"act": "optimise", "least": "²", "most": "9" * 400}, 400, "De 1 à 10."),
        ({"act": "undo", "step": "0"}, 400, "Il n’y a rien à annuler."),
        ({"act": "dance"}, 400, "Demande illisible"),
        ({}, 400, "Demande illisible"),
    ],
)
def test_what_cannot_be_is_said(room: Room, form: dict[str, str], status: int, words: str) -> None:
    """On the page, with what was typed."""
    answer = room.desk.post(room.path, **form)
    assert answer.status_code == status
    assert words in words_of(answer.text)
    if form.get("act") == "optimise":
        assert f'value="{form["least"]}"' in answer.text
        assert 'aria-invalid="true"' in answer.text


def test_a_proposal_is_read_then_accepted(room: Room) -> None:
    """How good it is, why, and what could not be kept; nobody moves meanwhile; nothing else is offered."""
    room.take(HEAD + "".join(f"Personne {n};{'Ville' if n < 5 else ''};;\n" for n in range(8)))
    one, other = (room.open.person(n, 1).person for n in (1, 2))
    assert room.act("pair apart", one=one, other=other).location.endswith("?pairs=yes#optimise")
    assert "Séparer Gaëlle et Paul" in room.page()
    room.act("place", person=[one, other], table=room.open.table(1))
    room.act("optimise", least="5", most="8", mix=["organisation"])
    page = room.page()
    assert "Aucune autre répartition ne fait mieux." in page
    assert "2 tables de 7 personnes." in page
    assert "4 paires d’une même structure sont ensemble. Ville : 5 personnes pour 2 tables." in page
    assert "Gaëlle et Paul ont leur place à la même table." in page
    assert "Répartir" not in page
    assert room.desk.see(room.path).count("button-main") == 1
    room.act("abandon")
    assert "Répartir" in room.page()
    room.act("optimise", least="5", most="8", mix=["organisation"])
    room.act("accept")
    assert "8 personnes ont une nouvelle place." in room.page()
    room.act(f"unpair {one} {other}")
    assert "Séparer Gaëlle et Paul" not in room.page()


def test_a_list_is_shown_before_it_is_taken(room: Room) -> None:
    """As a file in Windows' coding, then as the text that the page gives back; columns of no use are named."""
    file = (io.BytesIO("Nom;Prénom;Courriel\r\nMartin;Inès;i@x.fr\r\nŒuvrard;Zoé;z@x.fr".encode("cp1252")), "liste.csv")
    answer = room.desk.browser.post(
        f"{room.path}/list", data={"file": file}, headers={"Origin": "http://localhost"},
        content_type="multipart/form-data",
    )  # fmt: skip
    assert answer.status_code == 200
    page = words_of(answer.text)
    assert "2 personnes comprises" in page
    assert "Colonnes laissées de côté : Courriel." in page
    assert "Zoé Œuvrard" in page
    assert "Inès Martin" not in room.page(), "not yet"
    text = re.search(r'<textarea name="text" hidden>\n(.*?)</textarea>', answer.text, re.DOTALL)
    assert text
    room.take(text[1])
    assert "Liste prise : 2 de plus, 0 déjà là." in room.page()
    assert "2 attendues" in room.page()
    room.take(text[1])
    assert "Liste prise : 0 de plus, 2 déjà là." in room.page()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEAD + "Inès;;;Loire\n", "Ligne 2 : Aucune table ne s’appelle « Loire »."),
        (HEAD + ";Ville;;\n", "Ligne 2 : Il manque le nom."),
        ("Inès\nPaul\n", "Ligne 1 : La première ligne nomme les colonnes"),
        (HEAD + "Inès;;;\n\nINÈS;;;\n", "Ligne 4 : La même personne qu’à la ligne 2"),
    ],
)
def test_a_list_with_a_fault_comes_back_whole(room: Room, text: str, words: str) -> None:
    """Each line is named, the text stands there to be mended, and nothing was taken, even when asked."""
    for more in ({}, {"sure": "yes"}):
        answer = room.desk.post(f"{room.path}/list", text=text, **more)
        assert answer.status_code == 400
        assert words in words_of(answer.text)
        assert f">\n{text}</textarea>" in answer.text.replace("&#39;", "'")
    assert "attendue" not in room.page()


def test_the_faults_are_said_in_english_too(room: Room) -> None:
    """In the language of who reads."""
    answer = room.desk.browser.post(
        f"{room.path}/list", data={"text": "name;table\nInès;Loire\n"},
        headers={"Origin": "http://localhost", "Accept-Language": "en"},
    )  # fmt: skip
    assert "Line 2: No table is called “Loire”." in words_of(answer.text)


@pytest.mark.parametrize("file", [b"PK\x03\x04", b"nom\x00;"])
def test_a_file_that_is_no_text_is_said_to_be_none(room: Room, file: bytes) -> None:
    answer = room.desk.browser.post(
        f"{room.path}/list", data={"file": (io.BytesIO(file), "liste.xlsx")}, headers={"Origin": "http://localhost"},
        content_type="multipart/form-data",
    )  # fmt: skip
    assert answer.status_code == 400
    assert "enregistrez votre tableau en CSV" in answer.text


def test_what_is_exported_is_the_list_that_would_make_it(room: Room) -> None:
    """With the mark of UTF-8, in the separator of the language; names that a spreadsheet would compute are not."""
    room.take(HEAD + "=HYPERLINK(1);+Ville;@Somme;Oise\n")
    answer = room.desk.browser.get(f"{room.path}.csv")
    assert answer.mimetype == "text/csv"
    assert "tablee.csv" in answer.headers["Content-Disposition"]
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Nom", "Structure", "Territoire", "Table"]
    assert ["'=HYPERLINK(1)", "'+Ville", "'@Somme", "Oise"] in rows
    room.take(answer.data.decode("utf-8-sig"))
    assert "Liste prise : 0 de plus, 7 déjà là." in room.page()
    english = room.desk.browser.get(f"{room.path}.csv", headers={"Accept-Language": "en"})
    assert english.data.decode("utf-8-sig").splitlines()[0] == "Name,Organisation,Territory,Table"
    assert "Name" not in rows[0]


def test_names_alone_are_printed(room: Room) -> None:
    """Whoever passes reads the list on the door: neither organisations nor who is awaited."""
    room.take(HEAD + "Inès Martin;Structure privée;;Oise\n")
    page = room.page("/print")
    assert "Inès Martin Oise" in page
    assert "Structure privée" not in page
    assert "attendue" not in page


def test_whoever_is_expected_may_not_come(room: Room) -> None:
    """Taken off the list by the same bar; offered only while somebody is expected."""
    assert "ne vient pas" not in room.page()
    room.take(HEAD + "Inès Martin;;;\n")
    assert "ne vient pas" in room.page()
    awaited = next(one for one in room.desk.house.seating.hall(room.open.workshop.id).people if one.expected)
    room.act("place", person=awaited.id, table="drop")
    assert "Inès Martin" not in room.page()
    assert room.act("place", 400, person=room.open.person(1).person, table="drop")


def test_where_a_case_is_told_nobody_is_ticked(room: Room) -> None:
    """The table says so, and its people are lines without a box."""
    room.open.to_suggestions(1)
    page = room.desk.see(room.path)
    assert "au travail : personne n’y bouge" in words_of(page)
    told = {room.open.person(n, 1).person for n in range(3)}
    ticked = set(re.findall(r'name="person" value="([^"]+)"', page))
    assert not told & ticked
    assert {room.open.person(n, 2).person for n in range(3)} <= ticked
    late = stranger(room.open, "Zoé")
    room.act("place", person=late.person, table=room.open.table(1))
    assert "Zoé attend un oui de la table Somme." in room.page()
    room.act("place", person=[room.open.person(1, 1).person], table=room.open.table(2))
    assert "Un exposé a commencé, sans changement pour : Gaëlle." in room.page()


def test_a_closed_workshop_is_only_read(room: Room) -> None:
    """Lists and files stay, no act does."""
    room.desk.house.workshops.close(room.open.workshop.id)
    page = room.desk.see(room.path)
    assert "<button" not in page.split("<main")[1]
    assert room.desk.browser.get(f"{room.path}.csv").status_code == 200
    answer = room.desk.post(f"{room.path}/list", text="nom\nInès\n", sure="yes")
    assert (answer.status_code, "Cet atelier est clos." in answer.text) == (400, True)


def test_names_are_text_and_the_policy_is_kept(room: Room) -> None:
    """Whatever somebody is called."""
    room.take(HEAD + '"<b>Inès</b>";"""><script>alert(1)</script>";;\n')
    for path in ("", "?by=name", "/print", "/list"):
        page = room.desk.see(room.path + path)
        assert "<b>Inès" not in page
        assert "<script>alert" not in page
        assert " style=" not in page


def test_the_door_asks_homonyms_for_their_organisation(room: Room, app: Flask) -> None:
    """Beside its field; with it they come in, and sit where they were awaited."""
    room.take(HEAD + "Marie Roux;Ville;;Oise\nMarie Roux;Dept;;Somme\n")
    browser: FlaskClient = app.test_client()
    answer = browser.post("/enter", json={"token": room.open.links.join}, headers={"Origin": "http://localhost"})
    join = answer.get_json()["location"]
    assert "Vos prénom et nom" in browser.get(join).text
    refused = post(browser, join, name="marie roux")
    assert refused.status_code == 400
    assert 'id="fault-organisation"' in refused.text
    assert "dites votre structure" in refused.text
    assert "Dept" not in refused.text, "nobody is told who is expected"
    seat = post(browser, join, name="marie roux", organisation="dept").location
    assert "Marie Roux D." in browser.get(seat).text
