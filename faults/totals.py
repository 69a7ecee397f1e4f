"""What was counted and measured over all rooms and faults, and the one line that says it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from statistics import median
from types import MappingProxyType
from typing import Any

from .checker import Verdict


@dataclass
class Totals:
    """Sums and worst cases. Seconds."""

    acked: int = 0
    refused: int = 0
    unknown: int = 0
    resent: int = 0
    lost: int = 0
    duplicated: int = 0
    backwards: int = 0
    behind: int = 0
    kills: int = 0
    idle_kills: int = 0
    """Kills with nothing in flight: they do not count."""
    power_cuts: int = 0
    rooms: int = 0
    slowest_convergence_s: float = 0.0
    slowest_back_to_live_s: float = 0.0
    backs: list[float] = field(default_factory=list)
    """Each of them, in hundredths: a machine that others use makes one slow, and not the half of them."""
    max_timer_error_s: float = 0.0
    timers: int = 0
    """Clocks that were compared across a restart."""
    faults: dict[str, Any] = field(default_factory=dict)
    """By nemesis: how often, and what it measured."""
    found: list[str] = field(default_factory=list)

    def judged(self, verdict: Verdict, resent: int, struck: Mapping[str, int] = MappingProxyType({})) -> None:
        """Add the verdict on a room, and the kills and cuts that it lived through."""
        self.kills += struck.get("kills", 0)
        self.idle_kills += struck.get("idle_kills", 0)
        self.power_cuts += struck.get("power_cuts", 0)
        self.rooms += 1
        self.acked += verdict.acked
        self.refused += verdict.refused
        self.unknown += verdict.unknown
        self.resent += resent
        self.lost += len(verdict.lost)
        self.duplicated += len(verdict.duplicated)
        self.backwards += len(verdict.backwards)
        self.behind += len(verdict.behind)
        self.found += verdict.found()[:20]

    def converged(self, seconds: float) -> None:
        """From the end of a fault until every screen showed everything acknowledged."""
        self.slowest_convergence_s = max(self.slowest_convergence_s, seconds)

    def back(self, seconds: float) -> None:
        """From a kill until everybody was connected and had every snapshot."""
        self.backs.append(round(seconds, 2))
        self.slowest_back_to_live_s = max(self.slowest_back_to_live_s, seconds)

    def timer(self, seconds: float) -> None:
        """How far a clock on a screen was, after a restart, from where it was before."""
        self.timers += 1
        self.max_timer_error_s = max(self.max_timer_error_s, seconds)

    def note(self, nemesis: str, **measured: Any) -> None:
        """One more of this fault; of each figure the largest is kept."""
        kept = self.faults.setdefault(nemesis, {"times": 0})
        kept["times"] += 1
        for key, value in measured.items():
            kept[key] = round(max(kept.get(key, value), value), 3)

    def add(self, other: "Totals") -> None:
        """Take in the totals of another piece of the run."""
        for key, value in asdict(other).items():
            mine = getattr(self, key)
            if key == "faults":
                for name, kept in value.items():
                    times = self.faults.get(name, {}).get("times", 0) + kept.pop("times")
                    self.note(name, **kept)
                    self.faults[name]["times"] = times
            elif isinstance(value, float):
                setattr(self, key, max(mine, value))
            else:
                setattr(self, key, mine + value)

    def line(self) -> str:
        """One line of JSON."""
        said = {k: v for k, v in asdict(self).items() if k not in ("found", "backs")}
        rounded = {k: round(v, 3) if isinstance(v, float) else v for k, v in said.items()}
        rounded["median_back_to_live_s"] = median(self.backs) if self.backs else 0.0
        first = ("acked", "lost", "duplicated", "kills", "power_cuts", "slowest_convergence_s", "max_timer_error_s")
        return json.dumps({k: rounded[k] for k in first} | rounded)

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not (self.lost or self.duplicated or self.backwards or self.behind)
