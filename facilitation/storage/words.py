"""Words: the one place where texts meet rows. Which rows change is the domain's answer; the texts go here only."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ..domain.contributions import Contribution, contract_id, evolve_words, notes_id
from ..domain.events import (
    ActionFollowed,
    ActionPlanned,
    ContractWritten,
    Event,
    IdeaBrought,
    IdeaKept,
    LearningRecorded,
    MessageSent,
    NotesWritten,
    PersonErased,
    QuestionAnswered,
    QuestionAsked,
    SuggestionEdited,
    SuggestionOffered,
    WordsErased,
    WordsWithheld,
)
from ..domain.group import Group
from .cases import CaseRow
from .contributions import ContributionRow
from .groups import RoundRow
from .pending import Writing

_NEW = (QuestionAsked, IdeaKept, SuggestionOffered)
"""Events whose row cannot be there before: its id comes from their command, which was never done."""
NAMING = ("question", "idea", "suggestion", "action", "learning", "rating", "message")
"""The fields of events that name contributions."""


def as_contribution(row: ContributionRow) -> Contribution:
    """The value that a row holds, without its words."""
    return Contribution(
        id=row.id, group=row.group_id, round=row.round, type=row.type, author=row.author, writer=row.writer,
        kind=row.kind, status=row.status, verdict=row.verdict, sorter=row.sorter,
        release=row.release,
    )  # fmt: skip


def _concerned(session: Session, before: Group, event: Event) -> dict[str, ContributionRow]:
    """The rows that an event may change; without a question where it can change none that is there."""
    if isinstance(event, _NEW):
        return {}
    match event:
        case WordsErased() | WordsWithheld():
            which = ContributionRow.round == event.round
        case PersonErased():
            which = or_(
                ContributionRow.author == event.person,
                ContributionRow.sorter == event.person,
                ContributionRow.type == "question",
            )
        case _:
            ids = [before.message.id] if isinstance(event, MessageSent) and before.message else []
            ids += [value for name in NAMING if isinstance(value := getattr(event, name, None), str)]
            if isinstance(event, ContractWritten):
                ids.append(contract_id(before.id, before.round, event.author))
            if isinstance(event, NotesWritten):
                ids.append(notes_id(before.id, before.round, event.author))
            if not ids:
                return {}
            which = ContributionRow.id.in_(ids)
    query = select(ContributionRow).where(ContributionRow.group_id == before.id, which)
    return {row.id: row for row in session.scalars(query)}


def write_words(session: Writing, before: Group, after: Group, event: Event) -> None:
    """Write what an event changes among the contributions, with its words."""
    rows: dict[str, Any] = dict(_concerned(session, before, event))
    known: Mapping[str, Contribution] = {id: as_contribution(row) for id, row in rows.items()}
    for id, value in evolve_words(known, before, event).items():
        if known.get(id) == value:
            continue
        row = rows.get(id)
        if row is None:
            row = rows[id] = SimpleNamespace(
                id=id, group_id=value.group, round=value.round, text="", extra={}, born=after.version
            )
            session.born.append(row)
        row.type, row.author, row.writer, row.kind = value.type, value.author, value.writer, value.kind
        row.status, row.verdict, row.sorter, row.release = value.status, value.verdict, value.sorter, value.release
        if value.status == "erased":
            row.text, row.extra = "", {}
    _write_text(rows, before, event)
    if isinstance(event, WordsErased):
        _erase_case(session, before, event)


def _write_text(rows: Mapping[str, Any], before: Group, event: Event) -> None:
    match event:
        case QuestionAsked(question=id, text=text, answer=answer):
            _set(rows, id, text, _answer(answer, before, {}))
        case QuestionAnswered(question=id, answer=answer):
            if id in rows:
                rows[id].extra = _answer(answer, before, rows[id].extra)
        case IdeaKept(idea=id, text=text):
            _set(rows, id, text)
        case IdeaBrought(idea=idea, suggestion=id):
            _set(rows, id, rows[idea].text if idea in rows else "")
        case ContractWritten(author=author, sentence=text, helps=helps):
            _set(rows, contract_id(before.id, before.round, author), text, {"helps": list(helps)})
        case SuggestionOffered(suggestion=id, text=text) | SuggestionEdited(suggestion=id, text=text):
            _set(rows, id, text)
        case ActionPlanned(action=id, what=text):
            more = {"first_step": event.first_step, "when": event.when}
            kept = rows[id].extra if id in rows else {}
            _set(rows, id, text, {**kept, **more, "support": event.support, "watch": event.watch})
        case ActionFollowed(action=id, note=note):
            if id in rows:
                rows[id].extra = {**rows[id].extra, "became": note}
        case PersonErased(person=person, rounds=rounds):
            for row in (row for row in rows.values() if row.type == "question"):
                if row.author == person:
                    row.text = ""
                if row.answered_by(person, rounds):
                    row.extra = {}
        case LearningRecorded(learning=id, text=text):
            _set(rows, id, text)
        case MessageSent(message=id, text=text):
            _set(rows, id, text)
        case NotesWritten(author=author, text=text):
            _set(rows, notes_id(before.id, before.round, author), text)
        case _:
            pass


def _answer(answer: str, before: Group, known: Mapping[str, Any]) -> dict[str, Any]:
    """An answer and whose it is: the client's, whoever typed it; what is noted once they have gone is still theirs."""
    return {"answer": answer, "of": before.client or known.get("of", "")}


def _set(rows: Mapping[str, Any], id: str, text: str, extra: dict[str, Any] | None = None) -> None:
    row = rows.get(id)
    if row is not None:
        row.text = text
        row.extra = extra or {}


def _erase_case(session: Session, before: Group, event: WordsErased) -> None:
    """The title of the case told in this round goes too."""
    round_ = session.get(RoundRow, (before.id, event.round))
    case = session.get(CaseRow, round_.case_id) if round_ is not None and round_.case_id else None
    if case is not None:
        case.title, case.status = "", "erased"
