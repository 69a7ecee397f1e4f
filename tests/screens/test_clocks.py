"""All screens change digit together: with wrong dates, over a slow line, after a killed server, after a sleep.

``CLOCK_SECONDS=120 CLOCK_SLEEP=60 pytest -s tests/screens/test_clocks.py`` measures for as long as issue 4 wants.
"""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect

from tests.chromium import launch
from tests.server import until

from .digits import Watched, agreement, set_date_wrong
from .person import Person
from .slow_link import SlowLink

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(1500)]

SECONDS = int(os.environ.get("CLOCK_SECONDS", "6"))
"""How long digits are compared in each of the three situations: at most 120, for only then people read seconds."""
SLEEP = int(os.environ.get("CLOCK_SLEEP", "13"))
"""How long a renderer sleeps, in seconds. From 13 on it hears nothing for longer than the page calls silence."""
TOGETHER = 0.1
"""Seconds within which 95 % of the digits change on all screens."""
LAST = 120
LONGEST = min(LAST, 4 * SECONDS)
"""A machine that is busy with other tests is watched for so long, that one late digit does not decide alone."""
DEADLINE = """async () => {
  const { group, projector, conductors } = (await import('/static/js/live/screen.js')).screen().store.data();
  return (group ?? projector?.room_phase ?? conductors.lanes[0]).clock.deadline;
}"""
NOW = "async () => (await import('/static/js/live/screen.js')).screen().time.now()"
SETTLED = """async () => {
  const { connection, time } = (await import('/static/js/live/screen.js')).screen();
  return connection.state === 'live' && time.settled;
}"""
WRONG_BY = "Math.round((Date.now() - performance.timeOrigin - performance.now()) / 60000)"


class Room:
    """The pilot, and the screens that are compared."""

    def __init__(self, pilot: Person, screens: list[Watched]) -> None:
        self.pilot, self.screens = pilot, screens

    def wind(self, ahead: int = 0) -> None:
        """Give the phase so much time that people will read seconds as long as they are watched, ``ahead`` s from now.

        The pilot gives and takes whole minutes, all screens hear of it, and what is still too much is waited for.
        """
        least, most = ahead + LONGEST - 0.5, ahead + LAST
        until(lambda: self._has(least, most), f"{least} to {most} s left", 130)

    def _has(self, least: float, most: float) -> bool:
        known = {one.page.evaluate(DEADLINE) for one in (self.pilot, *self.screens)}
        if len(known) > 1:
            return False
        left = (known.pop() - self.pilot.page.evaluate(NOW)) / 1000
        if left < least or left > least + 60:
            self.pilot.asks("change_time", minutes=-int((left - least) // 60))
        return least <= left <= most

    def follow(self) -> None:
        """All screens are live and have measured how far they are from the server's time."""
        until(lambda: all(screen.page.evaluate(SETTLED) for screen in self.screens), "the server's time")

    def agrees(self, situation: str, since: float) -> None:
        """Since an instant, digits change together on all screens, before and after they follow the server again."""
        self.follow()
        end = max(since + SECONDS, time.monotonic() + SECONDS / 2)
        while True:
            self.pilot.page.wait_for_timeout(1000 * (end - time.monotonic() + 0.5))
            seen = agreement(self.screens, since, end)
            print(f"\n{situation}: {seen}")
            assert len(seen.spreads) > end - since - 2, "a clock stood still"
            if seen.p95 <= TOGETHER:
                return
            end += SECONDS
            assert end - since <= LONGEST, f"{situation}: {seen}"


@contextmanager
def _asleep(browser: Browser) -> Iterator[None]:
    """The renderers of this browser stand still, as in a device that sleeps."""
    told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    renderers = [one["id"] for one in told if one["type"] == "renderer"]
    assert renderers
    for renderer in renderers:
        os.kill(renderer, signal.SIGSTOP)
    try:
        yield
    finally:
        for renderer in renderers:
            os.kill(renderer, signal.SIGCONT)


@pytest.fixture
def laptop(browser: Browser, chromium: str) -> Iterator[Browser]:
    """A browser of its own for the host."""
    with launch(browser.browser_type, chromium) as one:
        yield one


@pytest.fixture
def phone(browser: Browser, chromium: str) -> Iterator[Browser]:
    """A browser of its own for a participant."""
    with launch(browser.browser_type, chromium) as one:
        yield one


@pytest.fixture
def room(person, browser: Browser, laptop: Browser, phone: Browser, lone_house) -> Iterator[Room]:
    """A host ten minutes late, a participant ten minutes early on a slow line, the projector; all in one room phase."""
    links = lone_house.workshop()[1]
    pilot, wall = person("Claire"), person("", size="projector")
    with SlowLink(lone_house.server.port) as line:
        lucie, ines = Person(laptop, lone_house.server.url, "Lucie"), Person(phone, line.url, "Inès", size="phone")
        set_date_wrong(lucie.context, -10)
        set_date_wrong(ines.context, 10)
        ines.come(links.tables[links.table], wait_until="commit")  # the others come while her page loads
        pilot.come(links.conductor)
        pilot.asks("bring_tables", target="framing", warn=False)
        wall.come(links.projector)
        lucie.come(links.hosts[links.table])
        named = {"projector": wall, "host": lucie, "slow": ines}
        for one in named.values():
            expect(one.page.locator("work-clock:visible").first).to_have_attribute("data-state", "running")
        assert [one.page.evaluate(WRONG_BY) for one in named.values()] == [0, -10, 10]
        yield Room(pilot, [Watched(name, one.page) for name, one in named.items()])
        lucie.close()
        ines.close()


def test_all_screens_change_digit_together(room: Room, phone: Browser, lone_house):
    """On one monotonic clock: fresh; from the moment the server is killed; from the moment a renderer wakes."""
    room.wind()
    room.follow()
    room.agrees("fresh", time.monotonic())

    room.wind()
    killed = time.monotonic()
    lone_house.server.kill()
    lone_house.server.start()
    room.agrees("after the server was killed", killed)

    room.wind(SLEEP)
    with _asleep(phone):
        room.pilot.page.wait_for_timeout(SLEEP * 1000)
    room.agrees("after the sleep", time.monotonic())
