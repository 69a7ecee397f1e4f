"""Starting, ending, and what may run beside a server."""

import os
import socket
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from tests.live.raw import Raw
from tests.live.rooms import opened
from tests.server import Fleet, Server, free_port, resident, until

pytestmark = [pytest.mark.server, pytest.mark.timeout(300)]


def refuses(server: Server, code: int, *said: str) -> None:
    """The process ends by itself with this code and one sentence."""
    before = server.log()
    assert server.launch().wait(60) == code
    sentence = server.log().removeprefix(before)
    assert len(sentence.strip().splitlines()) == 1, sentence
    for word in said:
        assert word in sentence


@pytest.mark.parametrize("mode", ["eventlet", "gevent", "threading"])
def test_each_mode_serves_and_ends_at_once(fleet: Fleet, mode: str):
    """A round begins on each loop with screens connected; SIGTERM ends the process within seconds."""
    room = opened(fleet, mode, "sqlite")
    host, (paul,) = room.running("Paul")
    health = room.server.health()
    assert health["async_mode"] == mode
    assert health["database"]["kind"] == "sqlite"
    assert health["database"]["sqlite"] == sqlite3.sqlite_version
    assert health["connected"] == 2
    assert health["version"]
    assert health["uptime"] >= 0
    assert room.server.stop() == 0
    until(lambda: not host.client.connected and not paul.client.connected, "the sockets to close")
    assert "Traceback" not in room.server.log()


def test_a_second_server_on_the_same_file_is_refused(fleet: Fleet):
    """It says which file and which process; the first goes on."""
    first = fleet.serve("threading")
    second = Server("eventlet", first.database_url, first.instance)
    refuses(second, os.EX_TEMPFAIL, "tablee.db", str(first.process.pid))
    assert first.health()["status"] == "ok"
    first.kill()
    assert first.start().health()["status"] == "ok", "the lock of a killed process is nobody's"


def test_a_taken_port_is_refused(fleet: Fleet):
    """Two servers never share a port unseen."""
    first = fleet.serve("eventlet")
    second = fleet.serve("eventlet", start=False)
    second.port = first.port
    refuses(second, os.EX_TEMPFAIL, str(first.port))


def test_an_old_shape_is_refused(tmp_path: Path):
    """An empty database, or one that was not upgraded, is not served."""
    server = Server("threading", f"sqlite:///{tmp_path / 'tablee.db'}", tmp_path)
    refuses(server, os.EX_CONFIG, "empty", "db upgrade")
    assert server.flask("db", "upgrade").returncode == 0
    with closing(sqlite3.connect(tmp_path / "tablee.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
        connection.commit()
    refuses(server, os.EX_CONFIG, "0000", "db upgrade")


def test_a_wrong_setting_is_named(tmp_path: Path):
    """One sentence, no traceback."""
    refuses(Server("fast", "", tmp_path), os.EX_CONFIG, "ASYNC_MODE")
    refuses(Server("threading", "", tmp_path, environ={"PORT": "many"}), os.EX_CONFIG, "PORT")


def test_what_is_kept_is_for_the_owner_alone(fleet: Fleet):
    """Key, data and lock are mode 0600; two starts use one key."""
    server = fleet.serve("threading", start=False)
    (server.instance / "tablee.db").unlink()
    assert server.flask("db", "upgrade").returncode == 0
    server.start()
    key = (server.instance / "secret_key").read_text()
    for name in ("secret_key", "tablee.db", "tablee.db.lock"):
        assert stat.S_IMODE((server.instance / name).stat().st_mode) == 0o600, name
    server.kill()
    server.start()
    assert (server.instance / "secret_key").read_text() == key
    assert len(key) >= 40


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_commands_beside_a_live_server(fleet: Fleet, kind: str):
    """verify-journal reads, db upgrade is refused while the server holds the data and works after it ended."""
    room = opened(fleet, "eventlet", kind)
    host, _others = room.running("Paul")
    verified = room.server.flask("verify-journal")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    upgraded = room.server.flask("db", "upgrade")
    assert upgraded.returncode == os.EX_TEMPFAIL
    assert "Stop the server first" in upgraded.stderr
    assert "Traceback" not in upgraded.stderr
    assert host.command("call_pilot", group=room.tables[0])["ok"], "the server was not disturbed"
    room.server.stop()
    assert room.server.flask("db", "upgrade").returncode == 0


def test_verify_journal_finds_what_was_changed_behind_its_back(fleet: Fleet):
    """A row edited by hand is named, and the command fails."""
    room = opened(fleet, "threading", "sqlite")
    room.running("Paul")
    room.server.kill()
    with closing(sqlite3.connect(room.server.instance / "tablee.db")) as connection:
        connection.execute("UPDATE groups SET step = step + 1 WHERE id = ?", (room.tables[0],))
        connection.commit()
    verified = room.server.flask("verify-journal")
    assert verified.returncode != 0
    assert room.tables[0] in verified.stdout


def test_several_servers_share_one_postgresql(fleet: Fleet):
    """Only SQLite has one process; both hold the database, so neither lets it be migrated."""
    first = fleet.serve("threading", "postgresql")
    second = fleet.serve("eventlet", beside=first)
    assert first.health()["database"]["kind"] == second.health()["database"]["kind"] == "postgresql"
    until(lambda: all(one.health()["hears"] and one.health()["database"]["answers"] for one in (first, second)))
    first.kill()
    assert second.flask("db", "upgrade").returncode == os.EX_TEMPFAIL


def test_the_first_account_needs_the_console(fleet: Fleet):
    """The set-up link is printed once there is nobody, and its token is in a file of the owner's."""
    server = fleet.serve("threading")
    until(lambda: "/enter#" in server.log(), "the set-up link")
    token = server.log().split("/enter#", 1)[1].split()[0]
    assert (server.instance / "first_run_token").read_text() == token
    assert stat.S_IMODE((server.instance / "first_run_token").stat().st_mode) == 0o600


def test_importing_the_start_up_file_does_nothing(tmp_path: Path):
    """No patch, no lock, no thread: an application server or a command may import it."""
    import subprocess
    import sys

    code = (
        "import sys, threading, wsgi; app = wsgi.create_app(); "
        "sys.exit('eventlet' in sys.modules or threading.active_count() > 1)"
    )
    environ = os.environ | {"INSTANCE": str(tmp_path), "PORT": str(free_port())}
    run = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    assert not list(tmp_path.glob("*.lock"))


@pytest.mark.parametrize("mode", ["eventlet", "gevent", "threading"])
def test_bytes_that_are_no_request_are_not_quoted(fleet: Fleet, mode: str):
    """The frames that a browser still sends after its WebSocket ended are refused, and their words are in no log."""
    server = fleet.serve(mode)
    with socket.create_connection(("127.0.0.1", server.port), 10) as wire:
        wire.sendall(b"ce que Paul a dit a sa table\r\n\r\n")
        while wire.recv(4096):
            pass
    assert server.health()["status"] == "ok"
    assert "Paul" not in server.log()


def test_who_comes_and_goes_leaves_nothing(fleet: Fleet):
    """A phone that loses its network every minute: 600 returns grow the server by less than 5 kB each.

    A connection held itself in a circle, and the collector comes so rarely that each return cost 16 kB for hours.
    """
    room = opened(fleet, "eventlet", "sqlite")
    place = room.sit("Paul")

    def come_back(times: int) -> None:
        for _ in range(times):
            raw = Raw(place).opened().joined("group", "person")
            raw.close()
        until(lambda: room.server.health()["connected"] == 0, "the last to be gone")

    come_back(200)  # until caches and the allocator have what they keep
    before = resident(room.server)
    come_back(600)
    assert resident(room.server) - before < 600 * 5
