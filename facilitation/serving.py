"""What a server process does that the application alone does not: hold the database, start the loops, serve.

Called by ``wsgi.py`` once the standard library is patched. Every refusal to start is one sentence and an exit code.
"""

import logging
import os
import sys
from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy.engine import make_url

from config import BadSetting

from . import logs, transport
from .assets import MissingAsset
from .setup import announce
from .storage.exclusive import Occupied, hold_database
from .storage.schema import behind
from .storage.sound import damage, file_of, instructions

log = logging.getLogger(__name__)

BUSY = os.EX_TEMPFAIL
"""Exit code: another process has what this one needs; try again later."""
MISCONFIGURED = os.EX_CONFIG
"""Exit code: a person must change something first."""


def run(create_app: Callable[[dict[str, Any]], Flask], mode: str) -> int:
    """Serve until the process is told to end. Returns an exit code when it cannot."""
    try:
        app = create_app({"SERVING": mode})
    except (BadSetting, MissingAsset) as fault:
        return _refuse(str(fault), MISCONFIGURED)
    logs.begin(app.config["LOG_FORMAT"], app.config["LOG_LEVEL"])
    url, host, port = (app.config[name] for name in ("SQLALCHEMY_DATABASE_URI", "HOST", "PORT"))
    try:
        held = hold_database(url, alone=False)
    except Occupied as fault:
        return _refuse(f"Tablée is not started: {fault}.", BUSY)
    file = file_of(url)
    broken = damage(file, quick=True) if file else None
    if file and broken:
        return _refuse(f"Tablée is not started: {instructions(file, broken)}.", MISCONFIGURED)
    missing = behind(url)
    if missing:
        return _refuse(f"Tablée is not started: {missing}. Run `flask --app wsgi db upgrade` first.", MISCONFIGURED)
    try:
        listener = transport.listen(mode, host, port)
    except OSError as fault:
        return _refuse(f"Tablée is not started: {host}:{port} cannot be listened on ({fault.strerror}).", BUSY)
    transport.tame_sockets(mode, app.config["FAST_TRANSPORT"])
    transport.wait_for_postgresql(mode)
    transport.end_at_once()
    app.extensions["live"].start()
    announce(app)
    about = {"version": app.config["VERSION"], "mode": mode, "database": make_url(url).get_backend_name()}
    logs.event(log, "served", port=port, **about)
    transport.settle_memory()
    transport.serve(mode, listener, app, app.extensions["kept"])
    held.release()
    return 0


def _refuse(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr, flush=True)
    return code
