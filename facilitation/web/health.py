"""``/healthz``: whether this process serves, and with what."""

import sqlite3
from time import monotonic
from typing import Any

from flask import Blueprint, current_app
from sqlalchemy.engine import make_url

blueprint = Blueprint("health", __name__)
STARTED = monotonic()
SILENT_S = 10.0
"""Seconds without an answer after which the database is said not to answer: it is given five for one question."""


@blueprint.get("/healthz")
def health() -> dict[str, Any]:
    """Facts for a supervisor, all of them known already: asking waits for nothing. Nothing about anybody.

    The timekeeper asks the database five times a second; ``answers`` says whether it was answered lately.
    """
    live = current_app.extensions["live"]
    kind = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"]).get_backend_name()
    ago = live.pulse.since("database")
    database = {"kind": kind, "answers": ago < SILENT_S, "ago": round(ago, 1)}
    database |= {"sqlite": sqlite3.sqlite_version} if kind == "sqlite" else {}
    return {
        "status": "ok" if database["answers"] else "the database does not answer",
        "version": current_app.config["VERSION"],
        "database": database,
        "async_mode": current_app.config["SERVING"],
        "uptime": round(monotonic() - STARTED, 1),
        "connected": live.watchers.people(),
        "heartbeat": round(live.pulse.since("heartbeat"), 1),
        "hears": current_app.extensions["tablee"].hears,
    }
