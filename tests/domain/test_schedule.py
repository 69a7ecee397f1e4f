"""The afternoon in numbers: 14:00 to 16:30, format of 150 minutes, five of them in reserve."""

import pytest

from facilitation.domain.commands import BringTables, ChangeTime, CloseRound, Pause
from facilitation.domain.formats import SHIPPED
from facilitation.domain.group import Group
from facilitation.domain.phases import MINUTE, Kind
from facilitation.domain.schedule import drift, projected_end, timetable, told_drift
from tests.domain.tables import NOON, PILOT, Table, at, seated

START = NOON
END = NOON + 150 * MINUTE
STARTS = {
    Kind.FRAMING: 0, Kind.CASE_CHOICE: 10, Kind.EXPOSITION: 20, Kind.CLARIFICATION: 30, Kind.CONTRACT: 55,
    Kind.SILENT_WRITING: 65, Kind.SUGGESTIONS: 70, Kind.ACTION_PLAN: 105, Kind.LEARNINGS: 120, Kind.PLENARY: 140,
}  # fmt: skip


def entered(kind: Kind, minute: float) -> Table:
    """The table that entered this phase so many minutes after two o'clock."""
    table = seated()
    table.wait(minute)
    table.do(BringTables(kind), PILOT)
    return table


def minutes(instant: int) -> float:
    """Since two o'clock."""
    return (instant - START) / MINUTE


def late(table: Table) -> float:
    """In minutes."""
    return drift(table.group, START, table.now) / MINUTE


def through(table: Table) -> float:
    """When the table will be through, in minutes after two o'clock."""
    return minutes(projected_end(table.group, table.now, END))


def test_before_the_start_the_timetable_is_the_plan():
    """Ten minutes before, and exactly the times of the programme; the reserve stands before the plenary."""
    table = seated().wait(-10)
    lines = timetable(table.group, table.now, START)
    assert {line.kind: minutes(line.starts) for line in lines} == STARTS
    assert {line.when for line in lines} == {"next"}
    assert minutes(lines[-1].ends) == 150


@pytest.mark.parametrize("kind", list(STARTS)[:-1])
def test_on_time_the_timetable_stays_the_plan(kind):
    """In every phase: what was, what is, what comes."""
    table = entered(kind, STARTS[kind]).wait(2)
    for plan in (None, START):
        lines = timetable(table.group, table.now, plan)
        assert {line.kind: minutes(line.starts) for line in lines} == STARTS
        here = table.group.position
        assert [line.when for line in lines] == ["past"] * here + ["now"] + ["next"] * (len(lines) - here - 1)
    assert late(table) == 0
    assert through(table) == 150


@pytest.mark.parametrize(
    ("kind", "minute", "expected_drift", "expected_end"),
    [
        (Kind.EXPOSITION, 20, 0, 150),
        (Kind.EXPOSITION, 23, 0, 150),  # three minutes late: the reserve takes them
        (Kind.EXPOSITION, 25, 0, 150),
        (Kind.EXPOSITION, 27, 2, 152),
        (Kind.EXPOSITION, 40, 15, 165),
        (Kind.CLARIFICATION, 26, -4, 146),
        (Kind.LEARNINGS, 120, 0, 150),
        (Kind.LEARNINGS, 130, 5, 155),
        (Kind.PLENARY, 140, 0, 150),
        (Kind.PLENARY, 137, -3, 147),
        (Kind.PLENARY, 143, 3, 153),
        (Kind.FRAMING, 12, 7, 157),  # where the room meets again after the tables' own phases
        (Kind.CASE_CHOICE, 12, 0, 150),
    ],
)
def test_late_and_early(kind, minute, expected_drift, expected_end):
    """Late by what the reserve cannot take; early by what is too early."""
    table = entered(kind, minute)
    assert late(table) == expected_drift
    assert through(table) == expected_end


def test_the_reserve_is_shown_spent():
    """Three minutes late: the plenary stays at 16:20; eight minutes late: it moves by three."""
    for minute, plenary in ((23, 140), (28, 143), (15, 135)):
        table = entered(Kind.EXPOSITION, minute)
        assert minutes(timetable(table.group, table.now, START)[-1].starts) == plenary


def test_what_runs_over_moves_what_follows():
    """Ten minutes beyond the end of the exposé: each of them counts, and the exposé began when it began."""
    table = entered(Kind.EXPOSITION, 20).wait(20)
    now, after = timetable(table.group, table.now)[2:4]
    assert (minutes(now.starts), minutes(now.ends)) == (20, 40)
    assert minutes(after.starts) == 40
    assert late(table) == 5


def test_minutes_given_are_minutes_late():
    """Ten more: five of them beyond the reserve."""
    table = entered(Kind.EXPOSITION, 20)
    table.do(ChangeTime(10))
    assert late(table) == 5
    line = timetable(table.group, table.now)[2]
    assert (line.planned, minutes(line.starts), minutes(line.ends)) == (20 * MINUTE, 20, 40)


def test_a_pause_moves_the_end_as_it_lasts():
    """The clock is held, the afternoon is not."""
    table = entered(Kind.SUGGESTIONS, 70).wait(10)
    table.do(Pause())
    table.wait(12)
    assert late(table) == 7
    assert through(table) == 157


def test_a_table_that_has_not_begun_is_late_by_what_has_passed():
    """Twenty minutes after two; nothing before two."""
    assert late(seated().wait(20)) == 20
    assert late(seated().wait(-20)) == 0
    assert through(seated().wait(-20)) == 150
    assert through(seated().wait(20)) == 165


def test_a_closed_table_waits_for_the_room():
    """Never late, and through with everybody; back in the plenary it has the room's clock."""
    table = entered(Kind.LEARNINGS, 120).wait(5)
    table.do(CloseRound())
    assert late(table) == 0
    assert through(table) == 150
    assert minutes(timetable(table.group, table.now, START)[-1].starts) == 140
    table.wait(20)
    table.do(BringTables(Kind.PLENARY), PILOT)
    assert late(table) == 5
    assert through(table) == 155


def test_a_format_without_plenary_keeps_its_reserve_for_the_end():
    """The end of the format is the meeting."""
    table = at(Kind.EXPOSITION, SHIPPED["30"])
    assert drift(table.group, START, table.now) == 0
    assert projected_end(table.group, table.now, START + 30 * MINUTE) == START + 30 * MINUTE
    assert [line.kind for line in timetable(table.group, table.now)][-1] is Kind.LEARNINGS


def test_a_table_that_is_not_on_its_day_is_neither_late_nor_early():
    """Tried the evening before, a workshop tells no drift; on its day it does."""
    fresh = Group("g", "w", SHIPPED["150"])
    minute = 60_000
    assert told_drift(fresh, 0, 7 * minute) == 7 * minute
    assert told_drift(fresh, 0, 151 * minute) is None
