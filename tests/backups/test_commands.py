"""``flask backup`` and ``flask restore`` on both databases: what comes back, what does not, and what is refused."""

import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask_migrate import downgrade

from facilitation.storage import archive
from facilitation.storage.exclusive import hold_database
from facilitation.storage.sound import file_of
from tests.backups.places import Place, copying
from tests.databases import KINDS, database
from tests.service.situations import CLIENT

Places = tuple[Place, Place]


@pytest.fixture(params=KINDS)
def places(request, tmp_path: Path) -> Iterator[Places]:
    """A place with data to come, and another machine's."""
    copying(request.param)
    with database(request.param, tmp_path) as one, database(request.param, tmp_path) as two:
        yield Place(tmp_path / "one", one).made(), Place(tmp_path / "two", two)


@pytest.fixture
def file(tmp_path: Path) -> str:
    """Where the backup goes."""
    return str(tmp_path / "the.backup")


def test_what_was_there_comes_back_elsewhere(places: Places, file: str):
    """Every row of every table, on a machine that has nothing yet; the file is for its owner alone."""
    here, there = places
    served = here.served()
    served.workshop("mot")
    assert "1 workshops, 6 people" in here.flask("backup", file).output, "beside a house that works"
    served.close()
    assert stat.S_IMODE(Path(file).stat().st_mode) == 0o600
    said = there.flask("restore", file).output
    assert there.rows() == here.rows()
    assert there.verified()
    assert "mot-client" in there.words()
    assert "NOT KNOWN HERE" in said, "a machine that has nothing does not know what was erased"
    assert "ANOTHER KEY" not in said
    assert "is kept" not in said


def test_data_is_replaced_when_asked_and_kept_aside(places: Places, file: str):
    """Refused otherwise, and then nothing changes; another key is told."""
    here, _there = places
    served = here.served()
    served.workshop("premier")
    here.flask("backup", file)
    served.workshop("second")
    served.close()
    before = here.rows()
    refused = here.flask("restore", file, good=False)
    assert "--replace" in refused.output
    assert here.rows() == before
    here.secret = "another secret of the tests, for another place"
    said = here.flask("restore", file, "--replace").output
    assert "ANOTHER KEY" in said
    assert "premier-client" in here.words()
    assert "second-client" not in here.words()
    kept = said.split("is kept: ")[1].split(". Delete")[0]
    aside = Place(here.folder, f"sqlite:///{kept}")
    if kept.startswith("the schema "):
        aside.url = f"{here.url}?options=-csearch_path={kept.removeprefix('the schema ')}"
    assert aside.rows() == before


def test_what_was_erased_since_does_not_come_back(places: Places, file: str):
    """A person and a workshop: known by the data that is replaced, and remembered for the next time."""
    here, _there = places
    served = here.served()
    room, other = served.workshop("gardé"), served.workshop("parti")
    here.flask("backup", file)
    served.house.privacy.erase(room.person(CLIENT).person)
    served.house.workshops.remove(other.workshop.id)
    served.close()
    for _ in range(2):
        said = here.flask("restore", file, "--replace").output
        assert "1 people, 1 workshops" in said
        words = here.words()
        assert "gardé-other" in words
        assert "gardé-client" not in words
        assert "parti-" not in words
        assert here.verified()
    source = file_of(here.url)
    assert source is None or "gardé-client".encode() not in source.read_bytes()


def test_a_later_copy_tells_what_was_erased(places: Places, file: str, tmp_path: Path):
    """Where the data that knew is lost: the next backup knows it too."""
    here, there = places
    served = here.served()
    room = served.workshop("gardé")
    here.flask("backup", file)
    served.house.privacy.erase(room.person(CLIENT).person)
    here.flask("backup", str(tmp_path / "later.backup"))
    served.close()
    said = there.flask("restore", file, "--erasures", str(tmp_path / "later.backup")).output
    assert "1 people, 0 workshops" in said
    assert "gardé-client" not in there.words()
    assert "gardé-other" in there.words()
    assert there.verified()


def test_nothing_is_restored_beside_a_server(places: Places, file: str):
    """Somebody who serves the data holds it."""
    here, _there = places
    here.flask("backup", file)
    held = hold_database(here.url, alone=False)
    before = here.rows()
    assert "Stop the server first" in here.flask("restore", file, good=False).output
    held.release()
    assert here.rows() == before
    here.flask("restore", file)


def test_a_journal_that_differs_is_refused(places: Places, file: str):
    """Unless it is accepted; a refusal leaves everything as it was."""
    here, there = places
    served = here.served()
    room = served.workshop("mot")
    served.house.engine.dispose()
    with served.house.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE groups SET step = step + 1 WHERE id = '{room.table()}'")
    here.flask("backup", file)
    served.house.close()
    served.house.engine.dispose()
    refused = there.flask("restore", file, good=False)
    assert room.table() in refused.output
    assert "Nothing was changed" in refused.output
    before = here.rows()
    here.flask("restore", file, "--replace", good=False)
    assert here.rows() == before
    there.flask("restore", file, "--anyway")
    assert there.rows() == before


def test_an_earlier_shape_is_brought_up(places: Places, file: str):
    """A backup of the version before; who was erased then is remembered."""
    here, there = places
    served = here.served()
    room = served.workshop("mot")
    served.house.privacy.erase(room.person(CLIENT).person)
    served.close()
    with served.app.app_context():
        downgrade(revision="0006")
        served.app.extensions["sqlalchemy"].engine.dispose()
    here.flask("backup", file)
    assert archive.read(Path(file)).shape == "0006"
    there.flask("restore", file)
    assert room.person(CLIENT).person in str(there.rows()["erasures"])
    assert there.verified()


def test_what_cannot_be_used_is_refused_in_one_sentence(places: Places, file: str, tmp_path: Path):
    """Not there, no backup, another database's, a later version's."""
    here, _there = places
    data = tmp_path / "data"
    data.write_bytes(b"?")
    kind = "sqlite" if file_of(here.url) else "postgresql"
    about = {"at": 0, "shape": "0007", "key": "", "version": "9.9", "workshops": 0, "people": 0}
    archive.pack(tmp_path / "other", data, archive.Manifest(kind="oracle", **about))
    archive.pack(tmp_path / "later", data, archive.Manifest(kind=kind, **about | {"shape": "9999"}))
    archive.pack(tmp_path / "hollow", data, archive.Manifest(kind=kind, **about))
    before = here.rows()
    names = ("absent", "data", "other", "later", "hollow")
    for name, told in zip(names, ("absent", "no backup", "oracle", "9.9", "Nothing was changed"), strict=True):
        said = here.flask("restore", str(tmp_path / name), good=False).output
        assert told in said
        assert len(said.strip().splitlines()) == 1, said
        assert here.rows() == before


@pytest.mark.parametrize("url", ["postgresql+psycopg2://127.0.0.1:1/nobody", "sqlite:////nowhere/at/all.db"])
def test_a_database_that_is_away_is_one_sentence(tmp_path: Path, url: str):
    """No traceback for whoever typed a wrong address, and nothing is left."""
    said = Place(tmp_path / "one", url).flask("backup", str(tmp_path / "b"), good=False).output
    assert "Nothing was changed" in said
    assert "Traceback" not in said
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_the_newest_backups_stay(places: Places, tmp_path: Path):
    """In a folder each has the name of its instant, and as many stay as were asked for."""
    here, _there = places
    folder = tmp_path / "nightly"
    folder.mkdir()
    for number in range(3):
        (folder / f"tablee-2024040{number + 1}T030000Z.backup").touch()
    said = here.flask("backup", str(folder), "--keep", "2").output
    assert said.count("Deleted") == 2
    names = sorted(path.name for path in folder.iterdir())
    assert names[0] == "tablee-20240403T030000Z.backup"
    assert len(names) == 2
    assert archive.read(folder / names[1]).people == 0
    for wrong in ([str(folder / names[1])], [str(tmp_path / "a"), "--keep", "2"], [str(tmp_path / "no" / "a")]):
        assert "Nothing was changed" in here.flask("backup", *wrong, good=False).output


def test_postgresql_s_programs_are_named_where_they_are_missing(tmp_path: Path, monkeypatch):
    """And no password is an argument, which everybody on the machine may read."""
    with database("postgresql", tmp_path) as url:
        here = Place(tmp_path / "one", url).made()
        monkeypatch.setenv("PATH", str(tmp_path))
        assert "apt install postgresql-client" in here.flask("backup", str(tmp_path / "b"), good=False).output
        spy = tmp_path / "pg_dump"
        spy.write_text('#!/bin/sh\necho "$@" > "$0.said"; echo "$PGPASSWORD" > "$0.password"; exit 1\n')
        spy.chmod(0o700)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/usr/bin{os.pathsep}/bin")
        user, rest = url.split("@")
        here.url = f"{user}:hush@{rest}"
        assert "pg_dump failed" in here.flask("backup", str(tmp_path / "b"), good=False).output
        assert "hush" not in (tmp_path / "pg_dump.said").read_text()
        assert (tmp_path / "pg_dump.password").read_text() == "hush\n"
        assert not list(tmp_path.glob("*.partial"))
        assert subprocess.run(["ls", "-A", tmp_path], capture_output=True, text=True).stdout.count("tablee-") == 0
