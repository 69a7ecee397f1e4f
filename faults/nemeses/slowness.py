"""Clients that do not read, and clients that sleep. F8, F9.

Promised: who reads nothing is dropped and slows nobody down; a laptop that wakes shows the right phase within 3 s, its
clock right within 250 ms, and what it was about to send is done once.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.server import ROOT

from ..history import History
from ..people import SOCKET, masked
from ..stage import Stage

CLOCK_WITHIN_S = 0.25


class Ill(AssertionError):
    """A promise was not kept."""


def slow_readers(stage: Stage, seconds: float, readers: int) -> None:
    """Sockets that come in and never read again, beside people at work."""
    process = stage.server.process
    assert process is not None
    usual = _p95(stage, seconds / 2)
    before = _memory_kb(process.pid)
    lines = [_deaf(stage, guest) for guest in stage.room["guests"][:readers]]
    slowed = _p95(stage, seconds)
    grown = max(0, _memory_kb(process.pid) - before)
    dropped = sum(_was_dropped(line) for line in lines)
    stage.totals.note(
        "slow_reader", readers=readers, ack_p95_ms=usual, ack_p95_ms_beside=slowed, kb_each=grown / readers,
        dropped=dropped,
    )  # fmt: skip
    for line in lines:
        line.close()


def _deaf(stage: Stage, guest: dict[str, str]) -> socket.socket:
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.settimeout(10)
    line.connect(("127.0.0.1", stage.server.port))
    here = f"127.0.0.1:{stage.server.port}"
    line.sendall(
        f"GET {SOCKET}{guest['workshop']} HTTP/1.1\r\nHost: {here}\r\nOrigin: http://{here}\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        f"Cookie: {guest['cookie']}\r\n\r\n".encode()
    )
    line.recv(64)
    line.sendall(masked("40" + json.dumps({"seat": guest["seat"], "watch": ["group", "person"]})))
    return line


def _was_dropped(line: socket.socket) -> bool:
    """Whether the server closed it: its pings were never answered."""
    line.settimeout(2)
    try:
        while line.recv(1 << 16):
            pass
    except TimeoutError:
        return False
    except OSError:
        pass
    return True


def _p95(stage: Stage, seconds: float) -> float:
    """Milliseconds within which 95 % of the commands of so many seconds were answered."""
    known = set(stage.history.operations)
    stage.load.work(seconds)
    fresh = [op for key, op in stage.history.operations.items() if key not in known and op.outcome == "ok"]
    waits = sorted((op.ended - op.invoked) * 1000 for op in fresh)
    return waits[len(waits) * 95 // 100] if waits else 0.0


def _memory_kb(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


def sleeper(stage: Stage, seconds: float) -> None:
    """A process of two clients is stopped in the middle of what it says, for longer than the server waits."""
    guests = [guest for guest in stage.room["guests"] if guest["place"] == 2][:2]
    with tempfile.TemporaryDirectory() as folder:
        people, path = Path(folder) / "people.json", Path(folder) / "history.jsonl"
        people.write_text(json.dumps(guests))
        words = [sys.executable, "-m", "faults.asleep", str(people), str(path), str(stage.server.port)]
        process = subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            stage.crowd.until(lambda: path.exists() and path.read_text().count('"ok"') > 5, "the laptop at work", 30)
            stage.load.work(0.5)
            process.send_signal(signal.SIGSTOP)
            stage.load.work(seconds)
            process.send_signal(signal.SIGCONT)
            woke_at = time.monotonic()
            stage.load.on = False
            stage.crowd.until(stage.crowd.quiet, "the last answers", 30)
            versions = {p.table: p.version("group") for p in stage.crowd.people}
            process.stdin.write(json.dumps(versions) + "\n")
            process.stdin.flush()
            told = json.loads(process.stdout.readline())
        finally:
            process.kill()
            process.wait(10)
        seconds_awake = told["right_at"] - woke_at
        stage.history.merge(path)
        late = History()
        late.merge(path)
        stage.totals.note("sleeping_laptop", acked=len(late.of("ok")), right_s=seconds_awake, clock_s=told["clock_s"])
        if told["clock_s"] > CLOCK_WITHIN_S:
            raise Ill(f"the laptop's clock is off by {told['clock_s']:.3f} s")
        stage.load.on = True
