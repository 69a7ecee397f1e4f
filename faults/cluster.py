"""A PostgreSQL of our own, on its own port, that may be stopped, frozen and lost; nobody else's is touched."""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from tests.server import free_port

USER = "postgres"
SETTINGS = (
    "listen_addresses='127.0.0.1'", "max_connections=60", "shared_buffers=32MB", "fsync=on", "synchronous_commit=on",
)  # fmt: skip


class NoPostgres(RuntimeError):
    """PostgreSQL's programs are not on this machine."""


def programs() -> Path:
    """The folder of initdb and pg_ctl. Raises NoPostgres."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not folders or not (folders[-1] / "initdb").exists():
        raise NoPostgres("PostgreSQL's initdb and pg_ctl (apt install postgresql)")
    return folders[-1]


class Cluster:
    """One cluster in a folder that is gone with it."""

    def __init__(self) -> None:
        self.programs = programs()
        self.folder = Path(tempfile.mkdtemp(prefix="tablee-pg-"))
        self.port = free_port()
        self.data = self.folder / "data"
        self.frozen: list[int] = []
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            shutil.chown(self.folder, USER)
        self._run("initdb", "-D", str(self.data), "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync")
        settings = [*SETTINGS, f"port={self.port}", f"unix_socket_directories='{self.folder}'"]
        with (self.data / "postgresql.conf").open("a") as conf:
            conf.write("\n".join(settings) + "\n")
        self.start()

    def _run(self, program: str, *words: str) -> None:
        user = {"user": USER, "group": USER, "extra_groups": []} if os.getuid() == 0 else {}
        done = subprocess.run(
            [str(self.programs / program), *words], cwd=self.folder, text=True, timeout=60,
            stdin=subprocess.DEVNULL, stdout=(self.folder / "said").open("a"), stderr=subprocess.STDOUT, **user,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{program}: {(self.folder / 'said').read_text()[-500:]}")

    def url(self, database: str = USER) -> str:
        """The address of a database here."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._run("pg_ctl", "-D", str(self.data), "-l", str(self.folder / "log"), "-w", "-t", "30", "start")

    def lose(self) -> None:
        """Stop it as a crash does: nothing is written any more, the log is replayed at the next start."""
        self._run("pg_ctl", "-D", str(self.data), "-m", "immediate", "-w", "-t", "30", "stop")

    def _processes(self) -> list[int]:
        head = int((self.data / "postmaster.pid").read_text().split()[0])
        return [head, *map(int, Path(f"/proc/{head}/task/{head}/children").read_text().split())]

    def freeze(self) -> None:
        """Every process stops where it is; connections stay open, and nothing answers."""
        self.frozen = self._processes()
        for process in self.frozen:
            os.kill(process, signal.SIGSTOP)

    def thaw(self) -> None:
        """They go on."""
        for process in self.frozen:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)
        self.frozen = []

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(self, *_fault: object) -> None:
        self.thaw()
        with suppress(RuntimeError, subprocess.SubprocessError):  # it may be stopped already
            self.lose()
        shutil.rmtree(self.folder, ignore_errors=True)
