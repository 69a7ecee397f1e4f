"""One key for each act, on the host's control and the pilot's board: pressed, aimed at, written, switched off."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from .gallery import Gallery
from .person import Person

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(300)]
SIZES = ("phone", "tablet", "laptop")
MINUTE = 60_000


def begun(person: Any, house: Any, tables: int = 1) -> tuple[Person, Person]:
    """The pilot at the board and the host of the first table at the control, all tables in the exposé."""
    links = house.workshop(tables=tables)[1]
    claire, lucie, nadege = person("Claire"), person("Lucie"), person("Nadège")
    claire.come(links.conductor)
    lucie.come(links.hosts[links.table])
    nadege.come(links.tables[links.table])
    claire.asks("start_round")
    claire.asks("bring_tables", target="case_choice", warn=False)
    nadege.in_phase("Choix")
    nadege.asks("accept_client")
    claire.asks("bring_tables", target="exposition", warn=False)
    lucie.in_phase("Exposé")
    return claire, lucie


def press(page: Page, *keys: str) -> None:
    """These keys, one after the other, on whatever has focus."""
    for key in keys:
        page.keyboard.press(key)


def sheet(page: Page) -> Locator:
    """The sheet of keys."""
    return page.get_by_role("dialog", name="Raccourcis clavier")


def planned(somebody: Person) -> int:
    """How long the phase of the host's table is, in minutes."""
    return (
        somebody.page.evaluate(
            "async () => (await import('/static/js/live/screen.js')).screen().store.data().group.clock.planned"
        )
        // MINUTE
    )


def test_the_host_leads_by_single_keys(person, house):
    """Every key does what its button does; the sheet lists them; a field and the switch keep them quiet."""
    _, lucie = begun(person, house)
    page, gallery = lucie.page, Gallery()
    before = planned(lucie)
    press(page, "+")
    expect(page.locator("form[data-command=change_time][data-state=saved]")).to_have_count(1)
    assert planned(lucie) == before + 5
    press(page, "n")
    lucie.in_phase("Clarification")
    press(page, "u")
    lucie.in_phase("Exposé")
    press(page, "p")
    lucie.in_phase("Pause")
    press(page, "p")
    lucie.in_phase("Exposé")
    press(page, "c")
    expect(page.get_by_text("Le pilote arrive.")).to_be_visible()

    press(page, "Shift+?")
    expect(sheet(page)).to_be_visible()
    expect(sheet(page).locator("[data-line]")).to_have_text(
        ["nCommencer la séance / Étape suivante", "+Plus de temps", "cAppeler le pilote", "pReprendre / Pause",
         "uAnnuler le dernier acte", re.compile("^tTenir")]
    )  # fmt: skip
    gallery.look(lucie, "shortcuts-control", sizes=SIZES)
    press(page, "n", "Escape")
    expect(sheet(page)).to_be_hidden()

    page.locator("a[href='#plus']:visible").press("Enter")
    gallery.look(lucie, "shortcuts-plus", sizes=SIZES)
    page.locator("#plus").get_by_label("Minutes").focus()
    press(page, "n", "p", "Shift+?")
    expect(sheet(page)).to_be_hidden()
    page.locator("#plus").get_by_role("button", name="Raccourcis clavier").press("Enter")
    sheet(page).get_by_label("Actifs sur cet appareil").press("Space")
    press(page, "Escape")
    page.locator("#plus a[href='#main']:visible").press("Enter")
    press(page, "n", "p", "Shift+?")
    expect(sheet(page)).to_be_hidden()
    page.reload()
    press(page, "n")
    lucie.act("pause")
    lucie.in_phase("Pause")
    press(page, "p")
    lucie.act("resume")
    lucie.in_phase("Exposé")
    gallery.verdict()


def test_the_pilot_walks_the_tables_and_acts_by_keys(person, house):
    """j, k, digits and arrows; x ticks; what moves tables is aimed at and takes Enter; the lists keep their letters."""
    claire, lucie = begun(person, house, tables=5)
    page, gallery = claire.page, Gallery()
    boxes = page.locator("[data-pick]")
    expect(boxes).to_have_count(5)
    press(page, "j")
    expect(boxes.nth(0)).to_be_focused()
    press(page, "ArrowDown", "j")
    expect(boxes.nth(2)).to_be_focused()
    press(page, "k", "x")
    expect(boxes.nth(1)).to_be_checked()
    press(page, "5", "Space")
    expect(boxes.nth(4)).to_be_checked()
    press(page, "a")
    expect(page.locator("[data-pick]:checked")).to_have_count(0)
    expect(page.get_by_text("Toutes les tables", exact=True)).to_be_visible()

    names = page.locator(".lane .name").all_inner_texts()
    its_table = lucie.page.locator("[data-text='group.group.name']").first.inner_text()
    press(page, str(names.index(its_table) + 1), "x", "n")
    following = page.locator("pick-tables form[data-command=advance_phase] button")
    expect(following).to_be_focused()
    lucie.in_phase("Exposé")
    press(page, "Enter")
    lucie.in_phase("Clarification")
    expect(page.locator(".lane[data-phase=clarification]")).to_have_count(1)
    press(page, "u", "Enter")
    lucie.in_phase("Exposé")
    press(page, "b")
    target = page.get_by_label("Amener les tables à")
    expect(target).to_be_focused()
    page.keyboard.type("Con")
    expect(target).to_have_value("contract")
    press(page, "Tab", "Enter")
    lucie.in_phase("Contrat")

    press(page, "Shift+?")
    expect(sheet(page)).to_be_visible()
    expect(sheet(page).get_by_text("Entrée le presse.")).to_be_visible()
    gallery.look(claire, "shortcuts-board", sizes=SIZES)
    press(page, "Escape")
    gallery.look(claire, "shortcuts-foot", sizes=SIZES)
    gallery.verdict()
