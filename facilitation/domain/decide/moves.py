"""The entries into a phase that several acts share."""

from ..events import ClientDeclined, ClockHeld, Event, PersonLeft, PhaseStarted, RoundStarted
from ..group import Group, Status
from ..phases import Kind, Scope
from .asking import Ask

CASE_TOLD = frozenset(
    {
        Kind.EXPOSITION,
        Kind.CLARIFICATION,
        Kind.CONTRACT,
        Kind.SILENT_WRITING,
        Kind.PAUSE,
        Kind.SUGGESTIONS,
        Kind.ACTION_PLAN,
    }
)
"""Phases that make no sense without a client."""


def enter(ask: Ask, position: int, act: str, planned: int | None = None, since: int = 0) -> PhaseStarted:
    """Into the phase at ``position``, entered ``since`` milliseconds ago, with its planned time or another."""
    time = ask.group.format.phases[position].planned if planned is None else planned
    return PhaseStarted(ask.now, position=position, planned=time, deadline=ask.now - since + time, act=act)


def begin(ask: Ask, position: int, act: str) -> list[Event]:
    """Another round, from the phase at ``position``."""
    group = ask.group
    return [RoundStarted(ask.now, group.round + 1, group.format), enter(ask, position, act)]


def first_of_table(group: Group) -> int:
    """Where a round begins that the table holds by itself: the exposé, or the first phase that is the table's."""
    exposition = group.format.position(Kind.EXPOSITION)
    if exposition is not None:
        return exposition
    return next((i for i, p in enumerate(group.format.phases) if p.scope is Scope.GROUP), 0)


def without_client(ask: Ask, departure: ClientDeclined | PersonLeft) -> list[Event]:
    """The client goes: while a case is being told the table pauses, so that the four exits are offered."""
    group = ask.group
    gone = departure.person == group.client
    if gone and group.status is Status.RUNNING and group.kind in CASE_TOLD:
        return [departure, ClockHeld(ask.now, departure.person)]
    return [departure]
