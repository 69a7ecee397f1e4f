"""What happens before or beside the tables: people propose cases, one each, and say which they would like to hear."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from .commands import Command, PlaceCase, ProposeCase, WishCase, WithdrawCase
from .events import CasePlaced, CaseProposed, CaseWished, CaseWithdrawn, Event, PersonErased
from .formats import Option
from .group import Actor, Role
from .refusals import Code, Refusal
from .values import replace


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
    told: bool = False
    """True when a table tells it, or told it in an earlier round."""


@dataclass(frozen=True)
class Workshop:
    """One workshop. ``starts`` and ``ends`` are instants in milliseconds; ``cases`` are kept by id, oldest first.

    Those that decide are what people propose now; those of the journal are also what was told and stays in a round's
    notes.
    """

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
    telling: frozenset[str] = frozenset()
    """The tables that tell a case now; one that told its case in an earlier round may be given the next."""


def decide_workshop(workshop: Workshop, command: Command, actor: Actor, now: int, fresh: str) -> list[Event] | Refusal:
    """What follows from a command on the workshop. ``fresh`` becomes the id of a new case; another wording keeps
    the id. Who told a case in a round that is over proposes a new one: the words of that round stay as they were.

    Anybody in the workshop may propose a case, until the workshop is closed.
    """
    if workshop.status is WorkshopStatus.CLOSED:
        return Refusal(Code.WORKSHOP_CLOSED)
    mine = next((case for case in reversed([*workshop.cases.values()]) if case.author == actor.person), None)
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
    found = workshop.cases.get(case)
    return found if found is not None and not found.draft else None


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
        return Refusal(Code.CASE_TAKEN if command.case in workshop.told else Code.UNKNOWN_THING)
    if table is not None and table not in workshop.tables:
        return Refusal(Code.UNKNOWN_TABLE)
    if workshop.told.get(case.id, table) != table or (table in workshop.telling and case.id not in workshop.told):
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
            former = cases.pop(id, None)  # another case of the same author keeps its table for itself
            cases[id] = Case(id, author, kind, draft, former.table if former and not draft else None)
        case CaseWithdrawn(case=id):
            cases.pop(id, None)
        case CasePlaced(case=id, table=table) if id in cases:
            cases[id] = replace(cases[id], table=table)
        case CaseWished(person=person, first=first, second=second):
            wishes[person] = (first, second)
            if not first:
                del wishes[person]
        case PersonErased(person=person):
            cases = {id: case for id, case in cases.items() if case.author != person}
            wishes.pop(person, None)
    return replace(workshop, version=workshop.version + 1, cases=cases, wishes=wishes)
