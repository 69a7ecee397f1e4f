"""What a new workshop may be asked to be, before a row is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..domain.formats import Format
from ..domain.refusals import Code, Refusal

CLIENT_WORDS = ("aided", "client", "demandeur", "porteur")
MOST_TABLES = 60
LONGEST = {"title": 120, "place": 120}
RETENTION = (31, 365)
"""Days after which everything is erased: behind the day in the calendar, thirty days on, that people took away."""


@dataclass(frozen=True)
class Own:
    """A format that an account made: its ``script`` holds, by kind and line, what its host says otherwise."""

    id: str
    name: str
    format: Format
    script: dict[str, Any]


def planned(
    title: str, place: str, starts: int, ends: int, shape: Format | None, minutes: Sequence[int] | None, tables: int,
    client_word: str, speed: int, retention_days: int,
) -> Format | Refusal:  # fmt: skip
    """The format of a new workshop, or why it cannot be made. ``shape`` None: there is no such format."""
    if not title.strip():
        return Refusal(Code.MISSING_FIELD, {"field": "title"})
    for field, value in (("title", title.strip()), ("place", place.strip())):
        if len(value) > LONGEST[field]:
            return Refusal(Code.TOO_LONG, {"field": field, "limit": LONGEST[field], "length": len(value)})
    if shape is None:
        return Refusal(Code.BAD_VALUE, {"field": "format"})
    if ends <= starts:
        return Refusal(Code.BAD_VALUE, {"field": "ends"})
    if not 1 <= tables <= MOST_TABLES:
        return Refusal(Code.BAD_VALUE, {"field": "tables", "low": 1, "high": MOST_TABLES})
    if client_word not in CLIENT_WORDS:
        return Refusal(Code.BAD_VALUE, {"field": "client_word"})
    low, high = RETENTION
    if not low <= retention_days <= high:
        return Refusal(Code.BAD_VALUE, {"field": "retention", "low": low, "high": high})
    if not 1 <= speed <= 1000:
        return Refusal(Code.BAD_VALUE, {"field": "speed", "low": 1, "high": 1000})
    if minutes is not None:
        if len(minutes) != len(shape.phases) or not all(1 <= m <= 240 for m in minutes):
            return Refusal(Code.BAD_VALUE, {"field": "minutes", "low": 1, "high": 240})
        shape = shape.with_minutes(tuple(minutes))
    return shape.divided(speed) if speed > 1 else shape
