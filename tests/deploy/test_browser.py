"""A real browser in a venue that lets no WebSocket through."""

import pytest
from playwright.sync_api import Browser, expect

from tests.deploy.conftest import Venue
from tests.live.rows import rows
from tests.screens.person import Person
from tests.server import until

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.postgresql]


def test_a_browser_stays_on_long_polling(venue: Venue, browser: Browser):
    """By a table's link to a seat, live all the time; the host's act comes, and what is written is kept."""
    room = venue.room(by="refuses")
    awa = Person(browser, room.server.url, "Awa")
    try:
        tried: list[str] = []
        awa.page.on("websocket", lambda line: tried.append(line.url))
        awa.enter(f"{room.server.url}/enter#{room.links.tables[room.tables[0]]}")
        awa.introduce()
        status = awa.page.locator("live-status").first
        expect(status).to_have_attribute("data-state", "live")
        until(lambda: awa.page.evaluate("1") and tried, "a WebSocket that is tried")
        host = room.sit("Hélène", host=True).screen(transports=("polling",))
        assert host.steer("start_round")["ok"]
        form = awa.page.locator("form[data-command=keep_idea]").locator("visible=true").first
        awa.page.locator("summary", has_text="idée").locator("visible=true").first.click()
        form.locator("[name=text]").fill("Inviter la maire")
        form.locator("button").first.click()
        query = f"SELECT text FROM contributions WHERE group_id = '{room.tables[0]}'"
        until(lambda: awa.page.evaluate("1") and rows(room.server, query) == [("Inviter la maire",)], "the idea's row")
        expect(status).to_have_attribute("data-state", "live")
    finally:
        awa.close()
        room.leave()
