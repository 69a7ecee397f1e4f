"""Shaping a format: whatever is done to it, what comes out is a format that can be lived, or a refusal with a code."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitation.domain import commands as c
from facilitation.domain.events import FormatChosen
from facilitation.domain.formats import MOST_ROUNDS, SHIPPED, TARGETS, Format
from facilitation.domain.group import Status
from facilitation.domain.phases import MINUTE, ClientMode, Kind, Phase, Scope, Turns, phase
from facilitation.domain.refusals import Code, Refusal
from facilitation.domain.shaping import LONGEST_PHASE, add, change, check, move, remove
from tests.domain.tables import PILOT, Table, seated

ANYWHERE = st.integers(-2, 20)
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "planned": st.integers(-1, LONGEST_PHASE + 1).map(lambda m: m * MINUTE),
        "minimum": st.integers(-1, LONGEST_PHASE + 1).map(lambda m: m * MINUTE),
        "scope": st.sampled_from(Scope),
        "client_mode": st.sampled_from(ClientMode),
        "turns": st.sampled_from(Turns),
        "together": st.booleans(),
        "screens_down": st.booleans(),
    },
)
ACTS = st.lists(
    st.tuples(st.just("add"), st.sampled_from(Kind), st.integers(1, LONGEST_PHASE))
    | st.tuples(st.just("remove"), ANYWHERE)
    | st.tuples(st.just("move"), ANYWHERE, st.integers(-3, 3))
    | st.tuples(st.just("change"), ANYWHERE, CHANGES),
    max_size=25,
)


def done(phases: tuple[Phase, ...], act: tuple) -> tuple[Phase, ...] | Refusal:
    """The lines after one act."""
    match act:
        case ("add", kind, minutes):
            added = add(phases, phase(kind, minutes))
            return added if isinstance(added, Refusal) else added[0]
        case ("remove", position):
            return remove(phases, position)
        case ("move", position, by):
            moved = move(phases, position, by)
            return moved if isinstance(moved, Refusal) else moved[0]
        case ("change", position, fields):
            if not 0 <= position < len(phases):
                return remove(phases, position)
            changed = change(phases[position], **fields)
            if isinstance(changed, Refusal):
                return changed
            return (*phases[:position], changed, *phases[position + 1 :])
    raise AssertionError(act)


def shaped(start: Format, acts: list[tuple]) -> Format:
    """The format after these acts; a refused one changed nothing."""
    for act in acts:
        after = done(start.phases, act)
        if isinstance(after, Refusal):
            assert after.code in Code
            continue
        start = replace(start, phases=after)
        assert start.total == sum(p.planned for p in after) + start.reserve
        assert all(MINUTE <= p.planned <= LONGEST_PHASE * MINUTE and 0 < p.minimum <= p.planned for p in after)
        assert all(start.target(i) in TARGETS for i in range(len(after)))
    return start


@settings(max_examples=250)
@given(st.sampled_from(sorted(SHIPPED)), ACTS)
def test_any_sequence_of_acts_leaves_a_format_that_can_be_lived_or_a_refusal(key, acts):
    """What ``check`` lets through, a table plays to its end; what it stops, it names by a code and a line."""
    format = shaped(SHIPPED[key], acts)
    faults = check(format)
    for fault in faults:
        assert fault.code in Code
        assert 0 <= fault.detail.get("position", 0) < max(1, len(format.phases))
    if not faults:
        lived(format)


def lived(format: Format) -> None:
    """The pilot leads in the room's phases, the host in the others; the host closes each round by hand."""
    table = seated(format)
    table.do(c.StartRound(), PILOT)
    last = len(format.phases) - 1
    edges = {o - 1 for o in format.openings}
    for position in range(last + 1):
        assert table.group.position == position
        closing = position == last or position in edges
        if format.phases[position].kind in (Kind.ACTION_PLAN, Kind.LEARNINGS) and table.group.status is Status.RUNNING:
            assert isinstance(table.ask(c.CloseRound(), "host"), list)
        if closing and format.phases[position].kind in (Kind.ACTION_PLAN, Kind.LEARNINGS):
            table.do(c.CloseRound(), "host")
        if position < last:
            leads = "host" if format.phases[position + 1].scope is Scope.GROUP else PILOT
            if table.group.status is Status.CLOSED or format.phases[position].scope is Scope.ROOM:
                leads = PILOT
            step = c.BringTables(format.target(position + 1)) if leads is PILOT else c.AdvancePhase()
            table.do(step, leads)


@pytest.mark.parametrize("key", SHIPPED)
def test_every_shipped_format_passes_its_own_check(key):
    """Nobody has to mend what they duplicate."""
    assert check(SHIPPED[key]) == ()
    lived(SHIPPED[key])


def test_a_line_is_added_where_an_afternoon_knows_it():
    """Behind the last one that comes no later; four of a kind at the most."""
    phases = SHIPPED["60"].phases
    phases, at = add(phases, phase(Kind.SILENT_WRITING, 5))
    assert [p.kind for p in phases[at - 1 : at + 2]] == [Kind.CONTRACT, Kind.SILENT_WRITING, Kind.SUGGESTIONS]
    assert add((), phase(Kind.PLENARY, 5)) == ((phase(Kind.PLENARY, 5),), 0)
    for _ in range(MOST_ROUNDS - 1):
        phases, _at = add(phases, phase(Kind.SILENT_WRITING, 5))
    assert add(phases, phase(Kind.SILENT_WRITING, 5)).code is Code.TOO_MANY_PHASES


def test_a_line_moves_by_its_own_and_stops_at_either_end():
    """The others keep their order."""
    phases = SHIPPED["30"].phases
    moved, at = move(phases, 1, -1)
    assert (at, moved) == (0, (phases[1], phases[0], *phases[2:]))
    assert move(moved, 0, -1) == (moved, 0)
    assert move(phases, 4, 9) == (phases, 4)
    assert move(phases, 9, 1).code is Code.BAD_VALUE


def coded(format: Format) -> list[tuple[Code, int | None]]:
    """What is wrong, and on which line."""
    return [(fault.code, fault.detail.get("position")) for fault in check(format)]


def without(format: Format, *kinds: Kind) -> Format:
    """The format without these kinds."""
    return replace(format, phases=tuple(p for p in format.phases if p.kind not in kinds))


def test_each_rule_names_what_it_refuses():
    """One format for each."""
    full, half = SHIPPED["150"], SHIPPED["half_day"]
    assert coded(replace(full, phases=())) == [(Code.NO_TABLE_PHASE, None)]
    assert coded(without(full, *(set(Kind) - {Kind.FRAMING, Kind.PLENARY}))) == [(Code.NO_TABLE_PHASE, None)]
    assert coded(without(full, Kind.ACTION_PLAN, Kind.LEARNINGS)) == [(Code.NO_CLOSING, 6)]
    assert coded(replace(half, phases=half.phases[:7] + half.phases[9:])) == [(Code.NO_CLOSING, 6)]
    assert coded(replace(full, reserve=-1)) == [(Code.BAD_VALUE, None)]
    late, _at = move(half.phases, half.position("case_choice.2"), 1)
    assert (Code.LOOSE_CHOICE, half.position("case_choice.2") + 1) in coded(replace(half, phases=late))
    five = full.phases[:4] + (phase(Kind.CLARIFICATION, 5),) * 4 + full.phases[4:]
    assert coded(replace(full, phases=five)) == [(Code.TOO_MANY_PHASES, 7)]
    writing = full.position(Kind.SILENT_WRITING)
    opened = change(full.phases[writing], together=True)
    together = replace(full, phases=(*full.phases[:writing], opened, *full.phases[writing + 1 :]))
    assert check(together) == ()
    assert coded(without(together, Kind.SUGGESTIONS)) == [(Code.NEVER_OPENED, writing)]


@pytest.mark.parametrize(
    ("kind", "fields", "code"),
    [
        (Kind.CONTRACT, {"minimum": 11 * MINUTE}, Code.MINIMUM_TOO_LONG),
        (Kind.CONTRACT, {"planned": 0}, Code.BAD_VALUE),
        (Kind.CONTRACT, {"minimum": 0}, Code.BAD_VALUE),
        (Kind.EXPOSITION, {"scope": Scope.ROOM}, Code.BAD_VALUE),
        (Kind.PLENARY, {"scope": Scope.GROUP}, Code.BAD_VALUE),
        (Kind.EXPOSITION, {"turns": Turns.TOUR}, Code.BAD_VALUE),
        (Kind.CONTRACT, {"together": True}, Code.BAD_VALUE),
        (Kind.CONTRACT, {"kind": Kind.PAUSE}, Code.BAD_VALUE),
    ],
)
def test_a_phase_stays_of_its_kind(kind, fields, code):
    """A case is told at its table, the plenary is the room's, a minimum is no longer than its phase."""
    assert change(phase(kind, 10), **fields).code is code


def test_another_format_before_the_start_drops_a_call_that_leads_nowhere():
    """And a call to a phase that is still there stands."""
    table = Table(SHIPPED["150"])
    table.do(c.BringTables("contract", warn=True), PILOT)
    table.fold(FormatChosen(SHIPPED["120"]))
    assert table.group.format == SHIPPED["120"]
    assert table.group.summons.target == "contract"
    table.fold(FormatChosen(SHIPPED["30"]))
    assert (table.group.summons, table.group.undoable) == (None, None)
