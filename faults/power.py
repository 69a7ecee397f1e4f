"""What a power cut leaves of an SQLite database: what was synced, and of the rest whatever chance kept.

``power.c`` records what the server process did to its files; here the files are built again as a disk without power
would hold them. A write that was not synced may be there whole, in part (sectors of 512 bytes), or not at all, in any
order; a file that was made or removed may be back as long as its folder was not synced.
"""

import random
import struct
from dataclasses import dataclass, field
from pathlib import Path

HEAD = struct.Struct("<cBQQ")
SECTOR = 512
ENDINGS = ("", "-wal", "-journal")
FOLDER = 255


@dataclass
class Change:
    """Something done to a file and not synced yet."""

    what: str
    offset: int
    bytes: bytes


@dataclass
class File:
    """One file on the disk. ``there``: whether its name is."""

    there: bool = False
    kept: bytearray = field(default_factory=bytearray)
    since: list[Change] = field(default_factory=list)
    names: list[bool] = field(default_factory=list)
    """What its name became since the folder was synced: made (True), removed (False)."""


def _apply(kept: bytearray, change: Change, bytes_: bytes | None = None) -> None:
    if change.what == "T":
        del kept[change.offset :]
        kept.extend(bytes(change.offset - len(kept)))
        return
    data = change.bytes if bytes_ is None else bytes_
    kept.extend(bytes(max(0, change.offset - len(kept))))
    kept[change.offset : change.offset + len(data)] = data


class Disk:
    """The files of one database, as of the start of the server, and what the log says happened since."""

    def __init__(self, database: Path) -> None:
        self.database = database
        self.files = {}
        self.synced = self.writes = 0
        for number, path in self._paths():
            there = path.exists()
            self.files[number] = File(there, bytearray(path.read_bytes() if there else b""))

    def _paths(self) -> list[tuple[int, Path]]:
        return [(i, Path(str(self.database) + ending)) for i, ending in enumerate(ENDINGS, 1)]

    def replay(self, log: Path) -> None:
        """Take in the whole log. A record that the kill cut short never happened."""
        said = log.read_bytes() if log.exists() else b""
        at = 0
        while at + HEAD.size <= len(said):
            what, number, offset, size = HEAD.unpack_from(said, at)
            at += HEAD.size
            if at + size > len(said):
                break
            self._happened(what.decode(), number, offset, said[at : at + size])
            at += size

    def _happened(self, what: str, number: int, offset: int, data: bytes) -> None:
        if number == FOLDER:
            if what == "S":
                for file in self.files.values():
                    file.there, file.names = (file.names[-1] if file.names else file.there), []
            return
        file = self.files[number]
        match what:
            case "C":
                file.names.append(True)
                file.kept, file.since = bytearray(), []
            case "U":
                file.names.append(False)
            case "S":
                self.synced += 1
                for change in file.since:
                    _apply(file.kept, change)
                file.since = []
            case _:
                self.writes += 1
                file.since.append(Change(what, offset, data))

    def cut(self, chance: random.Random) -> int:
        """Write the files as the cut left them; how many unsynced changes there were."""
        unsynced = 0
        manner = chance.choice(("none", "some", "torn", "first"))
        for number, path in self._paths():
            file = self.files[number]
            unsynced += len(file.since) + len(file.names)
            there = chance.choice([file.there, *file.names])
            changes = file.since[: chance.randint(0, len(file.since))] if manner == "first" else file.since
            for change in changes:
                _survive(file.kept, change, manner, chance)
            path.unlink(missing_ok=True)
            if there:
                path.write_bytes(file.kept)
            file.there, file.since, file.names = there, [], []
        Path(f"{self.database}-shm").unlink(missing_ok=True)  # shared memory: gone with the power

        return unsynced


def _survive(kept: bytearray, change: Change, manner: str, chance: random.Random) -> None:
    if manner == "none" or (manner != "first" and chance.random() < 0.5):
        return
    if manner == "torn" and change.what == "W":
        for start in range(0, len(change.bytes), SECTOR):
            if chance.random() < 0.5:
                piece = change.bytes[start : start + SECTOR]
                _apply(kept, Change("W", change.offset + start, piece))
        return
    _apply(kept, change)
