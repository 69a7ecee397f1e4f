"""Everything on one machine, on free ports: ``DATABASE_URL=postgresql://… python -m deploy.together --processes 2``.

For demonstration and tests: so many processes, nginx before them, one PostgreSQL database. Prints the address; a
process that ends is started again; SIGTERM or SIGINT ends all that was started. A real machine has ``deploy/systemd``.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import click

from .ports import free_port
from .site import Site, configuration, filled

ROOT = Path(__file__).resolve().parent.parent
READY_WITHIN = 60.0
"""Seconds that a process may take to serve on a busy machine."""
ENDS_WITHIN = 5.0
LOOKS_EVERY = 0.5
HIDDEN = ("FLASK_", "PYTEST_")
"""Variables of whoever starts us that are none of a server's business."""


class NotStarted(RuntimeError):
    """Something is missing or did not come up; the message says what."""


class Process:
    """One server process; ``start`` again after ``kill`` or ``stop`` on the same port."""

    def __init__(self, port: int, environ: Mapping[str, str], log: Path) -> None:
        self.port = port
        self.environment = dict(environ) | {"PORT": str(port), "HOST": "127.0.0.1"}
        self.log = log
        self.popen: subprocess.Popen[bytes] | None = None

    def launch(self) -> None:
        """Start without waiting."""
        with self.log.open("ab") as log:
            self.popen = subprocess.Popen(
                [sys.executable, "wsgi.py"], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )

    def start(self) -> None:
        """Start and wait until it answers. Raises NotStarted."""
        self.launch()
        self.wait()

    def wait(self) -> None:
        """Wait until it answers. Raises NotStarted."""
        assert self.popen is not None
        _until_served(f"http://127.0.0.1:{self.port}", self.popen, self.log)

    @property
    def ended(self) -> bool:
        """True when it was never started, or has ended."""
        return self.popen is None or self.popen.poll() is not None

    def kill(self) -> None:
        """SIGKILL: no farewell, as when the machine takes it."""
        if self.popen is not None:
            self.popen.kill()
            self.popen.wait(ENDS_WITHIN)

    def stop(self) -> None:
        """SIGTERM, as systemd does; SIGKILL when that takes too long."""
        if self.popen is not None:
            self.popen.terminate()
            try:
                self.popen.wait(ENDS_WITHIN)
            except subprocess.TimeoutExpired:
                self.kill()


class Together:
    """Processes and nginx in one folder, until ``close``. ``url`` is where people go."""

    def __init__(
        self, folder: Path, database_url: str, processes: int = 2, port: int = 0, nginx: bool = True, **settings: str
    ) -> None:
        """Without ``nginx`` people go to the first process; SQLite takes one process."""
        self.folder = folder
        ports = [free_port() for _ in range(processes)]
        self.with_nginx = nginx
        self.port = (port or free_port()) if nginx else ports[0]
        self.url = f"http://127.0.0.1:{self.port}"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(HIDDEN)}
        given = {"DATABASE_URL": database_url, "INSTANCE": str(folder), "PUBLIC_URL": self.url}
        given["TRUSTED_PROXIES"] = "1" if nginx else "0"
        self.environment = kept | {"DEMO": "0", "PYTHONUNBUFFERED": "1"} | given | settings
        self.processes = [Process(one, self.environment, folder / f"process-{one}.log") for one in ports]
        self.nginx: subprocess.Popen[bytes] | None = None
        self.nginx_folder = folder / "nginx"

    def flask(self, *words: str, within: float = 120) -> subprocess.CompletedProcess[str]:
        """A flask command with the settings of the processes."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=within)

    def migrate(self) -> None:
        """Give the database its shape. Raises NotStarted."""
        done = self.flask("db", "upgrade")
        if done.returncode:
            raise NotStarted((done.stderr.strip() or done.stdout.strip()).splitlines()[-1])

    def start(self) -> "Together":
        """Start all of it. Raises NotStarted, and nothing runs then."""
        try:
            for process in self.processes:
                process.launch()
            for process in self.processes:
                process.wait()
            if self.with_nginx:
                self.start_nginx()
        except BaseException:
            self.close()
            raise
        return self

    # --- nginx

    def write_nginx(self, *more: str) -> None:
        """Write nginx's files; ``more`` are further server blocks."""
        self.nginx_folder.mkdir(exist_ok=True)
        (self.nginx_folder / "temporary").mkdir(exist_ok=True)
        site = Site(
            tuple(str(one.port) for one in self.processes), listen=f"127.0.0.1:{self.port}", cache="temporary/static"
        )
        (self.nginx_folder / "site.conf").write_text("\n".join([configuration(site), *more]))
        user = f"user {pwd.getpwuid(0).pw_name};" if os.geteuid() == 0 else ""
        (self.nginx_folder / "nginx.conf").write_text(filled("alone.conf.in", {"USER": user}))

    def test_nginx(self) -> subprocess.CompletedProcess[str]:
        """What ``nginx -t`` says of the files. Raises NotStarted without nginx."""
        return subprocess.run([*self._nginx(), "-t"], capture_output=True, text=True, timeout=20)

    def start_nginx(self) -> None:
        """Start nginx on files that were written, or on new ones. Raises NotStarted."""
        if not (self.nginx_folder / "nginx.conf").exists():
            self.write_nginx()
        with (self.nginx_folder / "said.log").open("ab") as log:
            self.nginx = subprocess.Popen(self._nginx(), stdout=log, stderr=log)
        _until_served(self.url, self.nginx, self.nginx_folder / "said.log")

    def reload_nginx(self) -> None:
        """As ``systemctl reload nginx``: new workers take what comes, old ones keep the sockets they have."""
        if self.nginx is not None:
            self.nginx.send_signal(signal.SIGHUP)

    def _nginx(self) -> list[str]:
        found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
        if found is None:
            raise NotStarted("nginx is missing (apt install nginx-light)")
        return [found, "-p", f"{self.nginx_folder}/", "-e", "error.log", "-c", "nginx.conf"]

    # --- The end

    def tend(self) -> None:
        """Start again what ended, as systemd would."""
        for process in self.processes:
            if process.ended:
                print(f"the process on port {process.port} ended and is started again", file=sys.stderr, flush=True)
                process.launch()

    def close(self) -> None:
        """End all that was started."""
        if self.nginx is not None and self.nginx.poll() is None:
            self.nginx.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.nginx.wait(ENDS_WITHIN)
            self.nginx.kill()
        for process in self.processes:
            process.stop()

    def __enter__(self) -> "Together":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _until_served(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + READY_WITHIN
    while not answers(f"{url}/healthz"):
        if process.poll() is not None or time.monotonic() > end:
            raise NotStarted(f"nobody serves {url}:\n{log.read_text()[-2000:]}")
        time.sleep(0.05)


def answers(url: str) -> bool:
    """Whether somebody answers there."""
    try:
        with urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


@click.command()
@click.option("--processes", default=2, show_default=True, help="How many server processes.")
@click.option("--port", default=0, help="Where nginx listens on 127.0.0.1. [default: a free port]")
@click.option("--database", envvar="DATABASE_URL", required=True, help="postgresql://…  [default: DATABASE_URL]")
@click.option("--instance", type=click.Path(path_type=Path), help="The folder of key and logs. [default: a new one]")
@click.option("--demo", is_flag=True, help="Put the demonstration workshop into an empty database.")
def main(processes: int, port: int, database: str, instance: Path | None, demo: bool) -> None:
    """Serve until told to end."""
    if not database.startswith("postgres"):
        raise click.UsageError("several processes need PostgreSQL: DATABASE_URL=postgresql://…")

    def end(_number: int, _frame: Any) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    folder = instance or Path(tempfile.mkdtemp(prefix="tablee-together-"))
    folder.mkdir(parents=True, exist_ok=True)
    together = Together(folder, database, processes, port, DEMO="1" if demo else "0")
    try:
        together.migrate()
        with together.start():
            print(f"Tablée: {together.url} ({processes} processes, logs in {folder})", flush=True)
            while True:
                time.sleep(LOOKS_EVERY)
                together.tend()
    except NotStarted as error:
        raise click.ClickException(str(error)) from error
    finally:
        together.close()
        if instance is None:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
