"""What comes out of a round: sorting, plan, support, learnings, notes."""

from collections.abc import Callable, Mapping
from typing import Any

from ..commands import (
    MOST_ACTIONS,
    Command,
    FollowAction,
    PlanAction,
    RateRound,
    RecordLearning,
    RemoveAction,
    SortSuggestion,
    SupportClient,
    WriteNotes,
)
from ..contributions import Contribution, learning_id, rating_id
from ..events import (
    ActionFollowed,
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
    """The client's, and nobody else's: a second client of the round begins anew."""
    row = ask.row("suggestion")
    if isinstance(row, Refusal):
        return row
    if row.status == "withdrawn":
        return Refusal(Code.UNKNOWN_THING)
    stands = row.verdict if row.sorter == ask.group.client else "none"
    return [] if stands == command.verdict else [SuggestionSorted(row.id, command.verdict)]


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
    author = ask.group.client or ask.person  # the plan is the client's, whoever types it
    return [ActionPlanned(line, author, c.what, c.first_step, c.when, c.support, c.watch)]


def remove_action(command: RemoveAction, ask: Ask) -> Decision:
    """Off the plan."""
    row = ask.row("action")
    if isinstance(row, Refusal):
        return row
    return [ActionRemoved(row.id)] if row.id in ask.group.actions else []


def follow_action(command: FollowAction, ask: Ask) -> Decision:
    """The client's own line, of this round or of one before."""
    row = ask.subject
    if not isinstance(row, Contribution) or (row.type, row.group, row.status) != ("action", ask.group.id, "planned"):
        return Refusal(Code.UNKNOWN_THING)
    if row.author != ask.person:
        return Refusal(Code.NOT_YOURS)
    return [ActionFollowed(row.id, command.outcome, command.share, command.note)]


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
    FollowAction: follow_action,
    SupportClient: support_client,
    RecordLearning: record_learning,
    RateRound: rate_round,
    WriteNotes: write_notes,
}
