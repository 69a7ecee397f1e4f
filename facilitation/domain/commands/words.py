"""Commands that carry what people write."""

from dataclasses import dataclass

from .base import Command
from .values import choice_field, choices_field, flag_field, id_field, int_field, text_field

SUGGESTION_KINDS = ("idea", "experience", "resource", "question", "impression", "metaphor", "help")
HELP_KINDS = ("ideas", "experiences", "views", "questions", "reframing", "resources", "decision", "hand")
"""What the client may say that the help should be made of; optional."""
VERDICTS = ("keep", "dig", "no", "none")
RELEASES = ("private", "table", "released")
MOST_ACTIONS = 3
OUTCOMES = ("done", "tried", "changed", "dropped")
"""What became of a line of a plan."""


@dataclass(frozen=True)
class AskQuestion(Command):
    """Note a question, and its answer if it came already."""

    text: str = text_field(500)
    answer: str = text_field(1000, required=False)


@dataclass(frozen=True)
class AnswerQuestion(Command):
    """Note or correct the answer to a question."""

    question: str = id_field()
    text: str = text_field(1000)


@dataclass(frozen=True)
class KeepIdea(Command):
    """« Garder une idée » for later; nobody else sees it."""

    text: str = text_field(500)


@dataclass(frozen=True)
class BringIdea(Command):
    """Turn one's kept idea into a suggestion."""

    idea: str = id_field()
    kind: str = choice_field(*SUGGESTION_KINDS, default="idea")


@dataclass(frozen=True)
class DropIdea(Command):
    """Throw one's kept idea away."""

    idea: str = id_field()


@dataclass(frozen=True)
class WriteContract(Command):
    """Write the client's request in one sentence; a confirmed contract must be reopened first."""

    sentence: str = text_field(300)
    helps: tuple[str, ...] = choices_field(*HELP_KINDS, required=False)


@dataclass(frozen=True)
class ConfirmContract(Command):
    """Confirm the contract: the client by hand, or the host for a client who says so aloud."""

    aloud: bool = flag_field()


@dataclass(frozen=True)
class ReopenContract(Command):
    """Let the sentence be changed again."""


@dataclass(frozen=True)
class OfferSuggestion(Command):
    """Offer a suggestion; the scribe may say whose it is with ``author``."""

    text: str = text_field(600)
    kind: str = choice_field(*SUGGESTION_KINDS, default="idea")
    author: str = id_field(required=False)


@dataclass(frozen=True)
class EditSuggestion(Command):
    """Correct one's suggestion, or one that one noted for somebody."""

    suggestion: str = id_field()
    text: str = text_field(600)
    kind: str = choice_field(*SUGGESTION_KINDS, default="idea")


@dataclass(frozen=True)
class WithdrawSuggestion(Command):
    """Take a suggestion back."""

    suggestion: str = id_field()


@dataclass(frozen=True)
class SortSuggestion(Command):
    """The client's private sorting: keep, to dig, no, or none to undo."""

    suggestion: str = id_field()
    verdict: str = choice_field(*VERDICTS)


@dataclass(frozen=True)
class PlanAction(Command):
    """Write a line of the plan, or rewrite the one named ``action``."""

    what: str = text_field(200)
    first_step: str = text_field(200, required=False)
    when: str = text_field(80, required=False)
    support: str = text_field(120, required=False)
    watch: str = text_field(200, required=False)
    action: str = id_field(required=False)


@dataclass(frozen=True)
class RemoveAction(Command):
    """Take a line off the plan."""

    action: str = id_field()


@dataclass(frozen=True)
class SupportClient(Command):
    """« Je te soutiens »: all a consultant may say of the plan."""


@dataclass(frozen=True)
class RecordLearning(Command):
    """Write, or rewrite, what one takes away, and who may read it."""

    text: str = text_field(500)
    release: str = choice_field(*RELEASES, default="private")


@dataclass(frozen=True)
class FollowAction(Command):
    """Weeks later: what became of a line of one's plan. The organisers read it only when ``share``."""

    action: str = id_field()
    outcome: str = choice_field(*OUTCOMES)
    note: str = text_field(300, required=False)
    share: bool = flag_field()


@dataclass(frozen=True)
class WriteNotes(Command):
    """The client's own notes of the round, whole; nobody else reads them."""

    text: str = text_field(4000, blank=True)


@dataclass(frozen=True)
class SignalDrift(Command):
    """« On s'éloigne de ma demande »: the host alone sees it."""


@dataclass(frozen=True)
class ClearDrift(Command):
    """The host has seen the client's signal."""


@dataclass(frozen=True)
class RateRound(Command):
    """Was the time well spent? From 1 to 5 (ROTI); private, only its spread is reviewed."""

    score: int = int_field(1, 5)
