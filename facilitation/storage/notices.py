"""How processes on one PostgreSQL tell each other what changed: identifiers and versions, never content.

The notice leaves with the commit. A process that was deaf loses nothing: its next heartbeat reads the rows.
"""

import json
import select
from collections.abc import Callable
from typing import Any, Protocol

from sqlalchemy import text
from sqlalchemy.orm import Session

from ..metrics import NOTICES

CHANNEL = "tablee"
LONGEST = 7_000
"""Bytes; PostgreSQL refuses a notice of 8000."""


class Changes(Protocol):
    """What a unit of work leaves to publish."""

    groups: dict[str, int]
    workshops: set[str]
    people: set[str]
    moved: set[str]


def notify(session: Session, process: str, changes: Changes) -> None:
    """Send notices with the commit of this transaction. Does nothing on SQLite, which has one process only."""
    if session.get_bind().dialect.name != "postgresql":
        return
    if not (changes.groups or changes.workshops or changes.people or changes.moved):
        return
    for payload in _payloads(process, changes):
        NOTICES.add("sent")
        session.execute(text("SELECT pg_notify(:channel, :payload)"), {"channel": CHANNEL, "payload": payload})


def _payloads(process: str, changes: Changes) -> list[str]:
    whole = {
        "from": process,
        "workshops": sorted(changes.workshops),
        "groups": changes.groups,
        "people": sorted(changes.people),
        "moved": sorted(changes.moved),
    }
    payload = json.dumps(whole, separators=(",", ":"))
    if len(payload) <= LONGEST:
        return [payload]
    pieces: list[dict[str, Any]] = [{"workshops": [w]} for w in sorted(changes.workshops)]
    pieces += [{"groups": {g: v}} for g, v in changes.groups.items()]
    pieces += [{"people": [p], "moved": [p] if p in changes.moved else []} for p in sorted(changes.people)]
    return [json.dumps({"from": process} | piece, separators=(",", ":")) for piece in pieces]


def listen(
    url: str, on_notice: Callable[[dict[str, Any]], None], stopped: Callable[[], bool], ready: Callable[[], None]
) -> None:
    """Hear notices until ``stopped`` says so (asked every second). Raises psycopg2.Error when the connection is lost.

    ``url`` is a libpq connection string. ``ready`` is called once PostgreSQL listens for us. Waiting is a plain
    ``select``, which is green wherever the standard library was patched.
    """
    import psycopg2  # only where PostgreSQL is used

    connection = psycopg2.connect(url, connect_timeout=3)
    try:
        connection.set_session(autocommit=True)
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
        ready()
        while not stopped():
            if not select.select([connection], [], [], 1.0)[0]:
                continue
            connection.poll()
            while connection.notifies:
                on_notice(json.loads(connection.notifies.pop(0).payload))
    finally:
        connection.close()
