"""The format of 150 minutes with six people: each screen offers what the table allows and nothing else, what is private
shows on one screen only, and what somebody is typing survives each phase."""

import json
import re

import pytest
from playwright.sync_api import expect

from facilitation.domain.commands import COMMANDS

from .afternoon import CONTRACT, Afternoon
from .person import Person

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(900)]

OFFERED = """() => [...document.querySelectorAll('main [data-command], header [data-command]')]
  .filter((node) => !node.closest('[hidden], template'))
  .map((node) => node.dataset.command)"""
TYPED = """words => [...document.querySelectorAll('textarea, input')].some((field) => field.value.includes(words))
  || Object.values(localStorage).some((kept) => kept.includes(words))"""
BESIDE = {name for name, cls in COMMANDS.items() if cls.scope == "workshop"}
CANARY = "Pélican secret de "


def allowed(somebody: Person) -> set[str]:
    """What the server lets this person ask for now, read afresh from the page that it sends."""
    page = somebody.context.request.get(somebody.page.url.split("#")[0]).text()
    found = re.search(r"<script type=\"application/json\" data-snapshots>(.*?)</script>", page, re.S)
    assert found, "the page carries no snapshots"
    group = next(one for one in json.loads(found.group(1)) if one["audience"].startswith("group:"))
    person = re.search(r'data-person="([^"]+)"', page).group(1)
    roles = next(one["roles"] for one in group["people"] if one["id"] == person)
    return {name for role in roles for name in group["can"][role]} | BESIDE


def still_there(somebody: Person, words: str) -> bool:
    """In a field, kept on the device, or already with the server: notes leave by themselves when a phase ends."""
    if somebody.page.evaluate(TYPED, words):
        return True
    return words in somebody.context.request.get(somebody.page.url.split("#")[0]).text()


def typed_somewhere(somebody: Person, words: str) -> str | None:
    """Begin a sentence in the first field that this screen offers; the name of its command, None without a field."""
    fields = somebody.page.locator("main form[data-command] textarea")
    for i in range(fields.count()):
        field = fields.nth(i)
        if field.evaluate("node => Boolean(node.closest('[hidden], template'))"):
            continue
        command = field.evaluate("node => node.form.dataset.command")
        shown = somebody.form(command).locator("textarea").first
        shown.click()
        shown.press("Control+End")
        shown.press_sequentially(words)
        return command
    return None


def test_each_screen_holds_what_the_table_allows_and_typing_survives(person, house):
    """Client, scribe, two consultants, host and observer, from the first phase to the last."""
    day = Afternoon(person, house.workshop()[1])
    day.samira, day.mourad = person("Samira"), person("Mourad")
    day.guests += [day.samira, day.mourad]
    day.gather()
    mourad = day.lucie.page.locator("#plus li", has_text="Mourad")
    day.lucie.act("change_roles", within=mourad, button="Observe")
    day.lucie.hands.press(day.lucie.page.locator("#plus a[href='#main']:visible"))
    faults: list[str] = []
    cells = fields = 0
    for kind in day.phases():
        for somebody in day.people:
            if kind in ("closed", "plenary") and somebody is day.lucie:
                continue
            screen, may = set(somebody.page.evaluate(OFFERED)), allowed(somebody)
            cells += 1
            faults += [f"{kind}, {somebody.name}: {name} is offered and refused" for name in sorted(screen - may)]
        fields += _sentences_survive(day, kind, faults)
    print(f"\n{cells} screens compared with what the table allows; {fields} unfinished sentences carried over a phase")
    assert not faults, "\n".join(faults)
    assert cells >= 6 * 9
    assert fields >= 12


def _sentences_survive(day: Afternoon, kind: str, faults: list[str]) -> int:
    """Everybody begins a sentence, the table goes on and comes back; every sentence is still there."""
    if kind in ("framing", "case_choice", "closed", "plenary", "learnings"):
        return 0
    begun: dict[str, tuple[Person, str]] = {}
    for somebody in day.guests:
        words = f"Phrase de {somebody.name} pendant {kind}"
        if typed_somewhere(somebody, words):
            begun[somebody.name] = (somebody, words)
    before = day.lucie.page.locator("h1:visible").first.text_content().strip()
    day.lucie.act("advance_phase")
    expect(day.lucie.page.locator("h1:visible").first).not_to_have_text(before)
    for somebody, words in begun.values():
        expect(somebody.page.locator("h1:visible").first).to_be_attached()
        if not still_there(somebody, words):
            faults.append(f"{kind}, {somebody.name}: « {words} » is gone")
    day.lucie.act("undo")
    expect(day.lucie.page.locator("h1:visible").first).to_have_text(before)
    for somebody, words in begun.values():
        if not somebody.page.evaluate(TYPED, words):
            faults.append(f"{kind}, {somebody.name}: « {words} » did not come back")
        field = somebody.page.locator("main textarea").locator("visible=true").first
        if field.count():
            field.fill(field.input_value().replace(words, ""))
            field.blur()
    return len(begun)


def test_what_is_private_shows_on_one_screen_only(person, house):
    """A kept idea, the client's notes, a verdict, a private learning: nobody else's page holds a letter of them."""
    day = Afternoon(person, house.workshop()[1])
    day.gather()
    day.bring("Choix du sujet")
    day.nadege.act("accept_client")
    day.bring("Clarification")
    day.all_in("Clarification")
    day.ines.act("keep_idea", text=CANARY + "Inès")
    day.lucie.act("advance_phase")
    day.nadege.act("write_contract", sentence=CONTRACT)
    day.nadege.act("confirm_contract")
    day.lucie.act("advance_phase")
    day.nadege.act("write_notes", text=CANARY + "Nadège")
    day.bring("Consultation")
    day.all_in("Consultation")
    day.bring("Apprentissages")
    day.all_in("Apprentissages")
    day.paul.act("record_learning", text=CANARY + "Paul")
    day.ines.act("record_learning", text="Pour la table", release="table")
    for somebody in day.people:
        somebody.page.reload()
        expect(somebody.page.locator("h1:visible").first).to_be_visible()
        content = somebody.page.content()
        found = set(re.findall(CANARY + r"(\w+)", content))
        assert found <= {somebody.name}, f"{somebody.name} sees what {found} wrote for themselves"
    board = day.claire.page.context.pages[-1]
    assert CANARY not in board.content()
