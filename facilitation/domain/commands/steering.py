"""Commands that change phase or clock."""

from dataclasses import dataclass

from ..formats import TARGETS
from .base import Steering
from .values import choice_field, flag_field, int_field

LONGEST_CHANGE = 60
"""Minutes that one act can add or take away."""


@dataclass(frozen=True)
class StartRound(Steering):
    """Begin a round at the first phase of the format."""


@dataclass(frozen=True)
class AdvancePhase(Steering):
    """Go to the next phase."""


@dataclass(frozen=True)
class ReturnToPhase(Steering):
    """Go to any phase of the format by its position, with chosen minutes."""

    position: int = int_field(0, 40)
    minutes: int = int_field(1, 240)


@dataclass(frozen=True)
class Undo(Steering):
    """Restore phase, deadline and pause as if the last act had not been made."""


@dataclass(frozen=True)
class Pause(Steering):
    """Stop the clock without giving a reason; the screens of the table go neutral."""


@dataclass(frozen=True)
class Resume(Steering):
    """First exit of a pause: go on with the time that was left."""


@dataclass(frozen=True)
class ShortenPhase(Steering):
    """Second exit: go on with so many minutes in this phase."""

    minutes: int = int_field(1, 240)


@dataclass(frozen=True)
class ChangeCase(Steering):
    """Third exit: end this round and begin another with a new client. Words are erased unless ``keep``."""

    keep: bool = flag_field()


@dataclass(frozen=True)
class StopRound(Steering):
    """Fourth exit: stop here. Words are erased unless ``keep``; then only the client still reads them."""

    keep: bool = flag_field()


@dataclass(frozen=True)
class ChangeTime(Steering):
    """Add minutes to the phase, or take some away when below zero."""

    minutes: int = int_field(-LONGEST_CHANGE, LONGEST_CHANGE)


@dataclass(frozen=True)
class BringTables(Steering):
    """A room act: take tables to the phase ``target``, now or after a two-minute warning."""

    target: str = choice_field(*TARGETS)
    warn: bool = flag_field()


@dataclass(frozen=True)
class DelaySummons(Steering):
    """The host's « encore 3 min », once for each summons."""


@dataclass(frozen=True)
class CatchUp(Steering):
    """After a cut: the table really is at this position, since so many seconds."""

    position: int = int_field(0, 40)
    elapsed: int = int_field(0, 14_400)


@dataclass(frozen=True)
class FinishOnTime(Steering):
    """« Tenir 16 h 30 »: give the phases that remain the minutes that were proposed at the instant ``at``."""

    at: int = int_field(0, 2**53)


@dataclass(frozen=True)
class CloseRound(Steering):
    """End the round."""


@dataclass(frozen=True)
class RingPhase(Steering):
    """The timekeeper's question: is the time of this phase over? Answered once. Not a command for people."""


@dataclass(frozen=True)
class AnswerSummons(Steering):
    """The timekeeper's question: is the summons due? Answered once. Not a command for people."""
