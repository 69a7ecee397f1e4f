"""One event of one whole day, as a calendar reads it (RFC 5545: lines end with CRLF and hold 75 octets at the most)."""

from datetime import UTC, date, datetime, timedelta

LONGEST = 75
"""Octets in a line, without its end."""


def one_day(uid: str, stamp: int, day: date, title: str, words: str) -> str:
    """The text of a calendar with one event; ``stamp`` is the instant at which it is made, in milliseconds."""
    made = datetime.fromtimestamp(stamp / 1000, UTC)
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tablee//Plan//FR", "BEGIN:VEVENT", f"UID:{_text(uid)}",
        f"DTSTAMP:{made:%Y%m%dT%H%M%SZ}", f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}", f"SUMMARY:{_text(title)}", f"DESCRIPTION:{_text(words)}",
        "TRANSP:TRANSPARENT", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(_folded(line) + "\r\n" for line in lines)


def _text(words: str) -> str:
    plain = (
        words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\r\n", "\n").replace("\r", "\n")
    )
    return plain.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Cut between characters, never inside one."""
    parts, part, room = [], "", LONGEST
    for character in line:
        if len((part + character).encode()) > room:
            parts.append(part)
            part, room = "", LONGEST - 1  # the blank that begins a folded line counts
        part += character
    return "\r\n ".join([*parts, part])
