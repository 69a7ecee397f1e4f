"""The roots of every event."""

from dataclasses import dataclass, field, fields
from typing import Any, ClassVar


def words() -> Any:
    """A field that holds what somebody wrote."""
    return field(default="", metadata={"words": True})


@dataclass(frozen=True)
class Event:
    """The root of all events."""

    steering: ClassVar[bool] = False


def word_fields(event: Event | type[Event]) -> frozenset[str]:
    """The names of the fields that must not be journaled."""
    return frozenset(f.name for f in fields(event) if f.metadata.get("words"))


@dataclass(frozen=True)
class Steered(Event):
    """An event that changes phase or clock. ``at`` is the instant of the act."""

    steering: ClassVar[bool] = True
    at: int
