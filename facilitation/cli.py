"""The flask commands. Each says what it is beside a running server: read-only, remote, or exclusive (then refused).

``rehearse`` is a client program of its own and is only hung up here.
"""

import os
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate import cli as migrate_cli

from .backups import backup, restore
from .storage.exclusive import Occupied, hold_database
from .storage.sound import damage, file_of, instructions

EXCLUSIVE = ("upgrade", "downgrade", "stamp")
"""The commands of ``flask db`` that change the database's shape."""


class Refused(click.ClickException):
    """A sentence and the exit code of « try again later »."""

    exit_code = os.EX_TEMPFAIL


def register(app: Flask) -> None:
    """Hang the commands up."""
    for name in EXCLUSIVE:
        _make_exclusive(migrate_cli.db.commands[name])
    app.cli.add_command(verify_journal)
    app.cli.add_command(backup)
    app.cli.add_command(restore)
    for module, name in (("facilitation.rehearsal.command", "rehearse"), ("facilitation.demo", "demo")):
        _hang_up(app, module, name)


def _hang_up(app: Flask, module: str, name: str) -> None:
    """Add a command that lives with its subject, if this version has it."""
    try:
        app.cli.add_command(getattr(import_module(module), name))
    except ModuleNotFoundError as error:
        if error.name is None or not module.startswith(error.name):
            raise


def _make_exclusive(command: click.Command) -> None:
    """Make a command of Flask-Migrate take the database's lock, or say who has it."""
    run = command.callback
    if run is None or getattr(run, "exclusive", False):
        return
    command.callback = _holding(run)


def _holding(run: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(run)
    def held(*args: Any, **options: Any) -> Any:
        try:
            hold = hold_database(current_app.config["SQLALCHEMY_DATABASE_URI"], alone=True)
        except Occupied as fault:
            raise Refused(f"Nothing was changed: {fault}. Stop the server first.") from fault
        try:
            file = file_of(current_app.config["SQLALCHEMY_DATABASE_URI"])
            fault_found = damage(file) if file else None
            if file and fault_found:
                raise Refused(f"Nothing was changed: {instructions(file, fault_found)}.")
            return run(*args, **options)
        finally:
            hold.release()

    held.exclusive = True  # type: ignore[attr-defined]
    return held


@click.command("verify-journal")
@with_appcontext
def verify_journal() -> None:
    """Fold the journal and compare it with the rows, beside a running server (read-only)."""
    from .service.verification import verify

    differences, subjects = verify(current_app.extensions["tablee"])
    for difference in differences:
        click.echo(difference)
    if differences:
        raise click.ClickException(f"{len(differences)} differences between the journal and the rows.")
    click.echo(f"{subjects} tables and workshops verified: the journal and the rows say the same.")
