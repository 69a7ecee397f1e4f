"""The same in Chromium: pages and live screens of a workshop whose every field holds markup run and draw none of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from facilitation import create_app
from facilitation.trust import COOKIE
from tests.matrix.test_routes import lines
from tests.security.planted import Planted, plant, visit
from tests.server import Fleet, Server, shared_fleet, until
from tests.service.situations import CLIENT

__all__ = ["shared_fleet"]
pytestmark = [pytest.mark.browser, pytest.mark.server]
Covers = Callable[[str], None]
PAYLOAD = "'\"><img src=x onerror=zqx()>"
LISTEN = """
  window.told = [];
  window.zqx = () => window.told.push('ran');
  addEventListener('securitypolicyviolation', (e) => window.told.push(`policy: ${e.violatedDirective} ${e.sample}`));
"""
DRAWN = """() => [
  ...window.told,
  ...[...document.querySelectorAll('img[src=x], [onerror], a[href^="javascript" i]')].map((node) => node.outerHTML),
]"""
STEER = """async (position) => {
  const { screen } = await import('/static/js/live/screen.js');
  const here = screen(), lane = here.store.data().conductors.lanes[0], id = lane.group.id;
  const answered = new Promise((done) => here.outbox.addEventListener('answer', ({ detail }) => done(detail.answer)));
  here.send('return_to_phase', { position, minutes: 5 }, { groups: [id], steps: { [id]: lane.step } });
  const answer = await answered;
  return answer.ok && !answer.skipped.length;
}"""
KIND = """async () => {
  const { screen } = await import('/static/js/live/screen.js');
  return screen().store.data().group?.phase?.position ?? null;
}"""


@dataclass
class Scene:
    """A server with the planted workshop, what each visitor may see, and their cookies."""

    server: Server
    planted: Planted
    cookies: dict[str, str]
    pages: list[tuple[str, str]] = field(default_factory=list)
    """Visitor and address: each route once, for the first visitor to whom it opens."""


@pytest.fixture(scope="module")
def scene(chromium: str, shared_fleet: Fleet) -> Scene:
    """Planted before the server starts."""
    server = shared_fleet.serve("eventlet", start=False)
    app = create_app({"DATABASE_URL": server.database_url, "INSTANCE": str(server.instance)})
    house = app.extensions["tablee"]
    planted = plant(house, PAYLOAD)
    there = visit(app, planted)
    pages = []
    for line in lines():
        if (
            line["method"] == "GET"
            and line["seat"] != "another"
            and not line["route"].startswith(("/static", "/healthz"))
        ):
            for visitor in ("member", "host", "pilot", "organiser", "stranger"):
                address = there.filled(line["route"], visitor, line["seat"])
                answer = there.ask(visitor, "GET", address, "")
                if answer.status_code == 200 and answer.mimetype == "text/html":
                    pages.append((visitor, address))
                    break
    cookies = {name: cookie.value for name, one in there.browsers.items() if (cookie := one.get_cookie(COOKIE))}
    house.close()
    house.engine.dispose()
    return Scene(server.start(), planted, cookies, pages)


@pytest.fixture
def come(browser: Browser, scene: Scene) -> Iterator[Callable[[str], Page]]:
    """``come(visitor)``: a page of a browser with this visitor's cookie, whose dialogs and errors are remembered."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_for(visitor: str) -> Page:
        context = browser.new_context()
        contexts.append(context)
        context.add_init_script(LISTEN)
        if visitor in scene.cookies:
            context.add_cookies([{"name": COOKIE, "value": scene.cookies[visitor], "url": scene.server.url}])
        page = context.new_page()
        page.on("dialog", lambda dialog: wrong.append(f"dialog {dialog.message}"))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        return page

    yield open_for
    for context in contexts:
        context.close()
    assert not wrong, wrong


def test_no_page_draws_or_runs_it(scene: Scene, come: Callable[[str], Page], covers: Covers) -> None:
    """Every route that opens to somebody, loaded: no element, no dialog, no report of the policy."""
    pages = {visitor: come(visitor) for visitor in sorted({visitor for visitor, _address in scene.pages})}
    for visitor, address in scene.pages:
        page = pages[visitor]
        page.goto(scene.server.url + address, wait_until="load")
        assert page.evaluate(DRAWN) == [], address
    assert len(scene.pages) > 25
    covers(f"injection: {len(scene.pages)} pages in Chromium, 0 elements drawn, 0 scripts run, 0 reports of the policy")


def test_no_live_screen_draws_or_runs_it(scene: Scene, come: Callable[[str], Page], covers: Covers) -> None:
    """Table, host, pilot and wall follow the table through every phase of its format, those of the room too."""
    room = scene.planted.room
    base = f"{scene.server.url}/w/{room.workshop.id}/s"
    screens = {
        "member": f"{base}/{room.person(CLIENT).id}/",
        "host": f"{base}/{room.host().id}/host",
        "pilot": f"{base}/{room.pilot.id}/conduct",
        "wall": f"{base}/{room.pilot.id}/projector",
        "wall of a table": f"{base}/{room.pilot.id}/projector/1",
    }
    pages = {}
    for name, address in screens.items():
        pages[name] = come("pilot" if "wall" in name else name)
        pages[name].goto(address)
    positions = range(len(room.workshop.format.phases))
    for position in positions:
        until(lambda at=position: pages["pilot"].evaluate(STEER, at), "the pilot's board to know the step")
        until(lambda at=position: pages["member"].evaluate(KIND) == at, "the phase on the screen")
        for name, page in pages.items():
            assert page.evaluate(DRAWN) == [], (name, position)
    assert "onerror" in pages["member"].inner_text("body"), "the words themselves are seen"
    covers(f"injection: {len(screens)} live screens in Chromium × {len(positions)} phases, 0 drawn, 0 run")


def test_what_would_be_drawn_is_seen(browser: Browser, tmp_path: Path) -> None:
    """The same text put into a page as markup is found by the same look."""
    context = browser.new_context()
    context.add_init_script(LISTEN)
    page = context.new_page()
    page.set_content(f"<p title='{PAYLOAD}'></p>")
    page.evaluate("window.told ??= []")
    assert page.evaluate(DRAWN)
    context.close()
