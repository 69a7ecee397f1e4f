"""The host's network dies for two minutes: the page keeps time and script, and asks on return where the table is."""

import re
import time

import pytest
from playwright.sync_api import expect

from .afternoon import Afternoon

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(600)]
CUT = 120.0
"""Seconds without network."""


def _shown(page) -> str:
    return page.locator("work-clock:visible .numerals").first.inner_text()


def test_the_hosts_page_goes_on_alone_and_resumes(person, house):
    """During the cut the host goes on; on return the table is taken there; what others wrote is there."""
    day = Afternoon(person, house.workshop()[1])
    day.gather()
    day.bring("Choix du sujet")
    day.nadege.act("accept_client")
    day.bring("Exposé")
    day.all_in("Exposé")
    lucie = day.lucie

    lucie.context.set_offline(True)
    cut = time.monotonic()
    expect(lucie.page.get_by_text("Sans réseau : cette page continue.")).to_be_visible(timeout=40_000)
    before = _shown(lucie.page)
    expect(lucie.page.locator("work-clock:visible .numerals").first).not_to_have_text(before, timeout=10_000)
    lucie.hands.press(lucie.form("advance_phase").locator("button"))
    lucie.in_phase("Clarification")
    expect(lucie.page.locator(".aloud blockquote:visible")).to_contain_text("Posez des questions")
    day.ines.act("keep_idea", text="Écrit pendant la coupure")
    day.ines.in_phase("Exposé")

    lucie.page.wait_for_timeout(max(0.0, CUT - (time.monotonic() - cut)) * 1000)
    assert re.match(r"^2[2-4]:", _shown(lucie.page)), "the local clock counted the twenty-five minutes down"
    lucie.context.set_offline(False)
    expect(lucie.page.get_by_text("reprendre ici ?")).to_be_visible(timeout=40_000)
    lucie.hands.press(lucie.page.get_by_role("button", name="Reprendre ici"))
    day.all_in("Clarification")
    expect(lucie.page.get_by_text("reprendre ici ?")).to_be_hidden()
    assert re.match(r"^2[2-4]:", _shown(lucie.page)), "the table's clock runs since the host went on"
    day.bring("Consultation")
    expect(day.ines.page.get_by_text("Écrit pendant la coupure").locator("visible=true").first).to_be_visible()
