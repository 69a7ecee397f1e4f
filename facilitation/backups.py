"""``flask backup`` and ``flask restore``. The first runs beside servers, the second only where none runs.

docs/backup.md is their manual; decision 28 says why they are as they are.
"""

import hmac
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import time
from typing import Any, NoReturn

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from .service.restoring import Erased, Restored, make_good
from .storage import archive, copies
from .storage.engine import open_engine
from .storage.exclusive import Occupied, hold_database
from .storage.schema import known_shapes
from .storage.sound import HEADER, damage, file_of

NAMED = "tablee-{:%Y%m%dT%H%M%SZ}.backup"
NAMES = "tablee-*Z.backup"


def _refuse(sentence: str) -> NoReturn:
    raise click.ClickException(f"{sentence} Nothing was changed.")


@contextmanager
def _speaking() -> Iterator[None]:
    """Every foreseen failure is one sentence, not a traceback."""
    try:
        yield
    except archive.Damaged as fault:
        _refuse(f"The backup cannot be used: {fault}. Take an older one, or another copy of it.")
    except (copies.Unable, OSError) as fault:
        _refuse(f"{fault}.".replace("..", "."))
    except DBAPIError as fault:
        _refuse(f"The database says no: {copies.first_line(fault.orig)}.")


@contextmanager
def _folder(beside: Path) -> Iterator[Path]:
    """A folder for drafts, for the owner alone, on the same disk as what comes of them; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=".tablee-", dir=beside) as folder:
        yield Path(folder)


def _now() -> datetime:
    return datetime.fromtimestamp(int(time()), UTC)


def _key() -> str:
    """A fingerprint of the server's secret: cookies and links are worth nothing under another one."""
    return hmac.digest(_secret(), b"backup", "sha256").hex()[:16]


def _secret() -> bytes:
    return str(current_app.config["SECRET_KEY"]).encode()


@click.command("backup")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--keep", type=click.IntRange(min=1), help="In a folder: delete all but the newest so many backups.")
@with_appcontext
def backup(path: Path, keep: int | None) -> None:
    """Copy the data to PATH, a new file, or a folder that gives it a name; beside running servers (read-only)."""
    url, now = current_app.config["SQLALCHEMY_DATABASE_URI"], _now()
    if keep and not path.is_dir():
        _refuse(f"--keep is for a folder, and {path} is none.")
    file = path / NAMED.format(now) if path.is_dir() else path
    if file.exists():
        _refuse(f"{file} exists already.")
    with _speaking(), _folder(file.parent) as folder:
        draft = folder / archive.DATA
        source = file_of(url)
        found = copies.copy_file(source, draft) if source else copies.dump(url, draft)
        fault = damage(draft) if source else None
        if fault:
            _refuse(f"The data is damaged ({fault}): the last backup is worth more than a new one.")
        kind = make_url(url).get_backend_name()
        about = {"at": int(now.timestamp() * 1000), "kind": kind, "key": _key()}
        archive.pack(file, draft, archive.Manifest(version=current_app.config["VERSION"], **about, **found))
    click.echo(f"Copied to {file} ({file.stat().st_size} bytes, {_counted(found)}).")
    for gone in archive.keep_newest(path, NAMES, keep) if keep else ():
        click.echo(f"Deleted {gone}.")


def _counted(found: dict[str, Any]) -> str:
    return f"{found['workshops']} workshops, {found['people']} people"


@click.command("restore")
@click.argument("path", metavar="BACKUP", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Put it in the place of data that is there, which is kept aside.")
@click.option(
    "--erasures", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
    help="A later backup, or data kept aside: what was erased there is erased again.",
)  # fmt: skip
@click.option("--anyway", is_flag=True, help="Restore although the journal and the rows differ.")
@with_appcontext
def restore(path: Path, replace: bool, erasures: tuple[Path, ...], anyway: bool) -> None:
    """Put BACKUP, a file of « flask backup », where the settings say that the data is (exclusive: no server runs)."""
    url = current_app.config["SQLALCHEMY_DATABASE_URI"]
    with _speaking():
        target = file_of(url)
        place = target.parent if target else Path(current_app.config["INSTANCE"])
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            hold = hold_database(url, alone=True)
        except Occupied as fault:
            _refuse(f"Somebody uses the database: {fault}. Stop the server first.")
        try:
            with _folder(place) as folder:
                draft = folder / archive.DATA
                manifest = archive.read(path, into=draft)
                _check(manifest, draft, url)
                there, erased = _what_is_there(url, target, replace)
                erased = _erased(folder, erasures, erased)
                bring = _bring_file if target else _bring_tables
                aside, done = bring(url, draft, there, erased or set(), anyway)
        finally:
            hold.release()
    _tell(manifest, done, aside, erased is not None)


def _check(manifest: archive.Manifest, data: Path, url: str) -> None:
    kind = make_url(url).get_backend_name()
    if manifest.kind != kind:
        _refuse(f"This backup is of {manifest.kind}, and DATABASE_URL names {kind}.")
    if manifest.shape not in known_shapes():
        _refuse(f"Tablée {manifest.version} made this backup; this older version does not know its shape.")
    fault = damage(data) if kind == "sqlite" else None
    if fault:
        raise archive.Damaged(fault)


def _what_is_there(url: str, target: Path | None, replace: bool) -> tuple[bool, set[Erased] | None]:
    """Whether somebody would miss what is there, and what it says was erased; None when it says nothing."""
    if target is not None and damage(target):
        there, erased = True, None
    else:
        there = copies.holds_something(url)
        try:
            erased = copies.erasures(url) if there else None
        except copies.Unable:  # an older shape
            erased = None
    if there and not replace:
        _refuse(f"{target or 'The database'} is not empty; --replace puts the backup in its place and keeps it aside.")
    return there, erased


def _erased(folder: Path, files: tuple[Path, ...], erased: set[Erased] | None) -> set[Erased] | None:
    for number, file in enumerate(files):
        with file.open("rb") as opened:
            plain = opened.read(len(HEADER)) == HEADER
        data, kind = file.resolve(), "sqlite"
        if not plain:
            data = folder / f"later{number}"
            kind = archive.read(file, into=data).kind
        erased = (erased or set()) | copies.erasures_in(data, kind)
    return erased


def _bring_file(url: str, draft: Path, there: bool, erased: set[Erased], anyway: bool) -> tuple[str | None, Restored]:
    target = file_of(url)
    assert target is not None
    done = _made_good(f"sqlite:///{draft}", erased)
    if done.differences and not anyway:
        _differ(done)
    aside = target.with_name(f"{target.name}.before-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}") if there else None
    archive.settle(draft)
    copies.exchange_file(draft, target, aside)
    return str(aside) if aside else None, done


def _bring_tables(url: str, draft: Path, there: bool, erased: set[Erased], anyway: bool) -> tuple[str | None, Restored]:
    aside = f"before_{datetime.now(UTC):%Y%m%d_%H%M%S_%f}"
    copies.exchange_tables(url, draft, aside)
    try:
        done = _made_good(url, erased)
        if done.differences and not anyway:
            _differ(done)
    except BaseException:
        copies.bring_back(url, aside)
        raise
    if not there:
        copies.discard(url, aside)
    return f"the schema {aside}" if there else None, done


def _made_good(url: str, erased: set[Erased]) -> Restored:
    from . import create_app  # this module is hung up by it

    here = current_app.config
    app = create_app({"DATABASE_URL": url, "INSTANCE": here["INSTANCE"], "SECRET_KEY": here["SECRET_KEY"]})
    with app.app_context():
        upgrade()  # a backup of an earlier version gets today's shape
        app.extensions["sqlalchemy"].engine.dispose()
    engine = open_engine(url)
    try:
        return make_good(engine, _secret(), erased)
    finally:
        engine.dispose()  # the last connection empties and removes the write-ahead file


def _differ(done: Restored) -> NoReturn:
    for line in done.differences:
        click.echo(line)
    count = len(done.differences)
    _refuse(f"{count} differences between its journal and its rows; an older backup may have none, --anyway accepts.")


def _tell(manifest: archive.Manifest, done: Restored, aside: str | None, known: bool) -> None:
    at = datetime.fromtimestamp(manifest.at / 1000, UTC)
    made = f"{at:%Y-%m-%d %H:%M:%S} UTC"
    click.echo(f"Restored as of {made}: {manifest.workshops} workshops, {manifest.people} people.")
    click.echo(f"Journal and rows: {len(done.differences)} differences in {done.verified} tables and workshops.")
    if known:
        click.echo(f"Erased again, for it was erased since: {done.people} people, {done.workshops} workshops.")
    else:
        click.echo(
            f"NOT KNOWN HERE: what people erased after {made}. It is back if there was any. Ask whoever erased "
            "something to do it again, remove workshops that were removed, or restore once more with --erasures FILE."
        )
    if aside:
        click.echo(f"What was there is kept: {aside}. Delete it when nobody needs it: it holds people's words.")
    if manifest.key != _key():
        click.echo(
            "ANOTHER KEY: SECRET_KEY is not the one this data was served with, so nobody's device or link is known. "
            f"Put the former secret_key into {current_app.config['INSTANCE']}{os.sep} before the server starts."
        )
