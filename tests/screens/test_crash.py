"""The server dies while somebody types: nothing typed is lost, all screens agree again, the clocks are right."""

import pytest
from playwright.sync_api import Page, expect

from tests.server import until

from .afternoon import Afternoon
from .person import Person

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(600)]

FIRST = "Inviter la maire au jardin un matin de marché, "
SECOND = "avec les enfants de l’école, "
THIRD = "et lui montrer le puits."
LEFT = """() => {
  const clock = [...document.querySelectorAll('work-clock')].find((node) => node.checkVisibility());
  return { offset: clock.now() - Date.now(), state: clock.dataset.state,
           arc: 1 + Number(clock.querySelector('[data-part=left]').getAttribute('stroke-dashoffset')) };
}"""
DRAFTED = "text => Object.values(localStorage).some((kept) => kept.includes(text))"


def _field(somebody: Person):
    """Where Inès writes her contribution."""
    return somebody.form("offer_suggestion").locator("textarea")


def _kept(page: Page, text: str) -> None:
    """What was typed is on the device within the second that follows it."""
    page.wait_for_function(DRAFTED, arg=text, timeout=1000)


def test_typing_survives_reload_and_a_killed_server(person, lone_house):
    """Typed, reloaded, typed, killed, typed, restarted, reloaded: every character is there."""
    day = Afternoon(person, lone_house.workshop()[1])
    day.gather()
    day.bring("Choix du sujet")
    day.nadege.act("accept_client")
    day.bring("Consultation")
    day.all_in("Consultation")
    ines = day.ines
    _field(ines).press_sequentially(FIRST)
    _kept(ines.page, FIRST)
    ines.page.reload()
    expect(_field(ines)).to_have_value(FIRST)

    _field(ines).press("End")
    _field(ines).press_sequentially(SECOND)
    lone_house.server.kill()
    _field(ines).press_sequentially(THIRD)
    _kept(ines.page, THIRD)
    lone_house.server.start()
    ines.page.reload()
    expect(_field(ines)).to_have_value(FIRST + SECOND + THIRD)
    ines.act("offer_suggestion")
    day.all_in("Consultation")

    def clocks():
        read = [somebody.page.evaluate(LEFT) for somebody in day.people]
        arcs, offsets = [r["arc"] for r in read], [r["offset"] for r in read]
        planned = 35 * 60_000
        agree = (max(arcs) - min(arcs)) * planned < 500 and max(offsets) - min(offsets) < 500
        return agree and all(r["state"] == "running" for r in read)

    until(clocks, "clocks within half a second of each other")
    day.advance("Synthèse")
    board = day.nadege.page.locator(".board li")
    expect(board).to_have_count(1)
    expect(board).to_contain_text(FIRST + SECOND + THIRD)
