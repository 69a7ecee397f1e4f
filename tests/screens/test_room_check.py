"""« Tester la salle » over a real server: what works, and what says so when a venue forbids it."""

import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from facilitation.trust import room_pass
from tests.server import Fleet

from .gallery import Gallery
from .house import LOGIN, PASSWORD, House
from .person import PATIENCE, Person

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(300)]
SIZES = ("phone", "tablet", "laptop")
SOCKETS = "**/socket.io/**"
VENUE = "venue.example"
ASLEEP = ("renderer", "network.mojom.NetworkService")
"""The processes of a Chromium that a phone in somebody's pocket freezes, with every timer and connection in them."""


def link(house: House) -> str:
    """The address that the organiser's code holds, for a phone that never was here."""
    made, _ = house.workshop()
    secret = (house.server.instance / "secret_key").read_text().strip()
    return f"{house.server.url}/room-check#{room_pass(secret, made.id)}"


def line(page: Page, check: str) -> Locator:
    """What was seen of one check."""
    return page.locator(f"[data-check={check}]")


def states(page: Page) -> dict[str, str]:
    """Every check and its state, once the verdict is there."""
    verdict = page.locator("[data-verdict]:visible:not([data-verdict=running])")
    expect(verdict).to_have_count(1, timeout=3 * PATIENCE)
    return page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('[data-check]')]"
        ".map(({ dataset }) => [dataset.check, dataset.state]))"
    )


def test_the_organiser_tries_the_room_from_the_preparation(person, house):
    """Both transports really open; on the server's own address a phone could not come, and that is said first."""
    claire, gallery = person("Claire"), Gallery()
    _, links = house.workshop()
    claire.sign_in(LOGIN, PASSWORD)
    page = claire.page
    page.goto(links.page)
    page.get_by_role("link", name="Tester la salle").click()
    seen = states(page)
    assert seen == {
        "address": "stop", "secure": "good", "kept": "good", "websocket": "good", "polling": "good", "live": "good",
        "clock": "good", "wake": seen["wake"], "sleep": "ask",
    }  # fmt: skip
    asked = page.evaluate(
        "() => navigator.wakeLock.request('screen').then(lock => lock.release().then(() => 'good'), () => 'late')"
    )
    assert seen["wake"] == asked, "the line says what this very browser answers"
    expect(page.get_by_text("À régler avant le jour.")).to_be_visible()
    expect(line(page, "address")).to_contain_text("un téléphone n’y arrivera pas")
    expect(line(page, "websocket")).to_contain_text(re.compile(r"Ouvert en \d+ ms"))
    expect(line(page, "polling")).to_contain_text(re.compile(r"Ouvert en \d+ ms"))
    expect(line(page, "live")).to_contain_text("Comme aux tables : par WebSocket.")
    expect(line(page, "clock")).to_contain_text(re.compile(r"est à 0(,\d)? s de celle du serveur"))
    expect(page.get_by_role("img", name="Code à scanner")).to_be_hidden()
    gallery.look(claire, "room-check", sizes=SIZES)
    gallery.verdict()


def test_a_venue_that_forbids_websockets_says_so_and_still_works(person, house):
    """Blocked alone, it is said; the line then goes by requests, as at the tables."""
    lucie, gallery = person("Lucie", size="phone"), Gallery()
    tried: list[str] = []
    lucie.context.route_web_socket(re.compile("socket.io"), lambda ws: (tried.append(ws.url), ws.close()))
    page = lucie.page
    page.goto(link(house))
    seen = states(page)
    assert (seen["websocket"], seen["polling"], seen["live"]) == ("late", "good", "good")
    assert len(tried) == 2, "once alone, once to better the line"
    expect(line(page, "websocket")).to_contain_text("Bloqué sur ce réseau.")
    expect(line(page, "live")).to_contain_text("par requêtes, l’autre voie étant fermée")
    gallery.look(lucie, "room-check-blocked", sizes=SIZES)
    gallery.verdict()


def test_a_network_that_lets_nothing_through_and_a_browser_that_keeps_nothing(person, house):
    """Requests blocked: the screens could not begin. No cookie: nobody could sit down, nothing else is pretended."""
    lucie, paul = person("Lucie"), person("Paul")
    lucie.context.route(SOCKETS, lambda route: route.abort())
    lucie.page.goto(link(house))
    seen = states(lucie.page)
    assert (seen["websocket"], seen["polling"], seen["live"]) == ("good", "stop", "stop")
    expect(lucie.page.get_by_role("button", name="Essayer la veille")).to_be_disabled()

    def without_cookie(route: Route) -> None:
        answer = route.fetch()
        kept = {name: value for name, value in answer.headers.items() if name != "set-cookie"}
        paul.context.clear_cookies()  # Playwright's own request kept it
        route.fulfill(response=answer, headers=kept)

    paul.page.route("**/room-check", without_cookie)
    paul.page.goto(link(house))
    seen = states(paul.page)
    assert [seen[check] for check in ("kept", "websocket", "polling", "live", "clock")] == ["stop"] * 5
    expect(line(paul.page, "kept")).to_contain_text("personne ne peut s’asseoir")


def test_a_link_without_a_pass_or_with_an_old_one(person, house):
    """The page says what to do instead of trying anything."""
    lucie, gallery = person("Lucie", size="phone"), Gallery()
    page = lucie.page
    page.goto(f"{house.server.url}/room-check")
    expect(page.get_by_text("Scannez le code que montre la page de l’atelier.")).to_be_visible()
    gallery.look(lucie, "room-check-missing", sizes=SIZES)
    page.goto(f"{house.server.url}/room-check#x{link(house).partition('#')[2]}")
    expect(page.get_by_text("Ce lien ne sert plus.")).to_be_visible()
    gallery.look(lucie, "room-check-old", sizes=SIZES)
    gallery.verdict()


@pytest.fixture
def venue(tmp_path: Path, browser: Browser, chromium: str) -> Iterator[tuple[Browser, House, str]]:
    """A room without a certificate: its own name, plain http, and a browser that knows the name."""
    fleet = Fleet(tmp_path)
    server = fleet.serve("eventlet", start=False)
    base = f"http://{VENUE}:{server.port}"
    server.environ["PUBLIC_URL"] = base
    house = House(server)
    server.start()
    plain = browser.browser_type.launch(
        executable_path=chromium, args=["--no-sandbox", "--disable-gpu", f"--host-resolver-rules=MAP {VENUE} 127.0.0.1"]
    )
    yield plain, house, base
    plain.close()
    house.close()
    fleet.scuttle()


@contextmanager
def frozen(plain: Browser) -> Iterator[None]:
    """The browser's processes stand still, as those of a locked phone."""
    told = plain.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    pids = [one["id"] for one in told if one["type"] in ASLEEP]
    assert len(pids) >= 2, told
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def test_a_phone_that_slept_is_live_again(venue):
    """Frozen until the server has given it up: on its return the line heals by itself, and how soon is told."""
    plain, house, base = venue
    gallery, lucie = Gallery(), Person(plain, base, "Lucie", size="phone")
    page = lucie.page
    page.goto(link(house).replace(house.server.url, base))
    assert states(page)["sleep"] == "ask"

    def sleep(seconds: float) -> None:
        page.get_by_role("button", name="Essayer la veille").click()
        expect(page.get_by_text("Verrouillez l’appareil maintenant")).to_be_visible()
        with frozen(plain):
            time.sleep(seconds)

    sleep(4)
    expect(line(page, "sleep")).to_contain_text("il en faut vingt")
    sleep(21)
    told = re.compile(r"Après 2\d s d’absence, le direct a (repris|mis) ")
    expect(line(page, "sleep")).to_contain_text(told, timeout=40_000)
    print(line(page, "sleep").inner_text())
    assert line(page, "sleep").get_attribute("data-state") in ("good", "late")
    gallery.look(lucie, "room-check-slept", sizes=SIZES)
    lucie.close()
    gallery.verdict()


def test_plain_http_says_what_it_loses_and_no_more(venue):
    """At the address of the links everything works but what a browser gives to https alone."""
    plain, house, base = venue
    gallery, lucie = Gallery(), Person(plain, base, "Lucie", size="phone")
    page = lucie.page
    page.goto(link(house).replace(house.server.url, base))
    seen = states(page)
    assert seen == {
        "address": "good", "secure": "late", "kept": "good", "websocket": "good", "polling": "good", "live": "good",
        "clock": "good", "wake": "late", "sleep": "ask",
    }  # fmt: skip
    lost = page.evaluate("() => ['wakeLock', 'clipboard'].filter(name => !(name in navigator))")
    assert lost == ["wakeLock", "clipboard"]
    for words in ("peut lire ce qui passe", "ne peut pas garder l’écran allumé", "Copier un lien"):
        expect(line(page, "secure")).to_contain_text(words)
    expect(page.get_by_text("L’atelier marchera")).to_be_visible()
    gallery.look(lucie, "room-check-plain", sizes=SIZES)
    lucie.close()
    gallery.verdict()
