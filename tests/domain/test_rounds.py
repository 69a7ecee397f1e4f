"""Two rounds in one format: the same table, the next client; and what belongs to which round."""

from dataclasses import replace

import pytest

from facilitation.domain import commands as c
from facilitation.domain.formats import SHIPPED
from facilitation.domain.group import Agreement, Role, Status
from facilitation.domain.phases import Kind, Scope
from facilitation.domain.refusals import Code, Refusal
from tests.domain.tables import PILOT, Table, seated

HALF_DAY = SHIPPED["half_day"]
PAUSE = HALF_DAY.position(Kind.PAUSE)
SECOND = HALF_DAY.position("case_choice.2")


def with_plan() -> Table:
    """The first round is through: a contract was confirmed, a line of the plan written; the room makes its break."""
    table = seated(HALF_DAY)
    table.do(c.BringTables("contract"), PILOT)
    table.do(c.WriteContract("x"), "client")
    table.do(c.ConfirmContract(), "client")
    table.do(c.BringTables("action_plan"), PILOT)
    table.do(c.PlanAction("x"), "client")
    table.do(c.BringTables("pause"), PILOT)
    return table


def test_the_format_says_where_its_rounds_begin():
    """At the second choice of a case; formats of one round say nothing."""
    assert HALF_DAY.openings == (SECOND,)
    assert all(format.openings == () for key, format in SHIPPED.items() if key != "half_day")
    assert HALF_DAY.target(SECOND) == "case_choice.2"
    assert [HALF_DAY.position(HALF_DAY.target(i)) for i in range(len(HALF_DAY.phases))] == list(range(17 + 2))
    assert HALF_DAY.position("case_choice.3") is None


def test_one_press_begins_the_next_round():
    """Same people, nobody is the client, and nothing of the first case is left on the table."""
    table = with_plan()
    assert (table.group.round, table.group.position) == (1, PAUSE)
    events = table.do(c.AdvancePhase(), PILOT)
    assert [type(e).__name__ for e in events] == ["RoundStarted", "PhaseStarted"]
    group = table.group
    assert (group.round, group.position, group.status) == (2, SECOND, Status.RUNNING)
    assert (group.client, group.agreement, group.actions) == (None, Agreement.NONE, frozenset())
    assert group.roles["client"] == {Role.CONSULTANT}
    assert not group.told, "a newcomer may sit down between two cases"


def test_undoing_it_finds_the_first_round_again():
    """With its client, its contract and its plan."""
    table = with_plan()
    before = table.group
    table.do(c.AdvancePhase(), PILOT)
    table.do(c.Undo(), PILOT)
    after = table.group
    assert (after.round, after.position, after.clock, after.status) == (1, PAUSE, before.clock, Status.RUNNING)
    assert (after.client, after.agreement, after.actions) == ("client", Agreement.CONFIRMED, before.actions)


def test_tables_that_closed_their_round_come_back_for_the_next_one():
    """The break belongs to the room; the second choice begins a round, also for a table that was done early."""
    table = seated(HALF_DAY)
    table.do(c.BringTables("learnings"), PILOT)
    table.do(c.CloseRound(), PILOT)
    table.do(c.BringTables("pause"), PILOT)
    assert (table.group.status, table.group.round) == (Status.CLOSED, 1)
    assert table.ask(c.BringTables("contract"), PILOT) == [], "the table is further"
    table.do(c.BringTables("case_choice.2"), PILOT)
    assert (table.group.status, table.group.round) == (Status.RUNNING, 2)


def test_a_host_who_begins_the_next_round_finds_its_own_place_in_the_format():
    """Not the first exposé: the second."""
    table = seated(HALF_DAY)
    table.do(c.BringTables("learnings"), PILOT)
    table.do(c.CloseRound(), PILOT)
    table.do(c.StartRound(), "host")
    assert (table.group.position, table.group.round) == (HALF_DAY.position("exposition.2"), 2)


def test_the_first_choice_does_not_call_back_who_is_further():
    """A target names one phase: the second choice is another one."""
    table = with_plan()
    assert table.ask(c.BringTables("case_choice"), PILOT) == []
    assert table.ask(c.BringTables("suggestions"), PILOT) == []


def test_nobody_goes_back_into_a_round_that_is_over():
    """Its client helps now."""
    table = with_plan()
    table.do(c.BringTables("contract.2"), PILOT)
    assert table.group.round == 2
    first = HALF_DAY.position("suggestions")
    assert table.ask(c.ReturnToPhase(first, 5), "host") == Refusal(Code.ROUND_CLOSED)
    assert table.ask(c.CatchUp(first, 5), "host") == Refusal(Code.ROUND_CLOSED)
    assert isinstance(table.ask(c.ReturnToPhase(HALF_DAY.position("exposition.2"), 5), "host"), list)


def test_the_plenary_belongs_to_all_rounds():
    """The room may skip a second round for which no time is left."""
    table = with_plan()
    table.do(c.BringTables("plenary"), PILOT)
    assert (table.group.round, table.group.kind, table.group.client) == (1, Kind.PLENARY, "client")


def test_another_case_in_the_second_round_begins_at_its_own_exposition():
    """Changing the case does not lead back into the first round."""
    table = with_plan()
    table.do(c.BringTables("contract.2"), PILOT)
    table.do(c.Pause(), "host")
    table.do(c.ChangeCase(), "host")
    assert (table.group.round, table.group.position) == (3, HALF_DAY.position("exposition.2"))


def test_a_warned_table_goes_where_it_was_called():
    """The call names the second choice, not the first."""
    table = with_plan()
    table.do(c.BringTables("case_choice.2", warn=True), PILOT)
    assert table.wait(2).do(c.AnswerSummons(), "system")
    assert (table.group.round, table.group.position, table.group.summons) == (2, SECOND, None)


@pytest.mark.parametrize("position", range(len(HALF_DAY.phases)))
def test_the_break_and_the_choices_belong_to_the_room(position):
    """Everything else to the tables."""
    phase = HALF_DAY.phases[position]
    of_room = {Kind.FRAMING, Kind.CASE_CHOICE, Kind.PAUSE, Kind.PLENARY}
    assert (phase.scope is Scope.ROOM) == (phase.kind in of_room)


def test_what_is_written_to_be_opened_together_is_laid_down_in_its_own_round() -> None:
    post_it = SHIPPED["35"]
    laid = [post_it.phases[i].kind for i in range(len(post_it.phases)) if post_it.laid_together(i)]
    assert laid == [Kind.SILENT_WRITING, Kind.SUGGESTIONS]
    day = HALF_DAY
    first = day.position("silent_writing")
    phases = tuple(replace(p, together=i == first) for i, p in enumerate(day.phases))
    day = replace(day, phases=phases)
    assert [day.target(i) for i in range(len(phases)) if day.laid_together(i)] == ["silent_writing", "suggestions"]
