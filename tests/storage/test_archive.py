"""The file of a backup: whole or refused, and for its owner alone."""

import os
import random
import stat
import subprocess
from pathlib import Path

import pytest

from facilitation.storage.archive import Damaged, Manifest, keep_newest, pack, read

ABOUT = Manifest(1_796_078_530_000, "sqlite", "0007", "e9be314b9707fc88", "0.1.0", 1, 2)


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A backup of some pages of bytes."""
    data = tmp_path / "data"
    data.write_bytes(random.Random(9).randbytes(20_000))
    path = tmp_path / "one.backup"
    pack(path, data, ABOUT)
    return path


def test_it_gives_back_what_it_was_given(backup: Path, tmp_path: Path):
    """The manifest and every byte."""
    into = tmp_path / "out"
    assert read(backup, into) == ABOUT
    assert into.read_bytes() == (tmp_path / "data").read_bytes()


def test_it_is_for_the_owner_alone_whatever_the_mask(tmp_path: Path):
    """Mode 0600 of the backup, and of what is taken out of it."""
    before = os.umask(0)
    try:
        (tmp_path / "data").write_bytes(b"x")
        pack(tmp_path / "b", tmp_path / "data", ABOUT)
        read(tmp_path / "b", tmp_path / "out")
    finally:
        os.umask(before)
    for name in ("b", "out"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert sorted(file.name for file in tmp_path.iterdir()) == ["b", "data", "out"], "no draft stays"


def test_standard_tools_open_it(backup: Path, tmp_path: Path):
    """Whoever has no Tablée at hand has tar and sha256sum."""
    folder = tmp_path / "opened"
    folder.mkdir()
    subprocess.run(["tar", "-xf", backup, "-C", folder], check=True)
    said = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["manifest.json:", "OK", "data:", "OK"]


def test_it_takes_no_other_files_place(backup: Path, tmp_path: Path):
    """Neither a backup's, nor that of what is taken out."""
    whole = backup.read_bytes()
    with pytest.raises(FileExistsError):
        pack(backup, tmp_path / "data", ABOUT)
    with pytest.raises(FileExistsError):
        read(backup, tmp_path / "data")
    assert backup.read_bytes() == whole


def unharmed(path: Path, whole: bytes, folder: Path) -> bool:
    """Whether a file that was touched is taken; then it gives the same data, else nothing."""
    into = folder / "out"
    into.unlink(missing_ok=True)
    try:
        read(path, into)
    except Damaged:
        assert not into.exists(), "half of it was left there"
        return False
    assert into.read_bytes() == whole
    return True


def test_a_flipped_bit_is_noticed(backup: Path, tmp_path: Path):
    """Anywhere in the file; what may be flipped unnoticed is padding, and then the data is the same."""
    whole, data, taken = backup.read_bytes(), (tmp_path / "data").read_bytes(), 0
    chance = random.Random(28)
    for _ in range(300):
        torn = bytearray(whole)
        torn[chance.randrange(len(torn))] ^= 1 << chance.randrange(8)
        backup.write_bytes(torn)
        taken += unharmed(backup, data, tmp_path)
    assert taken < 150


def test_a_file_that_was_cut_is_noticed(backup: Path, tmp_path: Path):
    """At any length up to the last byte that says something."""
    whole, data = backup.read_bytes(), (tmp_path / "data").read_bytes()
    told = len(whole.rstrip(b"\x00"))
    for length in sorted({0, 1, 511, 512, 513, told - 1, *random.Random(5).sample(range(told), 60)}):
        backup.write_bytes(whole[:length])
        assert not unharmed(backup, data, tmp_path), length


def test_the_newest_stay(tmp_path: Path):
    """Names sort by their instant; other files are nobody's to delete."""
    for name in ("t-1Z.backup", "t-3Z.backup", "t-2Z.backup", "mine.backup"):
        (tmp_path / name).touch()
    assert [path.name for path in keep_newest(tmp_path, "t-*Z.backup", 2)] == ["t-1Z.backup"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.backup", "t-2Z.backup", "t-3Z.backup"]
