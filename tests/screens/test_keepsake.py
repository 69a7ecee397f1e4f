"""What one takes home, on real screens: at every width, on paper, by a link on another device; and gone for good."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import missing

from .afternoon import CONTRACT, Afternoon
from .gallery import Gallery
from .hands import Keyboard
from .house import LOGIN, PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(600)]

EVERY_WIDTH = ("phone", "tablet", "laptop")
LONG = "Demander à chaque voisine et à chaque voisin ce qui compte vraiment, puis en parler ensemble"


def printed(page: Page, folder: Path) -> tuple[int, str]:
    """What comes out of the printer: how many sheets, and the words on them."""
    for tool in ("pdfinfo", "pdftotext"):
        if shutil.which(tool) is None:
            missing(f"{tool} (apt install poppler-utils)")
    file = folder / "page.pdf"
    page.pdf(path=file, prefer_css_page_size=True)
    about = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Page size:.*\(A4\)", about), about
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    sheets = re.search(r"Pages:\s+(\d+)", about)
    assert sheets
    return int(sheets[1]), " ".join(text.split())


def at_the_plan(day: Afternoon) -> Page:
    """The table at the synthesis, with a plan of three full lines and a contribution that is kept; Nadège's page."""
    nadege = day.nadege
    day.take_to("case_choice", "Choix")
    nadege.asks("accept_client")
    day.take_to("contract", "Contrat")
    nadege.asks("write_contract", sentence=CONTRACT)
    nadege.asks("confirm_contract")
    day.take_to("suggestions", "Consultation")
    day.ines.asks("offer_suggestion", text="Commencer par une convention de trois ans", kind="experience")
    day.take_to("action_plan", "Synthèse")
    nadege.act("sort_suggestion", within=nadege.page.locator(".board li").first, button="Je garde")
    nadege.asks("plan_action", what="Appeler la maire", first_step="Trouver une date", when="Avant vendredi")
    for number in (2, 3):
        nadege.asks("plan_action", what=f"{LONG} ({number})", first_step=LONG, when="Avant la fin du mois de juin",
                    support="Inès et Paul, un mardi sur deux")  # fmt: skip
    return nadege.page


def test_the_page_the_paper_and_the_link(person, house, tmp_path):
    """Three lines fit on one sheet at every width; the link opens the same page elsewhere, and is replaced."""
    day, gallery = Afternoon(person, house.workshop()[1]), Gallery()
    day.gather()
    page = at_the_plan(day)
    seat = page.url.rstrip("/")
    page.goto(seat + "/leaving")
    day.nadege.sees("Mon plan")
    gallery.look(day.nadege, "leaving-client", sizes=EVERY_WIDTH)
    page.get_by_role("button", name="Avoir un lien privé").click()
    link = page.get_by_label("Mon lien privé").first.input_value()
    assert re.fullmatch(re.escape(house.server.url) + r"/enter#[\w-]{22,}", link)
    page.get_by_text("En QR code").click()
    page.get_by_text("Qu’est‑ce que c’est devenu").click()
    gallery.look(day.nadege, "leaving-client-open", sizes=EVERY_WIDTH)
    sheets, words = printed(page, tmp_path)
    assert sheets == 1, words
    assert CONTRACT in words
    assert all(f"({number})" in words for number in (2, 3))
    assert "Premier pas" in words
    assert "Imprimer" not in words
    assert link.partition("#")[2] not in words
    elsewhere = person("Nadège chez elle", size="phone")
    elsewhere.page.goto(link)
    expect(elsewhere.page.get_by_role("heading", name="Mon plan")).to_be_visible()
    assert "#" not in elsewhere.page.url
    page.get_by_role("button", name="Remplacer ce lien").click()
    expect(page.get_by_label("Mon lien privé").first).not_to_have_value(link)
    stranger = person("Somebody", size="phone")
    stranger.page.goto(link)
    stranger.sees("Ce lien ne sert plus")
    assert link.partition("#")[2] not in (house.server.instance / "server.log").read_text()
    gallery.verdict()


def test_what_became_of_it_and_erasure_by_keyboard(person, house):
    """Weeks later, without a pointer: one line is told, words are taken along, then everything is erased."""
    day, gallery = Afternoon(person, house.workshop()[1]), Gallery()
    day.gather()
    page = at_the_plan(day)
    seat, hands = page.url.rstrip("/"), Keyboard()
    page.goto(seat + "/leaving")
    hands.press(page.get_by_text("Qu’est‑ce que c’est devenu"))
    line = page.locator("form.follow").first
    hands.press(line.locator("label.choice", has_text="Essayé"))
    hands.write(line.get_by_label("En quelques mots"), "Elle rappelle jeudi")
    hands.press(line.get_by_role("button", name="Enregistrer"))
    day.nadege.sees("Elle rappelle jeudi")
    hands.press(page.get_by_role("link", name="Garder ou effacer mes mots"))
    expect(page.get_by_role("heading", name="Mes mots")).to_be_visible()
    gallery.look(day.nadege, "erase", sizes=EVERY_WIDTH)
    with page.expect_download() as saved:
        hands.press(page.get_by_role("link", name="Markdown"))
    assert "Elle rappelle jeudi" in Path(saved.value.path()).read_text()
    hands.press(page.get_by_role("button", name="Tout effacer"))
    expect(page.get_by_role("heading", name="C’est effacé.")).to_be_visible()
    gallery.look(day.nadege, "erased", sizes=EVERY_WIDTH)
    answer = page.goto(seat + "/leaving")
    assert answer
    assert answer.status == 404
    gallery.verdict()


def test_what_a_consultant_takes(person, house, tmp_path):
    """What they brought and kept: one sheet, and no plan of somebody else's."""
    day, gallery = Afternoon(person, house.workshop()[1]), Gallery()
    day.gather()
    at_the_plan(day)
    page = day.ines.page
    page.goto(page.url.rstrip("/") + "/leaving")
    day.ines.sees("Commencer par une convention de trois ans")
    gallery.look(day.ines, "leaving-consultant", sizes=EVERY_WIDTH)
    sheets, words = printed(page, tmp_path)
    assert sheets == 1
    assert "Commencer par une convention de trois ans" in words
    assert LONG not in words
    gallery.verdict()


def test_the_day_of_erasure(person, house):
    """The organiser reads it, moves it, and erases at once."""
    day, gallery = Afternoon(person, house.workshop()[1]), Gallery()
    page = day.claire.page
    day.claire.sign_in(LOGIN, PASSWORD)
    page.goto(day.links.page)
    page.get_by_role("link", name=re.compile("Tout s’efface le")).click()
    gallery.look(day.claire, "organiser-erase", sizes=EVERY_WIDTH)
    page.get_by_label("Jours après la fin").fill("12")
    page.get_by_role("button", name="Changer la date").click()
    expect(page.get_by_role("alert")).to_have_text(re.compile("De 31 à 365 jours"))
    gallery.look(day.claire, "organiser-erase-wrong", sizes=EVERY_WIDTH)
    page.get_by_role("button", name="Tout effacer maintenant").click()
    page.wait_for_url("**/workshops")
    assert page.goto(day.links.page).status == 404
    gallery.verdict()
