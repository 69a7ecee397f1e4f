"""docs/protocol.md says what the code does: commands with their fields and roles, refusals, snapshots."""

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from facilitation.domain.commands import COMMANDS, TIMEKEEPER_ONLY
from facilitation.domain.permissions import RULES
from facilitation.domain.refusals import Code, Refusal
from facilitation.service.answers import Answer
from tests.builders import Hands, house_on, open_workshop
from tests.databases import database

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


@pytest.fixture(scope="module")
def snapshots(tmp_path_factory):
    """One real snapshot of each kind."""
    with database("sqlite", tmp_path_factory.mktemp("data")) as url:
        house, _ = house_on(url, Hands())
        room = open_workshop(house, people=3)
        workshop, table, person = room.workshop.id, room.table(), room.seats[0][1].person
        ids = {"group": table, "hosts": table, "conductors": workshop, "projector": workshop, "room": workshop}
        read = {kind: house.snapshots.read(f"{kind}:{key}") for kind, key in (ids | {"person": person}).items()}
        yield {kind: json.loads(text) for kind, (_, text) in read.items()}
        house.close()
        house.engine.dispose()


def test_every_snapshot_is_described(snapshots):
    """Each kind with exactly the keys it has."""
    written = {kind: re.findall(r"`([a-z_]+)`", cells[0]) for kind, cells in _rows("Snapshots").items()}
    assert written == {kind: list(body) for kind, body in snapshots.items()}


def test_answers_are_described(snapshots):
    """What an acknowledgement may hold."""
    section = TEXT.split("## Answers\n", 1)[1].split("\n## ", 1)[0]
    for answer in (Answer(True), Answer(False, Refusal(Code.PAUSED))):
        for key in answer.to_wire():
            assert f'"{key}"' in section
