"""Instants as people read them: « 14 h 30 », « mardi 9 avril 2024 ».

Instants are milliseconds since the epoch, UTC; a workshop says in which time zone its clock on the wall runs.
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from flask_babel import format_date

from ..spoken import gettext as _

DAY_MS = 86_400_000
HOME_ZONE = "Europe/Paris"
"""The time zone of a new workshop."""


def local(at: int, zone: str = HOME_ZONE) -> datetime:
    """The instant as the clock on that wall shows it."""
    return datetime.fromtimestamp(at / 1000, ZoneInfo(zone))


def instant(day: date, hour: time, zone: str = HOME_ZONE) -> int:
    """Milliseconds since the epoch of this hour, on this day, on that wall."""
    return int(datetime.combine(day, hour, ZoneInfo(zone)).timestamp() * 1000)


def hour_words(at: int, zone: str = HOME_ZONE) -> str:
    """« 14 h 30 », « 14 h » on the hour."""
    there = local(at, zone)
    if there.minute == 0:
        return str(_("%(hour)s h", hour=there.hour))
    return str(_("%(hour)s h %(minute)s", hour=there.hour, minute=f"{there.minute:02d}"))


def day_words(at: int, zone: str = HOME_ZONE) -> str:
    """« mardi 9 avril 2024 »."""
    return str(format_date(local(at, zone).date(), "full", rebase=False))


def read_hour(typed: str) -> time | None:
    """The hour that a field holds, « 14:30 », or None."""
    try:
        return datetime.strptime(typed[:5], "%H:%M").time()
    except ValueError:
        return None


def room_between(start: time, end: time) -> int:
    """Minutes from one hour to another of the same day."""
    return (end.hour - start.hour) * 60 + end.minute - start.minute
