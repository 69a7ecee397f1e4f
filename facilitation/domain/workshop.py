"""What happens before or beside the tables: people propose cases, one each, and say which they would like to hear."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from .commands import Command, PlaceCase, ProposeCase, WishCase, WithdrawCase
from .events import CasePlaced, CaseProposed, CaseWished, CaseWithdrawn, Event, PersonErased
from .formats import Option
from .group import Actor, Role
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
    draft: bool = False
    table: str | None = None
    """Where the pilot placed it."""


@dataclass(frozen=True)
class Workshop:
    """One workshop. ``starts`` and ``ends`` are instants in milliseconds; ``cases`` are kept by author."""

    id: str
    version: int = 0
    status: WorkshopStatus = WorkshopStatus.OPEN
    starts: int = 0
    ends: int = 0
    cases: Mapping[str, Case] = field(default_factory=dict)
    wishes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """First and second choice by person; an empty second for none."""
    options: frozenset[Option] = frozenset()
    tables: frozenset[str] = frozenset()
    told: Mapping[str, str] = field(default_factory=dict)
    """The table of each case that is brought already: a case is told once, by its author."""


def decide_workshop(workshop: Workshop, command: Command, actor: Actor, now: int, fresh: str) -> list[Event] | Refusal:
    """What follows from a command on the workshop. ``fresh`` becomes the id of a first case; replacing keeps the id.

    Anybody in the workshop may propose a case, until the workshop is closed.
    """
    if workshop.status is WorkshopStatus.CLOSED:
        return Refusal(Code.WORKSHOP_CLOSED)
    mine = workshop.cases.get(actor.person)
    match command:
        case ProposeCase(title=title, kind=kind, draft=draft):
            return [CaseProposed(mine.id if mine else fresh, actor.person, kind, draft, title)]
        case WithdrawCase():
            return [CaseWithdrawn(mine.id)] if mine else []
        case WishCase():
            return _wish(workshop, command, actor)
        case PlaceCase():
            return _place(workshop, command, actor)
        case _:
            return Refusal(Code.UNKNOWN_COMMAND)


def _shown(workshop: Workshop, case: str) -> Case | None:
    return next((c for c in workshop.cases.values() if c.id == case and not c.draft), None)


def _wish(workshop: Workshop, command: WishCase, actor: Actor) -> list[Event] | Refusal:
    if Option.WISHES not in workshop.options:
        return Refusal(Code.NOT_CHOSEN)
    wish = (command.first, command.second if command.second != command.first else "")
    if any(case and _shown(workshop, case) is None for case in wish) or (wish[1] and not wish[0]):
        return Refusal(Code.UNKNOWN_THING)
    if workshop.wishes.get(actor.person, ("", "")) == wish:
        return []
    return [CaseWished(actor.person, *wish)]


def _place(workshop: Workshop, command: PlaceCase, actor: Actor) -> list[Event] | Refusal:
    """One case for a table and one table for a case; a case that is told stays where it is told."""
    if not actor.has(Role.CONDUCTOR):
        return Refusal(Code.NOT_ALLOWED)
    case, table = _shown(workshop, command.case), command.table or None
    if case is None:
        return Refusal(Code.UNKNOWN_THING)
    if table is not None and table not in workshop.tables:
        return Refusal(Code.UNKNOWN_TABLE)
    if workshop.told.get(case.id, table) != table or (table in workshop.told.values() and case.id not in workshop.told):
        return Refusal(Code.CASE_TAKEN)
    if case.table == table:
        return []
    there = [c for c in workshop.cases.values() if table is not None and c.table == table]
    moved: list[Event] = [CasePlaced(c.id, None) for c in sorted(there, key=lambda c: c.id)]
    return [*moved, CasePlaced(case.id, table)]


def evolve_workshop(workshop: Workshop, event: Event) -> Workshop:
    """The workshop after an event; every event raises its version by one."""
    cases, wishes = dict(workshop.cases), dict(workshop.wishes)
    match event:
        case CaseProposed(case=id, author=author, kind=kind, draft=draft):
            former = cases.get(author)
            cases[author] = Case(id, author, kind, draft, former.table if former and not draft else None)
        case CaseWithdrawn(case=id):
            cases = {author: case for author, case in cases.items() if case.id != id}
        case CasePlaced(case=id, table=table):
            cases = {a: replace(case, table=table) if case.id == id else case for a, case in cases.items()}
        case CaseWished(person=person, first=first, second=second):
            wishes[person] = (first, second)
            if not first:
                del wishes[person]
        case PersonErased(person=person):
            cases.pop(person, None)
            wishes.pop(person, None)
    return replace(workshop, version=workshop.version + 1, cases=cases, wishes=wishes)
