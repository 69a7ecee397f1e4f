"""The market of cases on real screens: proposed, kept or shown, sat for, wished, placed, brought, kept for later."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from facilitation.domain.formats import Option
from facilitation.domain.group import LARGEST_TABLE
from tests.builders import Open, open_workshop

from .gallery import Gallery
from .hands import Keyboard
from .person import Person

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(600)]
TITLE = "Un bail de dix ans pour notre jardin"
OTHER = "Douze habitants à la réunion"
Opened = Callable[..., tuple[Open, str]]


@pytest.fixture
def opened(house) -> Opened:
    """A workshop with the options that the test names, and the address of its house."""
    return lambda **options: (open_workshop(house.services, **options), house.server.url)


@pytest.fixture
def arrive(browser, opened) -> Iterator[Callable[..., Person]]:
    """``arrive("Inès", url, token, …)``: somebody comes by a link; without a name, their browser only follows it."""
    present: list[Person] = []

    def come(name: str, url: str, token: str, **more: Any) -> Person:
        somebody = Person(browser, url, name, **more)
        present.append(somebody)
        somebody.come(f"{url}/enter#{token}")
        return somebody

    yield come
    for somebody in present:
        somebody.close()


def line(somebody: Person, title: str):
    """The line of a case in whatever list is shown."""
    return somebody.page.locator(".cases li", has_text=title).locator("visible=true").first


def bring(pilot: Person, target: str) -> None:
    """The pilot takes all tables to a phase, beginning them first."""
    page = pilot.page
    if not page.locator("form.bring").is_visible():
        page.get_by_role("button", name="Commencer", exact=True).first.click()
        expect(page.locator("form.bring")).to_be_visible()
    page.get_by_label("Amener les tables à").select_option(label=target)
    page.get_by_role("button", name="Maintenant").click()


def test_propose_show_sit_and_bring_by_keyboard(arrive, opened):
    """At 320 px, by keyboard alone: a draft is its author's alone; the pilot places; people sit; the author agrees."""
    room, url = opened(tables=2, people=1)
    gallery, keys = Gallery(), Keyboard()
    ines = arrive("Inès", url, room.links.join, size="phone", hands=keys)
    samira = arrive("Samira", url, room.links.join, size="phone", hands=keys)
    pilot = arrive("", url, room.links.conductor, hands=keys)
    board = pilot.page.locator(".cases-to-place")

    ines.act("propose_case", title=TITLE, kind="project", button="Garder pour moi")
    expect(ines.page.locator(".fold .status[data-state=private]")).to_be_visible()
    gallery.look(ines, "market-draft", sparse=True)
    samira.act("propose_case", title=OTHER)
    expect(line(ines, OTHER)).to_be_visible()
    assert TITLE not in samira.page.content()
    expect(board.locator("li")).to_have_count(1)
    ines.act("propose_case", button="Montrer à la salle")
    expect(line(samira, TITLE)).to_be_visible()
    gallery.look(samira, "market-waiting", sparse=True)

    keys.press(board.locator("summary").first)
    mine = board.locator("li", has_text="Inès")
    pilot.act("place_case", within=mine, table="Oise")
    pilot.act("place_case", within=board.locator("li", has_text="Samira"), table="Somme")
    expect(mine.locator("select")).to_have_value(room.table(2))
    expect(pilot.page.locator("form[data-state=waiting]")).to_have_count(0)
    gallery.look(pilot, "market-conductor", sizes=("phone", "tablet", "laptop"))
    assert TITLE not in pilot.page.content(), "the pilot places people, not titles"

    keys.press(line(samira, TITLE).get_by_role("button", name="S’asseoir"))
    expect(samira.page.get_by_role("heading", name="Vous y êtes")).to_be_visible()
    keys.press(line(ines, TITLE).get_by_role("button", name="S’asseoir"))
    expect(ines.page.get_by_role("heading", name="Vous y êtes")).to_be_visible()
    bring(pilot, "Choix du sujet")
    ines.in_phase("Choix")
    expect(line(samira, TITLE)).to_be_visible()
    expect(samira.page.get_by_role("button", name="Je veux bien apporter ce sujet")).to_be_hidden()
    gallery.look(ines, "market-author", sparse=True)
    gallery.look(samira, "market-consultant", sparse=True)
    keys.press(samira.page.get_by_text("Aux autres tables"))
    expect(line(samira, OTHER)).to_be_visible()
    gallery.look(samira, "market-elsewhere", sparse=True)
    ines.act("accept_client", button="Je veux bien apporter ce sujet")
    samira.sees("apporte son sujet")
    expect(samira.page.locator(".cases li", has_text=TITLE)).to_have_count(0)
    expect(board.locator("li")).to_have_count(1)
    bring(pilot, "Apprentissages")
    samira.in_phase("Apprentissages")
    pilot.act("close_round", button="Clore la séance")
    expect(samira.page.get_by_role("heading", name="C’est fait. Merci.")).to_be_visible()
    expect(samira.page.get_by_text("Votre sujet n’a pas été pris")).to_be_visible()
    expect(ines.page.get_by_text("Votre sujet n’a pas été pris")).to_be_hidden()
    gallery.look(samira, "market-kept-for-later", sparse=True)
    gallery.verdict()


def test_people_move_between_tables_while_they_choose(arrive, opened):
    """From one table to another without a reload, and the code of a table does the same."""
    room, url = opened(tables=2, people=1)
    pilot = arrive("", url, room.links.conductor)
    ines = arrive("Inès", url, room.links.tables[room.table(2)])
    paul = arrive("Paul", url, room.links.tables[room.table(1)], size="phone")
    ines.act("propose_case", title=TITLE)
    bring(pilot, "Choix du sujet")
    paul.in_phase("Choix")
    paul.page.get_by_text("Aux autres tables").click()
    line(paul, TITLE).get_by_role("button", name="S’asseoir").click()
    expect(paul.page.locator("header .place")).to_contain_text("Oise")
    expect(line(paul, TITLE)).to_be_visible()
    paul.enter(f"{url}/enter#{room.links.tables[room.table(1)]}")
    expect(paul.page.locator("header .place")).to_contain_text("Somme")


def test_a_full_table_says_so_and_proposes_the_second_choice(arrive, opened):
    """With the option: wishes and their count, the second choice, and seating by the pilot after a confirmation."""
    room, url = opened(tables=2, people=1, options=(Option.WISHES,))
    gallery = Gallery()
    ines = arrive("Inès", url, room.links.tables[room.table(1)])
    paul = arrive("Paul", url, room.links.tables[room.table(2)])
    hakim = arrive("Hakim", url, room.links.join, size="phone", hands=Keyboard())
    pilot = arrive("", url, room.links.conductor)
    ines.act("propose_case", title=TITLE)
    paul.act("propose_case", title=OTHER, kind="concern")
    expect(line(hakim, OTHER)).to_be_visible()
    hakim.act("wish_case", within=line(hakim, TITLE))
    expect(line(hakim, TITLE).get_by_role("button", name="1er souhait")).to_have_attribute("aria-pressed", "true")
    hakim.act("wish_case", within=line(hakim, OTHER))
    expect(line(hakim, OTHER).get_by_role("button", name="2e souhait")).to_be_visible()
    expect(line(hakim, TITLE)).to_contain_text(re.compile(r"souhaits\s*:\s*1"))
    gallery.look(hakim, "market-wishes", sparse=True)
    for n in range(LARGEST_TABLE - 2):
        arrive(f"Voisin {n}", url, room.links.tables[room.table(1)])
    expect(line(hakim, TITLE)).to_contain_text("complète")
    gallery.look(hakim, "market-full", sparse=True)
    late = arrive("Lou", url, room.links.join)
    late.page.goto("about:blank")
    late.page.goto(f"{url}/enter#{room.links.tables[room.table(1)]}")
    expect(late.page.get_by_text("Cette table est complète.")).to_be_visible()
    gallery.look(late, "market-code-of-a-full-table")
    late.page.get_by_role("link", name="Choisir une autre table").click()
    expect(late.page.get_by_role("heading", name="Bienvenue")).to_be_visible()
    hakim.hands.press(hakim.page.get_by_role("button", name="S’asseoir au second, table Oise"))
    expect(hakim.page.locator("header .place")).to_contain_text("Oise")
    board = pilot.page.locator(".cases-to-place")
    board.locator("summary").first.click()
    pilot.act("seat_by_wishes", button="Oui, asseoir tout le monde")
    expect(late.page.get_by_role("heading", name="Vous y êtes")).to_be_visible()
    gallery.look(pilot, "market-conductor-wishes", sizes=("phone", "laptop"))
    gallery.verdict()
