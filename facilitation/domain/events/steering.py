"""Events that change phase or clock, and what becomes of a round."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..formats import Format
from ..group import Moment
from .base import Event, Steered


@dataclass(frozen=True)
class RoundStarted(Steered):
    """A round began and copied its format."""

    round: int
    format: Format


@dataclass(frozen=True)
class PhaseStarted(Steered):
    """The table entered a phase. ``act`` is the wire name of the command; the moment before it can be given back."""

    position: int
    planned: int
    deadline: int
    act: str


@dataclass(frozen=True)
class ClockHeld(Steered):
    """Host or client made a pause."""

    by: str


@dataclass(frozen=True)
class ClockReleased(Steered):
    """The table goes on, with ``planned`` for the phase and until ``deadline``."""

    planned: int
    deadline: int
    act: str


@dataclass(frozen=True)
class TimeChanged(Steered):
    """Milliseconds were added to the phase, or taken away when below zero."""

    by: int


@dataclass(frozen=True)
class TimeRanOut(Steered):
    """The planned time of the phase is over: said once for each entry into a phase."""


@dataclass(frozen=True)
class TableSummoned(Steered):
    """The room calls this table to a phase, at ``due``."""

    target: str
    due: int


@dataclass(frozen=True)
class SummonsDelayed(Steered):
    """The host asked for three minutes more, once."""

    due: int


@dataclass(frozen=True)
class PhasesReplanned(Steered):
    """These positions of the format last so many milliseconds from here on: the end does not move.

    ``act`` is what it is part of; another act than « Tenir 16 h 30 » is undone as a whole.
    """

    expected: Mapping[int, int]
    act: str = "finish_on_time"


@dataclass(frozen=True)
class ActUndone(Steered):
    """The last act was taken back; ``moment`` is where the table stands again."""

    act: str
    moment: Moment


@dataclass(frozen=True)
class RoundClosed(Steered):
    """The round is over. ``reason`` is ``finished``, ``stopped`` or ``changed``."""

    round: int
    reason: str


@dataclass(frozen=True)
class WordsErased(Event):
    """The words of a round were erased, at the request of its table."""

    round: int


@dataclass(frozen=True)
class WordsWithheld(Event):
    """The words of a round were kept for its client alone."""

    round: int
    client: str
