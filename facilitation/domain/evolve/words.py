"""What of people's words shows in the state of a table: little. Nothing here reads a text."""

from collections.abc import Callable, Mapping
from typing import Any

from ..events import (
    ActionFollowed,
    ActionPlanned,
    ActionRemoved,
    CasePlaced,
    CaseProposed,
    CaseWished,
    CaseWithdrawn,
    ClientSupported,
    ContractConfirmed,
    ContractReopened,
    ContractWritten,
    DriftCleared,
    DriftSignalled,
    Event,
    IdeaBrought,
    IdeaDropped,
    IdeaKept,
    LearningRecorded,
    NotesWritten,
    QuestionAnswered,
    QuestionAsked,
    RoundRated,
    SuggestionEdited,
    SuggestionOffered,
    SuggestionSorted,
    SuggestionWithdrawn,
)
from ..group import Agreement, Group
from ..values import replace


def _rows_only(group: Group, event: Event) -> Group:
    """A row changes, the table does not."""
    return group


def contract_written(group: Group, e: ContractWritten) -> Group:
    """Waiting for the client."""
    return replace(group, agreement=Agreement.WRITTEN, aloud=False, requester=e.author)


def contract_confirmed(group: Group, e: ContractConfirmed) -> Group:
    """By hand or aloud."""
    return replace(group, agreement=Agreement.CONFIRMED, aloud=e.aloud)


def contract_reopened(group: Group, e: ContractReopened) -> Group:
    """The sentence stays."""
    return replace(group, agreement=Agreement.WRITTEN, aloud=False)


def action_planned(group: Group, e: ActionPlanned) -> Group:
    """A line of the plan."""
    return replace(group, actions=group.actions | {e.action})


def action_removed(group: Group, e: ActionRemoved) -> Group:
    """One line less."""
    return replace(group, actions=group.actions - {e.action})


def client_supported(group: Group, e: ClientSupported) -> Group:
    """« Je te soutiens »."""
    return replace(group, supporters=group.supporters | {e.person})


def drift_signalled(group: Group, e: DriftSignalled) -> Group:
    """Until the host has seen it."""
    return replace(group, drifting=True)


def drift_cleared(group: Group, e: DriftCleared) -> Group:
    """Seen."""
    return replace(group, drifting=False)


EVOLVERS: Mapping[type[Event], Callable[[Group, Any], Group]] = {
    ContractWritten: contract_written,
    ContractConfirmed: contract_confirmed,
    ContractReopened: contract_reopened,
    ActionPlanned: action_planned,
    ActionRemoved: action_removed,
    ClientSupported: client_supported,
    DriftSignalled: drift_signalled,
    DriftCleared: drift_cleared,
    CaseProposed: _rows_only,
    CaseWithdrawn: _rows_only,
    CasePlaced: _rows_only,
    CaseWished: _rows_only,
    ActionFollowed: _rows_only,
    RoundRated: _rows_only,
    QuestionAsked: _rows_only,
    QuestionAnswered: _rows_only,
    IdeaKept: _rows_only,
    IdeaBrought: _rows_only,
    IdeaDropped: _rows_only,
    SuggestionOffered: _rows_only,
    SuggestionEdited: _rows_only,
    SuggestionWithdrawn: _rows_only,
    SuggestionSorted: _rows_only,
    LearningRecorded: _rows_only,
    NotesWritten: _rows_only,
}
