"""Reading the form that creates a workshop: what was typed becomes a plan, or faults that stand beside their fields.

Nothing is stored here. A tired organiser can press the button at once: every field has a value that works.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from facilitation.domain.formats import SHIPPED, Format
from facilitation.domain.phases import MINUTE

from .times import HOME_ZONE, instant

LONGEST_TEXT = 120
MOST_TABLES = 20
LONGEST_PHASE = 240
CLIENT_WORDS = ("aided", "client", "demandeur", "porteur")


@dataclass(frozen=True)
class Plan:
    """A workshop that can be created. ``starts`` and ``ends`` are instants, ``minutes`` one number for each phase."""

    title: str
    place: str
    starts: int
    ends: int
    format_key: str
    minutes: tuple[int, ...]
    tables: int
    client_word: str
    timezone: str = HOME_ZONE


@dataclass
class Preparation:
    """What stands in the form: the ``typed`` values as they were typed, and the ``faults`` by field name."""

    typed: dict[str, str]
    faults: dict[str, str] = field(default_factory=dict)
    plan: Plan | None = None

    def minutes_of(self, format_key: str, position: int) -> str:
        """What stands in the field of this phase."""
        return self.typed.get(minutes_field(format_key, position), "")


def minutes_field(format_key: str, position: int) -> str:
    """The name of the field that holds the minutes of a phase."""
    return f"minutes-{format_key}-{position}"


def minutes_fields(format_key: str) -> tuple[str, ...]:
    """The names of all the minute fields of a format."""
    return tuple(minutes_field(format_key, i) for i in range(len(SHIPPED[format_key].phases)))


def blank_preparation(today: date) -> Preparation:
    """The form as it is first shown: tomorrow afternoon, 150 minutes, five tables."""
    typed = {
        "title": _("Atelier de codéveloppement"),
        "place": "",
        "date": (today + timedelta(days=1)).isoformat(),
        "start": "14:00",
        "end": "16:30",
        "format": "150",
        "tables": "5",
        "client_word": "aided",
    }
    return Preparation(typed | _shipped_minutes())


def read_preparation(form: Mapping[str, str]) -> Preparation:
    """The plan that the form asks for, or its faults; what was typed is kept either way."""
    typed = _shipped_minutes() | {name: value for name, value in form.items() if isinstance(value, str)}
    prepared = Preparation(typed)
    faults = prepared.faults
    title = _read_text(typed, "title", faults, _("Donnez un titre à l’atelier."))
    place = _read_text(typed, "place", faults, None)
    day = _read_day(typed, faults)
    start = _read_hour(typed, "start", faults)
    end = _read_hour(typed, "end", faults)
    tables = _read_number(typed, "tables", 1, MOST_TABLES, faults)
    client_word = typed.get("client_word", "")
    if client_word not in CLIENT_WORDS:
        faults["client_word"] = _("Choisissez l’une de ces façons de dire.")
    chosen = SHIPPED.get(typed.get("format", ""))
    if chosen is None:
        faults["format"] = _("Choisissez un déroulé.")
    minutes = _read_minutes(typed, chosen, faults) if chosen else None
    if start and end and end <= start:
        faults["end"] = _("La fin doit venir après le début, le même jour.")
    if chosen and minutes and start and end and end > start and (over := overflow(chosen, minutes, start, end)) > 0:
        faults["minutes"] = overflow_words(over, start, end)
    if faults or day is None or start is None or end is None or chosen is None or minutes is None or tables is None:
        return prepared
    prepared.plan = Plan(title, place, instant(day, start), instant(day, end), chosen.key, minutes, tables, client_word)
    return prepared


def overflow(chosen: Format, minutes: tuple[int, ...], start: time, end: time) -> int:
    """Minutes beyond the fixed end, reserve included; below zero: minutes that remain."""
    needed = chosen.with_minutes(minutes).total // MINUTE
    available = (end.hour - start.hour) * 60 + end.minute - start.minute
    return needed - available


def overflow_words(over: int, start: time, end: time) -> str:
    """The fault of a plan that does not hold before its end, with the longest format that does."""
    said: str = ngettext(
        "Le déroulé dépasse la fin d’%(num)s minute.", "Le déroulé dépasse la fin de %(num)s minutes.", over
    )
    fitting = [f for f in SHIPPED.values() if overflow(f, _own_minutes(f), start, end) <= 0]
    if not fitting:
        return said
    longest = max(fitting, key=lambda f: f.total)
    return f"{said} " + str(_("Celui de %(minutes)s minutes tient.", minutes=longest.total // MINUTE))


def _own_minutes(shipped: Format) -> tuple[int, ...]:
    return tuple(phase.planned // MINUTE for phase in shipped.phases)


def _shipped_minutes() -> dict[str, str]:
    return {
        minutes_field(key, i): str(phase.planned // MINUTE)
        for key, shipped in SHIPPED.items()
        for i, phase in enumerate(shipped.phases)
    }


def _read_text(typed: Mapping[str, str], name: str, faults: dict[str, str], missing: str | None) -> str:
    text = typed.get(name, "").strip()
    if not text and missing:
        faults[name] = missing
    elif len(text) > LONGEST_TEXT:
        faults[name] = _(
            "Ce texte a %(length)s caractères ; la limite est de %(limit)s.", length=len(text), limit=LONGEST_TEXT
        )
    elif "\x00" in text:
        faults[name] = _("Ce texte contient un caractère que Tablée ne peut pas garder.")
    return text


def _read_day(typed: Mapping[str, str], faults: dict[str, str]) -> date | None:
    try:
        day = date.fromisoformat(typed.get("date", ""))
        if not 2000 <= day.year < 2200:
            raise ValueError
    except ValueError:
        faults["date"] = _("Écrivez une date, par exemple 09/04/2024.")
        return None
    return day


def _read_hour(typed: Mapping[str, str], name: str, faults: dict[str, str]) -> time | None:
    try:
        return datetime.strptime(typed.get(name, "")[:5], "%H:%M").time()
    except ValueError:
        faults[name] = _("Écrivez une heure, par exemple 14:30.")
        return None


def _read_number(typed: Mapping[str, str], name: str, low: int, high: int, faults: dict[str, str]) -> int | None:
    try:
        number = int(typed.get(name, ""))
    except ValueError:
        number = low - 1
    if low <= number <= high:
        return number
    faults[name] = _("Écrivez un nombre entre %(low)s et %(high)s.", low=low, high=high)
    return None


def _read_minutes(typed: Mapping[str, str], chosen: Format, faults: dict[str, str]) -> tuple[int, ...] | None:
    numbers = [_read_number(typed, name, 1, LONGEST_PHASE, faults) for name in minutes_fields(chosen.key)]
    return None if any(n is None for n in numbers) else tuple(n for n in numbers if n is not None)
