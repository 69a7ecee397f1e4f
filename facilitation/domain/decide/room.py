"""Acts of the room: tables are brought to a phase, now or after a warning."""

from collections.abc import Callable, Mapping
from typing import Any

from ..commands import AnswerSummons, BringTables, Command, DelaySummons
from ..events import Event, SummonsDelayed, TableSummoned
from ..group import Group, Status
from ..phases import Scope
from ..refusals import Code, Refusal
from .asking import Ask, Decision
from .moves import go

WARNING = 2
"""Minutes between the warning and the move."""
DELAY = 3
"""Minutes that a host may ask for, once."""


def _go(ask: Ask, position: int) -> list[Event]:
    return go(ask, position, BringTables.wire())


def _there_or_further(group: Group, position: int) -> bool:
    return group.position is not None and group.position >= position


def _stays_out(group: Group, position: int) -> bool:
    """A closed table comes back to the room; it does not take up its phases again."""
    closed = group.status is Status.CLOSED and group.format.phases[position].scope is not Scope.ROOM
    return closed and not group.format.opens(group.position or 0, position)


def bring_tables(command: BringTables, ask: Ask) -> Decision:
    """A table that is there already, or further, does not move."""
    group, target = ask.group, command.target
    position = group.format.position(target)
    if position is None:
        return Refusal(Code.BAD_VALUE, {"field": "target"})
    if _there_or_further(group, position):
        return []
    if _stays_out(group, position):
        return Refusal(Code.ROUND_CLOSED)
    if not command.warn:
        return _go(ask, position)
    if group.summons is not None and group.summons.target == target:
        return []
    return [TableSummoned(ask.now, target, ask.now + ask.minutes(WARNING))]


def delay_summons(command: DelaySummons, ask: Ask) -> Decision:
    """« Encore 3 min »."""
    if ask.group.summons is None:
        return Refusal(Code.NO_SUMMONS)
    return [SummonsDelayed(ask.now, max(ask.now, ask.group.summons.at) + ask.minutes(DELAY))]


def answer_summons(command: AnswerSummons, ask: Ask) -> Decision:
    """The table goes when the time has come; one that pauses goes when it is back."""
    group = ask.group
    if group.summons is None or group.summons.at > ask.now or group.status is Status.PAUSED:
        return []
    position = group.format.position(group.summons.target)
    if position is None or _there_or_further(group, position) or _stays_out(group, position):
        return []
    return _go(ask, position)


DECIDERS: Mapping[type[Command], Callable[[Any, Ask], Decision]] = {
    BringTables: bring_tables,
    DelaySummons: delay_summons,
    AnswerSummons: answer_summons,
}
