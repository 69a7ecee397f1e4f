"""An organiser shapes a format by keyboard alone, makes a workshop with it, and finds it on the tables' screens."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .gallery import Gallery
from .hands import Keyboard
from .house import LOGIN, PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(600)]


def order(page: Page) -> list[str]:
    """The names of the lines, from first to last."""
    return [name.strip() for name in page.locator(".shaped-line > label").all_text_contents()]


def button(page: Page, name: str) -> Locator:
    """A button that names its line."""
    return page.get_by_role("button", name=re.compile(f"^{name}$"))


def minutes(page: Page, name: str) -> Locator:
    """The minutes of a line."""
    return page.get_by_role("spinbutton", name=name, exact=True)


def press(claire, name: str) -> None:
    """Press a button of a line and wait until the page that answers stands there."""
    page = claire.page
    page.evaluate("() => { window.before = true }")
    claire.hands.press(button(page, name))
    page.wait_for_function("() => !window.before && document.readyState === 'complete'")


def test_a_format_is_shaped_by_keyboard_and_used(person, house, server):
    """Reorder, add, remove, save, choose: the keyboard stays on the line that moves, nothing typed is lost."""
    claire = person("Claire")
    claire.sign_in(LOGIN, PASSWORD)
    claire.hands = Keyboard()
    page, gallery = claire.page, Gallery()
    page.goto(f"{server.url}/formats")
    gallery.look(claire, "formats-empty", sizes=("phone", "tablet", "laptop"))
    claire.hands.press(button(page, "Dupliquer Accélérateur, 60 minutes"))
    page.wait_for_url("**/formats/*")
    gallery.look(claire, "format", sizes=("phone", "tablet", "laptop"))
    assert order(page)[:3] == ["Cadre", "Exposé", "Clarification"]

    claire.hands.write(minutes(page, "Cadre"), "7")
    expect(page.locator("plan-check [data-total]")).to_have_text("62")
    press(claire, "Monter Clarification")
    assert order(page)[:3] == ["Cadre", "Clarification", "Exposé"]
    expect(button(page, "Monter Clarification")).to_be_focused()
    expect(minutes(page, "Cadre")).to_have_value("7")
    page.keyboard.press("Space")
    expect(button(page, "Descendre Clarification")).to_be_focused()
    assert order(page)[:3] == ["Clarification", "Cadre", "Exposé"]
    for _ in range(2):
        press(claire, "Descendre Clarification")
        expect(button(page, "Descendre Clarification")).to_be_focused()
    assert order(page)[:3] == ["Cadre", "Exposé", "Clarification"]

    claire.hands.pick(page.get_by_label("Une étape de plus"), "Pause")
    press(claire, "Ajouter")
    assert order(page)[3:6] == ["Contrat", "Pause", "Consultation"]
    expect(minutes(page, "Pause")).to_be_focused()
    claire.hands.write(minutes(page, "Pause"), "0")
    press(claire, "Enregistrer")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#fault-minutes-4")).to_contain_text("entre 1 et 240")
    gallery.look(claire, "format-fault", sizes=("phone", "tablet", "laptop"))
    claire.hands.write(minutes(page, "Pause"), "5")
    press(claire, "Retirer Contrat")
    expect(button(page, "Retirer Pause")).to_be_focused()
    assert "Contrat" not in order(page)
    for summary in page.locator("details:not([open]) > summary").all():
        if summary.is_visible():
            claire.hands.press(summary)
    gallery.look(claire, "format-unfolded", sizes=("phone", "tablet", "laptop"))
    claire.hands.write(page.get_by_label("Nom"), "L’heure du jeudi")
    press(claire, "Enregistrer")
    page.wait_for_url("**/formats#*")
    gallery.look(claire, "formats", sizes=("phone", "tablet", "laptop"))

    claire.hands.press(page.get_by_role("link", name="Préparer un atelier avec L’heure du jeudi"))
    expect(page.get_by_label("L’heure du jeudi, 62 min")).to_be_checked()
    gallery.look(claire, "organiser-new-own", sizes=("phone", "tablet", "laptop"))
    claire.hands.write(page.get_by_label("Titre"), "Le jeudi des tables")
    claire.hands.press(page.get_by_role("button", name="Créer l’atelier"))
    expect(page.get_by_role("heading", name="Le jeudi des tables", level=1)).to_be_visible()
    claire.hands.press(page.locator("summary", has_text="Changer le déroulé"))
    expect(page.get_by_label("L’heure du jeudi, 62 min")).to_be_checked()
    gallery.verdict()
