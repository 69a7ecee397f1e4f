"""Real servers for tests: ``python wsgi.py`` in a process of its own, on a free port, with its own instance folder.

``serve`` is a fixture that gives a function; every server it started ends with the test. ``database`` names are created on
PostgreSQL for one test and dropped after it.
"""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.conftest import missing

ROOT = Path(__file__).resolve().parent.parent
POSTGRES = os.environ.get("TEST_POSTGRES", "postgresql://root@127.0.0.1:5432/test")
PATIENCE = 30.0
"""Seconds a condition may take on a busy machine."""


def free_port() -> int:
    """A port nobody listens on."""
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


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

    def flask(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a flask command on this server's data."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.settings, capture_output=True, text=True, timeout=60)

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
        until(lambda: process.poll() is not None or self.health(), f"a {self.mode} server")
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


@pytest.fixture
def postgresql() -> Iterator[str]:
    """The address of an empty PostgreSQL database of this test's own."""
    import psycopg2

    try:
        connection = psycopg2.connect(POSTGRES, connect_timeout=3)
    except psycopg2.OperationalError:
        missing("PostgreSQL on 127.0.0.1:5432 with a database named test")
    connection.autocommit = True
    name = f"tablee_{secrets.token_hex(6)}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield f"{POSTGRES.rsplit('/', 1)[0]}/{name}"
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
        connection.close()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """``serve(mode="threading", database_url="", start=True, **environ)``: a migrated server that ends with the test.

    An empty ``database_url`` is an SQLite file in the server's own folder. ``beside=other`` shares the other's data, key
    and folder, for two processes on one PostgreSQL.
    """
    servers: list[Server] = []

    def make(
        mode: str = "threading",
        database_url: str = "",
        start: bool = True,
        beside: Server | None = None,
        **environ: str,
    ) -> Server:
        instance = beside.instance if beside else tmp_path / f"instance{len(servers)}"
        instance.mkdir(exist_ok=True)
        url = beside.database_url if beside else database_url or f"sqlite:///{instance / 'tablee.db'}"
        server = Server(mode, url, instance, environ=environ)
        servers.append(server)
        if not beside:
            migrated = server.flask("db", "upgrade")
            assert migrated.returncode == 0, migrated.stdout + migrated.stderr
        return server.start() if start else server

    yield make
    for server in servers:
        server.kill()
        if "Traceback" in server.log():
            print(server.log())
