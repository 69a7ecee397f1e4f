"""Who sits where, by keyboard alone: a list is imported, the room is optimised, accepted, and the tables show it."""

import pytest
from playwright.sync_api import expect

from tests.builders import enter, open_workshop

from .gallery import Gallery
from .hands import Keyboard
from .house import LOGIN, PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(600)]
SIZES = ("phone", "tablet", "laptop")
ORGANISATIONS = ("Ville d’Amiens", "Pays du Haut-Marais", "Tiers-lieu L’Escale", "Centre social La Passerelle")
FIRST = ("Samira", "Yann", "Nadège", "Fatou", "Olivier", "Bruno", "Inès", "Hakim", "Claire", "Mourad", "Ana", "Paul")
LAST = ("Lefebvre", "Caron", "Delattre", "Benali", "Petit", "Roux")


def listed(number: int) -> list[str]:
    """The lines of a list, as somebody's spreadsheet has them."""
    people = [f"{FIRST[n % 12]};{LAST[n // 12 % 6]};{ORGANISATIONS[n % 4]};Territoire {n % 3}" for n in range(number)]
    return ["Prénom;Nom;Structure;Territoire", *people]


def submit(person, name: str) -> None:
    """Press a button and wait for the page that answers."""
    page = person.page
    page.evaluate("() => { window.before = true }")
    person.hands.press(page.get_by_role("button", name=name, exact=True))
    page.wait_for_function("() => !window.before && document.readyState === 'complete'")


def test_a_room_is_seated_by_keyboard(person, house, server):
    """From the list to the host's screen: nobody moves before « Asseoir tout le monde », who is expected sits down when
    they say their name, and each place that is given by hand stays."""
    room = open_workshop(house.services, tables=4, people=1, title="Atelier du réseau", place="La Machinerie, Amiens")
    for n in range(3):
        enter(house.services, room.links.join, f"{FIRST[n]} {LAST[n]}")
    pilot, gallery = person("Pilote"), Gallery()
    pilot.come(f"{server.url}/enter#{room.links.conductor}")
    host = person("Lucie", size="phone")
    host.come(f"{server.url}/enter#{room.links.hosts[room.table(1)]}")
    pilot.hands = Keyboard()
    page = pilot.page
    pilot.hands.press(page.get_by_role("link", name="Qui s’assied où"))
    expect(page.get_by_role("heading", name="Qui s’assied où")).to_be_visible()

    pilot.hands.press(page.get_by_role("link", name="Importer"))
    gallery.look(pilot, "seating-import", sizes=SIZES)
    lines = listed(24)
    pilot.hands.write(page.get_by_label("Ou le texte, collé ici"), "\n".join([*lines[:2], "Zoé;;Ville;", '"Hugo;;;']))
    submit(pilot, "Lire la liste")
    expect(page.get_by_role("alert")).to_contain_text("Ligne 4")
    gallery.look(pilot, "seating-import-fault", sizes=SIZES)
    pilot.hands.write(page.get_by_label("Ou le texte, collé ici"), "\n".join(lines))
    submit(pilot, "Relire")
    expect(page.get_by_role("heading", name="24 personnes comprises")).to_be_visible()
    gallery.look(pilot, "seating-understood", sizes=SIZES)
    submit(pilot, "Prendre cette liste")
    expect(page.get_by_text("22 attendues")).to_be_visible()
    gallery.look(pilot, "seating-listed", sizes=SIZES)

    pilot.hands.press(page.locator("summary", has_text="Optimiser"))
    pilot.hands.press(page.locator("summary", has_text="Séparer ou réunir"))
    pilot.hands.pick(page.locator("select[name=one]"), "Samira Lefebvre")
    pilot.hands.pick(page.locator("select[name=other]"), "Yann Caron")
    submit(pilot, "Séparer")
    expect(page.get_by_text("Samira Lefebvre et Yann Caron").first).to_be_visible()
    gallery.look(pilot, "seating-optimise", sizes=SIZES)
    submit(pilot, "Proposer")
    expect(page.get_by_text("Aucune autre répartition ne fait mieux.")).to_be_visible()
    gallery.look(pilot, "seating-proposal", sizes=SIZES)
    around = host.page.locator("ul.people")
    assert not set(host.page.locator("body").inner_text().split()) & set(LAST)
    submit(pilot, "Asseoir tout le monde")
    expect(page.get_by_role("status")).to_contain_text("ont une nouvelle place")
    assert table_of(page, "Samira Lefebvre") != table_of(page, "Yann Caron")

    for name in ("Samira Lefebvre", "Ana Caron"):
        pilot.hands.press(page.get_by_role("checkbox", name=name))
    gallery.look(pilot, "seating-ticked", sizes=SIZES)
    tables = page.get_by_label("Table", exact=True)
    pilot.hands.pick(tables, tables.locator("option", has_text="Somme").inner_text())
    submit(pilot, "Asseoir")
    expect(page.get_by_text("2 fixées")).to_be_visible()
    expect(around).to_contain_text("Samira Lefebvre")
    expect(around).not_to_contain_text("Ana Caron")

    ana = person("ana caron", size="phone")
    ana.page.goto(f"{server.url}/enter#{room.links.join}")
    ana.hands.write(ana.page.get_by_label("Vos prénom et nom"), ana.name)
    gallery.look(ana, "join-listed", sizes=("phone",))
    ana.hands.press(ana.page.get_by_role("button", name="Je m’installe"))
    ana.page.wait_for_url("**/s/**")
    expect(around).to_contain_text("Ana Caron")

    page.reload()
    gallery.look(pilot, "seating", sizes=SIZES)
    pilot.hands.press(page.get_by_role("link", name="Ranger par nom"))
    expect(page.get_by_role("link", name="Ranger par table")).to_be_visible()
    gallery.look(pilot, "seating-names", sizes=SIZES)
    pilot.hands.press(page.get_by_role("link", name="Imprimer"))
    expect(page.get_by_role("heading", name="Votre table")).to_be_visible()
    gallery.look(pilot, "seating-print", sizes=SIZES)
    gallery.verdict()


def table_of(page, name: str) -> str:
    """The heading above somebody."""
    section = page.locator(".seating-tables section", has=page.get_by_role("checkbox", name=name))
    return section.get_by_role("heading").inner_text()


def test_it_works_without_scripts(person, house, server):
    """At the door, on whatever there is: a draw, a place by hand, taken back."""
    made, links = house.workshop(tables=2)
    for name in ("Yann", "Paul", "Fatou", "Inès"):
        enter(house.services, links.tables[links.table].partition("#")[2], name)
    claire = person("Claire", size="phone", options={"java_script_enabled": False})
    claire.sign_in(LOGIN, PASSWORD)
    claire.page.goto(f"{server.url}/workshops/{made.id}")
    claire.page.get_by_role("link", name="Qui s’assied où").click()
    claire.page.get_by_role("button", name="Répartir").click()
    expect(claire.page.get_by_role("status")).to_be_visible()
    claire.page.get_by_role("checkbox", name="Paul").check()
    claire.page.get_by_label("Table", exact=True).select_option(label="aucune table")
    claire.page.get_by_role("button", name="Asseoir", exact=True).click()
    expect(claire.page.get_by_role("heading", name="Sans table 1")).to_be_visible()
    claire.page.get_by_role("button", name="Annuler").click()
    expect(claire.page.get_by_text("Les places d’avant sont revenues.")).to_be_visible()
    expect(claire.page.get_by_role("heading", name="Sans table")).to_have_count(0)
