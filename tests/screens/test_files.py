"""What a real browser asks for files with: nothing that would keep the server from answering at once."""

import pytest
from playwright.sync_api import Request

from facilitation.kept import PLAIN

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(120)]


def test_a_browser_asks_plainly(person, house):
    """From the code to the waiting room, every file that is fetched: some forty, each answered from its bytes."""
    phone = person("Inès", size="phone")
    asked: list[Request] = []
    phone.page.on("requestfinished", lambda request: asked.append(request) if "/static/" in request.url else None)
    phone.join(house.workshop()[1].code)
    phone.page.wait_for_load_state("networkidle")
    fetched = [request for request in asked if not request.response().from_service_worker]
    assert len(fetched) > 30
    said = {name for request in fetched for name in request.all_headers()}
    assert "sec-fetch-dest" in said, "these are not the headers that were sent"
    assert said <= PLAIN
