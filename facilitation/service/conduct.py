"""One act at one table, inside the writer's transaction: decide, fold, write, and remember who must hear of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ..domain.commands import (
    AcceptClient,
    AnswerQuestion,
    BringIdea,
    Command,
    DropIdea,
    EditSuggestion,
    FinishOnTime,
    FollowAction,
    LeaveTable,
    PlanAction,
    RemoveAction,
    SortSuggestion,
    WithdrawSuggestion,
)
from ..domain.contributions import TOGETHER, Contribution
from ..domain.decide import decide
from ..domain.events import (
    AT_THE_TABLE,
    CLOCK_ALONE,
    UNSEEN,
    Event,
    IdeaBrought,
    IdeaDropped,
    IdeaKept,
    LearningRecorded,
    NotesWritten,
    PersonErased,
    PersonSeated,
    PhaseStarted,
    RoundRated,
    SeatRequested,
    SuggestionSorted,
    TableShut,
    WordsErased,
    WordsWithheld,
)
from ..domain.group import Actor, Group, Role, Status
from ..domain.phases import Kind
from ..domain.refusals import Code, Refusal
from ..domain.workshop import Case
from ..storage.cases import CaseRow, standing, told_at
from ..storage.contributions import ContributionRow
from ..storage.groups import GroupRow, MembershipRow
from ..storage.repository import Cause, Locked, record
from ..storage.words import as_contribution
from ..storage.workshops import WorkshopRow
from .expected import awaited
from .secrets import derived_id
from .unit import Unit

_NAMES: dict[type[Command], str] = {
    AnswerQuestion: "question",
    BringIdea: "idea",
    DropIdea: "idea",
    EditSuggestion: "suggestion",
    WithdrawSuggestion: "suggestion",
    SortSuggestion: "suggestion",
    PlanAction: "action",
    RemoveAction: "action",
    FollowAction: "action",
}
"""The field of a command that names the row it is about."""


@dataclass(frozen=True)
class Asker:
    """Who asks: a person, and whether this person pilots the room."""

    person: str
    conducts: bool = False

    def at(self, group: Group) -> Actor:
        """The actor that decides see at this table."""
        roles = group.roles.get(self.person, frozenset())
        return Actor(self.person, roles | {Role.CONDUCTOR} if self.conducts else roles)


_SITS_AT = select(MembershipRow.group_id).where(
    MembershipRow.person_id == bindparam("person"), MembershipRow.ended.is_(None)
)
_CAME_SINCE = select(MembershipRow.person_id).where(
    MembershipRow.group_id == bindparam("group"), MembershipRow.ended.is_(None), MembershipRow.since > bindparam("run")
)
"""Built once: every command and every private screen asks them."""


def table_of(session: Session, person: str) -> str | None:
    """The table where a person sits, or None."""
    return session.scalar(_SITS_AT, {"person": person})


def tables_asked(session: Session, workshop: str, person: str) -> set[str]:
    """The tables at whose door a person waits for a yes."""
    query = select(GroupRow.id, GroupRow.requests).where(GroupRow.workshop_id == workshop)
    return {group for group, requests in session.execute(query) if person in requests}


def act(
    unit: Unit, row: Locked, command: Command, actor: Actor, cause: Cause, fresh: str
) -> tuple[Group, list[Event]] | Refusal:
    """Do one command at one table. What it means for the other tables of somebody who sits down is done too."""
    group = row.value
    command = _own_case(unit.session, group, command, actor)
    subject = _subject(unit.session, group, command)
    events = decide(group, command, actor, cause.at, fresh, subject, _starts(unit.session, group, command))
    if isinstance(events, Refusal):
        return events
    refused = _still_awaited(unit.session, row, events) or _leave_other_tables(unit, row, events, cause)
    if refused is not None:
        return refused
    if not events:
        return group, []
    if Role.CONDUCTOR in actor.roles:
        unit.touched.piloted.add(row.workshop_id)
    after = fold(unit, row, events, cause)
    if after.kind is Kind.SUGGESTIONS and any(isinstance(event, PhaseStarted) for event in events):
        after = _lay_on_the_table(unit, row, after, cause)
    return after, events


def _still_awaited(session: Session, row: Locked, events: Iterable[Event]) -> Refusal | None:
    """A table at which people of the list are expected is not put away: they would find none, and nobody says it."""
    if not any(isinstance(event, TableShut) and not event.reopened for event in events):
        return None
    number = awaited(session, row.workshop_id)[row.id]
    return Refusal(Code.TABLE_NOT_EMPTY, {"awaited": number}) if number else None


def _starts(session: Session, group: Group, command: Command) -> int:
    shop = session.get(WorkshopRow, group.workshop) if isinstance(command, FinishOnTime) else None
    return shop.starts if shop else 0


def _lay_on_the_table(unit: Unit, row: Locked, group: Group, cause: Cause) -> Group:
    """What was written to be opened together becomes suggestions, all at once, each signed by its author."""
    query = select(ContributionRow).where(
        ContributionRow.group_id == group.id,
        ContributionRow.round == group.round,
        ContributionRow.type == "idea",
        ContributionRow.status == "kept",
        ContributionRow.release == TOGETHER,
    )
    ideas = unit.session.scalars(query.order_by(ContributionRow.born, ContributionRow.id)).all()
    brought: list[Event] = [
        IdeaBrought(idea.id, derived_id(idea.author, idea.id), idea.author, "idea") for idea in ideas
    ]
    if not brought:
        return group
    after = fold(unit, row, brought, cause)
    unit.changed_people({idea.author for idea in ideas})
    return after


def fold(unit: Unit, row: Locked, events: list[Event], cause: Cause) -> Group:
    """Fold events into a table and remember whose screens change."""
    before = row.value
    after = record(unit.session, row, events, cause)
    kinds = set(map(type, events))
    if not kinds <= UNSEEN:
        unit.changed_group(row, seen_outside=not kinds <= AT_THE_TABLE)
    if kinds <= CLOCK_ALONE:  # nobody's own screen shows any of it
        return after
    changed = {p for p in {*before.roles, *after.roles} if before.roles.get(p) != after.roles.get(p)}
    unit.changed_people(changed, moved=True)
    unit.changed_people(before.requests ^ after.requests)
    unit.changed_people(_with_private_changes(unit.session, after, events, cause.person))
    if before.round != after.round:  # what is private belongs to a round
        unit.changed_people(set(after.roles))
    if (before.status is Status.CLOSED) != (after.status is Status.CLOSED) and after.client:
        unit.changed_people({after.client})  # told in a round that is over, a case makes room for another one
    if before.run != after.run:
        unit.changed_people(came_since(unit.session, before))
    if any(isinstance(event, WordsErased) for event in events):
        unit.touched.erased = True
    return after


def came_since(session: Session, group: Group) -> set[str]:
    """Who sat down after the table entered its present phase: they are told where the table is until it goes on."""
    return set(session.scalars(_CAME_SINCE, {"group": group.id, "run": group.run}))


def _with_private_changes(session: Session, after: Group, events: Iterable[Event], actor: str) -> set[str]:
    people: set[str] = set()
    for event in events:
        match event:
            case IdeaKept(author=author) | NotesWritten(author=author):
                people.add(author)
            case LearningRecorded(author=author) | RoundRated(author=author):
                people.add(author)
            case IdeaBrought() | IdeaDropped() | SuggestionSorted():
                people.add(actor)
            case WordsErased() | WordsWithheld() | PersonErased():
                people |= set(after.roles)
            case _:
                pass
    return people


def _leave_other_tables(unit: Unit, row: Locked, events: Iterable[Event], cause: Cause) -> Refusal | None:
    """Who sits down leaves the former table. Who sits or asks waits nowhere else: a later yes would move them."""
    for event in events:
        if not isinstance(event, (PersonSeated, SeatRequested)):
            continue
        others = tables_asked(unit.session, row.workshop_id, event.person)
        former = table_of(unit.session, event.person) if isinstance(event, PersonSeated) else None
        for other in sorted((others | ({former} if former else set())) - {row.id}):
            there = unit.group(other)
            group = there.value
            leaving = decide(group, LeaveTable(), Asker(event.person).at(group), cause.at, "")
            if isinstance(leaving, Refusal):
                return leaving
            fold(unit, there, leaving, cause)
    return None


def _own_case(session: Session, group: Group, command: Command, actor: Actor) -> Command:
    """A client who names no case brings the one that he or she showed to the room, unless it was told already."""
    if not isinstance(command, AcceptClient) or command.case:
        return command
    mine = [case.id for case in standing(session, group.workshop, actor.person) if not case.draft]
    case = mine[-1] if mine else None
    told = case is not None and case != group.case and case in told_at(session, group.workshop)
    return command if case is None or told else replace(command, case=case)


def _subject(session: Session, group: Group, command: Command) -> Contribution | Case | None:
    if isinstance(command, AcceptClient):
        case = session.get(CaseRow, command.case) if command.case else None
        if case is None or case.workshop_id != group.workshop or not case.shown:
            return None
        return Case(case.id, case.author, case.kind, told=case.id in told_at(session, group.workshop))
    name = _NAMES.get(type(command))
    named = getattr(command, name) if name else ""
    row = session.get(ContributionRow, named) if named else None
    return as_contribution(row) if row is not None and row.group_id == group.id else None
