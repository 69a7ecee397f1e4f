"""Events of what the pilot does beside the phases."""

from dataclasses import dataclass

from .base import Event, words


@dataclass(frozen=True)
class MessageSent(Event):
    """The pilot said something to this table at the instant ``at``; ``wall``: to the whole room too."""

    message: str
    author: str
    wall: bool
    at: int
    text: str = words()


@dataclass(frozen=True)
class MessageWithdrawn(Event):
    """The pilot took the message back."""

    message: str


@dataclass(frozen=True)
class MessageAcknowledged(Event):
    """The host has read the message."""

    message: str


@dataclass(frozen=True)
class TableShut(Event):
    """Nobody sits at this table and it is put away, or (``reopened``) stands there again."""

    reopened: bool
