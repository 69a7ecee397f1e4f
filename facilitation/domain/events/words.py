"""Events that carry what people wrote, as far as the rows."""

from dataclasses import dataclass

from .base import Event, words


@dataclass(frozen=True)
class QuestionAsked(Event):
    """A question was noted."""

    question: str
    author: str
    text: str = words()
    answer: str = words()


@dataclass(frozen=True)
class QuestionAnswered(Event):
    """An answer was noted."""

    question: str
    answer: str = words()


@dataclass(frozen=True)
class IdeaKept(Event):
    """Somebody kept an idea for later."""

    idea: str
    author: str
    together: bool = False
    """True when it is laid on the table with all others once suggestions open."""
    text: str = words()


@dataclass(frozen=True)
class IdeaBrought(Event):
    """A kept idea became a suggestion."""

    idea: str
    suggestion: str
    author: str
    kind: str
    text: str = words()


@dataclass(frozen=True)
class IdeaDropped(Event):
    """A kept idea was thrown away."""

    idea: str


@dataclass(frozen=True)
class ContractWritten(Event):
    """The sentence of the contract was written."""

    author: str
    helps: tuple[str, ...] = ()
    sentence: str = words()


@dataclass(frozen=True)
class ContractConfirmed(Event):
    """The client confirmed the contract, by hand or aloud."""

    by: str
    aloud: bool


@dataclass(frozen=True)
class ContractReopened(Event):
    """The contract can be changed again."""

    by: str


@dataclass(frozen=True)
class SuggestionOffered(Event):
    """A suggestion by ``author``, typed by ``writer``."""

    suggestion: str
    author: str
    writer: str
    kind: str
    text: str = words()


@dataclass(frozen=True)
class SuggestionEdited(Event):
    """A suggestion was corrected."""

    suggestion: str
    kind: str
    text: str = words()


@dataclass(frozen=True)
class SuggestionWithdrawn(Event):
    """A suggestion was taken back."""

    suggestion: str


@dataclass(frozen=True)
class SuggestionSorted(Event):
    """The client sorted a suggestion; private."""

    suggestion: str
    verdict: str


@dataclass(frozen=True)
class ActionPlanned(Event):
    """A line of the plan was written or rewritten."""

    action: str
    author: str
    what: str = words()
    first_step: str = words()
    when: str = words()
    support: str = words()
    watch: str = words()


@dataclass(frozen=True)
class ActionFollowed(Event):
    """The client said what became of a line, and whether the organisers may read it."""

    action: str
    outcome: str
    shared: bool
    note: str = words()


@dataclass(frozen=True)
class ActionRemoved(Event):
    """A line was taken off the plan."""

    action: str


@dataclass(frozen=True)
class ClientSupported(Event):
    """Somebody said « je te soutiens »."""

    person: str


@dataclass(frozen=True)
class LearningRecorded(Event):
    """What somebody takes away, and who may read it."""

    learning: str
    author: str
    release: str
    text: str = words()


@dataclass(frozen=True)
class RoundRated(Event):
    """Somebody said whether the time was well spent, from 1 to 5."""

    rating: str
    author: str
    score: int


@dataclass(frozen=True)
class NotesWritten(Event):
    """The client rewrote the notes of the round."""

    author: str
    text: str = words()


@dataclass(frozen=True)
class DriftSignalled(Event):
    """The client says that the group moves away from the request."""


@dataclass(frozen=True)
class DriftCleared(Event):
    """The host has seen the signal."""
