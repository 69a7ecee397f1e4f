"""The host's browser is gone: the time runs out by the server's clock, the deputy leads meanwhile, the host is back."""

import re

import pytest
from playwright.sync_api import expect

from tests.server import until

from .gallery import Gallery

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(600)]

LOST = 40_000
"""Milliseconds: twenty seconds without the host, then the next heartbeat, and a slow machine."""


def test_the_deputy_is_offered_the_table_and_gives_it_back(person, house):
    """Three contexts: the host's is closed without a word, as a browser that is killed; the others never stop.

    Minutes are six seconds long here, so that the exposé runs out while nobody leads.
    """
    _, links = house.workshop("30", tables=1, speed=10)
    gallery = Gallery()
    lucie = person("Lucie", size="phone")
    lucie.come(links.hosts[links.table])
    paul, ines = person("Paul"), person("Inès", size="phone")
    for somebody in (paul, ines):
        somebody.come(links.tables[links.table])
    chosen = lucie.page.locator("#plus li", has_text="Paul")
    lucie.act("change_roles", within=chosen, button="Relais")
    lucie.asks("start_round")
    ines.asks("accept_client")
    ines.in_phase("Exposé")
    seat = lucie.page.url
    cookies = lucie.context.cookies()
    lucie.context.close()

    offer = paul.page.get_by_role("button", name="J’anime en attendant")
    expect(offer).to_be_visible(timeout=LOST)
    expect(paul.page.get_by_text("n’est plus en ligne")).to_be_visible()
    assert not ines.page.get_by_text("n’est plus en ligne").is_visible(), "only the deputy is asked"
    gallery.look(paul, "relay-offered", sparse=True)
    expect(ines.page.locator("work-clock:visible").first).to_have_attribute(
        "data-state", re.compile("over|elapsed|ended"), timeout=90_000
    )
    paul.hands.press(offer)
    paul.page.wait_for_url("**/host")
    expect(paul.page.get_by_text("Vous animez en attendant")).to_be_visible()
    gallery.look(paul, "relay-leads", sparse=True)
    paul.act("advance_phase")
    ines.in_phase("Clarification")

    lucie = person("Lucie", size="phone")
    lucie.context.add_cookies(cookies)
    lucie.page.goto(seat)
    lucie.in_phase("Clarification")
    gallery.look(lucie, "relay-back", sparse=True)
    lucie.hands.press(lucie.page.get_by_role("button", name="Reprendre l’animation"))
    lucie.page.wait_for_url("**/host")
    until(lambda: not paul.page.url.endswith("/host"), "the deputy's page is the table's again")
    lucie.act("advance_phase")
    ines.in_phase("Consultation")
    paul.in_phase("Consultation")
    gallery.verdict()
