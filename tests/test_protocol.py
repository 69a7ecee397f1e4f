"""docs/protocol.md says what the code does: commands with their fields and roles, refusals, snapshots."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from facilitation.domain.commands import COMMANDS, TIMEKEEPER_ONLY
from facilitation.domain.permissions import RULES
from facilitation.domain.refusals import Code

TEXT = (Path(__file__).parent.parent / "docs/protocol.md").read_text()
PEOPLE = {name: cls for name, cls in COMMANDS.items() if name not in TIMEKEEPER_ONLY}


def _rows(heading: str) -> dict[str, list[str]]:
    """The table under a heading: first cell without its backquotes -> the other cells."""
    section = TEXT.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {cells[0].strip("`"): cells[1:] for cells in rows}


def test_every_command_is_described():
    """And none that does not exist."""
    assert set(_rows("Commands")) == set(PEOPLE)


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_a_command_has_its_fields_and_roles(name):
    """The fields in order, optional ones with a question mark; the roles of the permission table."""
    written_fields, written_roles = _rows("Commands")[name][:2]
    expected = [f"{f.name}{'' if f.metadata['required'] else '?'}" for f in fields(COMMANDS[name])]
    assert re.findall(r"`([a-z_?]+)`", written_fields) == expected
    roles = RULES[name].roles
    assert written_roles == ("anyone" if roles is None else ", ".join(sorted(roles)))


def test_every_refusal_is_described():
    """And none that does not exist."""
    assert set(_rows("Refusals")) == {str(code) for code in Code}
