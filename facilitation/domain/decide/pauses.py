"""A pause without a reason, and its four exits."""

from collections.abc import Callable, Mapping
from typing import Any

from ..clock import Clock
from ..commands import ChangeCase, Command, Pause, Resume, ShortenPhase, StopRound
from ..events import ClockHeld, ClockReleased, Event, RoundClosed, WordsErased, WordsWithheld
from ..refusals import Code, Refusal
from .asking import Ask, Decision
from .moves import begin, first_of_table


def pause(command: Pause, ask: Ask) -> Decision:
    """The clock stops where it is."""
    return [ClockHeld(ask.now, ask.person)]


def _release(ask: Ask, planned: int, left: int, act: str) -> Decision:
    return [ClockReleased(ask.now, planned=planned, deadline=ask.now + left, act=act)]


def _held(ask: Ask) -> Clock:
    return ask.group.clock or Clock(0, None, 0)


def resume(command: Resume, ask: Ask) -> Decision:
    """First exit: with what was left."""
    clock = _held(ask)
    return _release(ask, clock.planned, clock.left(ask.now), command.wire())


def shorten_phase(command: ShortenPhase, ask: Ask) -> Decision:
    """Second exit: with so many minutes; what was used stays used."""
    clock, left = _held(ask), ask.minutes(command.minutes)
    used = max(0, clock.planned - clock.left(ask.now))
    return _release(ask, used + left, left, command.wire())


def _end(ask: Ask, reason: str, keep: bool) -> list[Event] | Refusal:
    group = ask.group
    closed = RoundClosed(ask.now, group.round, reason)
    if not keep:
        return [closed, WordsErased(group.round)]
    if group.client is None:
        return Refusal(Code.NO_CLIENT)
    return [closed, WordsWithheld(group.round, group.client)]


def change_case(command: ChangeCase, ask: Ask) -> Decision:
    """Third exit: another round, where the case is told, for a client who is still to come."""
    ended = _end(ask, "changed", command.keep)
    if isinstance(ended, Refusal):
        return ended
    return [*ended, *begin(ask, first_of_table(ask.group), command.wire())]


def stop_round(command: StopRound, ask: Ask) -> Decision:
    """Fourth exit."""
    return _end(ask, "stopped", command.keep)


DECIDERS: Mapping[type[Command], Callable[[Any, Ask], Decision]] = {
    Pause: pause,
    Resume: resume,
    ShortenPhase: shorten_phase,
    ChangeCase: change_case,
    StopRound: stop_round,
}
