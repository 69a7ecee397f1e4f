"""What happens before or beside the tables: people propose cases, one each."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from .commands import Command, ProposeCase, WithdrawCase
from .events import CaseProposed, CaseWithdrawn, Event, PersonErased
from .group import Actor
from .refusals import Code, Refusal


class WorkshopStatus(StrEnum):
    """``preparing`` until somebody opens the doors, ``closed`` when nothing more may be written."""

    PREPARING = "preparing"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Case:
    """What a person proposes, without its title."""

    id: str
    author: str
    kind: str


@dataclass(frozen=True)
class Workshop:
    """One workshop. ``starts`` and ``ends`` are instants in milliseconds; ``cases`` are kept by author."""

    id: str
    version: int = 0
    status: WorkshopStatus = WorkshopStatus.OPEN
    starts: int = 0
    ends: int = 0
    cases: Mapping[str, Case] = field(default_factory=dict)


def decide_workshop(workshop: Workshop, command: Command, actor: Actor, now: int, fresh: str) -> list[Event] | Refusal:
    """What follows from a command on the workshop. ``fresh`` becomes the id of a first case; replacing keeps the id.

    Anybody in the workshop may propose a case, until the workshop is closed.
    """
    if workshop.status is WorkshopStatus.CLOSED:
        return Refusal(Code.WORKSHOP_CLOSED)
    mine = workshop.cases.get(actor.person)
    match command:
        case ProposeCase(title=title, kind=kind):
            return [CaseProposed(mine.id if mine else fresh, actor.person, kind, title)]
        case WithdrawCase():
            return [CaseWithdrawn(mine.id)] if mine else []
        case _:
            return Refusal(Code.UNKNOWN_COMMAND)


def evolve_workshop(workshop: Workshop, event: Event) -> Workshop:
    """The workshop after an event; every event raises its version by one."""
    cases = dict(workshop.cases)
    match event:
        case CaseProposed(case=id, author=author, kind=kind):
            cases[author] = Case(id, author, kind)
        case CaseWithdrawn(case=id):
            cases = {author: case for author, case in cases.items() if case.id != id}
        case PersonErased(person=person):
            cases.pop(person, None)
    return replace(workshop, version=workshop.version + 1, cases=cases)
