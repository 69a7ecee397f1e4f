"""Two people press *next*, both messages sent before either is answered: the table advances once."""

import threading
from typing import Any

import pytest

from tests.live.browser import Screen
from tests.live.rooms import Room, opened, prepared
from tests.live.rows import rows
from tests.server import Fleet, until

pytestmark = [pytest.mark.server, pytest.mark.timeout(600)]
TIMES = 50


def both(messages: list[tuple[Screen, dict[str, Any]]]) -> list[dict[str, Any]]:
    """Send every message, then wait for every answer."""
    answers: list[dict[str, Any]] = []
    for screen, message in messages:
        screen.client.emit("command", message, callback=answers.append)
    until(lambda: len(answers) == len(messages), "both answers")
    return answers


def press_together(room: Room, host: Screen, other: Screen) -> None:
    """Fifty times: one advances, the other is told which step the table is at; the screens agree."""
    group = room.tables[0]
    for _ in range(TIMES):
        shown = host.of("group")
        assert shown
        step, last = shown["step"], shown["phase"]["position"] == len(shown["timetable"]) - 1
        name, fields = ("return_to_phase", {"position": 0, "minutes": 5}) if last else ("advance_phase", {})
        pair = [(screen, screen.message(name, group=group, step=step, **fields)) for screen in (host, other)]
        won, lost = sorted(both(pair), key=lambda answer: not answer["ok"])
        assert won["ok"] is True, won
        assert lost["refusal"] == "stale_step", lost
        assert lost["detail"]["step"] == won["step"] == step + 1
        for screen in (host, other):
            screen.awaits("group", lambda s, step=step: s["step"] == step + 1)
    started = rows(room.server, f"SELECT count(*) FROM journal WHERE subject = '{group}' AND event = 'PhaseStarted'")
    assert started[0][0] in (TIMES, TIMES + 1), "one for each press, and the first phase"


def two_leaders(room: Room, other_server: Any = None) -> tuple[Screen, Screen]:
    """A host and a facilitator at one table, maybe on two processes."""
    host, paul = room.sit("Hélène", host=True).screen(), room.sit("Paul")
    host.awaits("group", lambda s: len(s["people"]) == 2)
    person = next(p["id"] for p in host.of("group")["people"] if p["name"] == "Paul")
    assert host.command("change_roles", group=room.tables[0], person=person, roles=["facilitator"])["ok"]
    if other_server:
        paul.browser.server = other_server
    other = paul.screen()
    assert host.steer("start_round")["ok"]
    for screen in (host, other):
        screen.awaits("group", lambda s: s["status"] == "running")
    return host, other


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_one_advance_on_sqlite(fleet: Fleet, mode: str):
    """One process, one writer."""
    room = opened(fleet, mode, "sqlite", format_key="30")
    press_together(room, *two_leaders(room))


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_one_advance_on_two_processes(fleet: Fleet, mode: str):
    """Two processes on one PostgreSQL: each leader talks to another one, and both screens follow."""
    first = fleet.serve(mode, "postgresql", start=False)
    (room,) = prepared(first, format_key="30")
    first.start()
    second = fleet.serve(mode, beside=first)
    press_together(room, *two_leaders(room, second))


def test_the_same_command_twice_at_once(plain_room: Room):
    """A resend that overtakes its answer: one row, the same answer."""
    host, (paul,) = plain_room.running("Paul")
    message = paul.message("propose_case", title="Réunir les habitants")
    answers = both([(paul, message)] * 10)
    assert len({answer["result"]["id"] for answer in answers}) == 1
    assert sum("again" not in answer for answer in answers) == 1
    assert host.awaits("room", lambda s: s["cases"])["cases"][0]["title"] == "Réunir les habitants"


def test_thirty_five_people_join_at_once_from_one_address(plain_room: Room):
    """A venue is one address: nobody is throttled for a right code."""
    faults: list[BaseException] = []

    def join(number: int) -> None:
        try:
            browser = plain_room.device()
            location = browser.post("/join", {"code": plain_room.code.lower()}).headers["Location"]
            assert browser.post(location, {"name": f"Personne {number}"}).status_code == 303
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=join, args=(n,)) for n in range(35)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    people = rows(plain_room.server, f"SELECT name FROM people WHERE workshop_id = '{plain_room.workshop}'")
    assert len(people) == 35
