"""verify-journal finds what was planted, and says where."""

import pytest
from sqlalchemy import text

from facilitation.service.verification import verify
from tests.builders import open_workshop
from tests.service.test_words import write_everything

COLUMNS = "group_id, round, type, author, writer, kind, status, verdict, sorter, release, text, extra, born"
"""Of a contribution, besides its id."""
PLANTED = {
    "a step": ("UPDATE groups SET step = step + 1 WHERE id = :g", "step differs"),
    "a deadline": ("UPDATE groups SET clock_deadline = clock_deadline + 1 WHERE id = :g", "clock differs"),
    "a role": ("UPDATE groups SET roles = '{}' WHERE id = :g", "roles differs"),
    "a row too many": (
        f"INSERT INTO contributions (id, {COLUMNS}) SELECT 'planted', {COLUMNS} "
        "FROM contributions WHERE group_id = :g AND type = 'question' LIMIT 1",
        "contribution planted is in the rows only",
    ),
    "a lost row": ("DELETE FROM contributions WHERE group_id = :g AND type = 'question'", "is in the journal only"),
    "another author": ("UPDATE contributions SET author = 'x' WHERE group_id = :g AND type = 'action'", "differs"),
    "a lost event": (
        "DELETE FROM journal WHERE subject = :g AND version = 5",
        "the journal lacks version 5",
    ),
    "a lost place": ("DELETE FROM memberships WHERE group_id = :g", "the place of"),
    "a lost case": ("DELETE FROM cases WHERE workshop_id = :w", "case"),
    "no checkpoint": ("DELETE FROM checkpoints WHERE subject = :g", "no checkpoint"),
    "an event of nobody": (
        "INSERT INTO journal SELECT 'ghost', version, workshop_id, round, at, person, command, event, body "
        "FROM journal WHERE subject = :g AND version = 1",
        "ghost",
    ),
}


def test_no_difference_after_an_afternoon(house):
    room = open_workshop(house, tables=2, people=4)
    write_everything(room)
    room.do(room.host(), "close_round")
    room.do(room.host(), "start_round")
    room.do(room.host(), "undo")
    room.bring("plenary")
    found, subjects = verify(house)
    assert found == []
    assert subjects >= 3


@pytest.mark.parametrize("what", sorted(PLANTED))
def test_a_planted_difference_is_found(house, what):
    room = open_workshop(house, people=4)
    write_everything(room)
    statement, line = PLANTED[what]
    with house.engine.begin() as connection:
        values = {"g": room.table(), "w": room.workshop.id}
        connection.execute(text(statement), {key: value for key, value in values.items() if f":{key}" in statement})
    found, _ = verify(house)
    assert any(line in one and (room.table() in one or room.workshop.id in one) for one in found), found
    house.workshops.remove(room.workshop.id)
    assert verify(house)[0] == []
