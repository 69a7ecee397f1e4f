"""The disk is full: a file system of fixed size, filled to its end while people work. F3. SQLite.

Promised: no acknowledgement of what could not be written (the browser keeps it: « gardé sur cet appareil »; what finds
room in the write-ahead file goes on); the server lives, screens stay; writing goes on within 10 s of room on the disk;
the file is whole and holds what was acknowledged.

Where this process may mount, the disk is a tmpfs; elsewhere the server's files may grow no further (RLIMIT_FSIZE, set
from outside), which SQLite meets as a full disk too.
"""

import contextlib
import os
import resource
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from ..rows import file_of, whole
from ..stage import Stage

SIZE_MB = 64
RESUMED_WITHIN_S = 10.0


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """A file system of fixed size there; False where mounting is not for us."""
    folder.mkdir(exist_ok=True)
    words = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tablee-faults", str(folder)]
    mounted = os.geteuid() == 0 and subprocess.run(words, capture_output=True).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)


def _fill(folder: Path) -> Path:
    """A file that takes all the room there is."""
    path = folder / "ballast"
    with path.open("wb", buffering=0) as ballast, contextlib.suppress(OSError):
        while True:
            ballast.write(bytes(1 << 16))
    with path.open("ab", buffering=0) as ballast, contextlib.suppress(OSError):
        while True:
            ballast.write(bytes(512))
    return path


def strike(stage: Stage, mounted: bool, full_s: float) -> None:
    """Fill the disk, work on, make room again."""
    stage.load.work(1.0)
    before = stage.clocks()
    database = file_of(stage.server.database_url)
    acked = len(stage.history.of("ok"))
    process = stage.server.process
    assert process is not None
    ballast = None
    if mounted:
        ballast = _fill(database.parent)
    else:
        most = max(Path(f"{database}{ending}").stat().st_size for ending in ("", "-wal"))
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    stage.load.work(full_s / 2)
    full = len(stage.history.of("ok"))
    stage.load.work(full_s / 2)
    through = len(stage.history.of("ok")) - full
    waiting = stage.crowd.waiting()
    healthy = stage.server.health() is not None
    if ballast is not None:
        ballast.unlink()
    else:
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    healed_at = time.monotonic()
    stage.load.on = False
    stage.crowd.until(stage.crowd.quiet, "the answers once there is room", 30)
    resumed = time.monotonic() - healed_at
    stage.load.on = True
    stage.converge()
    stage.totals.converged(time.monotonic() - healed_at)
    stage.compare_clocks(before)
    if not healthy or process.poll() is not None:
        raise AssertionError("the server did not live through a full disk")
    said = whole(database)
    if said != "ok":
        raise AssertionError(f"integrity_check: {said}")
    name = "disk_full_tmpfs" if mounted else "disk_full_rlimit"
    stage.totals.note(name, acked_before=acked, waiting=waiting, acked_while_full=through, resumed_s=resumed)
