"""What people write while they help: questions, kept ideas, suggestions."""

from collections.abc import Callable, Mapping
from typing import Any

from ..commands import (
    AnswerQuestion,
    AskQuestion,
    BringIdea,
    Command,
    DropIdea,
    EditSuggestion,
    KeepIdea,
    OfferSuggestion,
    WithdrawSuggestion,
)
from ..contributions import Contribution
from ..events import (
    IdeaBrought,
    IdeaDropped,
    IdeaKept,
    QuestionAnswered,
    QuestionAsked,
    SuggestionEdited,
    SuggestionOffered,
    SuggestionWithdrawn,
)
from ..group import Role
from ..permissions import LEADERS
from ..phases import Kind
from ..refusals import Code, Refusal
from .asking import Ask, Decision


def _mine(ask: Ask, type: str) -> Contribution | Refusal:
    """The row, when the actor said it or typed it."""
    row = ask.row(type)
    if isinstance(row, Refusal) or ask.person in (row.author, row.writer):
        return row
    return Refusal(Code.NOT_YOURS)


def ask_question(command: AskQuestion, ask: Ask) -> Decision:
    """Noted by who takes the notes."""
    return [QuestionAsked(ask.fresh, ask.person, command.text, command.answer)]


def answer_question(command: AnswerQuestion, ask: Ask) -> Decision:
    """Noted or corrected."""
    row = ask.row("question")
    return row if isinstance(row, Refusal) else [QuestionAnswered(row.id, command.text)]


def keep_idea(command: KeepIdea, ask: Ask) -> Decision:
    """For oneself; in a writing that is opened together, for all once suggestions open."""
    phase = ask.group.phase
    together = phase is not None and phase.together and phase.kind is Kind.SILENT_WRITING
    return [IdeaKept(ask.fresh, ask.person, together, command.text)]


def bring_idea(command: BringIdea, ask: Ask) -> Decision:
    """The suggestion takes its text from the idea's row: this event carries none."""
    row = _mine(ask, "idea")
    if isinstance(row, Refusal):
        return row
    if row.status == "brought":
        return []
    if row.status == "dropped":
        return Refusal(Code.UNKNOWN_THING)
    return [IdeaBrought(row.id, ask.fresh, ask.person, command.kind)]


def drop_idea(command: DropIdea, ask: Ask) -> Decision:
    """An idea that was brought is not among the kept ones any more."""
    row = _mine(ask, "idea")
    if isinstance(row, Refusal):
        return row
    return [IdeaDropped(row.id)] if row.status == "kept" else []


def offer_suggestion(command: OfferSuggestion, ask: Ask) -> Decision:
    """One's own, or noted for somebody at the table by who takes the notes."""
    author = command.author or ask.person
    if author != ask.person:
        if not ask.actor.has(Role.SCRIBE, *LEADERS):
            return Refusal(Code.NOT_ALLOWED)
        if author not in ask.group.roles:
            return Refusal(Code.NOT_AT_TABLE)
    if author == ask.group.client:
        return Refusal(Code.BAD_VALUE, {"field": "author"})
    return [SuggestionOffered(ask.fresh, author, ask.person, command.kind, command.text)]


def edit_suggestion(command: EditSuggestion, ask: Ask) -> Decision:
    """As long as it was not taken back."""
    row = _mine(ask, "suggestion")
    if isinstance(row, Refusal):
        return row
    if row.status == "withdrawn":
        return Refusal(Code.UNKNOWN_THING)
    return [SuggestionEdited(row.id, command.kind, command.text)]


def withdraw_suggestion(command: WithdrawSuggestion, ask: Ask) -> Decision:
    """Without a trace on the screens."""
    row = _mine(ask, "suggestion")
    if isinstance(row, Refusal):
        return row
    return [] if row.status == "withdrawn" else [SuggestionWithdrawn(row.id)]


DECIDERS: Mapping[type[Command], Callable[[Any, Ask], Decision]] = {
    AskQuestion: ask_question,
    AnswerQuestion: answer_question,
    KeepIdea: keep_idea,
    BringIdea: bring_idea,
    DropIdea: drop_idea,
    OfferSuggestion: offer_suggestion,
    EditSuggestion: edit_suggestion,
    WithdrawSuggestion: withdraw_suggestion,
}
