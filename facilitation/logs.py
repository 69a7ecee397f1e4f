"""The log: one line for each event, in JSON or to be read, and never anything that somebody said.

What is written of an exception is its type and where it was raised. Its message is left out, for messages quote:
``KeyError: 'Paul'``, PostgreSQL's « Key (name)=(Paul) already exists ». Of a library's line the sentence alone is kept,
without what it would fill in. Pages are named by their endpoint: their addresses hold seats, and forms hold words.
"""

import json
import logging
import re
import secrets
import sqlite3
import sys
import threading
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from flask import g, has_request_context
from sqlalchemy.exc import DBAPIError

from .metrics import LOG_LINES

OURS = "facilitation"
ROOT = Path(__file__).resolve().parent.parent
GARBLED = "ChunkReadError"
"""What eventlet calls a body whose chunks lie: a stranger could fill the log with them."""
GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
log = logging.getLogger(__name__)


def begin(form: str, level: str) -> None:
    """From now on this process logs to its standard error, in ``json`` or ``text``, from this level on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Json() if form == "json" else Text())
    handler.addFilter(_count)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(level.upper())
    logging.raiseExceptions = False  # a line that cannot be written is lost, and quoted nowhere
    sys.excepthook = lambda _kind, error, _trace: _crashed(error)
    threading.excepthook = lambda told: _crashed(told.exc_value)
    sys.unraisablehook = lambda told: _crashed(told.exc_value)
    # The loops of eventlet, gevent and werkzeug print what nobody caught, with its message: so it goes through here.
    traceback.print_exception = _printed  # type: ignore[assignment]
    traceback.print_exc = lambda *_, **__: _crashed(sys.exc_info()[1])  # type: ignore[assignment]


def event(of: logging.Logger, says: str, level: int = logging.INFO, **fields: Any) -> None:
    """Log an event with figures or words of this code beside it."""
    of.log(level, says, extra={"fields": fields})


def fresh_id(given: str | None) -> str:
    """The identifier of a request: the proxy's if it is plain, else one of ours."""
    return given if given and GIVEN_ID.fullmatch(given) else secrets.token_hex(8)


class Outside:
    """What eventlet's server logs to: it speaks of failures around the application, and quotes them."""

    def info(self, *_: object) -> None:
        """A failure of ours when there is one in hand; whoever goes away is none, and the rest is addresses."""
        error = sys.exc_info()[1]
        if isinstance(error, Exception) and not isinstance(error, OSError) and type(error).__name__ != GARBLED:
            _crashed(error)

    debug = warning = error = exception = info


class Text(logging.Formatter):
    """For whoever looks at a console."""

    def format(self, record: logging.LogRecord) -> str:
        """The instant, how bad, where, what; below it where an exception was raised."""
        told = about(record)
        trace = told.pop("trace", None)
        head = f"{told.pop('at')} {told.pop('level'):<7} {told.pop('from')}: {told.pop('says')}"
        rest = "".join(f" {name}={value}" for name, value in told.items())
        below = "\nTraceback (most recent call last):\n  " + "\n  ".join(trace) if trace else ""
        return head + rest + below


class Json(logging.Formatter):
    """For whatever collects logs: an object on one line."""

    def format(self, record: logging.LogRecord) -> str:
        """The same as JSON."""
        return json.dumps(about(record), ensure_ascii=False, separators=(",", ":"))


def about(record: logging.LogRecord) -> dict[str, Any]:
    """Everything that is written of a record, by name."""
    ours = record.name == OURS or record.name.startswith(f"{OURS}.")
    says = record.getMessage() if ours else str(record.msg)
    told: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": record.levelname.lower(),
        "from": record.name,
        "says": " ".join(says.split()),
    }
    if has_request_context() and "request_id" in g:
        told["request"] = g.request_id
    told |= getattr(record, "fields", {})
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        told["error"] = named(error)
        told["trace"] = raised(error)
    return told


def named(error: BaseException) -> str:
    """The type of an exception, with what is said of it that quotes nobody."""
    name = type(error).__qualname__
    detail = ""
    if isinstance(error, DBAPIError) and error.orig is not None:
        detail = named(error.orig)  # type: ignore[arg-type]
    elif isinstance(error, sqlite3.Error):
        detail = str(error)  # SQLite speaks of tables and columns
    elif isinstance(error, OSError) and error.strerror:
        detail = error.strerror
    elif getattr(error, "pgcode", None):
        detail = str(error.pgcode)  # type: ignore[attr-defined]
    elif type(error).__module__.startswith("psycopg2") and name in {"OperationalError", "InterfaceError"}:
        detail = next(iter(str(error).splitlines()), "")  # a connection, and no rows
    return f"{name} ({' '.join(detail.split())})" if detail else name


def raised(error: BaseException) -> list[str]:
    """Where an exception and those behind it were raised, the first one first: places in files, lines of code."""
    found: list[str] = []
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        found[:0] = [*_places(one.__traceback__), named(one)]
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return found


def _places(trace: TracebackType | None) -> list[str]:
    places = traceback.extract_tb(trace)
    return [f"{_short(p.filename)}:{p.lineno} in {p.name}: {p.line or ''}".rstrip(": ") for p in places]


def _short(file: str) -> str:
    path = Path(file)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else "/".join(path.parts[-2:])


def _count(record: logging.LogRecord) -> bool:
    LOG_LINES.add(record.levelname.lower())
    return True


def _crashed(error: BaseException | None) -> None:
    if error is not None:
        log.error("nobody caught this", exc_info=error)


def _printed(kind: Any, value: BaseException | None = None, *_: Any, **__: Any) -> None:
    _crashed(value if isinstance(value, BaseException) else kind if isinstance(kind, BaseException) else None)
