"""What comes out of a round: sorting, plan, support, learnings, notes."""

from collections.abc import Callable, Mapping
from typing import Any

from ..commands import (
    MOST_ACTIONS,
    Command,
    PlanAction,
    RateRound,
    RecordLearning,
    RemoveAction,
    SortSuggestion,
    SupportClient,
    WriteNotes,
)
from ..contributions import learning_id, rating_id
from ..events import (
    ActionPlanned,
    ActionRemoved,
    ClientSupported,
    LearningRecorded,
    NotesWritten,
    RoundRated,
    SuggestionSorted,
)
from ..refusals import Code, Refusal
from .asking import Ask, Decision


def sort_suggestion(command: SortSuggestion, ask: Ask) -> Decision:
    """The client's, and nobody else's."""
    row = ask.row("suggestion")
    if isinstance(row, Refusal):
        return row
    if row.status == "withdrawn":
        return Refusal(Code.UNKNOWN_THING)
    return [] if row.verdict == command.verdict else [SuggestionSorted(row.id, command.verdict)]


def plan_action(command: PlanAction, ask: Ask) -> Decision:
    """One to three lines: a plan that is done."""
    if command.action:
        row = ask.row("action")
        if isinstance(row, Refusal):
            return row
        if row.id not in ask.group.actions:
            return Refusal(Code.UNKNOWN_THING)
        line = row.id
    elif len(ask.group.actions) >= MOST_ACTIONS:
        return Refusal(Code.TOO_MANY_ACTIONS, {"limit": MOST_ACTIONS})
    else:
        line = ask.fresh
    c = command
    return [ActionPlanned(line, ask.person, c.what, c.first_step, c.when, c.support, c.watch)]


def remove_action(command: RemoveAction, ask: Ask) -> Decision:
    """Off the plan."""
    row = ask.row("action")
    if isinstance(row, Refusal):
        return row
    return [ActionRemoved(row.id)] if row.id in ask.group.actions else []


def support_client(command: SupportClient, ask: Ask) -> Decision:
    """Once is enough."""
    return [] if ask.person in ask.group.supporters else [ClientSupported(ask.person)]


def record_learning(command: RecordLearning, ask: Ask) -> Decision:
    """One for each person and round."""
    learning = learning_id(ask.group.id, ask.group.round, ask.person)
    return [LearningRecorded(learning, ask.person, command.release, command.text)]


def rate_round(command: RateRound, ask: Ask) -> Decision:
    """One for each person and round."""
    return [RoundRated(rating_id(ask.group.id, ask.group.round, ask.person), ask.person, command.score)]


def write_notes(command: WriteNotes, ask: Ask) -> Decision:
    """The whole text each time."""
    return [NotesWritten(ask.person, command.text)]


DECIDERS: Mapping[type[Command], Callable[[Any, Ask], Decision]] = {
    SortSuggestion: sort_suggestion,
    PlanAction: plan_action,
    RemoveAction: remove_action,
    SupportClient: support_client,
    RecordLearning: record_learning,
    RateRound: rate_round,
    WriteNotes: write_notes,
}
