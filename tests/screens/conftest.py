"""A Chromium for the session, a server for each module, people who leave when their test ends."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.server import Server

from .person import PATIENCE, Person

expect.set_options(timeout=PATIENCE)

QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-quic"]  # fmt: skip


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium; each person has a context of their own in it."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield running
        running.close()


@pytest.fixture
def server(tmp_path) -> Iterator[Server]:
    """A real server on an empty SQLite database."""
    house = Server("eventlet", f"sqlite:///{tmp_path / 'tablee.db'}", tmp_path)
    upgraded = house.flask("db", "upgrade")
    assert upgraded.returncode == 0, upgraded.stderr
    yield house.start()
    house.kill()


@pytest.fixture
def person(browser: Browser, server: Server) -> Iterator[Callable[..., Person]]:
    """Make people: ``person("Inès", size="phone", hands=Keyboard())``. They all leave when the test ends."""
    present: list[Person] = []

    def arrive(name: str, **more) -> Person:
        present.append(Person(browser, server.url, name, **more))
        return present[-1]

    yield arrive
    for somebody in present:
        somebody.close()
