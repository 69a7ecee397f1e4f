"""What a cut leaves: all that was synced, and of the rest nothing that was not written."""

import os
import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from faults.power import FOLDER, HEAD, Disk
from faults.preload import NoCompiler, library
from faults.totals import Totals
from tests.conftest import missing

DATABASE, WAL = 1, 2


def record(what: str, number: int, offset: int = 0, data: bytes = b"") -> bytes:
    """One entry of the log, as ``power.c`` writes it."""
    return HEAD.pack(what.encode(), number, offset, len(data)) + data


def left(folder: Path, log: bytes, seed: int, before: bytes = b"") -> tuple[bytes, bytes | None]:
    """The database and its write-ahead file after a cut."""
    database = folder / f"{seed}.db"
    database.write_bytes(before)
    (folder / "log").write_bytes(log)
    disk = Disk(database)
    disk.replay(folder / "log")
    disk.cut(random.Random(seed))
    wal = Path(f"{database}-wal")
    return database.read_bytes(), wal.read_bytes() if wal.exists() else None


def test_what_was_synced_is_there_whatever_chance_says(tmp_path):
    synced = record("W", DATABASE, 0, b"a" * 1024) + record("S", DATABASE)
    later = record("W", DATABASE, 1024, b"b" * 1024)
    found = {left(tmp_path, synced + later, seed)[0] for seed in range(40)}
    assert all(kept[:1024] == b"a" * 1024 for kept in found)
    assert all(set(kept[1024:]) <= set(b"b\0") for kept in found)
    assert b"a" * 1024 in found, "sometimes nothing more is left"
    assert b"a" * 1024 + b"b" * 1024 in found, "sometimes all of it"
    assert any(kept[1024:].count(b"b") == 512 for kept in found), "sometimes half a write"


def test_a_truncation_that_was_not_synced_may_not_have_been(tmp_path):
    found = {left(tmp_path, record("T", DATABASE, 2), seed, b"whole")[0] for seed in range(20)}
    assert found == {b"whole", b"wh"}


def test_a_new_file_is_sure_once_its_folder_was_synced(tmp_path):
    made = record("C", WAL) + record("W", WAL, 0, b"w") + record("S", WAL)
    assert {left(tmp_path, made, seed)[1] for seed in range(20)} == {None, b"w"}
    sure = made + record("S", FOLDER)
    assert {left(tmp_path, sure, 100 + seed)[1] for seed in range(20)} == {b"w"}


def test_a_record_that_the_kill_cut_short_never_happened(tmp_path):
    whole = record("W", DATABASE, 0, b"a") + record("S", DATABASE)
    torn = record("W", DATABASE, 0, b"bcd")[:-1]
    assert left(tmp_path, whole + torn, 1) == (b"a", None)


def test_the_library_sees_what_sqlite_does(tmp_path):
    """A real process: rebuilt from its log alone, the file holds every commit that returned."""
    try:
        preload = library("power", tmp_path)
    except NoCompiler as fault:
        missing(str(fault))
    database, log = tmp_path / "real.db", tmp_path / "real.log"
    code = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('PRAGMA journal_mode=WAL'); c.execute('PRAGMA synchronous=FULL'); c.execute('CREATE TABLE t(n)');"
        "[c.execute('INSERT INTO t VALUES (?)', (n,)) for n in range(50)]; os._exit(0)"
    )
    disk = Disk(database)
    settings = os.environ | {"LD_PRELOAD": str(preload), "POWER_FILE": str(database), "POWER_LOG": str(log)}
    subprocess.run([sys.executable, "-c", code, str(database)], env=settings, check=True, timeout=60)
    disk.replay(log)
    assert disk.synced >= 50
    for seed in range(5):
        disk.cut(random.Random(seed))
        connection = sqlite3.connect(database)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM t").fetchone() == (50,)
        connection.close()


@pytest.mark.parametrize("kept", [True, False])
def test_pieces_of_a_run_add_up(kept):
    """Sums are added, worst cases are kept, and so is what was found."""
    one, other = Totals(acked=5, kills=1, slowest_convergence_s=2.0), Totals(acked=7, kills=2, max_timer_error_s=0.1)
    one.note("cut", in_flight=3)
    other.note("cut", in_flight=8)
    other.note("cut", in_flight=1)
    if not kept:
        other.lost, other.found = 1, ["lost: x"]
    one.add(other)
    assert (one.acked, one.kills, one.slowest_convergence_s, one.max_timer_error_s) == (12, 3, 2.0, 0.1)
    assert one.faults == {"cut": {"times": 3, "in_flight": 8}}
    assert one.clean is kept
    assert one.line().startswith('{"acked": 12, "lost": ')
