"""Who sits where and who does what."""

from collections.abc import Callable, Mapping
from typing import Any

from ..commands import (
    AcceptClient,
    AnswerCall,
    CallPilot,
    ChangeRoles,
    Command,
    DeclineClient,
    LeaveTable,
    Sit,
    TakeOverTable,
    WelcomePerson,
)
from ..events import (
    CallAnswered,
    ClientAccepted,
    ClientDeclined,
    Event,
    HostRelieved,
    PersonLeft,
    PersonSeated,
    PilotCalled,
    RolesChanged,
    SeatRequested,
)
from ..group import LARGEST_TABLE, Group, Role
from ..permissions import LEADERS
from ..refusals import Code, Refusal
from ..workshop import Case
from .asking import Ask, Decision
from .moves import without_client

_CONSULTANT = frozenset({Role.CONSULTANT})
_ONESELF = frozenset({Role.CONSULTANT, Role.SCRIBE, Role.OBSERVER})
"""Roles that a person may take and give back without asking anybody."""


def _full(group: Group) -> bool:
    return len(group.roles) >= LARGEST_TABLE


def sit(command: Sit, ask: Ask) -> Decision:
    """At once, or by asking when a case was told."""
    group, person = ask.group, ask.person
    if person in group.roles:
        return []
    if _full(group):
        return Refusal(Code.TABLE_FULL, {"limit": LARGEST_TABLE})
    if group.told:
        return [] if person in group.requests else [SeatRequested(person)]
    return [PersonSeated(person, _CONSULTANT)]


def leave_table(command: LeaveTable, ask: Ask) -> Decision:
    """Oneself; a leader or the pilot may do it for somebody; the client may say no to a newcomer."""
    group, person = ask.group, command.person or ask.person
    if person != ask.person and not ask.pilots and not ask.actor.has(*LEADERS):
        declines = ask.actor.has(Role.CLIENT) and person not in group.roles
        if not declines:
            return Refusal(Code.NOT_ALLOWED)
    if person not in group.roles and person not in group.requests:
        return []
    return without_client(ask, PersonLeft(person))


def welcome_person(command: WelcomePerson, ask: Ask) -> Decision:
    """The client's yes, or the host's for a client who says so aloud."""
    group = ask.group
    if command.person in group.roles:
        return []
    if command.person not in group.requests:
        return Refusal(Code.UNKNOWN_THING)
    if _full(group):
        return Refusal(Code.TABLE_FULL, {"limit": LARGEST_TABLE})
    return [PersonSeated(command.person, _CONSULTANT)]


def change_roles(command: ChangeRoles, ask: Ask) -> Decision:
    """Leaders and the pilot for everybody; each person for themselves among the roles that lead nobody."""
    group, person = ask.group, command.person
    held = group.roles.get(person)
    if held is None:
        return Refusal(Code.NOT_AT_TABLE)
    wanted = frozenset(Role(r) for r in command.roles)
    if Role.CLIENT in held:
        if wanted & LEADERS:
            return Refusal(Code.HOST_CANNOT_BE_CLIENT)
        wanted = wanted - _CONSULTANT | {Role.CLIENT}
    if not wanted:
        return Refusal(Code.MISSING_FIELD, {"field": "roles"})
    free = person == ask.person and (wanted ^ held) <= _ONESELF
    if not free and not ask.pilots and not ask.actor.has(*LEADERS):
        return Refusal(Code.NOT_ALLOWED)
    return [] if wanted == held else [RolesChanged(person, wanted)]


def take_over_table(command: TakeOverTable, ask: Ask) -> Decision:
    """One host at a time by this way; the former one stays as a consultant."""
    group = ask.group
    former = [p for p in sorted(group.roles) if Role.HOST in group.roles[p] and p != ask.person]
    events: list[Event] = [RolesChanged(p, group.roles[p] - {Role.HOST} | _CONSULTANT) for p in former]
    if Role.HOST not in group.roles[ask.person]:
        events.append(RolesChanged(ask.person, group.roles[ask.person] | {Role.HOST}))
    relieved = _relieved(ask, former if command.meanwhile else [])
    return [*events, HostRelieved(relieved)] if events and relieved != group.relieved else events


def _relieved(ask: Ask, former: list[str]) -> str | None:
    """Who may take the table back: who led it until now; while one deputy follows another, still the first host."""
    waits = ask.group.relieved
    if waits is not None:
        return waits if former and waits != ask.person else None
    return former[0] if former else None


def accept_client(command: AcceptClient, ask: Ask) -> Decision:
    """With one's own case, when one was shown; the client may name it later. A case is told once."""
    group, case = ask.group, command.case or None
    if group.client == ask.person and case in (None, group.case):
        return []
    if case is not None:
        if not isinstance(ask.subject, Case) or ask.subject.id != case:
            return Refusal(Code.UNKNOWN_THING)
        if ask.subject.author != ask.person:
            return Refusal(Code.NOT_YOURS)
        if ask.subject.told and case != group.case:
            return Refusal(Code.CASE_TAKEN)
    return [ClientAccepted(ask.person, case)]


def decline_client(command: DeclineClient, ask: Ask) -> Decision:
    """Nobody is asked why."""
    return without_client(ask, ClientDeclined(ask.person))


def call_pilot(command: CallPilot, ask: Ask) -> Decision:
    """One call at a time."""
    return [] if ask.group.call else [PilotCalled()]


def answer_call(command: AnswerCall, ask: Ask) -> Decision:
    """Also withdraws it."""
    return [CallAnswered()] if ask.group.call else []


DECIDERS: Mapping[type[Command], Callable[[Any, Ask], Decision]] = {
    Sit: sit,
    LeaveTable: leave_table,
    WelcomePerson: welcome_person,
    ChangeRoles: change_roles,
    TakeOverTable: take_over_table,
    AcceptClient: accept_client,
    DeclineClient: decline_client,
    CallPilot: call_pilot,
    AnswerCall: answer_call,
}
