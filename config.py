"""Every setting of Tablée, read from the environment and documented one by one.

``read_settings`` is the only reader. Nothing here imports the application: the start-up file reads its mode first.
"""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
ASYNC_MODES = ("eventlet", "gevent", "threading")


class BadSetting(ValueError):
    """A setting has a value nobody can serve with; the message names it."""


def _text(value: str) -> str:
    return value.strip()


def _number(value: str) -> int:
    return int(value)


def _flag(value: str) -> bool:
    return value.strip().lower() in {"1", "true", "yes", "on", "oui"}


def _mode(value: str) -> str:
    if value not in ASYNC_MODES:
        raise ValueError(value)
    return value


def _words(value: str) -> list[str] | None:
    return value.split() or None


def _form(value: str) -> str:
    if value not in ("text", "json"):
        raise ValueError(value)
    return value


def _level(value: str) -> str:
    if value not in ("debug", "info", "warning", "error"):
        raise ValueError(value)
    return value


def _database(value: str) -> str:
    """Hosting services still say ``postgres://``; SQLAlchemy says ``postgresql+psycopg2://``."""
    for short in ("postgres://", "postgresql://"):
        if value.startswith(short):
            return "postgresql+psycopg2://" + value.removeprefix(short)
    return value


@dataclass(frozen=True)
class Setting:
    """One setting: its name in the environment, its default as the environment would say it, and what it is for."""

    name: str
    default: str
    read: Callable[[str], Any]
    about: str


SETTINGS: tuple[Setting, ...] = (
    Setting("INSTANCE", str(ROOT / "instance"), _text, "The folder of what must be kept: data, key, lock, tokens."),
    Setting("DATABASE_URL", "", _database, "Empty: tablee.db in INSTANCE, one process; postgresql://…: several."),
    Setting("ASYNC_MODE", "eventlet", _mode, "How wsgi.py serves: eventlet, gevent or threading."),
    Setting("FAST_TRANSPORT", "1", _flag, "0: eventlet serves with Engine.IO's own WebSocket instead of ours."),
    Setting("HOST", "127.0.0.1", _text, "The address to listen on; 0.0.0.0 for a room without a proxy."),
    Setting("PORT", "5000", _number, "The port to listen on."),
    Setting("PUBLIC_URL", "", _text, "The address people use (https://…); links and QR codes begin with it."),
    Setting("TRUSTED_PROXIES", "0", _number, "How many proxies in front may say who the client is (X-Forwarded-*)."),
    Setting("TRUSTED_HOSTS", "", _words, "Names this server answers to, with spaces between; empty: any."),
    Setting("SECRET_KEY", "", _text, "Signs the cookies. Empty: drawn once, kept in INSTANCE/secret_key, mode 0600."),
    Setting("DEMO", "0", _flag, "1: an empty database receives a demo workshop and its links are printed."),
    Setting("METRICS_TOKEN", "", _text, "Who shows it reads /metrics from anywhere; empty: this machine alone."),
    Setting("LOG_FORMAT", "text", _form, "text: to be read; json: an object on one line for each event."),
    Setting("LOG_LEVEL", "warning", _level, "debug, info (also a line for each page), warning or error."),
    Setting("DEFAULT_LANGUAGE", "fr", _text, "For a device that neither chose a language nor announces ours."),
)  # fmt: skip
"""The settings by their place in the README."""

SHORTEST_KEY = 32
"""Characters of a SECRET_KEY that somebody chose: whoever guesses it is anybody."""

LANGUAGES = ("fr", "en")
"""The languages the product speaks; the first is the one it was written in."""

FIXED: dict[str, Any] = {
    "MAX_CONTENT_LENGTH": 64 * 1024,  # a form of ours holds a few hundred words
    "MAX_FORM_MEMORY_SIZE": 64 * 1024,
    "MAX_FORM_PARTS": 100,
    "SQLALCHEMY_TRACK_MODIFICATIONS": False,
    "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": True, "hide_parameters": True},  # a log never quotes anybody
    "JSON_AS_ASCII": False,
    "TEMPLATES_AUTO_RELOAD": False,
}
"""What is not for the person who installs Tablée to change."""


def kept_secret(path: Path) -> str:
    """The secret in this file, drawn and written (mode 0600) the first time; two processes agree on one."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, secrets.token_urlsafe(32).encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    try:
        os.link(draft, path)  # atomic, and fails when another process was first
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text().strip()


def read_settings(environ: Mapping[str, str], given: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The application's configuration: fixed values, the environment, then what is given. Raises BadSetting."""
    settings = dict(FIXED)
    for setting in SETTINGS:
        value = environ.get(setting.name) or setting.default
        try:
            settings[setting.name] = setting.read(value)
        except ValueError as error:
            raise BadSetting(f"{setting.name}={value!r} : valeur refusée. {setting.about}") from error
    settings.update(given or {})
    instance = Path(settings["INSTANCE"]).resolve()
    instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings["INSTANCE"] = str(instance)
    settings["DATABASE_URL"] = _database(settings["DATABASE_URL"]) or f"sqlite:///{instance / 'tablee.db'}"
    settings.setdefault("SQLALCHEMY_DATABASE_URI", settings["DATABASE_URL"])
    settings["SECRET_KEY"] = settings["SECRET_KEY"] or kept_secret(instance / "secret_key")
    if len(settings["SECRET_KEY"]) < SHORTEST_KEY:  # the message does not quote it
        raise BadSetting(f"SECRET_KEY : moins de {SHORTEST_KEY} caractères. Laissez-la vide : une clé sera tirée.")
    settings["PUBLIC_URL"] = settings["PUBLIC_URL"].rstrip("/")
    return settings
