"""semgrep with this house's rules, bandit and detect-secrets, none of them asking any other machine.

They live in ``.venv-security`` (their versions and ours do not agree); ``make test`` installs it.
"""

import json
import os
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import missing

ROOT = Path(__file__).resolve().parents[2]
RULES = Path(__file__).with_name("semgrep")
Covers = Callable[[str], None]
READ = ("facilitation", "static/js", "templates", "tests", "bench", "deploy", "faults", "config.py", "wsgi.py")

PLANTED = {
    "html-by-hand": ("x.py", "from markupsafe import Markup\nMarkup(words)\n"),
    "sql-by-hand": ("x.py", 'connection.execute(f"SELECT {words}")\n'),
    "code-from-text": ("x.py", "import pickle\npickle.loads(words)\n"),
    "shell": ("x.py", "import subprocess\nsubprocess.run(words, shell=True)\n"),
    "unverified": ("x.py", "requests.get(address, verify=False)\n"),
    "guessable": ("x.py", "import random\nrandom.choice(signs)\n"),
    "token-in-an-address": ("x.py", 'token = request.args.get("token", "")\n'),
    "debug": ("x.py", "app.run(host, debug=True)\n"),
    "event-beside-the-door": ("x.py", '@socketio.on("act")\ndef act(message):\n    pass\n'),
    "open-cors": ("x.py", 'socketio.init_app(app, cors_allowed_origins="*")\n'),
    "markup-from-text": ("x.js", "node.innerHTML = words;\n"),
    "script-from-text": ("x.js", 'node.setAttribute("onclick", words);\n'),
    "message-from-anywhere": ("x.js", 'parent.postMessage(words, "*");\n'),
    "unescaped": ("x.html", "<p>{{ words|safe }}</p>\n"),
    "in-line": ("x.html", '<p onclick="go()">x</p>\n'),
    "away": ("x.html", '<img src="https://ailleurs.example/x.png">\n'),
}
"""For each rule, what it must find."""

ACCEPTED = Counter(
    {
        ("facilitation/assets.py", "B704"): 1,  # the import map: our own names of files
        ("facilitation/web/drawings.py", "B704"): 2,  # QR codes that segno draws; the label is formatted in, escaped
        ("facilitation/web/screen.py", "B704"): 2,  # JSON in a script: &, < and > are escaped above; and its mark
        ("facilitation/setup.py", "B104"): 1,  # 0.0.0.0 is compared with, not listened on
        ("facilitation/web/rehearsal.py", "B404"): 1,  # our own command, as a list, without a shell
        ("facilitation/web/rehearsal.py", "B603"): 1,
        ("facilitation/storage/copies.py", "B404"): 1,  # PostgreSQL's own programs, as a list, without a shell
        ("facilitation/storage/copies.py", "B603"): 1,
        ("facilitation/storage/copies.py", "B608"): 2,  # names of our tables and of schemas that we drew
        ("facilitation/backups.py", "B101"): 1,  # said to the type checker
        ("facilitation/rehearsal/device.py", "B311"): 1,  # who plays may be guessed
        ("facilitation/rehearsal/person.py", "B311"): 1,
        ("facilitation/rehearsal/script/people.py", "B311"): 1,
        ("facilitation/seating/search.py", "B311"): 1,  # the same seating again from the same seed
        ("facilitation/demo.py", "B105"): 1,  # names of files, a limit, an account that nobody can sign in to
        ("facilitation/rehearsal/command.py", "B105"): 1,
        ("facilitation/setup.py", "B105"): 1,
        ("facilitation/web/owner.py", "B105"): 1,
        ("facilitation/service/accounts.py", "B105"): 1,
        ("facilitation/service/reserved.py", "B106"): 1,
    }
)
"""What bandit says of this code, looked at once; anything more fails."""

NO_SECRETS = {
    ("facilitation/service/accounts.py", "Hex High Entropy String"),  # the hash of bytes that nobody kept
    ("facilitation/service/secrets.py", "Base64 High Entropy String"),  # the alphabet of codes
    ("faults/prepare.py", "Secret Keyword"),  # the account of a server that is killed a minute later
    ("docs/watching.md", "Hex High Entropy String"),  # an identifier that a line of log shows
}


def ran(tool: str, *arguments: str, cwd: Path = ROOT) -> Any:
    """What a tool prints as JSON."""
    path = ROOT / ".venv-security/bin" / tool
    if not path.exists():
        missing(f"{tool} (make .venv-security)")
    quiet = {"SEMGREP_SEND_METRICS": "off", "SEMGREP_ENABLE_VERSION_CHECK": "0"}
    quiet["PATH"] = f"{path.parent}:{os.environ['PATH']}"
    run = subprocess.run(
        [str(path), *arguments], cwd=cwd, capture_output=True, text=True, timeout=200, env=os.environ | quiet
    )
    assert run.returncode in (0, 1), run.stderr[-3000:]
    return json.loads(run.stdout)


def semgrep(*where: str, cwd: Path = ROOT) -> Any:
    """The findings of our rules, and nothing but the findings."""
    found = ran("semgrep", "scan", "--metrics=off", "--disable-version-check", "--json", "--quiet", "--no-git-ignore",
                f"--config={RULES}", *where, cwd=cwd)  # fmt: skip
    assert not [error for error in found["errors"] if error["level"] == "error"], found["errors"]
    return found


def test_semgrep_finds_nothing(covers: Covers) -> None:
    """In no file that we wrote."""
    found = semgrep(*(path for path in READ if (ROOT / path).exists()))
    wrong = [f"{one['path']}:{one['start']['line']} {one['check_id'].rsplit('.', 1)[-1]}" for one in found["results"]]
    assert not wrong, wrong
    assert len(found["paths"]["scanned"]) > 400
    covers(f"semgrep: {len(PLANTED)} rules × {len(found['paths']['scanned'])} files, 0 findings")


def test_semgrep_finds_what_is_planted(tmp_path: Path) -> None:
    """Each rule finds its fault; a rule without one makes this fail."""
    for rule, (name, text) in PLANTED.items():
        (tmp_path / "planted" / rule).mkdir(parents=True)
        (tmp_path / "planted" / rule / name).write_text(text)
    found = semgrep("planted", cwd=tmp_path)
    seen = {(Path(one["path"]).parent.name, one["check_id"].rsplit(".", 1)[-1]) for one in found["results"]}
    assert seen >= {(rule, rule) for rule in PLANTED}, {rule for rule in PLANTED if (rule, rule) not in seen}
    lines = (line for file in RULES.glob("*.yml") for line in file.read_text().splitlines())
    written = {line.partition("- id:")[2].strip() for line in lines if "- id:" in line}
    assert written == PLANTED.keys()


def test_bandit_finds_what_was_looked_at(covers: Covers) -> None:
    """A new finding is mended, or said here why it is none; one that is gone leaves the list."""
    said = ran("bandit", "-q", "-r", "facilitation", "config.py", "wsgi.py", "-f", "json")
    found = Counter((one["filename"].removeprefix("./"), one["test_id"]) for one in said["results"])
    assert found == ACCEPTED, {"new": found - ACCEPTED, "gone": ACCEPTED - found}
    covers(f"bandit: {said['metrics']['_totals']['loc']} lines, {found.total()} findings, each looked at")


@pytest.mark.timeout(240)
def test_no_secret_is_committed(covers: Covers) -> None:
    """Keys, tokens and passwords, in every file of text beside the tests' own and the lock files' hashes."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    apart = ("tests/", "docs/screens/", "static/fonts/", "requirements")
    files = [f for f in listed.split("\0") if f and not f.startswith(apart) and not f.endswith((".po", "lock.json"))]
    found = ran("detect-secrets", "scan", "--no-verify", *files)["results"]
    told = {(file, one["type"]) for file, ones in found.items() for one in ones}
    assert told == NO_SECRETS, told ^ NO_SECRETS
    covers(f"detect-secrets: {len(files)} files, {len(told)} findings, each looked at")
