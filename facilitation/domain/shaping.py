"""Shaping a format: lines are added, removed, moved and changed, and ``check`` says what a table could not live with.

The acts on the order take anything that has a kind, so that an editor moves what was typed by the same rules as phases.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Protocol, TypeVar

from .formats import MOST_ROUNDS, Format, Option
from .permissions import SPOKEN
from .phases import MINUTE, Kind, Phase, Scope, Turns
from .refusals import Code, Refusal
from .values import replace

LONGEST_PHASE = 240
"""Minutes of a phase, and of the reserve, at the most."""
MOVABLE = frozenset({Kind.FOLLOWUP, Kind.FRAMING, Kind.CASE_CHOICE, Kind.PAUSE, Kind.LEARNINGS})
"""Phases that the room or each table may lead. A case is told at its table, and the plenary is the room's."""
NEEDS = {
    Option.TYPED_QUESTIONS: Kind.CLARIFICATION,
    Option.HELP_KINDS: Kind.CONTRACT,
    Option.READY: Kind.SILENT_WRITING,
    Option.WISHES: Kind.CASE_CHOICE,
}
"""The kind of phase without which an option changes nothing."""
OPENING = Kind.SUGGESTIONS
"""Where a writing that is opened together is laid on the table."""
_CLOSING = frozenset({Kind.ACTION_PLAN, Kind.LEARNINGS})
_AROUND = frozenset({Kind.FOLLOWUP, Kind.FRAMING, Kind.CASE_CHOICE, Kind.PAUSE, Kind.PLENARY})
_ORDER = tuple(Kind)


class Lined(Protocol):
    """One line of a format, typed or planned."""

    @property
    def kind(self) -> Kind: ...


L = TypeVar("L", bound=Lined)
Lines = tuple[L, ...]


def add(lines: Lines[L], line: L) -> tuple[Lines[L], int] | Refusal:
    """The lines with another one, and where it stands: behind the last one that an afternoon knows no later."""
    if sum(1 for one in lines if one.kind is line.kind) >= MOST_ROUNDS:
        return Refusal(Code.TOO_MANY_PHASES, {"limit": MOST_ROUNDS})
    rank = _ORDER.index(line.kind)
    at = max((i + 1 for i, one in enumerate(lines) if _ORDER.index(one.kind) <= rank), default=0)
    return (*lines[:at], line, *lines[at:]), at


def remove(lines: Lines[L], position: int) -> Lines[L] | Refusal:
    """The lines without this one."""
    if not 0 <= position < len(lines):
        return _nowhere(lines)
    return (*lines[:position], *lines[position + 1 :])


def move(lines: Lines[L], position: int, by: int) -> tuple[Lines[L], int] | Refusal:
    """The line ``by`` places further down (up when below zero), and where it stands; it stops at either end."""
    if not 0 <= position < len(lines):
        return _nowhere(lines)
    at = min(len(lines) - 1, max(0, position + by))
    rest = [*lines[:position], *lines[position + 1 :]]
    return (*rest[:at], lines[position], *rest[at:]), at


def change(phase: Phase, **fields: Any) -> Phase | Refusal:
    """The phase with other values (milliseconds, enumerations); its kind stays. Refused when its kind cannot be so."""
    if "kind" in fields:
        return Refusal(Code.BAD_VALUE, {"field": "kind"})
    changed = replace(phase, **fields)
    return _unlike_its_kind(changed) or changed


def settings(kind: Kind) -> frozenset[str]:
    """The names of the fields that mean something in a phase of this kind, beside its time and its screens."""
    found = {
        "scope": kind in MOVABLE,
        "client_mode": kind is Kind.SUGGESTIONS,
        "turns": kind in SPOKEN,
        "together": kind is Kind.SILENT_WRITING,
    }
    return frozenset(name for name, meant in found.items() if meant)


def check(format: Format) -> tuple[Refusal, ...]:
    """Everything for which a table could not live this format to its end; ``position`` names the line when one does."""
    found: list[Refusal] = []
    for i, phase in enumerate(format.phases):
        wrong = _unlike_its_kind(phase)
        if wrong is not None:
            found.append(Refusal(wrong.code, wrong.detail | {"position": i}))
    if not 0 <= format.reserve <= LONGEST_PHASE * MINUTE:
        found.append(Refusal(Code.BAD_VALUE, {"field": "reserve", "low": 0, "high": LONGEST_PHASE}))
    for kind in Kind:
        places = [i for i, phase in enumerate(format.phases) if phase.kind is kind]
        found += [Refusal(Code.TOO_MANY_PHASES, {"limit": MOST_ROUNDS, "position": i}) for i in places[MOST_ROUNDS:]]
    if all(phase.scope is Scope.ROOM for phase in format.phases):
        return (*found, Refusal(Code.NO_TABLE_PHASE))
    return (*found, *_order_faults(format))


def _order_faults(format: Format) -> list[Refusal]:
    """A host closes a round in its last phases only; what was written together opens with the suggestions."""
    found: list[Refusal] = []
    phases = format.phases
    edges = (0, *format.openings, len(phases))
    for start, end in pairwise(edges):
        here = range(start, end)
        heart = [i for i in here if phases[i].kind not in _AROUND]
        if not heart or phases[heart[-1]].kind not in _CLOSING:
            found.append(Refusal(Code.NO_CLOSING, {"position": heart[-1] if heart else end - 1}))
        last = max((i for i in here if phases[i].kind is OPENING), default=-1)
        found += [Refusal(Code.NEVER_OPENED, {"position": i}) for i in here if phases[i].together and i > last]
    chosen = [i for i, phase in enumerate(phases) if phase.kind is Kind.CASE_CHOICE]
    loose = [i for i in chosen[1:] if i + 1 == len(phases) or phases[i + 1].kind is not Kind.EXPOSITION]
    return found + [Refusal(Code.LOOSE_CHOICE, {"position": i}) for i in loose]


def _unlike_its_kind(phase: Phase) -> Refusal | None:
    if not MINUTE <= phase.planned <= LONGEST_PHASE * MINUTE:
        return Refusal(Code.BAD_VALUE, {"field": "minutes", "low": 1, "high": LONGEST_PHASE})
    if phase.minimum < 1:
        return Refusal(Code.BAD_VALUE, {"field": "minimum", "low": 1, "high": LONGEST_PHASE})
    if phase.minimum > phase.planned:
        return Refusal(Code.MINIMUM_TOO_LONG)
    usual = Scope.ROOM if phase.kind is Kind.PLENARY else Scope.GROUP
    if phase.scope is not usual and phase.kind not in MOVABLE:
        return Refusal(Code.BAD_VALUE, {"field": "scope"})
    if phase.turns is Turns.TOUR and phase.kind not in SPOKEN:
        return Refusal(Code.BAD_VALUE, {"field": "turns"})
    if phase.together and phase.kind is not Kind.SILENT_WRITING:
        return Refusal(Code.BAD_VALUE, {"field": "together"})
    return None


def _nowhere(lines: Sequence[object]) -> Refusal:
    return Refusal(Code.BAD_VALUE, {"field": "position", "low": 0, "high": max(0, len(lines) - 1)})
