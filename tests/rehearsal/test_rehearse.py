"""``flask rehearse`` against a real server: the line it prints, its exit code, and who may ask for a rehearsal."""

import json
import subprocess
import sys

import pytest
import requests

from facilitation.domain.formats import SHIPPED
from facilitation.rehearsal.command import FORMATS
from facilitation.domain.formats import SHIPPED
from facilitation.rehearsal.command import formats
from tests.server import ROOT, free_port

pytestmark = pytest.mark.server

KEYS = ["groups", "people", "rounds_closed", "commands_acked", "lost", "duplicated", "seconds"]
PEOPLE = 12
PLAYS = [("talkative", "half_day", 6), ("talkative", "35", 3), ("quiet", "60", 3), ("quiet", "30", 3)]
"""Two rounds; without a room and laid on the table together; with a paper table and a shared phone; the shortest."""


@pytest.fixture(scope="module")
def plays(server) -> dict[tuple[str, str], subprocess.CompletedProcess[str]]:
    """Several afternoons at once against one server: they disturb each other no more than tables do."""
    wish = ["--people", str(PEOPLE), "--groups", "3", "--speed", "500", "--url", server.url]
    running = {
        (profile, key): subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", "rehearse", *wish, "--format", key, "--profile", profile],
            cwd=ROOT, env=server.settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for profile, key, _ in PLAYS
    }  # fmt: skip
    done = {}
    for play, process in running.items():
        out, err = process.communicate(timeout=220)
        done[play] = subprocess.CompletedProcess(process.args, process.returncode, out, err)
    return done


@pytest.mark.parametrize(("profile", "format_key", "rounds"), PLAYS)
def test_a_short_rehearsal(server, plays, profile, format_key, rounds):
    """Every round closed, nothing lost, nothing doubled; the journal agrees beside the live server."""
    run = plays[profile, format_key]
    assert run.returncode == 0, run.stdout + run.stderr + server.log()[-3000:]
    line = json.loads(run.stdout)
    assert list(line)[: len(KEYS)] == KEYS
    assert (line["groups"], line["people"], line["rounds_closed"]) == (3, PEOPLE, rounds)
    assert (line["lost"], line["duplicated"], line["journal"]) == (0, 0, True)
    if format_key == "half_day":
        assert line["commands_acked"] >= 20 * PEOPLE


def test_the_day_on_which_things_go_wrong(played):
    """Twenty minutes late, a client gone, a table of three, no network for ten minutes: the room meets at 16 h 20 and
    ends at 16 h 30, not before, and everything that was said is there."""
    line = played.figures
    assert (line["lost"], line["duplicated"]) == (0, 0)
    assert (line["rounds_closed"], line["rounds_changed"], line["rounds_stopped"]) == (4, 2, 1)
    assert line["people_cut_off"] == 4
    assert line["begun"] >= "14:20:00"
    assert line["plenary"] >= "16:20:00"
    assert line["end"] >= "16:30:00"
    assert not played.ledger.silent


def test_every_format_that_is_shipped_can_be_named(server):
    """``--format all`` asks the server which ones there are."""
    assert formats(server.url, server.instance / "owner_token") == list(SHIPPED)
    assert requests.get(f"{server.url}/rehearsal", timeout=10).status_code == 404


@pytest.mark.parametrize(
    "wish",
    [
        ["--people", "9", "--groups", "5"],
        ["--day", "incident", "--groups", "2", "--people", "8"],
        ["--day", "incident", "--people", "18"],
        ["--day", "incident", "--profile", "quiet"],
    ],
)
def test_an_impossible_afternoon_is_refused(server, wish):
    """Too few people for the tables, or a day that needs more of them; nothing is made."""
    run = server.flask("rehearse", *wish, "--url", server.url)
    assert run.returncode == 2, run.stderr
    assert run.stdout == ""


def test_the_figures_go_with_the_rehearsal(server):
    """Rehearsals are removed in one act."""
    token = (server.instance / "owner_token").read_text()
    owner = {"Authorization": f"Bearer {token}"}
    assert requests.post(f"{server.url}/rehearsal", json={"groups": 2}, headers=owner, timeout=10).ok
    removed = server.flask("rehearse", "--remove", "--url", server.url)
    assert removed.returncode == 0, removed.stderr
    assert "removed: 0" not in removed.stdout
    assert requests.delete(f"{server.url}/rehearsal", headers=owner, timeout=10).json() == {"removed": 0}


def test_only_the_owner_of_the_machine_asks(server):
    """Without the token, with a wrong one, or through a proxy, there is no such page."""
    token = (server.instance / "owner_token").read_text()
    assert (server.instance / "owner_token").stat().st_mode & 0o077 == 0
    wish = {"groups": 2}
    asked = [
        requests.post(f"{server.url}/rehearsal", json=wish, headers=headers, timeout=10).status_code
        for headers in (
            {},
            {"Authorization": "Bearer wrong"},
            {"Authorization": f"Bearer {token}", "X-Forwarded-For": "203.0.113.9"},
        )
    ]
    assert asked == [404, 404, 404]


@pytest.mark.parametrize(
    "wish",
    [
        {"groups": 0},
        {"groups": "5"},
        {"format": "7"},
        {"speed": 0},
        {"groups": 10**9},
        {"late": 61},
        {"people": "7"},
        [],
    ],
)
def test_a_bad_wish_is_refused(server, wish):
    """With a code, and nothing is made."""
    owner = {"Authorization": f"Bearer {(server.instance / 'owner_token').read_text()}"}
    answer = requests.post(f"{server.url}/rehearsal", json=wish, headers=owner, timeout=10)
    if wish == []:
        assert answer.ok  # no wish is the usual one
    else:
        assert answer.status_code == 400
        assert answer.json()["refusal"] in ("malformed", "bad_value")


def test_without_a_server_it_says_so(server):
    """One sentence, no traceback."""
    run = server.flask("rehearse", "--url", f"http://127.0.0.1:{free_port()}")
    assert run.returncode == 1
    assert "server" in run.stderr
    assert "Traceback" not in run.stderr


def test_every_shipped_format_is_rehearsed():
    """The list that « all » goes through is the server's."""
    assert set(FORMATS) == set(SHIPPED)


def test_the_incident_day(server):
    """A late start, a client who leaves, a table of three, a table without network; it ends on time."""
    wish = ["--day", "incident", "--people", "13", "--groups", "3", "--speed", "250"]
    run = server.flask("rehearse", *wish, "--url", server.url, within=220)
    assert run.returncode == 0, run.stdout + run.stderr + server.log()[-3000:]
    line = json.loads(run.stdout)
    assert (line["lost"], line["duplicated"], line["rounds_closed"]) == (0, 0, 3)
    assert line["met_min"] > -0.2
    assert line["ended_min"] > -0.2
    assert server.flask("verify-journal").returncode == 0
