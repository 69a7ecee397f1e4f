"""Reading the form that creates a workshop: what was typed becomes a plan, or faults that stand beside their fields.

Nothing is stored here. A tired organiser can press the button at once: every field has a value that works.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from facilitation.domain.formats import Format
from facilitation.domain.phases import MINUTE
from facilitation.domain.shaping import LONGEST_PHASE
from facilitation.service.plans import CLIENT_WORDS, MOST_TABLES, RETENTION

from ..spoken import gettext as _
from ..spoken import ngettext
from .times import HOME_ZONE, instant, read_hour, room_between

LONGEST_TEXT = 120
Offered = Mapping[str, Format]
"""The formats to choose from, by key: the shipped ones and one's own."""


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
    retention_days: int
    timezone: str = HOME_ZONE


@dataclass
class Preparation:
    """What stands in the form: the ``typed`` values as they were typed, and the ``faults`` by field name."""

    typed: dict[str, str]
    offered: Offered
    faults: dict[str, str] = field(default_factory=dict)
    plan: Plan | None = None

    def minutes_of(self, format_key: str, position: int) -> str:
        """What stands in the field of this phase."""
        return self.typed.get(minutes_field(format_key, position), "")


def minutes_field(format_key: str, position: int) -> str:
    """The name of the field that holds the minutes of a phase."""
    return f"minutes-{format_key}-{position}"


def minutes_fields(format_key: str, chosen: Format) -> tuple[str, ...]:
    """The names of all the minute fields of a format."""
    return tuple(minutes_field(format_key, i) for i in range(len(chosen.phases)))


def blank_preparation(today: date, offered: Offered, format_key: str = "") -> Preparation:
    """The form as it is first shown: tomorrow afternoon, 150 minutes or as long as the format that was asked for, five
    tables, kept for sixty days."""
    format_key = format_key if format_key in offered else "150"
    typed = {
        "title": _("Atelier de codéveloppement"),
        "place": "",
        "date": (today + timedelta(days=1)).isoformat(),
        "start": "14:00",
        "end": end_after(14 * 60, offered[format_key].total // MINUTE),
        "format": format_key,
        "tables": "5",
        "client_word": "aided",
        "retention": "60",
    }
    return Preparation(typed | _own_minutes(offered), offered)


def read_preparation(form: Mapping[str, str], offered: Offered) -> Preparation:
    """The plan that the form asks for, or its faults; what was typed is kept either way."""
    typed = _own_minutes(offered) | {name: value for name, value in form.items() if isinstance(value, str)}
    prepared = Preparation(typed, offered)
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
    retention = _read_number(typed, "retention", *RETENTION, faults)
    format_key = typed.get("format", "")
    chosen = offered.get(format_key)
    if chosen is None:
        faults["format"] = _("Choisissez un déroulé.")
    minutes = _read_minutes(typed, format_key, chosen, faults) if chosen else None
    if start and end and end <= start:
        faults["end"] = _("La fin doit venir après le début, le même jour.")
    if chosen and minutes and start and end and end > start and (over := overflow(chosen, minutes, start, end)) > 0:
        faults["minutes"] = overflow_words(over, room_between(start, end), offered)
    if day is None or start is None or end is None or minutes is None or tables is None or retention is None:
        return prepared
    if not faults:
        starts, ends = instant(day, start), instant(day, end)
        prepared.plan = Plan(title, place, starts, ends, format_key, minutes, tables, client_word, retention)
    return prepared


def end_after(start: int, minutes: int) -> str:
    """What the field of an end holds, ``minutes`` after the minute ``start`` of the day; the day ends at midnight."""
    end = min(start + minutes, 23 * 60 + 59)
    return f"{end // 60:02d}:{end % 60:02d}"


def overflow(chosen: Format, minutes: tuple[int, ...], start: time, end: time) -> int:
    """Minutes beyond the fixed end, reserve included; below zero: minutes that remain."""
    return chosen.with_minutes(minutes).total // MINUTE - room_between(start, end)


def overflow_words(over: int, room: int, offered: Offered) -> str:
    """The fault of a plan that does not hold before its end, with the longest format that holds in ``room`` minutes."""
    said: str = ngettext(
        "Le déroulé dépasse la fin d’%(num)s minute.", "Le déroulé dépasse la fin de %(num)s minutes.", over
    )
    longest = max((f.total // MINUTE for f in offered.values() if f.total // MINUTE <= room), default=None)
    return said if longest is None else f"{said} " + str(_("Celui de %(minutes)s minutes tient.", minutes=longest))


def _own_minutes(offered: Offered) -> dict[str, str]:
    """The minutes that each format has by itself, by the name of their field."""
    return {
        minutes_field(key, i): str(phase.planned // MINUTE)
        for key, one in offered.items()
        for i, phase in enumerate(one.phases)
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
    hour = read_hour(typed.get(name, ""))
    if hour is None:
        faults[name] = _("Écrivez une heure, par exemple 14:30.")
    return hour


def _read_number(typed: Mapping[str, str], name: str, low: int, high: int, faults: dict[str, str]) -> int | None:
    try:
        number = int(typed.get(name, ""))
    except ValueError:
        number = low - 1
    if low <= number <= high:
        return number
    faults[name] = _("Écrivez un nombre entre %(low)s et %(high)s.", low=low, high=high)
    return None


def _read_minutes(typed: Mapping[str, str], key: str, chosen: Format, faults: dict[str, str]) -> tuple[int, ...] | None:
    numbers = [_read_number(typed, name, 1, LONGEST_PHASE, faults) for name in minutes_fields(key, chosen)]
    return None if any(n is None for n in numbers) else tuple(n for n in numbers if n is not None)
