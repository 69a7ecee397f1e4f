"""Lists over HTTP: how people come in by one, how the seating goes out, and who says a name at the door."""

import csv
import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.desk import post
from tests.web.seated import HEAD, Room, room, words_of

__all__ = ["room"]


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


def test_a_list_says_who_keeps_their_table_and_who_gets_another(room: Room) -> None:
    """Before it is taken, and after."""
    room.take(HEAD + "Inès;;;Oise\nAna;;;\n")
    text = HEAD + "Inès;;;Somme\nAna;;;Oise\nGaëlle;;;Oise\n"
    page = words_of(room.desk.post(f"{room.path}/list", text=text.replace("Gaëlle", "Paul")).text)
    assert "Inès change de table" in page
    assert "Ana reçoit une table" in page
    sitting = next(one for one in room.desk.house.seating.hall(room.open.workshop.id).people if one.name == "Gaëlle")
    page = words_of(room.desk.post(f"{room.path}/list", text=text).text)
    assert "1 personne déjà assise garde sa table." in page
    assert "Gaëlle déjà là Somme y reste" in page
    room.take(text)
    assert "Liste prise : 0 de plus, 3 déjà là. Reste à sa table : Gaëlle." in room.page()
    assert (
        sitting.table
        == next(o for o in room.desk.house.seating.hall(room.open.workshop.id).people if o.id == sitting.id).table
    )


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
