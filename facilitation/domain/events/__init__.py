"""What happened. ``decide`` makes events, ``evolve`` folds them, the journal keeps them.

Every event raises the group's ``version`` by one; a steering event raises its ``step`` too. Free text never enters the
journal: fields marked with :func:`words` travel from the command to the rows and are left out of the journal.
"""

from collections.abc import Mapping

from .base import Event, Steered, word_fields
from .market import (
    CasePlaced,
    CaseProposed,
    CaseWished,
    CaseWithdrawn,
    ReadySaid,
    TourClosed,
    TourOpened,
    TurnPassed,
)
from .pilot import MessageAcknowledged, MessageSent, MessageWithdrawn, TableShut
from .places import (
    CallAnswered,
    ClientAccepted,
    ClientDeclined,
    FormatChosen,
    HostRelieved,
    PaperChosen,
    PersonErased,
    PersonLeft,
    PersonSeated,
    PilotCalled,
    RolesChanged,
    SeatRequested,
)
from .steering import (
    ActUndone,
    ClockHeld,
    ClockReleased,
    PhasesReplanned,
    PhaseStarted,
    RoundClosed,
    RoundStarted,
    SummonsDelayed,
    TableSummoned,
    TimeChanged,
    TimeRanOut,
    WordsErased,
    WordsWithheld,
)
from .words import (
    ActionFollowed,
    ActionPlanned,
    ActionRemoved,
    ClientSupported,
    ContractConfirmed,
    ContractReopened,
    ContractWritten,
    DriftCleared,
    DriftSignalled,
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

__all__ = [
    "AT_THE_TABLE",
    "ActUndone",
    "ActionPlanned",
    "ActionRemoved",
    "ActionFollowed",
    "CLOCK_ALONE",
    "CallAnswered",
    "CasePlaced",
    "CaseProposed",
    "CaseWished",
    "CaseWithdrawn",
    "ClientAccepted",
    "ClientDeclined",
    "ClientSupported",
    "ClockHeld",
    "ClockReleased",
    "ContractConfirmed",
    "ContractReopened",
    "ContractWritten",
    "DriftCleared",
    "DriftSignalled",
    "EVENTS",
    "Event",
    "FormatChosen",
    "HostRelieved",
    "IdeaBrought",
    "IdeaDropped",
    "IdeaKept",
    "LearningRecorded",
    "MessageAcknowledged",
    "MessageSent",
    "MessageWithdrawn",
    "NotesWritten",
    "PaperChosen",
    "PersonErased",
    "PersonLeft",
    "PersonSeated",
    "PhaseStarted",
    "PhasesReplanned",
    "PilotCalled",
    "QuestionAnswered",
    "QuestionAsked",
    "ReadySaid",
    "RolesChanged",
    "RoundClosed",
    "RoundRated",
    "RoundStarted",
    "SeatRequested",
    "Steered",
    "SuggestionEdited",
    "SuggestionOffered",
    "SuggestionSorted",
    "SuggestionWithdrawn",
    "SummonsDelayed",
    "TableShut",
    "TableSummoned",
    "TimeChanged",
    "TimeRanOut",
    "TourClosed",
    "TourOpened",
    "TurnPassed",
    "UNSEEN",
    "WordsErased",
    "WordsWithheld",
    "word_fields",
]


def _leaves(root: type[Event]) -> list[type[Event]]:
    below = root.__subclasses__()
    return [leaf for sub in below for leaf in _leaves(sub)] if below else [root]


EVENTS: Mapping[str, type[Event]] = {cls.__name__: cls for cls in _leaves(Event)}
"""Every event by the name it has in the journal."""

AT_THE_TABLE = frozenset(
    {cls for cls in EVENTS.values() if cls.__module__ == QuestionAsked.__module__}
    | {ReadySaid, TourOpened, TourClosed, TurnPassed}
)
"""What is written and said at a table: neither the pilot's board nor the wall nor the waiting room shows any of it."""

CLOCK_ALONE = frozenset(
    {ClockHeld, ClockReleased, PhasesReplanned, SummonsDelayed, TableSummoned, TimeChanged, TimeRanOut}
)
"""What changes clock and call, and nothing else: neither people, words and cases nor where the table is."""

UNSEEN = frozenset({IdeaKept, IdeaDropped, NotesWritten, RoundRated, SuggestionSorted})
"""What one person writes or sorts for themselves: not even their own table, nor its host, sees any of it."""
