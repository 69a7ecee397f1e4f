"""``flask rehearse`` against a real server: the line it prints, its exit code, and who may ask for a rehearsal."""

import json
import subprocess
import sys

import pytest
import requests

from facilitation.domain.formats import SHIPPED
from facilitation.rehearsal.command import FORMATS
from tests.server import ROOT, free_port

pytestmark = pytest.mark.server

KEYS = ["groups", "people", "rounds_closed", "commands_acked", "lost", "duplicated", "seconds"]


@pytest.mark.parametrize(("profile", "format_key"), [("talkative", "150"), ("quiet", "half_day")])
def test_a_short_rehearsal(server, profile, format_key):
    """Every round closed, nothing lost, nothing doubled; the journal agrees beside the live server."""
    wish = ["--people", "12", "--groups", "3", "--format", format_key, "--speed", "500", "--profile", profile]
    run = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "rehearse", *wish, "--url", server.url],
        cwd=ROOT, env=server.settings, capture_output=True, text=True, timeout=220,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr + server.log()[-3000:]
    line = json.loads(run.stdout)
    assert list(line) == KEYS
    assert (line["groups"], line["people"], line["rounds_closed"]) == (3, 12, 6 if format_key == "half_day" else 3)
    assert (line["lost"], line["duplicated"]) == (0, 0)
    if (profile, format_key) == ("talkative", "150"):
        assert line["commands_acked"] >= 20 * 12
    assert server.flask("verify-journal").returncode == 0


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


@pytest.mark.parametrize("wish", [{"groups": 0}, {"groups": "5"}, {"format": "7"}, {"speed": 0}, {"groups": 10**9}, []])
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
    wish += ["--grace", "60"]  # a test asserts no speed: how late a loaded machine was is printed, not judged
    run = server.flask("rehearse", *wish, "--url", server.url, within=220)
    assert run.returncode == 0, run.stdout + run.stderr + server.log()[-3000:]
    line = json.loads(run.stdout)
    assert (line["lost"], line["duplicated"], line["rounds_closed"]) == (0, 0, 3)
    assert line["met_min"] > -0.2
    assert line["ended_min"] > -0.2
    assert server.flask("verify-journal").returncode == 0
