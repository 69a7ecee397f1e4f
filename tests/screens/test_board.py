"""The pilot's board with five, twenty and sixty tables, and the pilot's whole job by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from tests.builders import open_workshop

from .gallery import Gallery
from .hands import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(600)]


def room_of(house, tables):
    """Tables along their afternoon: some late, one that pauses, one that calls, one on which nobody sits."""
    people = 3 if tables <= 20 else 1
    room = open_workshop(house.services, tables=tables, people=people, title="Atelier du réseau")
    numbers = list(range(1, tables))
    room.bring("clarification", numbers)
    room.bring("suggestions", numbers[1::3])
    room.bring("contract", numbers[2::3])
    assert room.send_room("change_time", numbers[0::5], minutes=9).ok
    assert room.send_room("pause", numbers[3:4]).ok
    room.do(room.person(people - 1, 3), "call_pilot", 3)
    for seat in room.seats[tables - 1]:
        room.do(seat, "leave_table", tables)
    return room


@pytest.mark.parametrize("tables", [5, 20, 60])
def test_the_board_holds_the_room(person, house, tables):
    """Looked at on a laptop: no lane hides another, nothing scrolls sideways."""
    room = room_of(house, tables)
    gallery = Gallery()
    claire = person("Claire")
    claire.come(f"{house.server.url}/enter#{room.links.conductor}")
    page = claire.page
    expect(page.locator(".lane:not(.lane-scale)")).to_have_count(tables)
    expect(page.locator("live-status")).to_have_attribute("data-state", "live")
    gallery.look(claire, f"board-{tables}", sizes=("laptop",))
    fold = page.locator("finish-on-time summary")
    claire.hands.press(fold)
    expect(page.locator("finish-on-time .sheet")).to_contain_text("Rien à changer")
    gallery.verdict()


def test_the_whole_job_by_keyboard(person, house):
    """Late by half an hour: start, keep the end, speak to the tables and the wall, act on one table and on all, undo,
    close the table where nobody sits, call the plenary. Not one pointer event."""
    _, links = house.workshop("150", tables=5, late=30)
    gallery = Gallery()
    claire = person("Claire", hands=Keyboard())
    claire.come(links.conductor)
    lucie = person("Lucie", size="phone")
    lucie.come(links.hosts[links.table])
    wall = person("", size="projector")
    wall.come(links.projector)
    page, press = claire.page, claire.hands.press
    first = page.locator(".lane", has=page.get_by_role("heading", name=links.table))

    press(page.locator("finish-on-time summary"))
    sheet = page.locator("finish-on-time .sheet")
    expect(sheet.locator("ol > li > p > strong")).to_have_text(["Somme, Oise, Aisne, Lys, Scarpe"])
    expect(sheet.locator("li li").first).to_contain_text(re.compile(r"10\s*devient\s*8\s*min"))
    gallery.look(claire, "board-on-time")
    press(sheet.get_by_role("button", name="Accepter"))
    expect(sheet).to_be_hidden()
    expect(first.locator(".drift")).to_contain_text("à l’heure")

    press(page.get_by_role("button", name="Commencer", exact=True).first)
    claire.act("send_message", text="Le café est servi au fond de la salle")
    lucie.sees("Le café est servi au fond de la salle")
    expect(wall.page.locator(".wall-message")).to_contain_text("Le café est servi")
    gallery.look(lucie, "control-message", sparse=True)
    gallery.look(wall, "wall-message", sizes=("projector",))
    expect(first.get_by_text("Message pas encore vu")).to_be_visible()
    lucie.act("acknowledge_message")
    expect(first.get_by_text("Message vu")).to_be_visible()

    claire.hands.pick(page.get_by_label("Amener les tables à"), "Exposé")
    press(page.get_by_role("button", name="Maintenant"))
    lucie.in_phase("Exposé")
    expect(first.locator(".time").first).to_contain_text(re.compile(r"^\s*[78]:"))
    gallery.look(wall, "wall-message-tables", sizes=("projector",))
    claire.act("withdraw_message")
    expect(wall.page.locator(".wall-message")).to_be_hidden()

    press(page.get_by_label(f"Choisir la table {links.table}"))
    expect(page.locator("pick-tables .chosen")).to_contain_text(links.table)
    claire.act("pause")
    expect(page.locator(".lane[data-status=paused]")).to_have_count(1)
    press(page.get_by_role("button", name="Annuler le dernier acte"))
    expect(page.locator(".lane[data-status=paused]")).to_have_count(0)
    press(page.get_by_role("button", name="Revenir à toutes"))

    claire.act("change_time", button="− 5 min")
    expect(first.locator(".time").first).to_contain_text(re.compile(r"^\s*[23]:"))
    press(page.get_by_role("button", name="Annuler le dernier acte"))
    expect(first.locator(".time").first).to_contain_text(re.compile(r"^\s*[78]:"))
    claire.act("close_round", button="Clore la séance")
    lucie.sees("La séance est close")
    empty = page.locator(".lane:not(.lane-scale)", has_not=page.get_by_role("heading", name=links.table)).last
    press(empty.get_by_role("button", name="Fermer"))
    expect(page.locator(".lane[data-shut]")).to_have_count(1)
    press(page.get_by_role("button", name="Appeler en plénière dans 2 min"))
    expect(first.get_by_text("Attendue à")).to_be_visible()
    gallery.look(claire, "board-plenary")
    gallery.verdict()
