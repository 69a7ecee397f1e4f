"""Acts on phase and clock that a table's host, or the pilot, makes."""

from collections.abc import Callable, Mapping
from typing import Any

from ..commands import (
    AdvancePhase,
    CatchUp,
    ChangeTime,
    CloseRound,
    Command,
    FinishOnTime,
    ReturnToPhase,
    RingPhase,
    StartRound,
    Undo,
)
from ..events import ActUndone, PhasesReplanned, RoundClosed, TimeChanged, TimeRanOut
from ..group import Status
from ..phases import Scope
from ..refusals import Code, Refusal
from ..replan import replan
from ..values import replace
from .asking import Ask, Decision
from .moves import begin, first_of_table, go

SECOND = 1000
"""Milliseconds."""
PROPOSAL_LASTS = 300 * SECOND
"""How long new minutes may be looked at before they are accepted."""


def _reachable(ask: Ask, position: int) -> Refusal | None:
    phases = ask.group.format.phases
    if position >= len(phases):
        return Refusal(Code.BAD_VALUE, {"field": "position", "low": 0, "high": len(phases) - 1})
    if phases[position].scope is Scope.ROOM and not ask.pilots:
        return Refusal(Code.ROOM_PHASE)
    if position < ask.group.format.opening(ask.group.position):  # the round before is over, and its client helps now
        return Refusal(Code.ROUND_CLOSED)
    return None


def start_round(command: StartRound, ask: Ask) -> Decision:
    """The first round begins with the room; a later one where the case is told.

    Minutes that were taken from phases to hold the end of the round before are not taken from them again.
    """
    group = ask.group
    position = 0 if group.status is Status.WAITING else first_of_table(group, following=True)
    if not group.expected or group.position is None or position > group.position:
        return begin(ask, position, command.wire())
    anew = replace(ask, group=replace(group, expected={}))
    return [*begin(anew, position, command.wire()), PhasesReplanned(ask.now, {}, command.wire())]


def advance_phase(command: AdvancePhase, ask: Ask) -> Decision:
    """To the next phase: there is one, the permission table said so."""
    return go(ask, (ask.group.position or 0) + 1, command.wire())


def return_to_phase(command: ReturnToPhase, ask: Ask) -> Decision:
    """A new passage through any phase that is the table's to lead."""
    return _reachable(ask, command.position) or go(
        ask, command.position, command.wire(), planned=ask.minutes(command.minutes)
    )


def catch_up(command: CatchUp, ask: Ask) -> Decision:
    """Where the table already is, nothing happens: the server's clock was right."""
    if command.position == ask.group.position:
        return []
    return _reachable(ask, command.position) or go(
        ask, command.position, command.wire(), since=command.elapsed * SECOND
    )


def change_time(command: ChangeTime, ask: Ask) -> Decision:
    """More time, or less; less than what is left means that the time is over."""
    return [TimeChanged(ask.now, ask.minutes(command.minutes))] if command.minutes else []


def finish_on_time(command: FinishOnTime, ask: Ask) -> Decision:
    """What was shown, or nothing: a proposal that is too old is asked for again."""
    if not 0 <= ask.now - command.at <= PROPOSAL_LASTS:
        return Refusal(Code.STALE_PROPOSAL)
    expected = replan(ask.group, ask.starts, command.at).expected
    return [] if expected == ask.group.expected else [PhasesReplanned(ask.now, expected)]


def undo(command: Undo, ask: Ask) -> Decision:
    """The moment before the last act comes back; a call that was due and answered does not fire again."""
    undoable = ask.group.undoable
    if undoable is None:
        return Refusal(Code.NOTHING_TO_UNDO)
    moment = undoable.before
    if undoable.act == "bring_tables" and moment.summons is not None and moment.summons.at <= ask.now:
        moment = replace(moment, summons=None)
    return [ActUndone(ask.now, undoable.act, moment)]


def close_round(command: CloseRound, ask: Ask) -> Decision:
    """The round is over; what follows is written calmly."""
    return [RoundClosed(ask.now, ask.group.round, "finished")]


def ring_phase(command: RingPhase, ask: Ask) -> Decision:
    """Yes, once, when the time is over."""
    clock = ask.group.clock
    if clock is None or not ask.group.clock_runs or clock.elapsed or clock.left(ask.now) > 0:
        return []
    return [TimeRanOut(ask.now)]


DECIDERS: Mapping[type[Command], Callable[[Any, Ask], Decision]] = {
    StartRound: start_round,
    AdvancePhase: advance_phase,
    ReturnToPhase: return_to_phase,
    CatchUp: catch_up,
    ChangeTime: change_time,
    FinishOnTime: finish_on_time,
    Undo: undo,
    CloseRound: close_round,
    RingPhase: ring_phase,
}
