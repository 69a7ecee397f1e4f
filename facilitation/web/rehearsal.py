"""The organiser's « Répéter »: ``flask rehearse`` as a process of its own, and the JSON line it prints when it is done.

The rehearsal speaks to this server through real sockets, as phones would; so it must not run inside it.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, current_app, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from facilitation.domain.formats import SHIPPED, Format

from ..spoken import gettext as _
from .organiser import own_workshop
from .seats import with_account

blueprint = Blueprint("rehearsal", __name__)

SPEED = 120
PEOPLE_PER_TABLE = 7
FIGURES = ("groups", "people", "rounds_closed", "commands_acked", "lost", "duplicated", "seconds")


@dataclass(frozen=True)
class Rehearsal:
    """Where a rehearsal stands: ``none``, ``running``, ``done`` or ``failed``; ``line`` is the last that it printed."""

    state: str
    line: str = ""
    result: dict[str, Any] = field(default_factory=dict)


@blueprint.post("/workshops/<workshop_id>/rehearse")
@with_account
def start(account: Any, workshop_id: str) -> ResponseReturnValue:
    """Start a rehearsal, unless one runs already."""
    workshop = own_workshop(account, workshop_id)
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    if read_rehearsal(app, workshop_id).state != "running":
        start_rehearsal(app, workshop_id, len(workshop.tables), _rehearsed(workshop.format))
    return redirect(url_for("rehearsal.show", workshop_id=workshop_id), 303)


def _rehearsed(format: Format) -> str:
    """The shipped format that the simulated people know and that comes nearest."""
    if format.key in SHIPPED:
        return format.key
    return min(SHIPPED, key=lambda key: abs(SHIPPED[key].total - format.total))


@blueprint.get("/workshops/<workshop_id>/rehearsal")
@with_account
def show(account: Any, workshop_id: str) -> ResponseReturnValue:
    """Where the rehearsal stands, and its figures once it is done."""
    workshop = own_workshop(account, workshop_id)
    rehearsal = read_rehearsal(current_app, workshop_id)
    return render_template(
        "organiser/rehearsal.html",
        workshop=workshop,
        account=account,
        rehearsal=rehearsal,
        figures=[
            (said, round(rehearsal.result.get(key, 0))) for key, said in zip(FIGURES, figure_words(), strict=True)
        ],
    )


@blueprint.get("/workshops/<workshop_id>/rehearsal/state")
@with_account
def state(account: Any, workshop_id: str) -> ResponseReturnValue:
    """The one word that the page waits for."""
    own_workshop(account, workshop_id)
    return jsonify(state=read_rehearsal(current_app, workshop_id).state)


def figure_words() -> list[str]:
    """What each figure of the line is called, in its order."""
    return [
        _("Tables"), _("Personnes"), _("Séances closes"), _("Actes confirmés"),
        _("Perdus"), _("Doublés"), _("Secondes"),
    ]  # fmt: skip


def start_rehearsal(app: Flask, workshop_id: str, tables: int, format_key: str) -> None:
    """Start the process; what it prints goes to a file, so that nobody has to wait at a pipe."""
    command = [
        sys.executable, "-m", "flask", "--app", "wsgi", "rehearse",
        "--people", str(tables * PEOPLE_PER_TABLE), "--groups", str(tables),
        "--format", format_key, "--speed", str(SPEED),
    ]  # fmt: skip
    command = app.config.get("REHEARSE_COMMAND") or command
    path = _output(app, workshop_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out, path.with_suffix(".err").open("wb") as err:
        started = subprocess.Popen(
            command, cwd=app.root_path, stdout=out, stderr=err, stdin=subprocess.DEVNULL, env=_environment(app)
        )
    _running(app)[workshop_id] = started


def read_rehearsal(app: Flask, workshop_id: str) -> Rehearsal:
    """Where the last rehearsal of this workshop stands."""
    process = _running(app).get(workshop_id)
    if process is not None and process.poll() is None:
        return Rehearsal("running")
    path = _output(app, workshop_id)
    if not path.exists():
        return Rehearsal("none")
    lines = [line for line in path.read_text(errors="replace").splitlines() if line.strip()]
    line = lines[-1] if lines else ""
    try:
        result = json.loads(line)
        if not isinstance(result, dict) or not {"lost", "duplicated"} <= result.keys():
            raise ValueError
    except ValueError:
        return Rehearsal("failed", line)
    return Rehearsal("done", line, result)


def _environment(app: Flask) -> dict[str, str]:
    """The settings of this server, so that the rehearsal finds it and its owner-only token."""
    return dict(os.environ) | {"INSTANCE": str(app.config["INSTANCE"]), "PORT": str(app.config["PORT"])}


def _running(app: Flask) -> dict[str, "subprocess.Popen[bytes]"]:
    running: dict[str, subprocess.Popen[bytes]] = app.extensions.setdefault("tablee-rehearsals", {})
    return running


def _output(app: Flask, workshop_id: str) -> Path:
    return Path(app.instance_path) / "rehearsals" / f"{workshop_id}.out"
