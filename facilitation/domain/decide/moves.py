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
    """Into the phase at ``position``, entered ``since`` milliseconds ago, with its expected time or another."""
    time = ask.group.expects(position) if planned is None else planned
    return PhaseStarted(ask.now, position=position, planned=time, deadline=ask.now - since + time, act=act)


def begin(ask: Ask, position: int, act: str) -> list[Event]:
    """Another round, from the phase at ``position``."""
    group = ask.group
    return [RoundStarted(ask.now, group.round + 1, group.format), enter(ask, position, act)]


def go(ask: Ask, position: int, act: str, planned: int | None = None, since: int = 0) -> list[Event]:
    """To a position: a table that waits begins its first round, one that crosses an opening begins the next."""
    group = ask.group
    if group.position is None:
        return begin(ask, position, act)
    entered = enter(ask, position, act, planned, since)
    if group.format.opens(group.position, position):
        return [RoundStarted(ask.now, group.round + 1, group.format), entered]
    return [entered]


def first_of_table(group: Group, following: bool = False) -> int:
    """Where a round begins that the table holds by itself: the exposé, or the first phase that is the table's.

    In a format of several rounds it is the exposé of the present round, or of the ``following`` one if there is one.
    """
    here, phases = group.position, group.format.phases
    after = min((o for o in group.format.openings if here is not None and o > here), default=None)
    start = after if following and after is not None else group.format.opening(here)
    told = next((i for i, p in enumerate(phases) if i >= start and p.kind is Kind.EXPOSITION), None)
    if told is not None:
        return told
    return next((i for i, p in enumerate(phases) if p.scope is Scope.GROUP), 0)


def without_client(ask: Ask, departure: ClientDeclined | PersonLeft) -> list[Event]:
    """The client goes: while a case is being told the table pauses, so that the four exits are offered."""
    group = ask.group
    gone = departure.person == group.client
    if gone and group.status is Status.RUNNING and group.kind in CASE_TOLD:
        return [departure, ClockHeld(ask.now, departure.person)]
    return [departure]
