"""What the service counts of itself: how late time was, what was committed and built, what the database refused."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from facilitation.metrics import REGISTRY
from tests.builders import MINUTE, open_workshop, settle


def figure(name: str, **labels: str) -> float:
    """What was counted in this process so far."""
    return REGISTRY.get_sample_value(f"tablee_{name}", labels) or 0.0


def test_how_late_a_bell_was(house, hands):
    """Seven seconds after its instant; a bell that has rung is not late again."""
    room = open_workshop(house, people=2)
    room.bring("clarification")
    house.timekeeping.answer()
    count, total = figure("clock_late_seconds_count"), figure("clock_late_seconds_sum")
    hands.pass_(room.see()["clock"]["deadline"] - hands.now() + 7_000)
    house.timekeeping.answer()
    assert figure("clock_late_seconds_count") == count + 1
    assert figure("clock_late_seconds_sum") == pytest.approx(total + 7)
    hands.pass_(MINUTE)
    house.timekeeping.answer()
    assert figure("clock_late_seconds_count") == count + 1


def test_what_was_committed_and_built(house):
    """One act is one transaction of one piece of work; a snapshot is built once and then kept."""
    room = open_workshop(house, people=2)
    settle(house)
    commits, work = figure("commit_seconds_count"), figure("batch_commands_sum")
    room.do(room.host(), "call_pilot")
    settle(house)
    assert figure("commit_seconds_count") == commits + 2, "the act, and the settling"
    assert figure("batch_commands_sum") == work + 2
    built = figure("snapshots_built_total", audience="group")
    for _ in range(3):
        house.snapshots.read(f"group:{room.table()}")
    assert figure("snapshots_built_total", audience="group") <= built + 1
    assert house.ground.writer.waiting() == 0


def test_what_the_database_refused(house):
    """By the driver's own name for it."""
    error = "UndefinedTable" if house.engine.dialect.name == "postgresql" else "OperationalError"
    before = figure("database_errors_total", error=error)
    with pytest.raises(DBAPIError), house.engine.connect() as connection:
        connection.execute(text("SELECT nothing FROM nowhere"))
    assert figure("database_errors_total", error=error) == before + 1
