"""A table of five with one phone: everybody has a name and a turn, and nothing private shows."""

import pytest
from playwright.sync_api import Page, expect

from .afternoon import CONTRACT, Afternoon
from .gallery import Gallery

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(600)]
OTHERS = ("Samira", "Paul", "Inès", "Hakim")


def hand_to(page: Page, name: str) -> None:
    """Pass the phone: the name, then « C'est moi »."""
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", name=f"Passez l’appareil à {name}")).to_be_visible()
    page.get_by_role("link", name=f"C’est moi, {name}").click()
    expect(page.locator("main.table")).to_be_visible()


def test_five_people_and_one_phone(person, house):
    """Nadège brings her case, Paul takes the notes for all, Samira leads from the same phone."""
    day, gallery = Afternoon(person, house.workshop()[1]), Gallery()
    day.claire.come(day.links.conductor)
    phone = person("Nadège", size="phone")
    phone.join(day.links.code)
    phone.sit(day.table)
    page = phone.page
    for name in OTHERS:
        page.locator("details", has_text="Autre chose").last.locator("summary").click()
        page.get_by_label("Quelqu’un partage cet appareil").fill(name)
        page.get_by_role("button", name="L’ajouter").click()
        expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
    gallery.look(phone, "shared-seated", sizes=("phone",))

    hand_to(page, "Samira")
    phone.act("take_over_table")
    day.bring("Choix du sujet")
    hand_to(page, "Nadège")
    phone.act("accept_client")
    hand_to(page, "Samira")
    page.get_by_role("link", name="Conduire la table").click()
    phone.act("change_roles", within=page.locator("#plus li", has_text="Paul"), button="Prend les notes")
    day.bring("Clarification")
    page.goto(page.url.split("/host")[0] + "/")
    hand_to(page, "Paul")
    phone.act("ask_question", text="Qui signe ?", answer="La commune")
    gallery.look(phone, "shared-clarification", sizes=("phone",), sparse=True)
    assert page.locator("form[data-command=keep_idea]:visible").count() == 0, "nothing private on a shared phone"
    day.bring("Contrat")
    hand_to(page, "Nadège")
    phone.act("write_contract", sentence=CONTRACT)
    phone.act("confirm_contract")
    gallery.look(phone, "shared-contract", sizes=("phone",), sparse=True)
    day.bring("Consultation")
    hand_to(page, "Paul")
    phone.act("offer_suggestion", text="Une convention de trois ans")
    gallery.look(phone, "shared-suggestions", sizes=("phone",), sparse=True)
    day.bring("Synthèse et plan")
    hand_to(page, "Nadège")
    phone.act("plan_action", what="Appeler la maire")
    day.bring("Apprentissages")
    hand_to(page, "Hakim")
    phone.act("record_learning", text="Écouter longtemps", release="table")
    gallery.look(phone, "shared-learnings", sizes=("phone",), sparse=True)
    hand_to(page, "Inès")
    assert "Écouter longtemps" not in page.locator("textarea").first.input_value()
    gallery.verdict()


def test_a_missing_name_is_asked_again(person, house):
    """In the person's language, with what was typed; nobody is added."""
    day = Afternoon(person, house.workshop()[1])
    phone = person("Nadège", size="phone")
    phone.join(day.links.code)
    phone.sit(day.table)
    phone.page.locator("details", has_text="Autre chose").last.locator("summary").click()
    phone.page.get_by_role("button", name="L’ajouter").click()
    expect(phone.page.get_by_role("alert")).to_be_visible()
    assert phone.faults() == []
    phone.page.get_by_label("Quelqu’un partage cet appareil").fill("Samira")
    phone.page.get_by_role("button", name="L’ajouter").click()
    expect(phone.page.get_by_role("link", name="Samira", exact=True)).to_be_visible()
