"""After the day: minutes and counts. What was said belongs to the tables, and is never asked for here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import Any

LONGEST_BAR = 0.93
"""The share of the drawing's width that the longest phase of a workshop takes."""


@dataclass(frozen=True)
class Line:
    """A phase in minutes: planned, the middle of what the tables took, and each table's.

    ``mark``, ``bar`` and ``beyond`` are percentages of the drawing's width.
    """

    kind: str
    planned: int
    real: int | None
    tables: tuple[int | None, ...]
    mark: float
    bar: float
    beyond: float


def bars(kind: str, planned: int, real: int | None, tables: Sequence[int | None], longest: float) -> Line:
    """A line with its drawing; ``longest`` is the number of minutes that fills the width."""
    scale = 100 / max(longest, 1)
    shown = real or 0
    return Line(
        kind, planned, real, tuple(tables), round(planned * scale, 2), round(min(planned, shown) * scale, 2),
        round(max(0, shown - planned) * scale, 2),
    )  # fmt: skip


def lines_of(phases: Sequence[Mapping[str, Any]]) -> list[Line]:
    """The lines of a review. Each phase has ``kind``, ``planned`` and ``real`` (one number of minutes per table or None)."""
    middles = [_middle(phase["real"]) for phase in phases]
    longest = max([1, *(m or 0 for m in middles), *(phase["planned"] for phase in phases)]) / LONGEST_BAR
    return [
        bars(phase["kind"], phase["planned"], middle, phase["real"], longest)
        for phase, middle in zip(phases, middles, strict=True)
    ]


def _middle(minutes: Sequence[int | None]) -> int | None:
    known = [m for m in minutes if m is not None]
    return median_low(known) if known else None
