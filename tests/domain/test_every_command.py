"""Every command of a table: who may, in which phases, before, during a pause and after; and what asking twice does.

The expectations are written out here, apart from the product's own table.
"""

import pytest

from facilitation.domain.commands import COMMANDS
from facilitation.domain.events import Steered
from facilitation.domain.phases import Kind
from facilitation.domain.refusals import Code, Refusal
from tests.domain.every_command import ROWS, Row
from tests.domain.tables import PEOPLE, PILOT, STRANGER, Table, at, closed, paused, seated

EVERYBODY = (*PEOPLE, PILOT, STRANGER, "system")
SITUATIONS = [Kind.EXPOSITION, Kind.CLARIFICATION, Kind.CONTRACT, Kind.SILENT_WRITING, Kind.SUGGESTIONS,
              Kind.ACTION_PLAN, Kind.LEARNINGS]  # fmt: skip
BY_ROW = pytest.mark.parametrize("row", ROWS, ids=lambda r: r.name)


def here(row: Row) -> Table:
    """A situation in which the command is welcome."""
    return row.set_up(row.where())


def code_of(answer: object) -> Code | None:
    """The code of a refusal, None when there is none."""
    return answer.code if isinstance(answer, Refusal) else None


def test_no_command_is_left_out():
    """One row for each command of a table."""
    assert [row.name for row in ROWS] == sorted({n for n, c in COMMANDS.items() if c.scope == "group"})


@BY_ROW
def test_what_follows(row):
    """The events, in order, from somebody who may."""
    table = here(row)
    events = table.do(row.command(table), row.who[0])
    assert [type(e).__name__ for e in events] == row.events.split()


@BY_ROW
@pytest.mark.parametrize("person", EVERYBODY)
def test_who_may(row, person):
    """Those in the row and nobody else; the others are told that it is not theirs to do."""
    table = here(row)
    code = code_of(table.ask(row.command(table), person))
    if person in row.who:
        assert code in (None, Code.NOT_YOURS)
    elif person in row.others:
        assert code is row.others[person]
    else:
        assert code is (Code.NOT_AT_TABLE if person == STRANGER else Code.NOT_ALLOWED)


@BY_ROW
def test_asking_twice(row):
    """Already so, or refused, or done again: never a surprise."""
    table = here(row)
    table.do(row.command(table), row.who[0])
    before = table.group
    again = table.ask(row.command(table), row.who[0])
    if row.again == "done":
        assert isinstance(again, list)
        assert again
    elif row.again == "already":
        assert again == []
    else:
        assert code_of(again) == row.again
    assert table.group == before


@pytest.mark.parametrize("row", [r for r in ROWS if r.where.__name__ == "at"], ids=lambda r: r.name)
@pytest.mark.parametrize("kind", SITUATIONS)
def test_in_which_phases(row, kind):
    """Elsewhere the command is refused for the phase. Acts that belong to a pause are tested there."""
    table = at(kind, row.format)
    table = row.set_up(table) if row.kinds is None or kind in row.kinds else table
    code = code_of(table.ask(row.command(table), row.who[0]))
    if row.kinds is None or kind in row.kinds:
        assert code is None
    else:
        assert code is Code.WRONG_PHASE


@BY_ROW
@pytest.mark.parametrize("column", ["waiting", "pausing", "over"])
def test_before_during_a_pause_and_after(row, column):
    """The answer to somebody who may: ``None`` when it is not refused."""
    table = {"waiting": seated, "pausing": paused, "over": closed}[column]()
    assert code_of(table.ask(row.command(table), row.who[0])) == getattr(row, column)


@BY_ROW
def test_only_steering_moves_the_step(row):
    """A host's button is not out of date because somebody wrote something."""
    table = here(row)
    before, version = table.group.step, table.group.version
    events = table.do(row.command(table), row.who[0])
    assert table.group.version == version + len(events)
    steers = any(isinstance(e, Steered) for e in events)
    assert steers == COMMANDS[row.name].steering or row.name == "decline_client"
    assert (table.group.step > before) == steers
