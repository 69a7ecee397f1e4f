"""What the method puts on the screens of a table: each thing in its moment, options only where they were chosen."""

import re

import pytest
from playwright.sync_api import Page, expect

from facilitation.domain.formats import Option

from .afternoon import CONTRACT
from .gallery import Gallery
from .method import Method, gone

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(600)]


@pytest.fixture
def table(person, house, request) -> Method:
    """The table with its host and its pilot, of the format and with the options that the test names."""
    key, options = request.param
    return Method(person, house.workshop(key, options=options)[1])


def of(key: str, *options: Option) -> pytest.MarkDecorator:
    """The format of a test, and what its workshop has chosen."""
    return pytest.mark.parametrize("table", [(key, options)], indirect=True, ids=[key])


def hand_to(page: Page, name: str) -> None:
    """Pass the device on."""
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("link", name=f"C’est moi, {name}").click()
    expect(page.locator("main.table")).to_be_visible()


@of("30")
def test_a_tour_goes_round_the_table(table):
    """Who has the turn says so or passes; the next one is named; popcorn shows nothing; the client is not in it."""
    gallery = Gallery()
    nadege, ines, hakim = (table.seat(name, "phone") for name in ("Nadège", "Inès", "Hakim"))
    nadege.asks("accept_client")
    table.lucie.asks("start_round")
    table.lucie.asks("advance_phase")
    table.all_in("Clarification")
    gone(ines, "pass_turn")
    table.lucie.asks("open_tour")
    speakers = {"Inès": ines, "Hakim": hakim}
    heard: list[str] = []
    for _ in range(3):
        expect(nadege.page.locator(".turn strong:visible")).to_be_visible()
        name = nadege.page.locator(".turn strong:visible").inner_text()
        heard.append(name)
        if name == "Lucie":
            table.lucie.asks("pass_turn")
        else:
            speakers[name].sees("À vous.")
            gallery.look(speakers[name], "turn-mine", sparse=True)
            for other in set(speakers) - {name}:
                gone(speakers[other], "pass_turn")
            speakers[name].act("pass_turn", button="J’ai parlé" if name == "Inès" else "Je passe")
        expect(nadege.page.locator(".turn strong:visible", has_text=name)).to_have_count(0)
    assert sorted(heard) == ["Hakim", "Inès", "Lucie"]
    for somebody in (nadege, ines, hakim):
        expect(somebody.page.locator(".turn:visible")).to_have_count(0)
    gallery.verdict()


@of("30")
def test_a_tour_on_one_phone(table):
    """The shared device says that whoever has the turn has spoken, whosever page it shows."""
    nadege = table.seat("Nadège", "phone")
    page = nadege.page
    for name in ("Samira", "Hakim"):
        page.locator("details", has_text="Autre chose").last.locator("summary").click()
        page.get_by_label("Quelqu’un partage cet appareil").fill(name)
        page.get_by_role("button", name="L’ajouter").click()
        expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
    nadege.asks("accept_client")
    table.lucie.asks("start_round")
    table.lucie.asks("advance_phase")
    nadege.in_phase("Clarification")
    table.lucie.asks("open_tour")
    for _ in range(3):
        name = page.locator(".turn strong:visible").inner_text()
        if name == "Lucie":
            gone(nadege, "pass_turn")
            table.lucie.asks("pass_turn")
        else:
            nadege.act("pass_turn", button="J’ai parlé")
        expect(page.locator(".turn strong:visible", has_text=name)).to_have_count(0)
    expect(page.locator(".turn:visible")).to_have_count(0)
    hand_to(page, "Samira")
    gone(nadege, "keep_idea")


@of("150", Option.HELP_KINDS, Option.READY, Option.TYPED_QUESTIONS, Option.ROTI)
def test_ideas_come_back_and_what_was_chosen_shows(table):
    """Typed questions, kinds of help, ready signals, two ideas back, triage, plan, learnings and ROTI."""
    gallery = Gallery()
    nadege, paul, ines = (table.seat(name) for name in ("Nadège", "Paul", "Inès"))
    table.give("Paul", "scribe", "consultant")
    table.bring("case_choice")
    nadege.asks("accept_client")
    table.bring("clarification")
    table.all_in("Clarification")
    ines.act("ask_question", text="Qui signe le bail ?")
    paul.sees("Qui signe le bail ?")
    paul.act("answer_question", text="La commune")
    for idea in ("Un bail par étapes", "Inviter la maire"):
        ines.act("keep_idea", text=idea)
    table.lucie.asks("advance_phase")
    nadege.in_phase("Contrat")
    nadege.page.get_by_text("Quelle aide ?").locator("visible=true").first.click()
    gallery.look(nadege, "contract-helps-open", sparse=True)
    nadege.page.get_by_role("checkbox", name="des expériences").check()
    nadege.act("write_contract", sentence=CONTRACT)
    ines.sees("des expériences")
    nadege.act("confirm_contract")
    gallery.look(ines, "contract-helps", sparse=True)

    table.lucie.asks("advance_phase")
    ines.in_phase("Écriture")
    ines.act("say_ready", button="J’ai fini d’écrire")
    ines.sees("Vous avez fini")
    gallery.look(ines, "silent_writing-ready", sparse=True)
    ines.act("say_ready", button="Pas encore")

    table.lucie.asks("advance_phase")
    ines.sees("Vous aviez gardé deux idées : c’est le moment.")
    gallery.look(ines, "suggestions-two-ideas", sparse=True)
    ines.page.get_by_role("button", name="Garder pour moi").first.click()
    ines.sees("Vous aviez gardé une idée : c’est le moment.")
    ines.act("bring_idea")
    expect(ines.page.locator(".moment:visible")).to_have_count(0)
    ines.page.reload()
    ines.in_phase("Consultation")
    expect(ines.page.locator(".moment:visible")).to_have_count(0)
    ines.sees("écoute, note, et fait signe si l’on s’éloigne.")
    ines.form("offer_suggestion")
    ines.page.get_by_text("Mes idées gardées").locator("visible=true").first.click()
    ines.sees("Un bail par étapes")

    _triage_to_plan(table, gallery, nadege, paul, ines)
    _learnings(table, gallery, nadege, ines)
    gallery.verdict()


def _triage_to_plan(table, gallery, nadege, paul, ines) -> None:
    table.lucie.asks("advance_phase")
    nadege.in_phase("Synthèse")
    card = nadege.page.locator(".board li")
    expect(card.get_by_role("button", name="Au plan")).to_have_count(0)
    nadege.act("sort_suggestion", within=card.first, button="Je garde")
    card.get_by_role("button", name="Au plan").click()
    what = nadege.page.locator("form[data-command=plan_action]:visible [name=what]").last
    expect(what).to_have_value("Inviter la maire")
    expect(what).to_be_focused()
    gallery.look(nadege, "action_plan-taken-up", sparse=True)
    nadege.act(
        "plan_action", what="Inviter la maire au jardin", first_step="L’appeler", when="Jeudi", watch="Le budget"
    )
    paul.sees("Le budget")
    gallery.look(nadege, "action_plan-one-line", sparse=True)
    offered = ines.page.evaluate("""() => [...document.querySelectorAll('main .views [data-command]')]
      .filter((node) => node.checkVisibility()).map((node) => node.dataset.command)""")
    assert offered == ["support_client"]


def _learnings(table, gallery, nadege, ines) -> None:
    table.lucie.asks("advance_phase")
    ines.in_phase("Apprentissages")
    ines.act("record_learning", text="Écouter longtemps", release="released")
    nadege.act("record_learning", text="Demander plus tôt")
    gallery.look(ines, "learnings-roti", sparse=True)
    ines.act("rate_round", score="4")
    ines.page.reload()
    ines.in_phase("Apprentissages")
    expect(ines.page.locator("[name=score][value='4']")).to_be_checked()
    table.bring("plenary")
    ines.in_phase("Plénière")
    ines.sees("Écouter longtemps")
    nadege.in_phase("Plénière")
    expect(nadege.page.get_by_text("Demander plus tôt").locator("visible=true")).to_have_count(0)
    gallery.look(ines, "plenary-released", sparse=True)


@of("35")
def test_what_was_written_is_laid_on_the_table_at_once(table):
    """Post-it 35: a silent client has no button, no banner asks for a contract, and all read what all wrote."""
    gallery = Gallery()
    nadege, ines, hakim = table.seat("Nadège"), table.seat("Inès", "phone"), table.seat("Hakim", "phone")
    nadege.asks("propose_case", title="Un bail pour le jardin", kind="project", draft=False)
    nadege.asks("accept_client")
    table.lucie.asks("start_round")
    for name in ("Clarification", "Écriture"):
        table.lucie.asks("advance_phase")
        table.all_in(name)
    ines.sees("tout sera posé sur la table d’un coup")
    gone(ines, "say_ready")
    ines.act("keep_idea", text="Une convention")
    hakim.act("keep_idea", text="Un repas")
    assert "Une convention" not in hakim.page.content()
    gallery.look(ines, "silent_writing-together", sparse=True)
    table.lucie.asks("advance_phase")
    for somebody in (nadege, ines, hakim):
        somebody.sees("Une convention")
        somebody.sees("Un repas")
        somebody.sees("Un bail pour le jardin")
        gone(somebody, "signal_drift")
        gone(somebody, "write_contract")
        expect(somebody.page.get_by_text(re.compile("demande n’est pas")).locator("visible=true")).to_have_count(0)
    ines.sees("écoute et note, en silence.")
    gallery.look(ines, "suggestions-together", sparse=True)
    gallery.look(nadege, "suggestions-together-client", sparse=True)
    gallery.verdict()


@of("150")
def test_who_comes_late_who_watches_and_who_keeps_the_time(table):
    """A card until the next phase; an observer writes nothing; the timekeeper gives minutes; a banner reminds."""
    gallery = Gallery()
    nadege, ines, samira = table.seat("Nadège"), table.seat("Inès", "phone"), table.seat("Samira", "phone")
    table.give("Inès", "timekeeper")
    table.give("Samira", "observer")
    table.bring("case_choice")
    nadege.asks("accept_client")
    table.bring("clarification")
    table.all_in("Clarification")
    samira.sees("Vous observez, en silence")
    assert samira.page.locator("main textarea:visible, main form:visible").count() == 0
    gallery.look(samira, "clarification-observer", sparse=True)
    before = ines.page.locator("work-clock:visible .numerals").first.inner_text()
    ines.act("change_time", button="+ 5 min")
    expect(ines.page.locator("work-clock:visible .numerals").first).not_to_have_text(before)
    gallery.look(ines, "clarification-timekeeper", sparse=True)

    late = table.arrive("Hakim", size="phone")
    late.come(table.links.tables[table.table])
    expect(nadege.page.get_by_text("aimerait s’asseoir").locator("visible=true")).to_be_visible()
    nadege.act("welcome_person")
    late.in_phase("Clarification")
    late.sees("Déjà fait")
    late.sees("Exposé")
    gallery.look(late, "clarification-late", sparse=True)
    table.lucie.asks("advance_phase")
    late.in_phase("Contrat")
    expect(late.page.locator(".arriving:visible")).to_have_count(0)

    table.bring("suggestions")
    for somebody in (nadege, samira, ines, late):
        somebody.sees("La demande n’est pas encore écrite.")
        gallery.look(somebody, "suggestions-without-contract", sparse=True)
    nadege.act("write_contract", sentence=CONTRACT)
    samira.sees("La demande n’est pas encore confirmée.")
    nadege.act("confirm_contract")
    for somebody in (samira, late):
        expect(somebody.page.get_by_text(re.compile("demande n’est pas")).locator("visible=true")).to_have_count(0)
        somebody.sees(CONTRACT)
    gone(nadege, "reopen_contract")
    gallery.verdict()
