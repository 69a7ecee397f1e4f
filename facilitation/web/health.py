"""``/healthz``: whether this process serves, and with what."""

import sqlite3
from time import monotonic
from typing import Any

from flask import Blueprint, current_app
from sqlalchemy.engine import make_url

blueprint = Blueprint("health", __name__)
STARTED = monotonic()


@blueprint.get("/healthz")
def health() -> dict[str, Any]:
    """Facts for a supervisor. Nothing about anybody."""
    kind = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"]).get_backend_name()
    database = {"kind": kind} | ({"sqlite": sqlite3.sqlite_version} if kind == "sqlite" else {})
    return {
        "status": "ok",
        "version": current_app.config["VERSION"],
        "database": database,
        "async_mode": current_app.config["SERVING"],
        "uptime": round(monotonic() - STARTED, 1),
        "connected": current_app.extensions["live"].watchers.people(),
    }
