"""A file of SQLite that is not whole is recognised, said in one sentence, and makes way for a backup."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from facilitation.storage.sound import damage, file_of
from tests.backups.places import Place

PAGE = 4096


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """An afternoon's data, at rest, and its backup beside it."""
    folder = tmp_path_factory.mktemp("whole")
    place = Place(folder, f"sqlite:///{folder / 'tablee.db'}").made()
    served = place.served()
    served.workshop("mot")
    served.close()
    place.flask("backup", str(folder / "good.backup"))
    return place


@pytest.fixture
def whole(place: Place) -> bytes:
    """The bytes of the file."""
    file = file_of(place.url)
    assert file is not None
    return file.read_bytes()


def test_a_whole_file_is_whole(place: Place, whole: bytes, tmp_path: Path):
    """So are one that is empty and one that is not there yet."""
    for name, content in (("whole", whole), ("empty", b"")):
        (tmp_path / name).write_bytes(content)
        assert damage(tmp_path / name) is None
    assert damage(tmp_path / "absent") is None


@pytest.mark.parametrize("quick", [False, True])
def test_every_page_is_missed(whole: bytes, tmp_path: Path, quick: bool):
    """Whichever page of the file is blank, also by the look of a server that starts."""
    path = tmp_path / "torn.db"
    for start in range(0, len(whole), PAGE):
        path.write_bytes(whole[:start] + bytes(PAGE) + whole[start + PAGE :])
        assert damage(path, quick), f"page {start // PAGE + 1} of {len(whole) // PAGE}"


def test_every_end_is_missed(whole: bytes, tmp_path: Path):
    """Wherever the file was cut."""
    path = tmp_path / "cut.db"
    for length in random.Random(28).sample(range(1, len(whole)), 40):
        path.write_bytes(whole[:length])
        assert damage(path), length


def test_nothing_but_a_sentence_comes_of_flipped_bits(whole: bytes, tmp_path: Path):
    """SQLite sees many, not all: what it says is one line, and it never raises."""
    chance, path, seen = random.Random(3), tmp_path / "flipped.db", 0
    for _ in range(60):
        torn = bytearray(whole)
        for _bit in range(5):
            torn[chance.randrange(len(torn))] ^= 1 << chance.randrange(8)
        path.write_bytes(torn)
        fault = damage(path)
        seen += fault is not None
        assert fault is None or (fault and "\n" not in fault)
    assert seen > 10


def test_a_file_that_somebody_else_holds_is_not_damaged(whole: bytes, tmp_path: Path):
    """Nor is one on a full disk: nobody is told to put a backup in the place of good data."""
    path = tmp_path / "held.db"
    path.write_bytes(whole)
    with closing(sqlite3.connect(path)) as holder:
        holder.execute("PRAGMA locking_mode=EXCLUSIVE")
        holder.execute("CREATE TABLE mine (word TEXT)")
        with pytest.raises(sqlite3.OperationalError), closing(sqlite3.connect(path, timeout=0)) as other:
            other.execute("SELECT * FROM mine")
        assert damage(path) is None


def test_a_damaged_file_makes_way_for_a_backup(place: Place, whole: bytes, tmp_path: Path):
    """It is copied by nobody and changed by nobody; « --replace » keeps it aside as it is."""
    torn = whole[: 3 * PAGE] + bytes(PAGE) + whole[4 * PAGE :]
    file = tmp_path / "tablee.db"
    file.write_bytes(torn)
    here = Place(tmp_path, f"sqlite:///{file}")
    good = str(place.folder / "good.backup")
    assert "damaged" in here.flask("backup", str(tmp_path / "bad.backup"), good=False).output
    assert "restore BACKUP --replace" in here.flask("db", "upgrade", good=False).output
    assert "--replace" in here.flask("restore", good, good=False).output
    assert file.read_bytes() == torn
    said = here.flask("restore", good, "--replace").output
    assert "NOT KNOWN HERE" in said, "a damaged file cannot say what was erased"
    assert here.rows() == place.rows()
    (aside,) = tmp_path.glob("tablee.db.before-*")
    assert aside.read_bytes() == torn
