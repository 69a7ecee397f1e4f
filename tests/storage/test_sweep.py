"""After an erasure no page of SQLite's file keeps a copy: neither where a row was, nor where it once was."""

import random
import sqlite3
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from facilitation.service import writer as writer_module
from facilitation.service.house import House
from facilitation.storage.engine import Unswept, open_engine, sweep
from facilitation.storage.models import Base
from facilitation.storage.workshops import DAY_MS
from tests.builders import Hands, house_on, open_workshop, settle
from tests.databases import database

MOST_TRIES = 60
"""A copy is left behind when a page was full at the wrong moment: about every third file has one."""


def bytes_of(engine: Engine) -> bytes:
    """Everything that stands beside the database and in it."""
    folder = Path(engine.url.database or "").parent
    return b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())


def write_and_erase(engine: Engine, seed: int) -> None:
    """Rows of two people that grow and move from page to page; then the words of one of them are erased."""
    chance = random.Random(seed)
    Base.metadata.create_all(engine)
    written: list[tuple[str, str]] = []
    with engine.connect() as connection:
        for number in range(400):
            id, who = f"{chance.getrandbits(64):016x}", chance.choice(["ALICE", "BASILE"])
            written.append((id, who))
            row = {"id": id, "name": f"{who} {number} " + "x" * chance.randrange(10, 900)}
            connection.execute(text("INSERT INTO accounts VALUES (:id, :name, :id, '', 1)"), row)
            if number % 7 == 0:
                again, whose = chance.choice(written)
                row = {"id": again, "name": f"{whose} again " + "y" * chance.randrange(5, 1200)}
                connection.execute(text("UPDATE accounts SET name = :name WHERE id = :id"), row)
            connection.commit()
        for id, who in written:
            if who == "ALICE":
                connection.execute(text("UPDATE accounts SET name = '' WHERE id = :id"), {"id": id})
        connection.commit()


def checkpointed(engine: Engine) -> bytes:
    """What stands in the file when the write-ahead file was only emptied."""
    with sqlite3.connect(engine.url.database or "") as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return bytes_of(engine)


def test_a_sweep_leaves_no_copy_of_a_row_that_moved(tmp_path: Path) -> None:
    """Emptying the log leaves one in some files, although ``secure_delete`` is on; a sweep leaves none in any."""
    left_before = 0
    for seed in range(MOST_TRIES):
        with database("sqlite", tmp_path) as url:
            engine = open_engine(url)
            write_and_erase(engine, seed)
            left_before += b"ALICE" in checkpointed(engine)
            sweep(engine)
            everything = bytes_of(engine)
            engine.dispose()
            assert b"ALICE" not in everything, seed
            assert b"BASILE" in everything
        if left_before:
            return
    pytest.fail("no file had a copy: this test proves nothing any more")


def test_a_sweep_waits_for_who_reads_and_comes_back(tmp_path: Path) -> None:
    """Nobody is held up for long: the sweep gives way, says so, and the writer tries again by itself."""
    with database("sqlite", tmp_path) as url:
        house, _ = house_on(url)
        room = open_workshop(house, people=2)
        seat = room.person(1)
        room.do(seat, "propose_case", None, title="XYLOPHAGE")
        with house.engine.connect() as reader:
            reader.execute(text("SELECT * FROM cases")).all()
            with pytest.raises(Unswept):
                sweep(house.engine)
            house.privacy.erase(seat.person)
            assert b"XYLOPHAGE" in bytes_of(house.engine)
        until = time.monotonic() + 30
        while b"XYLOPHAGE" in bytes_of(house.engine):
            assert time.monotonic() < until, "the writer never swept again"
            time.sleep(0.1)
        house.close()
        house.engine.dispose()


def asked_of(house: House, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Every sweep that this house's writer asks for from now on: whether the file was written anew before."""
    asked: list[bool] = []

    def spied(engine: Engine, rewritten: bool = False) -> None:
        asked.append(rewritten)
        sweep(engine, rewritten)

    monkeypatch.setattr(writer_module, "sweep", spied)
    return asked


def test_who_reads_for_long_does_not_slow_every_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One rewriting of the file, then nothing for a while however much is committed, then only the log is emptied."""
    monkeypatch.setattr(writer_module, "SWEEP_AGAIN_S", 3)
    with database("sqlite", tmp_path) as url:
        house, _ = house_on(url)
        room = open_workshop(house, people=2)
        seat = room.person(1)
        room.do(seat, "propose_case", None, title="XYLOPHAGE")
        asked = asked_of(house, monkeypatch)
        with house.engine.connect() as reader:
            reader.execute(text("SELECT * FROM cases")).all()
            house.privacy.erase(seat.person)
            for _ in range(5):
                settle(house)
            assert asked == [False]
        until = time.monotonic() + 30
        while len(asked) < 2 or b"XYLOPHAGE" in bytes_of(house.engine):
            assert time.monotonic() < until, "the writer never swept again"
            time.sleep(0.1)
        assert asked == [False, True]
        house.close()
        house.engine.dispose()


def test_the_daily_sweep_waits_for_workshops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not between the start and the end, nor while a table runs, but two days late at the latest."""
    with database("sqlite", tmp_path) as url:
        hands = Hands()
        house, _ = house_on(url, hands)
        asked = asked_of(house, monkeypatch)

        def swept() -> bool:
            before = len(asked)
            house.retention.sweep()
            settle(house)
            return len(asked) > before

        first = open_workshop(house, people=2)
        assert swept(), "at the start of the server, after what may have been a crash"
        house.workshops.close(first.workshop.id)
        hands.pass_(DAY_MS)
        room = open_workshop(house, people=2)
        assert not swept(), "a workshop has begun"
        room.bring("framing")
        hands.pass_(DAY_MS // 2)
        assert not swept(), "its day is over, but a table runs"
        house.privacy.erase(room.person(1).person)
        settle(house)
        assert len(asked) == 2, "an erasure waits for nobody"
        house.workshops.close(room.workshop.id)
        assert swept()
        hands.pass_(DAY_MS)
        late = open_workshop(house, people=2)
        late.bring("framing")
        hands.pass_(2 * DAY_MS - 1)
        assert not swept()
        hands.pass_(1)
        assert swept()
        house.close()
        house.engine.dispose()


def test_postgresql_is_asked_for_a_vacuum_of_every_table(tmp_path: Path) -> None:
    """Of each table that holds a word; a vacuum that was not done would leave its count at zero."""
    with database("postgresql", tmp_path) as url:
        house, _ = house_on(url)
        room = open_workshop(house, people=2)
        room.do(room.person(1), "propose_case", None, title="XYLOPHAGE")
        house.privacy.erase(room.person(1).person)
        house.close()  # after what is waiting, the sweep included
        asked = text("SELECT relname FROM pg_stat_user_tables WHERE vacuum_count > 0")
        until = time.monotonic() + 30
        with house.engine.connect() as connection:
            while not {t.name for t in Base.metadata.sorted_tables} <= set(connection.scalars(asked)):
                assert time.monotonic() < until, "not every table was vacuumed"
                connection.rollback()
                time.sleep(0.1)
        house.engine.dispose()
