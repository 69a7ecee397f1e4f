"""A volunteer who never hosted, by keyboard on a phone of 320 px: what to say and when, roles, turns, the contract said
aloud, somebody who leaves, a newcomer, and the organiser's own sentences also without network."""

import pytest
from playwright.sync_api import expect

from facilitation.domain.formats import SHIPPED
from facilitation.service.plans import Own

from .afternoon import CONTRACT, Afternoon
from .gallery import Gallery
from .hands import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(900)]
NUDGE = "C’est une piste : gardez‑la pour la consultation."
OWN = {
    "contract": {"aloud": "Dites-nous votre besoin, <b>simplement</b>."},
    "clarification": {"watch": "Gardez cinq minutes."},
    "suggestions": {"not_now": "On ne coupe personne."},
}
PHONE = ("phone",)


def guided(person, house) -> tuple[Afternoon, Gallery]:
    """The table sits; its organiser has replaced three lines of the script; Lucie has a phone and a keyboard."""
    _, links = house.workshop(own=Own("own", "À nous", SHIPPED["150"], OWN))
    day, gallery = Afternoon(person, links, Keyboard, host="phone"), Gallery()
    day.gather()
    return day, gallery


def hints(day: Afternoon):
    """« Repères », open."""
    fold = day.lucie.page.locator("details.hints")
    if fold.get_attribute("open") is None:
        day.lucie.hands.press(fold.locator("summary"))
    return fold


def told(day: Afternoon, *begun: str) -> None:
    """The client is Nadège and the table is in clarification, with what was ``begun`` before."""
    day.bring("Choix du sujet")
    expect(day.lucie.page.get_by_text("Je veux bien apporter ce sujet.")).to_be_visible()
    day.nadege.act("accept_client")
    expect(day.lucie.page.get_by_text("apporte son sujet.").locator("visible=true").first).to_be_visible()
    day.bring("Clarification")
    day.all_in("Clarification")


def test_the_script_guides_and_its_own_lines_stand_in_it(person, house):
    """From before the start to the plan: the nudge, hints that stay open, the next hour, a contract said aloud."""
    day, gallery = guided(person, house)
    lucie, page = day.lucie, day.lucie.page
    expect(page.get_by_text("Ce qui est écrit en grand se dit à voix haute.")).to_be_visible()
    gallery.look(lucie, "script-waiting", sizes=PHONE, sparse=True)
    told(day)
    expect(page.get_by_text(NUDGE)).to_be_visible()
    for guest in day.guests:
        assert NUDGE not in guest.page.content(), "a sentence for the host alone"
    fold = hints(day)
    expect(fold.get_by_text("Gardez cinq minutes.")).to_be_visible()
    expect(fold.get_by_text("Pas encore d’idées ni de conseils.")).to_be_visible()
    lucie.act("advance_phase")
    day.all_in("Contrat")
    expect(page.locator(".aloud blockquote:visible")).to_contain_text("Dites-nous votre besoin, <b>simplement</b>.")
    expect(page.locator("form[data-command=advance_phase] .hour")).to_contain_text(" h ")
    expect(fold.get_by_text("On ne décide pas à sa place.")).to_be_visible()
    day.paul.act("write_contract", sentence=CONTRACT)
    expect(page.locator(".aloud blockquote:visible")).to_contain_text("c’est bien cela ?")
    lucie.act("confirm_contract")
    expect(page.get_by_text("Confirmé", exact=True)).to_be_visible()
    lucie.act("reopen_contract")
    lucie.hands.press(page.locator("#plus a[href='#main']:visible"))
    page.wait_for_timeout(600)  # the same button twice within half a second is a finger that trembles
    lucie.act("confirm_contract")
    lucie.hands.press(fold.locator("summary"))
    gallery.look(lucie, "script-contract", sizes=PHONE, sparse=True)
    lucie.context.set_offline(True)
    expect(page.get_by_text("Sans réseau : cette page continue.")).to_be_visible(timeout=40_000)
    for name in ("Écriture", "Consultation"):
        lucie.hands.press(lucie.form("advance_phase").locator("button"))
        lucie.in_phase(name)
        page.wait_for_timeout(600)
    expect(page.locator(".aloud blockquote:visible")).to_contain_text("écoute et note")
    expect(hints(day).get_by_text("On ne coupe personne.")).to_be_visible()
    expect(page.get_by_text(CONTRACT).locator("visible=true").first).to_be_visible()
    gallery.verdict()


def test_roles_are_a_set_and_turns_pass(person, house):
    """Paul keeps the pen when he is given the time; who was not heard is known to this page alone, until it is gone."""
    day, gallery = guided(person, house)
    lucie, page = day.lucie, day.lucie.page
    told(day)
    paul = page.locator("#plus li", has_text="Paul")
    lucie.act("change_roles", within=paul, button="Tient le temps")
    for button, held in {"Prend les notes": "true", "Tient le temps": "true", "Observe": "false"}.items():
        expect(paul.get_by_role("button", name=button)).to_have_attribute("aria-pressed", held)
    nadege = page.locator("#plus li", has_text="Nadège")
    lucie.hands.press(nadege.locator("summary"))
    expect(nadege.get_by_role("button", name="Anime")).to_be_hidden()
    gallery.look(lucie, "script-roles", sizes=PHONE)
    lucie.hands.press(page.locator("#plus a[href='#main']:visible"))
    chips = hints(day).locator("not-heard button")
    expect(chips).to_have_text(["Inès", "Paul"])
    lucie.act("open_tour")
    first = page.locator(".turn strong")
    expect(first).not_to_have_text("")
    order = [first.text_content()]
    lucie.act("pass_turn")
    expect(first).not_to_have_text(order[0])
    gallery.look(lucie, "script-turn-open", sizes=PHONE)
    lucie.act("close_tour")
    expect(page.locator(".turn")).to_be_hidden()
    expect(page.locator("not-heard [aria-pressed=true]")).to_have_text([n for n in order if n != "Lucie"])
    chip = page.locator("not-heard [aria-pressed=false]").last
    name = chip.text_content().strip()
    lucie.hands.press(chip)
    expect(page.locator("not-heard [aria-pressed=true]", has_text=name)).to_be_visible()
    kept = page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "heard" not in kept
    page.reload()
    day.lucie.in_phase("Clarification")
    hints(day)
    expect(page.locator("not-heard button")).to_have_count(2)
    expect(page.locator("not-heard [aria-pressed=true]")).to_have_count(0)
    gallery.verdict()


def test_people_come_and_go(person, house):
    """Somebody asks to sit down, a consultant leaves and three go on, the client leaves: the host sees the choices."""
    day, gallery = guided(person, house)
    lucie, page = day.lucie, day.lucie.page
    told(day)
    zoe = person("Zoé")
    zoe.come(day.links.join)
    zoe.hands.press(zoe.page.get_by_role("button", name=f"Table {day.table}"))
    expect(page.get_by_text("aimerait s’asseoir")).to_be_visible()
    gallery.look(lucie, "script-newcomer", sizes=PHONE, sparse=True)
    lucie.act("welcome_person")
    expect(page.get_by_text("aimerait s’asseoir")).to_be_hidden()
    for name in ("Zoé", "Paul"):
        lucie.act("leave_table", within=page.locator("#plus li", has_text=name), button="Retirer de la table")
    lucie.hands.press(page.locator("#plus a[href='#main']:visible"))
    expect(page.get_by_text("À trois, cela suffit.")).to_be_visible()
    expect(lucie.form("advance_phase")).to_be_visible()
    gallery.look(lucie, "script-three", sizes=PHONE, sparse=True)
    nadege = page.locator("#plus li", has_text="Nadège")
    lucie.act("leave_table", within=nadege, button="Retirer de la table")
    lucie.hands.press(page.locator("#plus a[href='#main']:visible"))
    expect(page.get_by_text("Plus personne n’apporte le sujet")).to_be_visible()
    for exit in ("Reprendre", "Raccourcir", "Changer de sujet", "Arrêter ici"):
        expect(page.locator(".leaving-pause").get_by_text(exit, exact=True)).to_be_visible()
    lucie.hands.press(page.locator(".exits summary", has_text="Changer de sujet"))
    expect(page.get_by_role("button", name="garde ses mots")).to_have_count(0)
    gallery.look(lucie, "script-client-gone", sizes=PHONE, sparse=True)
    lucie.act("change_case", button="Changer et tout effacer")
    expect(page.get_by_text("qui apporte son sujet")).to_be_visible()
    gallery.look(lucie, "script-no-client", sizes=PHONE, sparse=True)
    gallery.verdict()


def test_the_second_round_asks_for_the_next_client(person, house):
    """Half a day: after the break of the room the host asks another person, and the former client is client no more."""
    day, gallery = Afternoon(person, house.workshop("half_day")[1], host="phone"), Gallery()
    day.gather()
    lucie, page = day.lucie, day.lucie.page
    day.bring("Choix du sujet (1)")
    day.nadege.act("accept_client")
    day.bring("Apprentissages (1)")
    day.all_in("Apprentissages")
    expect(page.get_by_text("Ensuite, avec la salle :")).to_be_visible()
    gallery.look(lucie, "script-learnings", sizes=PHONE, sparse=True)
    day.bring("Choix du sujet (2)")
    expect(page.locator(".aloud blockquote:visible")).to_contain_text("À une autre personne, maintenant")
    expect(page.get_by_text("Je veux bien apporter ce sujet.")).to_be_visible()
    gallery.look(lucie, "script-second-round", sizes=PHONE, sparse=True)
    day.ines.act("accept_client")
    expect(page.get_by_text("apporte son sujet.").locator("visible=true").first).to_be_visible()
    gallery.verdict()
