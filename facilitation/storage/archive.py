"""The file of a backup: a plain tar of a manifest, the data, and the checksums of both in the form of ``sha256sum``.

One file, so that nothing is kept apart from what proves it; ``tar xf FILE && sha256sum -c SHA256SUMS`` opens it
without Tablée. Standard library only.
"""

import hashlib
import json
import os
import shutil
import tarfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path

MANIFEST, DATA, SUMS = "manifest.json", "data", "SHA256SUMS"
CHUNK = 1 << 20


class Damaged(Exception):
    """The file is no whole backup; the message says in what."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself; counts only, nothing about anybody. ``at`` is an instant, ``key`` a fingerprint of
    the server's secret, ``kind`` sqlite or postgresql, ``shape`` the revision of the database."""

    at: int
    kind: str
    shape: str
    key: str
    version: str
    workshops: int
    people: int
    form: int = 1


def private(path: Path) -> int:
    """A new file for the owner's eyes alone, whatever the umask; its descriptor. Raises FileExistsError."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)


def settle(path: Path) -> None:
    """Return once this file, or the names in this folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def pack(path: Path, data: Path, manifest: Manifest) -> None:
    """Write the backup at ``path``, which appears whole or not at all. Raises FileExistsError, OSError."""
    draft = path.with_name(f"{path.name}.partial")
    draft.unlink(missing_ok=True)
    head = json.dumps(asdict(manifest), indent=1).encode()
    sums = _sums(hashlib.sha256(head).hexdigest(), _sum_of(data))
    try:
        with os.fdopen(private(draft), "wb") as file:
            with tarfile.open(fileobj=file, mode="w") as tar:
                _add(tar, MANIFEST, head)
                entry = tarfile.TarInfo(DATA)
                entry.size, entry.mode = data.stat().st_size, 0o600
                with data.open("rb") as source:
                    tar.addfile(entry, source)
                _add(tar, SUMS, sums)
            file.flush()
            os.fsync(file.fileno())
        read(draft)
        if path.exists():
            raise FileExistsError(path)
        draft.rename(path)
        settle(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def read(path: Path, into: Path | None = None) -> Manifest:
    """The manifest, once every byte was compared with its checksum; the data goes to the new file ``into``.

    Raises Damaged (and then leaves no file), FileNotFoundError, FileExistsError.
    """
    handle = private(into) if into else os.open(os.devnull, os.O_WRONLY)
    try:
        with os.fdopen(handle, "wb") as target:
            manifest = _read(path, target)
            if into:
                target.flush()
                os.fsync(target.fileno())
            return manifest
    except BaseException:
        if into:
            into.unlink(missing_ok=True)
        raise


def _read(path: Path, target: object) -> Manifest:
    if not path.is_file():
        raise FileNotFoundError(path)
    found: dict[str, str] = {}
    small: dict[str, bytes] = {}
    try:
        with tarfile.open(path, mode="r:") as tar:
            for entry in tar:
                source = tar.extractfile(entry)
                if source is None or entry.name not in (MANIFEST, DATA, SUMS) or entry.name in found:
                    raise Damaged("it holds what no backup holds")
                kept = BytesIO() if entry.name != DATA else target
                counted = _Summed(kept)
                shutil.copyfileobj(source, counted, CHUNK)  # type: ignore[misc]
                found[entry.name] = counted.sum.hexdigest()
                if isinstance(kept, BytesIO):
                    small[entry.name] = kept.getvalue()
    except (tarfile.TarError, EOFError, ValueError) as fault:
        raise Damaged("it is no backup of Tablée, or its beginning or its end is lost") from fault
    if found.keys() != {MANIFEST, DATA, SUMS}:
        raise Damaged("a part of it is missing")
    if small[SUMS] != _sums(found[MANIFEST], found[DATA]):
        raise Damaged("its bytes are not those that were written: the checksum differs")
    told = json.loads(small[MANIFEST])
    if told.get("form") != Manifest.form:
        raise Damaged(f"it has the form {told.get('form')}, which this version does not know")
    return Manifest(**told)


class _Summed:
    """Writes on, and sums what it wrote."""

    def __init__(self, target: object) -> None:
        self.sum = hashlib.sha256()
        self._target = target

    def write(self, chunk: bytes) -> int:
        self.sum.update(chunk)
        return int(self._target.write(chunk))  # type: ignore[attr-defined]


def _sums(manifest: str, data: str) -> bytes:
    return f"{manifest}  {MANIFEST}\n{data}  {DATA}\n".encode()


def _sum_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, BytesIO(content))


def keep_newest(folder: Path, pattern: str, count: int) -> list[Path]:
    """Delete all but the newest ``count`` files whose names fit; names sort by their instant. What was deleted."""
    gone = sorted(folder.glob(pattern))[:-count]
    for path in gone:
        with suppress(FileNotFoundError):
            path.unlink()
    return gone
