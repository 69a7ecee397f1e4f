"""Ids of another workshop, of another table or of nothing: every command that names something refuses them."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from facilitation.domain.commands import COMMANDS, TIMEKEEPER_ONLY
from facilitation.domain.formats import Option
from facilitation.domain.refusals import Code
from tests.builders import Open, new_id, open_workshop
from tests.security.planted import say_everything
from tests.service.situations import BESIDE_TABLES, SITUATIONS
from tests.service.test_every_command_at_the_door import state

Covers = Callable[[str], None]


def ids_of(command: str) -> list[str]:
    """The fields of a command that name a row."""
    return [f.name for f in dataclasses.fields(COMMANDS[command]) if f.metadata["type"] == "id"]


NAMING = sorted(name for name in COMMANDS.keys() - TIMEKEEPER_ONLY if ids_of(name))


def rows_of(room: Open) -> dict[str, str]:
    """A row of each kind in this workshop, by the name of the field that would name it."""
    seen, person = room.see(), room.person(1).person or ""
    return {
        "person": person, "author": person, "question": seen["questions"][0]["id"], "action": seen["actions"][0]["id"],
        "suggestion": seen["suggestions"][0]["id"], "idea": room.private(room.person(3))["ideas"][0]["id"],
        "case": room.private(room.person(3))["case"]["id"], "first": room.private(room.person(3))["case"]["id"],
        "second": room.private(room.person(3))["case"]["id"], "table": room.table(),
    }  # fmt: skip


@pytest.fixture
def elsewhere(house) -> Open:
    """Another workshop, which holds a row of each kind."""
    other = open_workshop(house, people=5, options=tuple(Option))
    say_everything(other, "ailleurs")
    return other


def test_every_id_is_known_to_this_test(elsewhere: Open) -> None:
    """A new field that names a row needs a row here."""
    assert {field for name in NAMING for field in ids_of(name)} <= rows_of(elsewhere).keys()


def test_rows_of_another_workshop_are_nothing(house, elsewhere: Open, covers: Covers) -> None:
    """In a situation in which the command is welcome, with one id of it another workshop's, or nobody's."""
    foreign, asked = rows_of(elsewhere), 0
    before = state(elsewhere)
    for name in NAMING:
        for field in ids_of(name):
            room = open_workshop(house, people=4, options=tuple(Option))
            seat, fields = SITUATIONS[name](room)
            for id in (foreign[field], "nothing", elsewhere.workshop.id):
                answer = room.send(seat, name, None if name in BESIDE_TABLES else 1, **fields | {field: id})
                assert not answer.ok, (name, field, answer)
                assert answer.refusal.code.value != "try_again", (name, field)
                asked += 1
    assert state(elsewhere) == before
    covers(f"ids: {len(NAMING)} commands that name rows × ids of elsewhere = {asked}, each refused, 0 left out")


def fair(name: str, rows: dict[str, str]) -> dict[str, Any]:
    """Fields of this command that can be read, with the rows of one's own workshop."""
    usual = {
        "text": lambda _field, _meta: "mots", "flag": lambda _field, _meta: False,
        "int": lambda _field, meta: meta["low"],
        "choice": lambda _field, meta: meta["options"][0], "choices": lambda _field, meta: [meta["options"][0]],
        "id": lambda field, _meta: rows[field],
    }  # fmt: skip
    return {f.name: usual[f.metadata["type"]](f.name, f.metadata) for f in dataclasses.fields(COMMANDS[name])}


def test_a_table_of_another_workshop_is_nothing(house, elsewhere: Open, covers: Covers) -> None:
    """Every command, by who leads, brings, helps or conducts here, at somebody else's table: there is no such table."""
    room = open_workshop(house, people=5, options=tuple(Option))
    say_everything(room, "ici")
    before, rows, asked = state(elsewhere), rows_of(room), 0
    names = sorted(COMMANDS.keys() - TIMEKEEPER_ONLY - BESIDE_TABLES)
    for name in names:
        for seat in (room.host(), room.person(1), room.person(2), room.pilot):
            message: dict[str, Any] = {"id": new_id(), "as": seat.id, "command": name, "fields": fair(name, rows)}
            there = {"group": elsewhere.table(), "step": elsewhere.step()}
            house.instants.pass_(1_000)
            answer = house.door.receive(message | there, seat.device_id)
            assert answer.refusal is not None, name
            assert answer.refusal.code is Code.UNKNOWN_TABLE, (name, answer.refusal)
            asked += 1
    assert state(elsewhere) == before
    covers(f"ids: {len(names)} commands × 4 people at a table of another workshop = {asked}, each refused, 0 left out")
