"""« Qui s'assied où » over HTTP: the organiser's and the pilot's pages, and every act on them."""

import re

import pytest
from flask import Flask

from tests.service.situations import stranger
from tests.web.desk import entered, fields_of, signed_in
from tests.web.seated import HEAD, Room, room, words_of

__all__ = ["room"]


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


def test_who_is_not_known_any_more_breaks_no_page(room: Room) -> None:
    """A pilot who sat and got up: neither their pair nor what could not be kept speaks of them, and the rest stays."""
    pilot, other, third = room.open.pilot, room.open.person(1, 1).person, room.open.person(2, 1).person
    room.open.do(pilot, "sit", 1)
    room.act("place", person=[pilot.person, other, third], table=room.open.table(1))
    room.act("pair apart", one=pilot.person, other=other)
    room.act("pair apart", one=third, other=other)
    room.act("optimise", least="2", most="8")
    assert room.page().count("ont leur place à la même table") == 2
    room.open.do(pilot, "leave_table", 1)
    assert room.page().count("ont leur place à la même table") == 1
    room.act("abandon")
    assert "Séparer Paul et Gaëlle" in room.page()
    assert "Séparer et" not in room.page()


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
