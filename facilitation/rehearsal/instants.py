"""When things really happened, read from the rows and told in the time of the afternoon that is played."""

from dataclasses import dataclass
from typing import Any

from .database import Row, reading

OPENS = 14 * 60
"""The planned start, in minutes since midnight, whatever the real instant of it was."""


@dataclass(frozen=True)
class Afternoon:
    """Instants in seconds of the played afternoon since its planned start; None for what never happened.

    ``plenary`` is when the last table came to it, ``end`` when the last clock of it rang.
    """

    begun: float | None
    plenary: float | None
    end: float | None
    meets: float
    ends: float
    speed: int

    def figures(self, late: int) -> dict[str, Any]:
        """What the line of a late day says: clock times, and how far each is from where it should be, in seconds."""
        wanted = {"begun": (self.begun, late * 60), "plenary": (self.plenary, self.meets), "end": (self.end, self.ends)}
        told: dict[str, Any] = {}
        for name, (real, planned) in wanted.items():
            told[name] = None if real is None else clock(real)
            told[f"{name}_error"] = None if real is None else round(real - planned)
        return told


def clock(seconds: float) -> str:
    """``16:20:05`` for so many seconds after the planned start."""
    whole = OPENS * 60 + round(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def afternoon_of(url: str, workshop: str, meets: int) -> Afternoon:
    """The instants of this workshop; ``meets`` is when the board says that the tables meet, in milliseconds."""
    with reading(url) as database:
        shop = database.one("SELECT starts, ends, speed FROM workshops WHERE id = ?", workshop)
        runs = database.rows(
            "SELECT phase_runs.group_id, kind, phase_runs.started FROM phase_runs"
            " JOIN groups ON groups.id = phase_runs.group_id WHERE groups.workshop_id = ? AND NOT undone",
            workshop,
        )
        rang = database.rows(
            "SELECT subject, at FROM journal WHERE workshop_id = ? AND event = 'TimeRanOut' ORDER BY at", workshop
        )
    if shop is None:
        raise LookupError(workshop)
    plenary = {row["group_id"]: row["started"] for row in runs if row["kind"] == "plenary"}
    ends = {row["subject"]: row["at"] for row in rang if row["at"] >= plenary.get(row["subject"], row["at"] + 1)}

    def played(instant: int | None) -> float | None:
        return None if instant is None else (instant - shop["starts"]) * shop["speed"] / 1000

    all_there = plenary.keys() >= {row["group_id"] for row in runs}
    return Afternoon(
        begun=played(max(_first(runs).values(), default=None)),
        plenary=played(max(plenary.values(), default=None)) if all_there else None,
        end=played(max(ends.values(), default=None)) if ends.keys() >= plenary.keys() else None,
        meets=played(meets) or 0.0,
        ends=played(shop["ends"]) or 0.0,
        speed=shop["speed"],
    )


def _first(runs: list[Row]) -> dict[str, int]:
    begun: dict[str, int] = {}
    for row in runs:
        begun[row["group_id"]] = min(begun.get(row["group_id"], row["started"]), row["started"])
    return begun
