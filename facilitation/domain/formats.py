"""The formats Tablée ships, as declared data.

Minutes are ours, inside the ranges that public sources give (15 minutes to 4 hours). A format of 45 minutes or less is
*flash*: it does not call itself codéveloppement.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from hashlib import sha256

from .phases import MINUTE, ClientMode, Kind, Phase, Scope, phase
from .values import replace


class Option(StrEnum):
    """What a format may add. All are off by default: the tool takes little room."""

    TYPED_QUESTIONS = "typed_questions"
    HELP_KINDS = "help_kinds"
    READY = "ready"
    ROTI = "roti"
    WISHES = "wishes"


MOST_ROUNDS = 4
TARGETS = tuple(k.value if n == 1 else f"{k.value}.{n}" for n in range(1, MOST_ROUNDS + 1) for k in Kind)
"""Everything that ``Format.position`` may be asked for: a format holds four phases of a kind at the most."""


@dataclass(frozen=True)
class Format:
    """A list of phases and a reserve, in milliseconds, that is spent before any phase is shortened.

    The reserve stands before the last phase of the room, or at the end when there is none.
    """

    key: str
    phases: tuple[Phase, ...]
    reserve: int = 0
    speed: int = 1
    """How many times faster than planned the time goes: more than 1 in rehearsals only."""
    options: frozenset[Option] = frozenset()

    @property
    def minute(self) -> int:
        """Milliseconds in what people call a minute here."""
        return max(1, MINUTE // self.speed)

    @property
    def total(self) -> int:
        """Milliseconds from the first phase to the end, reserve included."""
        return sum(p.planned for p in self.phases) + self.reserve

    @property
    def flash(self) -> bool:
        """True for the short formats that are not full codéveloppement."""
        return self.total * self.speed <= 45 * MINUTE

    @cached_property
    def shape(self) -> str:
        """What stands at which position, as one word: a page that was made for another one must be loaded again."""
        lines = " ".join(f"{phase.kind.value}.{phase.scope.value}" for phase in self.phases)
        return sha256(lines.encode()).hexdigest()[:12]

    def position(self, target: str) -> int | None:
        """Where a target stands, or None: a kind names its first phase, ``suggestions.2`` the second of its kind."""
        kind, _, number = target.partition(".")
        found = [i for i, p in enumerate(self.phases) if p.kind == kind]
        nth = int(number or 1) - 1
        return found[nth] if nth < len(found) else None

    def target(self, position: int) -> str:
        """The name of the phase at this position, as ``position`` reads it."""
        kind = self.phases[position].kind
        nth = sum(1 for p in self.phases[: position + 1] if p.kind is kind)
        return kind.value if nth == 1 else f"{kind.value}.{nth}"

    @cached_property
    def openings(self) -> tuple[int, ...]:
        """Where another round begins: at a second exposé, or at the choice of a case just before it."""
        told = [i for i, p in enumerate(self.phases) if p.kind is Kind.EXPOSITION][1:]
        return tuple(i - 1 if self.phases[i - 1].kind is Kind.CASE_CHOICE else i for i in told)

    def opens(self, here: int, position: int) -> bool:
        """True when going from ``here`` to ``position`` begins another round. The plenary belongs to all rounds."""
        crossed = any(here < opening <= position for opening in self.openings)
        return crossed and self.phases[position].kind is not Kind.PLENARY

    def opening(self, here: int | None) -> int:
        """Where the round that is at position ``here`` began in the format."""
        return max((o for o in self.openings if here is not None and o <= here), default=0)

    def laid_together(self, position: int) -> bool:
        """True while people write what will be opened all at once, and where it is then laid on the table."""
        here = self.phases[position]
        before = self.phases[self.opening(position) : position]
        return here.together or (here.kind is Kind.SUGGESTIONS and any(p.together for p in before))

    def with_minutes(self, minutes: tuple[int, ...]) -> "Format":
        """The same phases with other minutes, one number for each phase in order."""
        changed = tuple(
            replace(p, planned=m * self.minute, minimum=min(p.minimum, m * self.minute))
            for p, m in zip(self.phases, minutes, strict=True)
        )
        return replace(self, phases=changed)

    def divided(self, speed: int) -> "Format":
        """Every duration divided by ``speed``: for rehearsals, so that phases really run out."""
        changed = tuple(
            replace(p, planned=max(1, p.planned // speed), minimum=max(1, p.minimum // speed)) for p in self.phases
        )
        return replace(self, phases=changed, reserve=self.reserve // speed, speed=self.speed * speed)


def _format(key: str, reserve: int, *minutes: tuple[Kind, int], mode: ClientMode = ClientMode.SIGNAL_ONLY) -> Format:
    return Format(key, tuple(phase(kind, m, mode) for kind, m in minutes), reserve * MINUTE)


def _full(key: str, reserve: int, *m: int) -> Format:
    kinds = (
        Kind.FRAMING, Kind.CASE_CHOICE, Kind.EXPOSITION, Kind.CLARIFICATION, Kind.CONTRACT,
        Kind.SILENT_WRITING, Kind.SUGGESTIONS, Kind.ACTION_PLAN, Kind.LEARNINGS, Kind.PLENARY,
    )  # fmt: skip
    return _format(key, reserve, *zip(kinds, m, strict=True))


_HALF = (
    (Kind.EXPOSITION, 5), (Kind.CLARIFICATION, 15), (Kind.CONTRACT, 5), (Kind.SILENT_WRITING, 5),
    (Kind.SUGGESTIONS, 25), (Kind.ACTION_PLAN, 10), (Kind.LEARNINGS, 10),
)  # fmt: skip


def _half_day() -> Format:
    """Two rounds at the same tables, with another client, and a break of the whole room between them."""
    both = _format(
        "half_day", 0, (Kind.FRAMING, 5), (Kind.CASE_CHOICE, 5), *_HALF, (Kind.PAUSE, 15), (Kind.CASE_CHOICE, 5),
        *_HALF, (Kind.PLENARY, 10),
    )  # fmt: skip
    phases = tuple(replace(p, scope=Scope.ROOM) if p.kind is Kind.PAUSE else p for p in both.phases)
    return replace(both, phases=phases)


def _post_it() -> Format:
    """What is written in silence is laid on the table for all to read."""
    flash = _format(
        "35", 0, (Kind.EXPOSITION, 3), (Kind.CLARIFICATION, 7), (Kind.SILENT_WRITING, 10), (Kind.SUGGESTIONS, 10),
        (Kind.ACTION_PLAN, 5), mode=ClientMode.SILENT,
    )  # fmt: skip
    writing = flash.position(Kind.SILENT_WRITING)
    phases = tuple(replace(p, together=i == writing) for i, p in enumerate(flash.phases))
    return replace(flash, phases=phases)


SHIPPED: dict[str, Format] = {
    f.key: f
    for f in (
        _full("180", 0, 20, 10, 10, 30, 10, 15, 45, 20, 15, 5),
        _full("150", 5, 10, 10, 10, 25, 10, 5, 35, 15, 15, 10),
        _full("120", 0, 10, 10, 10, 20, 5, 5, 30, 15, 10, 5),
        _full("90", 0, 5, 5, 5, 15, 5, 5, 25, 10, 10, 5),
        _half_day(),
        _format(
            "60", 0,
            (Kind.FRAMING, 5), (Kind.EXPOSITION, 5), (Kind.CLARIFICATION, 5), (Kind.CONTRACT, 5),
            (Kind.SUGGESTIONS, 25), (Kind.ACTION_PLAN, 10), (Kind.LEARNINGS, 5), mode=ClientMode.SILENT,
        ),
        _format(
            "45", 0,
            (Kind.FRAMING, 3), (Kind.EXPOSITION, 5), (Kind.CLARIFICATION, 8), (Kind.CONTRACT, 3),
            (Kind.SILENT_WRITING, 3), (Kind.SUGGESTIONS, 13), (Kind.ACTION_PLAN, 5), (Kind.LEARNINGS, 5),
            mode=ClientMode.SILENT,
        ),
        _post_it(),
        _format(
            "30", 0,
            (Kind.EXPOSITION, 5), (Kind.CLARIFICATION, 5), (Kind.SUGGESTIONS, 10), (Kind.ACTION_PLAN, 5),
            (Kind.LEARNINGS, 5), mode=ClientMode.SILENT,
        ),
    )
}  # fmt: skip
"""The formats by key; most keys are the total in minutes."""
