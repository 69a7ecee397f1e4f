"""The pilot brings tables to a phase, now or after a warning."""

import pytest

from facilitation.domain.commands import (
    AdvancePhase,
    AnswerSummons,
    BringTables,
    CloseRound,
    DelaySummons,
    Pause,
    Resume,
    StartRound,
    Undo,
)
from facilitation.domain.formats import SHIPPED
from facilitation.domain.group import Status, Summons
from facilitation.domain.phases import MINUTE, Kind
from facilitation.domain.refusals import Code, Refusal
from tests.domain.tables import PILOT, Table, at, closed, paused, seated


def summoned(kind: Kind = Kind.CONTRACT, target: Kind = Kind.SUGGESTIONS) -> Table:
    """The pilot has warned the table."""
    table = at(kind)
    table.do(BringTables(target, warn=True), PILOT)
    return table


@pytest.mark.parametrize("target", [Kind.FRAMING, Kind.CLARIFICATION, Kind.CONTRACT])
@pytest.mark.parametrize("warn", [True, False])
def test_a_table_already_there_or_further_does_not_move(target, warn):
    """Nothing happens, and nobody is warned."""
    assert at(Kind.CONTRACT).ask(BringTables(target, warn), PILOT) == []


def test_a_table_that_waits_begins_its_round_at_the_target():
    """Late tables join the room where the room is."""
    table = seated()
    table.do(BringTables(Kind.CASE_CHOICE), PILOT)
    assert (table.group.round, table.group.kind, table.group.status) == (1, Kind.CASE_CHOICE, Status.RUNNING)
    table.do(Undo(), PILOT)
    assert (table.group.round, table.group.position, table.group.status) == (0, None, Status.WAITING)


def test_a_table_that_pauses_is_left_alone():
    """It is named among those that were skipped."""
    assert paused().ask(BringTables(Kind.PLENARY), PILOT) == Refusal(Code.PAUSED)


def test_a_closed_table_comes_to_the_plenary_and_stays_closed():
    """The room's clock runs for it, and rings; its own phases do not come back."""
    table = closed()
    before = table.group.moment()
    assert closed(Kind.CONTRACT).ask(BringTables(Kind.SUGGESTIONS), PILOT) == Refusal(Code.ROUND_CLOSED)
    table.do(BringTables(Kind.PLENARY), PILOT)
    assert (table.group.kind, table.group.status) == (Kind.PLENARY, Status.CLOSED)
    assert table.group.clock_runs
    assert len(table.wait(10).ring()) == 1
    table.do(Undo(), PILOT)
    assert table.group.moment() == before


def test_a_phase_that_the_format_does_not_have():
    """A table with another format is skipped."""
    refusal = at(Kind.EXPOSITION, SHIPPED["30"]).ask(BringTables(Kind.PLENARY), PILOT)
    assert refusal == Refusal(Code.BAD_VALUE, {"field": "target"})


def test_a_warned_table_goes_two_minutes_later():
    """Not before, and once."""
    table = summoned()
    assert table.group.summons == Summons(Kind.SUGGESTIONS, table.now + 2 * MINUTE)
    assert table.wait(1.9).do(AnswerSummons(), "system") == []
    table.wait(0.1).do(AnswerSummons(), "system")
    assert (table.group.kind, table.group.summons) == (Kind.SUGGESTIONS, None)
    assert table.do(AnswerSummons(), "system") == []


def test_the_host_asks_for_three_minutes_once():
    """The second time is refused."""
    table = summoned()
    table.do(DelaySummons())
    assert table.group.summons == Summons(Kind.SUGGESTIONS, table.now + 5 * MINUTE, delayed=True)
    assert table.ask(DelaySummons(), "host") == Refusal(Code.ALREADY_DELAYED)
    assert table.wait(4.9).do(AnswerSummons(), "system") == []
    assert table.wait(0.1).do(AnswerSummons(), "system") != []


def test_warning_again_for_the_same_phase_changes_nothing():
    """Another phase replaces the first; no warning any more moves the table at once."""
    table = summoned()
    due = table.group.summons.at
    assert table.wait(1).do(BringTables(Kind.SUGGESTIONS, warn=True), PILOT) == []
    assert table.group.summons.at == due
    table.do(BringTables(Kind.PLENARY, warn=True), PILOT)
    assert table.group.summons.target == Kind.PLENARY
    table.do(BringTables(Kind.PLENARY), PILOT)
    assert (table.group.kind, table.group.summons) == (Kind.PLENARY, None)


def test_a_table_that_gets_there_by_itself_is_not_called_any_more():
    """The warning lasts until then."""
    table = summoned(Kind.CONTRACT, Kind.SUGGESTIONS)
    table.do(AdvancePhase())
    assert table.group.summons is not None
    table.do(AdvancePhase())
    assert table.group.summons is None
    table.do(Undo())
    assert table.group.summons is not None


def test_a_table_that_pauses_goes_when_it_is_back():
    """A call that is due waits for the end of the pause."""
    table = summoned()
    table.do(Pause(), "client")
    assert table.wait(5).do(AnswerSummons(), "system") == []
    table.do(Resume())
    assert table.do(AnswerSummons(), "system") != []


def test_undoing_the_move_does_not_call_again():
    """The pilot takes it back: the table is where it was and stays there."""
    table = summoned().wait(3)
    table.do(AnswerSummons(), "system")
    assert table.ask(Undo(), "host") == Refusal(Code.ROOM_PHASE)
    table.do(Undo(), PILOT)
    assert (table.group.kind, table.group.summons) == (Kind.CONTRACT, None)
    assert table.do(AnswerSummons(), "system") == []


def test_undoing_the_warning_takes_it_back():
    """A call before it is there again."""
    table = summoned(target=Kind.PLENARY)
    table.do(BringTables(Kind.SUGGESTIONS, warn=True), PILOT)
    table.do(Undo(), PILOT)
    assert table.group.summons.target == Kind.PLENARY


def test_closing_ends_a_call_to_the_tables_own_phases():
    """A call of the room still counts."""
    table = summoned(Kind.ACTION_PLAN, Kind.LEARNINGS)
    table.do(CloseRound())
    assert table.group.summons is None
    table = summoned(Kind.LEARNINGS, Kind.PLENARY)
    table.do(CloseRound())
    assert table.wait(2).do(AnswerSummons(), "system") != []
    assert table.group.kind is Kind.PLENARY


def test_a_waiting_table_can_be_called():
    """Its round begins where it is called to."""
    table = seated()
    table.do(BringTables(Kind.FRAMING, warn=True), PILOT)
    table.wait(2).do(AnswerSummons(), "system")
    assert table.group.kind is Kind.FRAMING
    table = seated()
    table.do(BringTables(Kind.FRAMING, warn=True), PILOT)
    table.do(StartRound())
    assert table.group.summons is None
