"""Reading the page that shapes a format: what was typed stays typed, line by line, until it is a format or a fault.

The acts on the order move what was typed by the domain's own rules, so nothing is lost on the way to a format.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from facilitation.domain.formats import Format, Option
from facilitation.domain.phases import MINUTE, ClientMode, Kind, Phase, Scope, Turns, phase
from facilitation.domain.refusals import Code, Refusal
from facilitation.domain.shaping import LONGEST_PHASE, add, change, check, move, remove, settings
from facilitation.service.formats import SCRIPT_LINES
from facilitation.service.plans import Own

from ..spoken import gettext as _
from ..wording import refusal_words
from .times import read_hour, room_between

MOST_LINES = 48
"""Four of each kind."""
USUAL_MINUTES = 10
"""Of a line that was just added."""
_FIELDS = ("minutes", "minimum", "scope", "client_mode", "turns", "together", "screens_down")


@dataclass(frozen=True)
class Line:
    """One phase as it stands in the form."""

    kind: Kind
    typed: Mapping[str, str]

    @property
    def settings(self) -> frozenset[str]:
        """The fields that mean something for its kind."""
        return settings(self.kind)

    def on(self, name: str) -> bool:
        """Whether this box is ticked."""
        return bool(self.typed.get(name))

    @property
    def usual_minimum(self) -> int | None:
        """The minimum that an empty field stands for."""
        minutes = _number(self.typed["minutes"], 1, LONGEST_PHASE)
        return phase(self.kind, minutes).minimum // MINUTE if minutes else None


@dataclass
class Draft:
    """The whole form. ``faults`` by field; ``focus`` is the field or button that the next page begins at."""

    typed: dict[str, str]
    lines: tuple[Line, ...]
    script: dict[str, dict[str, str]]
    options: frozenset[str]
    faults: dict[str, str] = field(default_factory=dict)
    focus: str = ""
    saved: bool = False

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds that have a line."""
        return frozenset(line.kind for line in self.lines)

    @property
    def total(self) -> int | None:
        """Minutes of the whole, reserve included; None while a number cannot be read."""
        numbers = [_number(line.typed["minutes"], 1, LONGEST_PHASE) for line in self.lines]
        numbers.append(_number(self.typed["reserve"], 0, LONGEST_PHASE))
        return None if None in numbers else sum(n for n in numbers if n is not None)

    @property
    def left(self) -> int | None:
        """Minutes that remain before the fixed end, below zero when the format goes beyond it."""
        start, end = read_hour(self.typed["start"]), read_hour(self.typed["end"])
        if self.total is None or start is None or end is None or end <= start:
            return None
        return room_between(start, end) - self.total

    @property
    def flash(self) -> bool:
        """True when this is too short to call itself codéveloppement."""
        return self.total is not None and self.total <= 45


def draft_of(own: Own, start: str, end: str) -> Draft:
    """The form of a format as it is kept, beside the hours it is measured against."""
    typed = {"name": own.name, "reserve": str(own.format.reserve // MINUTE), "start": start, "end": end}
    script = {kind: dict(lines) for kind, lines in own.script.items()}
    options = frozenset(option.value for option in own.format.options)
    return Draft(typed, tuple(map(_line, own.format.phases)), script, options, saved=True)


def read_draft(form: Mapping[str, str]) -> Draft:
    """What was sent, whatever it is; a line of a kind that does not exist is nobody's typing and is left out."""
    lines = []
    for i in range(MOST_LINES):
        kind = form.get(f"kind-{i}")
        if kind in set(Kind):
            lines.append(Line(Kind(kind), {name: form.get(f"{name}-{i}", "") for name in _FIELDS}))
    script = {
        kind.value: {line: text.replace("\r\n", "\n") for line in SCRIPT_LINES if (text := form.get(f"{line}-{kind}"))}
        for kind in Kind
    }
    typed = {name: form.get(name, "") for name in ("name", "reserve", "start", "end")}
    options = frozenset(option.value for option in Option if form.get(f"option-{option}"))
    return Draft(typed, tuple(lines), {kind: told for kind, told in script.items() if told}, options)


def act_on(draft: Draft, act: str, new_kind: str) -> None:
    """Do what a button of the page says: ``add``, ``up-3``, ``down-3``, ``remove-3``. Anything else does nothing."""
    name, _dash, number = act.partition("-")
    position = int(number) if number.isdecimal() and len(number) < 4 else -1
    if name == "add" and new_kind in set(Kind):
        added = add(draft.lines, _line(phase(Kind(new_kind), USUAL_MINUTES)))
        if isinstance(added, Refusal):
            draft.faults["new_kind"], draft.focus = refusal_words(added), "new_kind"
        else:
            draft.lines, at = added
            draft.focus = f"minutes-{at}"
    elif name in ("up", "down"):
        moved = move(draft.lines, position, -1 if name == "up" else 1)
        if not isinstance(moved, Refusal):
            draft.lines, at = moved
            ends = {"up": 0, "down": len(draft.lines) - 1}
            other = "down" if name == "up" else "up"
            draft.focus = f"{other if at == ends[name] else name}-{at}"
    elif name == "remove":
        shorter = remove(draft.lines, position)
        if not isinstance(shorter, Refusal):
            draft.lines = shorter
            draft.focus = f"remove-{min(position, len(shorter) - 1)}" if shorter else "new_kind"


def format_of(draft: Draft, key: str) -> Format | None:
    """The format that the form holds; None, and the faults beside their fields, when a table could not live it."""
    faults = draft.faults
    phases = [_phase(line, i, faults) for i, line in enumerate(draft.lines)]
    reserve = _number(draft.typed["reserve"], 0, LONGEST_PHASE)
    if reserve is None:
        faults["reserve"] = _between(0)
    if reserve is None or None in phases:
        return None
    options = frozenset(map(Option, draft.options))
    shape = Format(key, tuple(p for p in phases if p is not None), reserve * MINUTE, options=options)
    for refusal in check(shape):
        name = f"line-{refusal.detail['position']}" if "position" in refusal.detail else "phases"
        faults.setdefault(name, refusal_words(refusal))
    return None if faults else shape


def _phase(line: Line, position: int, faults: dict[str, str]) -> Phase | None:
    """One line read; its faults name it by its position."""
    minutes = _number(line.typed["minutes"], 1, LONGEST_PHASE)
    if minutes is None:
        faults[f"minutes-{position}"] = _between(1)
        return None
    planned = phase(line.kind, minutes)
    fields: dict[str, Any] = {"screens_down": line.on("screens_down")}
    if line.typed["minimum"].strip():
        minimum = _number(line.typed["minimum"], 1, LONGEST_PHASE)
        if minimum is None:
            faults[f"minimum-{position}"] = _between(1)
            return None
        fields["minimum"] = minimum * MINUTE
    try:
        if "scope" in line.settings and line.typed["scope"]:
            fields["scope"] = Scope(line.typed["scope"])
        if "client_mode" in line.settings and line.typed["client_mode"]:
            fields["client_mode"] = ClientMode(line.typed["client_mode"])
    except ValueError:
        faults[f"line-{position}"] = refusal_words(Refusal(Code.BAD_VALUE))
        return None
    if "turns" in line.settings and line.on("turns"):
        fields["turns"] = Turns.TOUR
    if "together" in line.settings:
        fields["together"] = line.on("together")
    changed = change(planned, **fields)
    if isinstance(changed, Refusal):
        name = "minimum" if changed.code is Code.MINIMUM_TOO_LONG else "line"
        faults[f"{name}-{position}"] = refusal_words(changed)
        return None
    return changed


def _line(planned: Phase) -> Line:
    minutes = planned.planned // MINUTE
    usual = phase(planned.kind, max(1, minutes)).minimum == planned.minimum
    typed = {
        "minutes": str(minutes),
        "minimum": "" if usual else str(planned.minimum // MINUTE),
        "scope": planned.scope.value,
        "client_mode": planned.client_mode.value,
        "turns": "on" if planned.turns is Turns.TOUR else "",
        "together": "on" if planned.together else "",
        "screens_down": "on" if planned.screens_down else "",
    }
    return Line(planned.kind, typed)


def _number(typed: str, low: int, high: int) -> int | None:
    """A number within its limits, or None."""
    typed = typed.strip()
    if not typed.isdecimal() or len(typed) > 6:
        return None
    number = int(typed)
    return number if low <= number <= high else None


def _between(low: int) -> str:
    return str(_("Écrivez un nombre entre %(low)s et %(high)s.", low=low, high=LONGEST_PHASE))
