"""Who speaks after whom, who is ready, and what is forgotten."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from facilitation.domain import commands as c
from facilitation.domain.formats import SHIPPED, Option
from facilitation.domain.group import Group, Role
from facilitation.domain.phases import Kind, Turns
from facilitation.domain.refusals import Code, Refusal
from facilitation.domain.turns import tour_order
from tests.domain.tables import FULL, at


def test_the_client_listens_while_the_others_take_turns():
    """Each of them once, the observer not at all."""
    table = at(Kind.SUGGESTIONS)
    table.do(c.OpenTour(), "host")
    assert sorted(table.group.tour) == ["consultant", "deputy", "facilitator", "host", "scribe", "timekeeper"]


def test_in_the_learnings_the_client_begins_and_observers_end():
    """The others in between."""
    table = at(Kind.LEARNINGS)
    table.do(c.OpenTour(), "host")
    assert (table.group.tour[0], table.group.tour[-1]) == ("client", "observer")


def test_who_spoke_is_kept_nowhere():
    """After the last one people speak as it comes, and the table does not know who did."""
    table = at(Kind.SUGGESTIONS)
    fresh = table.group
    table.do(c.OpenTour(), "host")
    for _ in range(len(table.group.tour)):
        table.do(c.PassTurn(), "host")
    assert replace(table.group, version=0, undoable=None) == replace(fresh, version=0, undoable=None)


def test_only_who_has_the_turn_passes_it():
    """And the host for everybody."""
    table = at(Kind.SUGGESTIONS)
    table.do(c.OpenTour(), "host")
    first, second = table.group.tour[:2]
    assert table.ask(c.PassTurn(), "client") == Refusal(Code.NOT_YOUR_TURN)
    table.do(c.PassTurn(), first)
    assert table.group.tour[0] == second
    assert isinstance(table.ask(c.PassTurn(), "host"), list)


def test_who_leaves_has_no_turn_and_a_phase_ends_the_tour():
    """Nobody waits for somebody who is gone."""
    table = at(Kind.SUGGESTIONS)
    table.do(c.OpenTour(), "host")
    table.do(c.LeaveTable(), "consultant")
    assert "consultant" not in table.group.tour
    table.do(c.AdvancePhase(), "host")
    assert table.group.tour == ()


def test_a_phase_may_begin_as_a_tour():
    """Where the format says so."""
    phases = tuple(replace(p, turns=Turns.TOUR) if p.kind is Kind.SUGGESTIONS else p for p in SHIPPED["150"].phases)
    table = at(Kind.SUGGESTIONS, replace(SHIPPED["150"], phases=phases))
    assert table.group.tour == tour_order(table.group) != ()


def test_ready_lasts_as_long_as_the_writing():
    """Said, taken back, and forgotten with the phase."""
    table = at(Kind.SILENT_WRITING, FULL)
    table.do(c.SayReady(), "consultant")
    table.do(c.SayReady(), "client")
    table.do(c.SayReady(not_yet=True), "client")
    assert table.group.ready == {"consultant"}
    table.do(c.AdvancePhase(), "host")
    assert table.group.ready == frozenset()


def test_undoing_a_step_finds_what_was_said_in_the_phase():
    """Turn, ready signals and the client's sign come back, without those who left meanwhile."""
    table = at(Kind.SUGGESTIONS)
    table.do(c.OpenTour(), "host")
    table.do(c.SignalDrift(), "client")
    tour = table.group.tour
    table.do(c.AdvancePhase(), "host")
    assert (table.group.tour, table.group.drifting) == ((), False)
    table.do(c.LeaveTable(), "consultant")
    table.do(c.Undo(), "host")
    assert table.group.tour == tuple(p for p in tour if p != "consultant")
    assert table.group.drifting


def test_ready_signals_are_there_only_where_they_were_chosen():
    """Off by default."""
    assert Option.READY not in SHIPPED["150"].options
    assert at(Kind.SILENT_WRITING).ask(c.SayReady(), "consultant") == Refusal(Code.NOT_CHOSEN)


ROLES = st.frozensets(st.sampled_from(sorted(set(Role) - {Role.CLIENT, Role.SYSTEM, Role.CONDUCTOR})), min_size=1)


@given(
    people=st.dictionaries(st.text("abcdef", min_size=1, max_size=3), ROLES, max_size=10),
    run=st.integers(0, 400),
    position=st.integers(0, 9),
    with_client=st.booleans(),
)
def test_a_tour_names_nobody_twice_and_nobody_from_elsewhere(people, run, position, with_client):
    """Whoever sits there."""
    if with_client and people:
        people = {**people, min(people): frozenset({Role.CLIENT})}
    group = Group("t", "w", SHIPPED["150"], roles=people, run=run, position=position)
    order = tour_order(group)
    assert len(order) == len(set(order))
    assert set(order) <= set(people)
    watching = {p for p, held in people.items() if held == {Role.OBSERVER}}
    assert set(people) - set(order) <= watching | {group.client}
