"""What people can ask for, one frozen dataclass for each act, and how a message becomes one.

The wire name of a command is its class name in snake case: ``AdvancePhase`` is ``advance_phase`` on the socket and
``data-command="advance_phase"`` in a template. Each field says its type, its limits and whether it may be left out.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from ..refusals import Code, Refusal
from .base import Command, Steering
from .market import CASE_KINDS, PlaceCase, ProposeCase, SeatByWishes, WishCase, WithdrawCase
from .pilot import LONGEST_MESSAGE, AcknowledgeMessage, SendMessage, ShutTable, WithdrawMessage
from .places import (
    AcceptClient,
    AnswerCall,
    CallPilot,
    ChangeRoles,
    DeclineClient,
    LeaveTable,
    Sit,
    TakeOverTable,
    WelcomePerson,
)
from .steering import (
    AdvancePhase,
    AnswerSummons,
    BringTables,
    CatchUp,
    ChangeCase,
    ChangeTime,
    CloseRound,
    DelaySummons,
    FinishOnTime,
    Pause,
    Resume,
    ReturnToPhase,
    RingPhase,
    ShortenPhase,
    StartRound,
    StopRound,
    Undo,
)
from .turns import CloseTour, OpenTour, PassTurn, SayReady
from .values import READERS
from .words import (
    HELP_KINDS,
    MOST_ACTIONS,
    OUTCOMES,
    RELEASES,
    SUGGESTION_KINDS,
    VERDICTS,
    AnswerQuestion,
    AskQuestion,
    BringIdea,
    ClearDrift,
    ConfirmContract,
    DropIdea,
    EditSuggestion,
    FollowAction,
    KeepIdea,
    OfferSuggestion,
    PlanAction,
    RateRound,
    RecordLearning,
    RemoveAction,
    ReopenContract,
    SignalDrift,
    SortSuggestion,
    SupportClient,
    WithdrawSuggestion,
    WriteContract,
    WriteNotes,
)

__all__ = [
    "AcceptClient",
    "AcknowledgeMessage",
    "AdvancePhase",
    "AnswerCall",
    "AnswerQuestion",
    "AnswerSummons",
    "AskQuestion",
    "BringIdea",
    "BringTables",
    "CASE_KINDS",
    "COMMANDS",
    "CallPilot",
    "CatchUp",
    "ChangeCase",
    "ChangeRoles",
    "ChangeTime",
    "ClearDrift",
    "CloseRound",
    "CloseTour",
    "Command",
    "ConfirmContract",
    "DeclineClient",
    "DelaySummons",
    "DropIdea",
    "EditSuggestion",
    "FollowAction",
    "FinishOnTime",
    "HELP_KINDS",
    "KeepIdea",
    "LONGEST_MESSAGE",
    "LeaveTable",
    "MOST_ACTIONS",
    "OUTCOMES",
    "OfferSuggestion",
    "OpenTour",
    "PassTurn",
    "Pause",
    "PlaceCase",
    "PlanAction",
    "ProposeCase",
    "RateRound",
    "RELEASES",
    "RecordLearning",
    "RemoveAction",
    "ReopenContract",
    "Resume",
    "ReturnToPhase",
    "RingPhase",
    "SayReady",
    "SeatByWishes",
    "SendMessage",
    "ShutTable",
    "SUGGESTION_KINDS",
    "ShortenPhase",
    "SignalDrift",
    "Sit",
    "SortSuggestion",
    "StartRound",
    "Steering",
    "StopRound",
    "SupportClient",
    "TIMEKEEPER_ONLY",
    "TakeOverTable",
    "Undo",
    "VERDICTS",
    "WelcomePerson",
    "WishCase",
    "WithdrawCase",
    "WithdrawMessage",
    "WithdrawSuggestion",
    "WriteContract",
    "WriteNotes",
    "read_command",
]


def _leaves(root: type[Command]) -> list[type[Command]]:
    below = root.__subclasses__()
    return [leaf for sub in below for leaf in _leaves(sub)] if below else [root]


COMMANDS: dict[str, type[Command]] = {c.wire(): c for c in _leaves(Command)}
"""Every command by its wire name."""

TIMEKEEPER_ONLY = frozenset({RingPhase.wire(), AnswerSummons.wire()})


def read_command(name: object, values: object) -> Command | Refusal:
    """The command that a message asks for, or why it is none. Texts are trimmed; nothing is cut silently."""
    cls = COMMANDS.get(name) if isinstance(name, str) else None
    if cls is None:
        return Refusal(Code.UNKNOWN_COMMAND)
    if not isinstance(values, Mapping):
        return Refusal(Code.MALFORMED)
    known = {f.name: f.metadata for f in fields(cls)}
    if any(not isinstance(key, str) or key not in known for key in values):
        return Refusal(Code.UNKNOWN_FIELD)
    read: dict[str, Any] = {}
    for key, meta in known.items():
        if key not in values:
            if meta["required"]:
                return Refusal(Code.MISSING_FIELD, {"field": key})
            continue
        value = READERS[meta["type"]](values[key], meta, key)
        if isinstance(value, Refusal):
            return value
        read[key] = value
    return cls(**read)
