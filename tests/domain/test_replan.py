"""« Tenir 16 h 30 »: what is left is shared out, minimums are kept where they fit, and undo finds all as it was."""

import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from facilitation.domain.commands import (
    AdvancePhase,
    BringTables,
    ChangeTime,
    CloseRound,
    FinishOnTime,
    Pause,
    Resume,
    StartRound,
    Undo,
)
from facilitation.domain.evolve import fold
from facilitation.domain.formats import SHIPPED
from facilitation.domain.group import Group, Status
from facilitation.domain.phases import MINUTE, Kind, Scope
from facilitation.domain.refusals import Code, Refusal
from facilitation.domain.replan import replan
from facilitation.domain.schedule import current_end, drift, meeting, planned_arrival, projected_end
from facilitation.storage.codec import event_from_json, event_to_json
from tests.domain.tables import NOON, PILOT, Table, at

FORMATS = st.sampled_from([*SHIPPED.values(), *(SHIPPED[key].divided(60) for key in ("150", "half_day"))])
ACTS = st.sampled_from([AdvancePhase(), ChangeTime(7), ChangeTime(-9), Pause(), Resume(), "keep", "wait"])


@st.composite
def afternoons(draw):
    """A table somewhere in its afternoon, early or late; its journal goes with it."""
    table = Table(draw(FORMATS))
    table.journal = []
    minute = table.group.format.minute
    table.now += draw(st.integers(0, 40)) * minute
    for act in [StartRound(), *draw(st.lists(ACTS, max_size=14))][draw(st.integers(0, 1)) :]:
        table.now += draw(st.integers(0, 20 * minute))
        if act == "wait":
            continue
        answer = table.ask(FinishOnTime(table.now) if act == "keep" else act, PILOT)
        if isinstance(answer, list):
            table.journal += answer
            for event in answer:
                table.fold(event)
    return table


@given(afternoons())
def test_it_sums_to_what_is_left_and_keeps_the_minimums_where_they_fit(table):
    """Counted here again, from the format and the clock alone."""
    group, now = table.group, table.now
    plan, phases = replan(group, NOON, now), group.format.phases
    begins = max(now, NOON) if group.position is None else current_end(group, now)
    first = 0 if group.position is None else group.position + 1
    target = meeting(group)
    between = range(first, target)
    of_room = sum(group.expects(i) for i in between if phases[i].scope is Scope.ROOM)
    reserve = group.format.reserve if all(p.scope is Scope.GROUP for p in phases[target + 1 :]) else 0
    assert plan.meets == NOON + planned_arrival(group, target) + (reserve if target >= len(phases) - 1 else 0)
    assert [i for i, _, _ in plan.lines] == [i for i in between if phases[i].scope is Scope.GROUP]
    total = sum(after for _, _, after in plan.lines)
    assert begins + of_room + total + plan.spare - plan.lacking == plan.meets
    if plan.far:  # not on its day: nothing is cut
        assert plan.lacking > group.format.total
        assert not plan.changes
        return
    for i, before, after in plan.lines:
        assert before == group.expects(i)
        assert phases[i].minimum <= after <= phases[i].planned
        assert plan.expected.get(i, phases[i].planned) == after
    assert not (plan.spare and plan.lacking)
    if plan.lacking:
        assert all(after == phases[i].minimum for i, _, after in plan.lines)
    elif any(after < phases[i].planned for i, _, after in plan.lines):
        assert plan.spare < len(plan.lines) * group.format.minute, "no more was taken than had to be"


@given(afternoons())
def test_nobody_gives_up_more_of_what_they_could_than_another(table):
    """Each phase is cut in proportion to what it has above its minimum, to the minute."""
    plan, phases, minute = replan(table.group, NOON, table.now), table.group.format.phases, table.group.format.minute
    above = {i: phases[i].planned - phases[i].minimum for i, _, _ in plan.lines}
    cut = {i: phases[i].planned - after for i, _, after in plan.lines}
    assume(sum(cut.values()) and not plan.lacking)
    share = sum(cut.values()) / sum(above.values())
    assert all(abs(cut[i] - share * above[i]) <= minute + minute * len(above) * share for i in above)


@given(afternoons(), st.integers(0, 299))
def test_what_was_accepted_is_what_was_shown(table, seen):
    """However long it was looked at; and then the table meets the room as if it had never been late."""
    shown = table.now
    proposed = replan(table.group, NOON, shown)
    table.now += seen * 1000
    answer = table.ask(FinishOnTime(shown), PILOT)
    if table.group.status is Status.CLOSED:
        assert answer == Refusal(Code.ROUND_CLOSED)
        return
    before = table.group
    for event in answer:
        table.fold(event)
    assert table.group.expected == proposed.expected
    assert bool(answer) == (proposed.expected != before.expected)
    assert [table.group.expects(i) for i, _, _ in proposed.lines] == [after for _, _, after in proposed.lines]
    assert table.group.clock == before.clock, "the phase in which the table is keeps its time"


def test_a_proposal_is_not_accepted_for_ever():
    """After five minutes the room is somewhere else."""
    table = at(Kind.CLARIFICATION).wait(75)
    assert table.ask(FinishOnTime(table.now - 301_000), "host") == Refusal(Code.STALE_PROPOSAL)
    assert table.ask(FinishOnTime(table.now + 1), "host") == Refusal(Code.STALE_PROPOSAL)
    assert isinstance(table.ask(FinishOnTime(table.now - 299_000), "host"), list)


def test_the_room_begins_twenty_minutes_late():
    """Five are the reserve's; fifteen are shared out, and 16 h 30 holds."""
    table = Table().wait(20)
    ends = NOON + 150 * MINUTE
    assert (drift(table.group, NOON, table.now), projected_end(table.group, table.now, ends)) == (
        20 * MINUTE, ends + 15 * MINUTE,
    )  # fmt: skip
    plan = replan(table.group, NOON, table.now)
    assert [after // MINUTE for _, _, after in plan.lines] == [9, 21, 9, 4, 30, 14, 13]
    table.do(FinishOnTime(table.now), PILOT)
    assert (drift(table.group, NOON, table.now), projected_end(table.group, table.now, ends)) == (0, ends)
    table.do(StartRound(), PILOT)
    table.do(BringTables(Kind.CLARIFICATION.value), PILOT)
    assert table.group.clock.planned == 21 * MINUTE


def test_what_cannot_be_is_said():
    """Ninety minutes late, every phase has its minimum and 24 minutes are lacking."""
    plan = replan(Table().wait(90).group, NOON, NOON + 90 * MINUTE)
    assert plan.lacking == 24 * MINUTE
    assert [after // MINUTE for _, _, after in plan.lines] == [4, 10, 6, 2, 14, 9, 9]


def test_time_won_goes_back_to_the_phases_first():
    """Shortened, then early: they get back what they were planned for, and no more."""
    table = at(Kind.CLARIFICATION).wait(75)
    table.do(FinishOnTime(table.now), "host")
    assert table.group.expected
    table.do(ChangeTime(-60), "host")
    table.now -= 60 * MINUTE
    table.do(FinishOnTime(table.now), "host")
    assert not table.group.expected


@pytest.mark.parametrize("key", SHIPPED)
def test_on_time_nothing_is_proposed(key):
    """A table that begins as planned keeps every phase as it was planned."""
    plan = replan(Group("t", "w", SHIPPED[key]), NOON, NOON)
    assert (plan.expected, plan.lacking) == ({}, 0)
    assert not plan.changes


@given(afternoons(), st.integers(0, 3_600_000))
def test_avance_or_retard_is_the_same_from_the_journal_and_from_the_state(table, later):
    """The journal as it is stored: each event through JSON and back, folded from the beginning."""
    stored = [json.loads(json.dumps(event_to_json(event))) for event in table.journal]
    told = fold(Table(table.group.format).group, [event_from_json(name, body) for name, body in stored])
    now = table.now + later
    assert drift(told, NOON, now) == drift(table.group, NOON, now)
    assert projected_end(told, now, NOON + 1) == projected_end(table.group, now, NOON + 1)
    assert replan(told, NOON, now) == replan(table.group, NOON, now)


@given(st.lists(afternoons(), min_size=2, max_size=5), st.data())
def test_an_act_on_all_is_undone_where_nothing_happened_since(tables, data):
    """Phase, clock, pause and minutes come back as they were; a table that moved since keeps what it did."""
    command = data.draw(
        st.sampled_from([BringTables("plenary"), BringTables("suggestions", True), ChangeTime(5), Pause(), "keep"])
    )
    for table in tables:
        before = table.group
        acted = table.ask(FinishOnTime(table.now) if command == "keep" else command, PILOT)
        if isinstance(acted, Refusal) or not acted:
            continue
        for event in acted:
            table.fold(event)
        table.now += data.draw(st.integers(0, 119_000))
        moved = data.draw(st.booleans()) and isinstance(table.ask(ChangeTime(1), PILOT), list)
        if moved:
            table.do(ChangeTime(1), PILOT)
        since = table.group
        table.do(Undo(), PILOT)
        after = table.group
        wanted = since.undoable.before if moved else before.moment()
        assert after.moment() == wanted
        if not moved:
            assert (after.position, after.clock, after.status, after.expected) == (
                before.position, before.clock, before.status, before.expected,
            )  # fmt: skip


def test_undoing_another_round_gives_back_the_minutes_of_the_one_before():
    """The new round has its format's minutes; the one before keeps what « Tenir » gave it, once it is back."""
    table = at(Kind.EXPOSITION)
    table.wait(40).do(FinishOnTime(table.now), PILOT)
    held = table.group.expected
    assert held
    table.do(CloseRound(), PILOT)
    before = table.group
    table.do(StartRound(), PILOT)
    assert table.group.expected == {}
    table.do(Undo(), PILOT)
    assert (table.group.expected, table.group.position, table.group.round) == (held, before.position, before.round)
