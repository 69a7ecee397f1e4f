"""Real servers for tests: ``python wsgi.py`` in a process of its own, on a free port, with its own instance folder.

``fleet`` (for a test) and ``shared_fleet`` (for a module) are fixtures: ``fleet.serve(mode, kind)`` gives a server
whose database, on SQLite or PostgreSQL, is its own and gone afterwards.
"""

import atexit
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from deploy.ports import free_port
from tests.conftest import missing

ROOT = Path(__file__).resolve().parent.parent
POSTGRES = os.environ.get("TEST_POSTGRES", "postgresql://root@127.0.0.1:5432/test")
PATIENCE = 30.0
"""Seconds a condition may take on a busy machine."""


def until(condition: Callable[[], object], what: str = "the condition", patience: float = PATIENCE) -> object:
    """Wait until the condition holds and return what it returned. Fails after ``patience`` seconds."""
    end = time.monotonic() + patience
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not come within {patience:g} s")
        time.sleep(0.02)


@dataclass
class Server:
    """A server process; ``start`` again after ``kill`` on the same port, data and cookies."""

    mode: str
    database_url: str
    instance: Path
    port: int = field(default_factory=free_port)
    environ: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it is, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self) -> dict[str, str]:
        """The environment of the server and of commands beside it."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("FLASK_", "PYTEST_"))}
        return kept | {
            "ASYNC_MODE": self.mode,
            "DATABASE_URL": self.database_url,
            "INSTANCE": str(self.instance),
            "PORT": str(self.port),
            "HOST": "127.0.0.1",
            "PUBLIC_URL": "",
            "DEMO": "0",
            "PYTHONUNBUFFERED": "1",
        } | self.environ  # fmt: skip

    def flask(self, *arguments: str, within: float = 60) -> subprocess.CompletedProcess[str]:
        """Run a flask command on this server's data; it may last so many seconds."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.settings, capture_output=True, text=True, timeout=within)

    def launch(self) -> subprocess.Popen[bytes]:
        """Start the process without waiting for it."""
        with (self.instance / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "wsgi.py"], cwd=ROOT, env=self.settings, stdout=log, stderr=log
            )
        return self.process

    def start(self) -> "Server":
        """Start the process and wait until it serves."""
        process = self.launch()
        until(lambda: process.poll() is not None or self.health(), f"a {self.mode} server", 4 * PATIENCE)
        assert process.poll() is None, self.log()
        return self

    def health(self) -> dict[str, object] | None:
        """What /healthz says, or None when nobody answers."""
        try:
            with urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return dict(json.load(answer))
        except (URLError, OSError, ValueError):
            return None

    def kill(self) -> None:
        """SIGKILL, and wait for the end."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)

    def stop(self) -> int:
        """SIGTERM; returns the exit code. Fails when the end takes more than five seconds."""
        assert self.process
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(5)

    def log(self) -> str:
        """What the server printed."""
        with suppress(FileNotFoundError):
            return (self.instance / "server.log").read_text()
        return ""


class Fleet:
    """Servers in folders of their own, and their databases; all gone after ``scuttle``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.servers: list[Server] = []
        self.databases: list[str] = []

    def serve(
        self,
        mode: str = "threading",
        kind: str = "sqlite",
        start: bool = True,
        beside: Server | None = None,
        **environ: str,
    ) -> Server:
        """A migrated server on ``sqlite`` or ``postgresql``, started unless told otherwise.

        ``beside`` shares another server's data, key and folder, for two processes on one PostgreSQL.
        """
        instance = beside.instance if beside else self.folder / f"instance{len(self.servers)}"
        instance.mkdir(exist_ok=True)
        url = beside.database_url if beside else self.database(kind, instance)
        server = Server(mode, url, instance, environ=environ)
        self.servers.append(server)
        return server.start() if start else server

    def scuttle(self) -> None:
        """End every server and drop every database."""
        for server in self.servers:
            server.kill()
            if "Traceback" in server.log():
                print(server.log())
        for name in self.databases:
            with _postgres() as cursor:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def database(self, kind: str, instance: Path) -> str:
        """The address of a migrated database of its own."""
        if kind == "sqlite":
            shutil.copy(_sqlite_template(), instance / "tablee.db")
            return f"sqlite:///{instance / 'tablee.db'}"
        name = f"tablee_{secrets.token_hex(6)}"
        with _postgres() as cursor:
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE {_postgres_template()}")
        self.databases.append(name)
        return _postgres_url(name)


def _postgres_url(name: str) -> str:
    return f"{POSTGRES.rsplit('/', 1)[0]}/{name}"


@contextmanager
def _postgres() -> Iterator[Any]:
    import psycopg2

    try:
        connection = psycopg2.connect(POSTGRES, connect_timeout=3)
    except psycopg2.OperationalError:
        missing("PostgreSQL on 127.0.0.1:5432 with a database named test")
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def migrate(url: str, instance: Path) -> None:
    """Give a database its shape, as people do."""
    migrated = Server("threading", url, instance).flask("db", "upgrade")
    assert migrated.returncode == 0, migrated.stdout + migrated.stderr


@cache
def _sqlite_template() -> Path:
    """A migrated file, made once and copied for each server: a migration takes seconds, a copy does not."""
    folder = Path(tempfile.mkdtemp(prefix="tablee-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    migrate(f"sqlite:///{folder / 'tablee.db'}", folder)
    return folder / "tablee.db"


@cache
def _postgres_template() -> str:
    name = f"tablee_template_{secrets.token_hex(6)}"
    folder = Path(tempfile.mkdtemp(prefix="tablee-template-"))
    with _postgres() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(_drop, name)
    migrate(_postgres_url(name), folder)
    return name


def _drop(name: str) -> None:
    with _postgres() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def fleet(tmp_path: Path) -> Iterator[Fleet]:
    """Servers that end with the test: ``fleet.serve(mode, kind)``."""
    one = Fleet(tmp_path)
    yield one
    one.scuttle()


@pytest.fixture(scope="module")
def shared_fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """Servers that end with the module: for tests that disturb nobody else's workshop."""
    one = Fleet(tmp_path_factory.mktemp("fleet"))
    yield one
    one.scuttle()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """``fleet.serve`` alone, for tests that need no more."""
    one = Fleet(tmp_path)
    yield one.serve
    one.scuttle()


@pytest.fixture
def postgresql(tmp_path: Path) -> Iterator[str]:
    """The address of a migrated PostgreSQL database of this test's own."""
    one = Fleet(tmp_path)
    yield one.database("postgresql", tmp_path)
    one.scuttle()


def resident(server: Server) -> int:
    """Kilobytes of memory that a server's process holds."""
    assert server.process
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])
