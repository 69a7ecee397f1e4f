"""Four hundred people are optimised on a real server while everybody else goes on: the solver leaves the loop free."""

import random
import re
import threading
import time

import pytest

from tests.live.browser import Browser
from tests.live.rooms import LOGIN, PASSWORD, Room, opened
from tests.server import Fleet, until

pytestmark = [pytest.mark.server, pytest.mark.timeout(300)]
PEOPLE, TABLES = 396, 40
EVERY = 5
"""Seconds between two heartbeats."""
LONGEST_SILENCE = 1.5
"""Seconds that one question may wait meanwhile, on a machine that is busy with other tests."""


def organiser(room: Room) -> Browser:
    """Somebody who is signed in."""
    browser = room.device()
    assert browser.post("/sign-in", {"login": LOGIN, "password": PASSWORD}).status_code == 303
    return browser


def listed(room: Room, browser: Browser) -> None:
    """A list of everybody, with organisations and territories to mix."""
    chance = random.Random(1)
    lines = [f"P {n};Structure {chance.randrange(40)};Territoire {chance.randrange(8)}" for n in range(PEOPLE)]
    text = "\n".join(["nom;structure;territoire", *lines])
    answer = browser.post(f"/workshops/{room.workshop}/seating/list", {"sure": "yes"}, files={"file": ("l.csv", text)})
    assert answer.status_code == 303, answer.text[:2000]


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_hearts_beat_while_four_hundred_are_optimised(fleet: Fleet, mode: str) -> None:
    """Questions are answered and heartbeats come all along; then the proposal stands on the page."""
    room = opened(fleet, mode, "sqlite", tables=TABLES)
    browser, screen = organiser(room), room.conductor().screen()
    listed(room, browser)
    done = threading.Event()
    answers = []

    def optimise() -> None:
        form = {"act": "optimise", "least": "5", "most": "10", "mix": ["organisation", "territory"]}
        answers.append(browser.jar.post(
            f"{room.server.url}/workshops/{room.workshop}/seating", data=form, headers={"Origin": room.server.url},
            allow_redirects=False, timeout=60,
        ))  # fmt: skip
        done.set()

    beats = len(screen.heartbeats)
    until(lambda: len(screen.heartbeats) > beats, "a heartbeat")
    beat, beats = time.monotonic(), len(screen.heartbeats)
    until(lambda: time.monotonic() > beat + EVERY - 2, "most of the time to the next one, which then falls in between")
    began, longest = time.monotonic(), 0.0
    threading.Thread(target=optimise).start()
    while not done.is_set():
        asked = time.monotonic()
        screen.client.call("clock", {}, timeout=20)
        longest = max(longest, time.monotonic() - asked)
    took = time.monotonic() - began
    assert answers[0].status_code == 303, answers[0].text[:2000]
    assert longest < LONGEST_SILENCE, f"a question waited {longest:.2f} s"
    if took > 3:
        assert len(screen.heartbeats) > beats, "no heartbeat came meanwhile"
    page = browser.get(f"/workshops/{room.workshop}/seating").text
    assert "Une proposition" in page
    shown = re.findall(r"Table \w+", page)
    assert len(shown) >= TABLES
    print(
        f"\n{mode}: {PEOPLE} people optimised in {took:.1f} s, the longest wait of a question {longest * 1000:.0f} ms"
    )
    room.leave()
