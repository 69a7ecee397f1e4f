"""``python -m deploy.together``: one command starts all of it, tends it, and ends all of it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.together import answers
from tests.deploy.conftest import need_nginx
from tests.server import ROOT, Fleet, fleet, until

__all__ = ["fleet"]

pytestmark = [pytest.mark.server, pytest.mark.postgresql]


def children(pid: int) -> dict[int, str]:
    """The processes that this one started, and how each was called."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {int(one): Path(f"/proc/{one}/cmdline").read_text().replace("\0", " ") for one in found}


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_starts_tends_and_ends_all(fleet: Fleet):
    """An address is printed, a process that is killed comes back, and SIGTERM leaves nothing behind."""
    need_nginx()
    (fleet.folder / "database").mkdir()
    url = fleet.database("postgresql", fleet.folder / "database")
    environ = {k: v for k, v in os.environ.items() if not k.startswith("FLASK_")} | {"DATABASE_URL": url}
    running = subprocess.Popen(
        [sys.executable, "-m", "deploy.together", "--processes", "2"],
        cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert running.stdout
    assert running.stderr
    started: dict[int, str] = {}
    try:
        said = running.stdout.readline()
        assert "http://127.0.0.1:" in said, running.stderr.read()
        address = said.split()[1]
        folder = Path(said.rstrip(")\n").rsplit(" ", 1)[1])
        assert answers(f"{address}/healthz")
        started = children(running.pid)
        servers = [pid for pid, words in started.items() if "wsgi.py" in words]
        assert len(servers) == 2
        assert any("nginx" in words for words in started.values())
        os.kill(servers[0], signal.SIGKILL)
        assert answers(f"{address}/healthz"), "the other one answers at once"
        until(lambda: sum("wsgi.py" in words for words in children(running.pid).values()) == 2, "a new process")
        started |= children(running.pid)
        running.send_signal(signal.SIGTERM)
        assert running.wait(20) == 0
        assert not [pid for pid in started if alive(pid)]
        assert not answers(f"{address}/healthz")
        assert not folder.exists()
    finally:
        running.kill()
        running.wait(10)
        for pid in started:
            if alive(pid):
                os.kill(pid, signal.SIGKILL)
        running.stdout.close()
        running.stderr.close()


def test_several_processes_need_postgresql(tmp_path: Path):
    """Said in one sentence, and nothing is started."""
    environ = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'tablee.db'}"}
    refused = subprocess.run(
        [sys.executable, "-m", "deploy.together"], cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60
    )
    assert refused.returncode == 2
    assert "need PostgreSQL" in refused.stderr
    assert "Traceback" not in refused.stderr
