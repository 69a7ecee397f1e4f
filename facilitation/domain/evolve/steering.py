"""How acts on phase and clock change a table. Each one leaves what undo needs, or nothing to undo."""

from collections.abc import Callable, Mapping
from typing import Any

from ..clock import Clock
from ..events import (
    ActUndone,
    ClockHeld,
    ClockReleased,
    Event,
    PhasesReplanned,
    PhaseStarted,
    RoundClosed,
    RoundStarted,
    SummonsDelayed,
    TableSummoned,
    TimeChanged,
    TimeRanOut,
    WordsErased,
    WordsWithheld,
)
from ..group import Agreement, Former, Group, Moment, Status, Summons, Undoable
from ..phases import Scope, Turns
from ..turns import tour_order
from ..values import replace
from .places import with_client, without_client

NOT_UNDOABLE = frozenset({"change_case"})
"""Acts after which words may be gone: what they did is not taken back."""


def _undoable(group: Group, act: str) -> Undoable | None:
    return None if act in NOT_UNDOABLE else Undoable(act, group.moment())


def round_started(group: Group, e: RoundStarted) -> Group:
    """The people stay; what belonged to the round before goes. The phase follows in the next event.

    Before the first round there is nothing to leave, unless its start was undone: then its words come back with it.
    """
    moment = group.moment()
    if group.round:
        moment = replace(moment, former=group.former())
        group = replace(
            without_client(group),
            agreement=Agreement.NONE,
            requester=None,
            supporters=frozenset(),
            actions=frozenset(),
            stopped=False,
        )
    return replace(
        group,
        round=e.round,
        format=e.format,
        position=None,
        clock=None,
        status=Status.RUNNING,
        drifting=False,
        undoable=Undoable("start_round", moment),
        tour=(),
        ready=frozenset(),
    )


def phase_started(group: Group, e: PhaseStarted) -> Group:
    """The first phase of a round is undone with the start of the round. A closed table stays closed."""
    undoable = _undoable(group, e.act)
    if undoable is not None and group.position is None and group.undoable is not None:
        undoable = replace(group.undoable, act=e.act)
    target = group.format.position(group.summons.target) if group.summons else None
    group = replace(
        group,
        position=e.position,
        run=group.version + 1,
        clock=Clock(planned=e.planned, deadline=e.deadline),
        drifting=False,
        summons=None if target is not None and e.position >= target else group.summons,
        undoable=undoable,
        ready=frozenset(),
    )
    return replace(group, tour=tour_order(group) if group.format.phases[e.position].turns is Turns.TOUR else ())


def clock_held(group: Group, e: ClockHeld) -> Group:
    """Paused."""
    clock = group.clock.hold(e.at) if group.clock else None
    return replace(group, status=Status.PAUSED, clock=clock, undoable=_undoable(group, "pause"))


def clock_released(group: Group, e: ClockReleased) -> Group:
    """Running again; an end that was announced is announced again only if time came back."""
    elapsed = group.clock is not None and group.clock.elapsed and e.deadline <= e.at
    clock = Clock(planned=e.planned, deadline=e.deadline, elapsed=elapsed)
    return replace(group, status=Status.RUNNING, clock=clock, undoable=_undoable(group, e.act))


def time_changed(group: Group, e: TimeChanged) -> Group:
    """Longer or shorter."""
    clock = group.clock.changed(e.by, e.at) if group.clock else None
    return replace(group, clock=clock, undoable=_undoable(group, "change_time"))


def phases_replanned(group: Group, e: PhasesReplanned) -> Group:
    """Other lengths from here on; the clock of the present phase goes on."""
    own = e.act == "finish_on_time"
    return replace(group, expected=e.expected, undoable=_undoable(group, e.act) if own else group.undoable)


def time_ran_out(group: Group, e: TimeRanOut) -> Group:
    """Announced. Nobody acted, so what can be undone stays so."""
    return replace(group, clock=group.clock.ran_out() if group.clock else None)


def table_summoned(group: Group, e: TableSummoned) -> Group:
    """A newer call replaces an older one."""
    return replace(group, summons=Summons(str(e.target), e.due), undoable=_undoable(group, "bring_tables"))


def summons_delayed(group: Group, e: SummonsDelayed) -> Group:
    """Once."""
    summons = replace(group.summons, at=e.due, delayed=True) if group.summons else None
    return replace(group, summons=summons, undoable=None)


def act_undone(group: Group, e: ActUndone) -> Group:
    """Phase, clock, pause and call as they were; what people wrote meanwhile stays."""
    m = e.moment
    if m.former is not None:
        group = _reopened(group, m.former)
    return replace(
        group,
        position=m.position,
        status=m.status,
        clock=m.clock,
        run=m.run,
        round=m.round,
        summons=m.summons,
        expected=m.expected,
        undoable=None,
        **({} if m.run == group.run else _signals(group, m)),
    )


def _signals(group: Group, moment: Moment) -> dict[str, Any]:
    """What people had said in the phase that comes back, as far as they are still there."""
    here = group.roles.keys()
    return {
        "drifting": moment.drifting and group.client is not None,
        "tour": tuple(person for person in moment.tour if person in here),
        "ready": moment.ready & here,
    }


def _reopened(group: Group, former: Former) -> Group:
    """The round before the one whose start is undone, with its client if they are still there and lead nobody."""
    group = with_client(without_client(group), former.client)
    there = group.client is not None
    confirmed = former.agreement is Agreement.CONFIRMED
    return replace(
        group,
        case=former.case if there else None,
        agreement=Agreement.WRITTEN if confirmed and not there else former.agreement,
        aloud=former.aloud and there,
        requester=former.requester,
        supporters=former.supporters,
        actions=former.actions,
        stopped=former.stopped,
    )


def round_closed(group: Group, e: RoundClosed) -> Group:
    """The table keeps its phase and its clock stops, unless it is the room's; only a call of the room still counts."""
    target = group.format.position(group.summons.target) if group.summons else None
    of_room = target is not None and group.format.phases[target].scope is Scope.ROOM
    return replace(
        group,
        status=Status.CLOSED,
        clock=group.clock.hold(e.at) if group.clock and not group.in_room_phase else group.clock,
        drifting=False,
        tour=(),
        summons=group.summons if of_room else None,
        stopped=e.reason == "stopped",
        undoable=Undoable("close_round", group.moment()) if e.reason == "finished" else None,
    )


def words_erased(group: Group, e: WordsErased) -> Group:
    """Nothing of the round is left."""
    if e.round != group.round:
        return group
    return replace(
        group,
        agreement=Agreement.NONE,
        aloud=False,
        requester=None,
        actions=frozenset(),
        supporters=frozenset(),
        undoable=None,
    )


def words_withheld(group: Group, e: WordsWithheld) -> Group:
    """The rows say who still reads them."""
    return replace(group, undoable=None)


EVOLVERS: Mapping[type[Event], Callable[[Group, Any], Group]] = {
    RoundStarted: round_started,
    PhaseStarted: phase_started,
    ClockHeld: clock_held,
    ClockReleased: clock_released,
    TimeChanged: time_changed,
    TimeRanOut: time_ran_out,
    PhasesReplanned: phases_replanned,
    TableSummoned: table_summoned,
    SummonsDelayed: summons_delayed,
    ActUndone: act_undone,
    RoundClosed: round_closed,
    WordsErased: words_erased,
    WordsWithheld: words_withheld,
}
