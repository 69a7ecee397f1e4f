"""How people and their roles change a table."""

from collections.abc import Callable, Mapping
from typing import Any

from ..events import (
    CallAnswered,
    ClientAccepted,
    ClientDeclined,
    Event,
    FormatChosen,
    HostRelieved,
    PaperChosen,
    PersonErased,
    PersonLeft,
    PersonSeated,
    PilotCalled,
    RolesChanged,
    SeatRequested,
)
from ..group import Agreement, Group, Role
from ..values import replace
from .turns import without

_LEADING = frozenset({Role.HOST, Role.FACILITATOR})


def without_client(group: Group) -> Group:
    """Nobody is the client; who was is a consultant. A contract that nobody stands for any more is only written."""
    roles = {
        person: held - {Role.CLIENT} | {Role.CONSULTANT} if Role.CLIENT in held else held
        for person, held in group.roles.items()
    }
    return _unasked(replace(group, roles=roles))


def with_client(group: Group, person: str | None) -> Group:
    """This person is the client, if they sit here and do not lead the table."""
    held = group.roles.get(person) if person is not None else None
    if person is None or held is None or held & _LEADING:
        return group
    return replace(group, roles={**group.roles, person: held - {Role.CONSULTANT} | {Role.CLIENT}})


def _unasked(group: Group) -> Group:
    agreement = Agreement.WRITTEN if group.agreement is Agreement.CONFIRMED else group.agreement
    return replace(group, case=None, agreement=agreement, aloud=False, drifting=False)


def person_seated(group: Group, e: PersonSeated) -> Group:
    """Their request, if they made one, is answered."""
    return replace(group, roles={**group.roles, e.person: e.roles}, requests=group.requests - {e.person})


def seat_requested(group: Group, e: SeatRequested) -> Group:
    """Waiting for a yes."""
    return replace(group, requests=group.requests | {e.person})


def person_left(group: Group, e: PersonLeft) -> Group:
    """Gone from the table, or from its door."""
    was_client = e.person == group.client
    roles = {person: held for person, held in group.roles.items() if person != e.person}
    relieved = None if group.relieved == e.person else group.relieved
    left = replace(group, roles=roles, requests=group.requests - {e.person}, relieved=relieved)
    group = without(left, e.person)
    return _unasked(group) if was_client else group


def roles_changed(group: Group, e: RolesChanged) -> Group:
    """Exactly these. Who leads again is relieved of nothing any more."""
    relieved = None if e.person == group.relieved and Role.HOST in e.roles else group.relieved
    return replace(group, roles={**group.roles, e.person: e.roles}, relieved=relieved)


def host_relieved(group: Group, e: HostRelieved) -> Group:
    """Who may take the table back."""
    return replace(group, relieved=e.person)


def client_accepted(group: Group, e: ClientAccepted) -> Group:
    """The client does not advise: who becomes it is no consultant any more. A request stands for its client only."""
    group = replace(with_client(group, e.person), case=e.case)
    if group.client is None or group.requester is None:
        return group
    if group.requester != group.client:
        return replace(group, agreement=Agreement.NONE)
    return replace(group, agreement=Agreement.WRITTEN) if group.agreement is Agreement.NONE else group


def client_declined(group: Group, e: ClientDeclined) -> Group:
    """A consultant again."""
    return without_client(group)


def pilot_called(group: Group, e: PilotCalled) -> Group:
    """Until it is answered."""
    return replace(group, call=True)


def call_answered(group: Group, e: CallAnswered) -> Group:
    """Answered or withdrawn."""
    return replace(group, call=False)


def paper_chosen(group: Group, e: PaperChosen) -> Group:
    """A table without a device, or with one."""
    return replace(group, paper=e.paper)


def format_chosen(group: Group, e: FormatChosen) -> Group:
    """A call to a phase that the format does not have leads nowhere; what could be undone belonged to the other one."""
    summons = group.summons
    if summons is not None and e.format.position(summons.target) is None:
        summons = None
    return replace(group, format=e.format, summons=summons, undoable=None, expected={})


def person_erased(group: Group, e: PersonErased) -> Group:
    """As when they leave, and nothing brings them back; their request and their lines of the plan are gone."""
    group = person_left(group, PersonLeft(e.person))
    if group.round in e.rounds:
        group = replace(group, case=None)
    if group.requester == e.person:
        group = replace(group, agreement=Agreement.NONE, aloud=False, requester=None)
    former = group.undoable.before.former if group.undoable else None
    undoable = None if former is not None and former.client == e.person else group.undoable
    return replace(
        group, actions=group.actions - set(e.actions), supporters=group.supporters - {e.person}, undoable=undoable
    )


EVOLVERS: Mapping[type[Event], Callable[[Group, Any], Group]] = {
    PersonSeated: person_seated,
    SeatRequested: seat_requested,
    PersonLeft: person_left,
    RolesChanged: roles_changed,
    HostRelieved: host_relieved,
    ClientAccepted: client_accepted,
    ClientDeclined: client_declined,
    PilotCalled: pilot_called,
    CallAnswered: call_answered,
    PaperChosen: paper_chosen,
    FormatChosen: format_chosen,
    PersonErased: person_erased,
}
