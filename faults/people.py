"""Clients of bytes, many in one loop: a seat, a WebSocket, the last snapshot of each audience, commands until answered.

They behave as the browser does: what is not acknowledged is sent again under its id, over each new line, until it is.
"""

import json
import random
import re
import secrets
import select
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from bench.crowd import masked

from .history import History

SOCKET = "/socket.io/?EIO=4&transport=websocket&w="
HEAD = re.compile(rb'42\["snapshot",\{"audience":"([a-z]+:[\w-]+)","version":(-?\d+)')
STEP = re.compile(rb'"step":(\d+)')
ANSWER = re.compile(rb"43(\d+)")
ANSWER_WITHIN_S = 3.0
"""Then a command is sent again, as by the browser."""
SLOW_DOWN_S = 0.25
BACK_S = (0.2, 1.0)
"""The shortest and the longest wait before a line is opened again, as in the browser's first half minute."""
OPENED_WITHIN_S = 5.0
SILENCE_S = 16.0
"""Without a word of the server, which pings every 8 seconds, the line is given up."""


@dataclass
class Pending:
    """A command that waits for its acknowledgement."""

    id: str
    message: str
    due: float = 0.0
    """When it is sent again."""
    numbers: list[int] = field(default_factory=list)
    then: Callable[[dict[str, Any]], None] | None = None


class Person:
    """One seat on one device, and its line."""

    def __init__(self, guest: dict[str, Any], watch: tuple[str, ...], port: int, history: History) -> None:
        self.guest = guest
        self.seat, self.id, self.table = guest["seat"], guest["person"], guest["table"]
        self.name = guest.get("name", self.seat)
        self.watch, self.port, self.history = watch, port, history
        self.sock: socket.socket | None = None
        self.state = "away"
        self.held = b""
        self.opened_at = self.heard_at = self.retry_at = 0.0
        self.tries = 0
        self.first: set[str] = set()
        """The kinds of audience that this connection was sent."""
        self.shown: dict[str, tuple[int, bytes]] = {}
        self.pending: dict[str, Pending] = {}
        self.asked: dict[int, str] = {}
        self.number = 0
        self.forgetful = 0.0
        """The share of acknowledgements that get lost on their way."""
        self.ahead = 0.0
        """The server's milliseconds minus ours (monotonic), from the fastest trip since the line was opened."""
        self.trip = 0.0
        self.clocks: dict[int, float] = {}
        self.raw: dict[int, Callable[[dict[str, Any]], None]] = {}
        """Who hears the answers to what no page of ours would send."""
        self.beats: list[float] = []
        self.connections = 0
        self.chance = random.Random(self.seat)

    # --- The line

    def open(self, poll: select.epoll, people: dict[int, "Person"]) -> None:
        """Ask for a WebSocket; what follows comes as it is read."""
        now = time.monotonic()
        try:
            sock = socket.create_connection(("127.0.0.1", self.port), timeout=0.5)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            here = f"127.0.0.1:{self.port}"
            sock.sendall(
                f"GET {SOCKET}{self.guest['workshop']} HTTP/1.1\r\nHost: {here}\r\nOrigin: http://{here}\r\n"
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie: {self.guest['cookie']}\r\n\r\n".encode()
            )
        except OSError:
            self.later(now)
            return
        sock.setblocking(False)
        self.sock, self.state, self.held, self.first = sock, "opening", b"", set()
        self.opened_at = self.heard_at = now
        people[sock.fileno()] = self
        poll.register(sock.fileno(), select.EPOLLIN)

    def later(self, now: float) -> None:
        """Try again after a while, longer each time."""
        shortest, longest = BACK_S
        whole = min(longest, shortest * 2**self.tries)
        self.tries += 1
        self.state, self.retry_at = "away", now + self.chance.uniform(shortest, whole)

    def close(self, poll: select.epoll, people: dict[int, "Person"]) -> None:
        """The line is gone."""
        if self.sock is not None:
            people.pop(self.sock.fileno(), None)
            with suppress(OSError):
                poll.unregister(self.sock.fileno())
            self.sock.close()
        self.sock, self.state, self.asked = None, "away", {}
        self.later(time.monotonic())

    def say(self, words: str) -> None:
        """One text; a line that is full or gone is noticed by the reader."""
        if self.sock is not None:
            with suppress(OSError):
                self.sock.send(masked(words))

    @property
    def live(self) -> bool:
        """Whether this connection was sent everything it watches."""
        return self.state == "in" and len(self.first) == len(self.watch)

    # --- What arrives

    def hear(self, data: bytes) -> bool:
        """Take in what was read; False when the server refused the line."""
        self.heard_at = time.monotonic()
        self.held += data
        if self.state == "opening":
            head, end, rest = self.held.partition(b"\r\n\r\n")
            if not end:
                return True
            if b" 101 " not in head[:16]:
                return False
            self.state, self.held = "greeting", rest
        at, held, size = 0, self.held, len(self.held)
        while size - at >= 2:
            length, body = held[at + 1] & 127, at + 2
            if length == 126:
                length, body = int.from_bytes(held[at + 2 : at + 4], "big"), at + 4
            elif length == 127:
                length, body = int.from_bytes(held[at + 2 : at + 10], "big"), at + 10
            if body + length > size:
                break
            if held[at] & 15 == 8:
                return False
            if not self._frame(held[body : body + length]):
                return False
            at = body + length
        self.held = held[at:]
        return True

    def _frame(self, words: bytes) -> bool:
        if words.startswith(b'42["snapshot"'):
            self._snapshot(words)
        elif words.startswith(b"43"):
            self._answer(words)
        elif words == b"2":
            self.say("3")
        elif words.startswith(b"0"):
            self.say("40" + json.dumps({"seat": self.seat, "watch": list(self.watch)}))
        elif words.startswith(b"40"):
            self.state, self.tries, self.trip = "in", 0, 0.0
            self.connections += 1
            self.ask_time()
            for pending in self.pending.values():
                self.send(pending)
        elif words.startswith(b'42["heartbeat"'):
            self.beats.append(self.heard_at)
            self._heartbeat(json.loads(words[2:])[1])
        return not words.startswith((b"44", b"41"))

    def _snapshot(self, words: bytes) -> None:
        found = HEAD.match(words)
        if found is None:
            return
        audience, version = found[1].decode(), int(found[2])
        self.first.add(audience.partition(":")[0])
        self.history.read(self.name, audience, version)
        known = self.shown.get(audience)
        if known is None or version >= known[0]:
            self.shown[audience] = (version, words)

    def _heartbeat(self, body: dict[str, Any]) -> None:
        said = body["versions"]
        for audience, (version, _) in self.shown.items():
            if said.get(audience.replace("hosts:", "group:"), -1) > version:
                versions = {audience: version for audience, (version, _) in self.shown.items()}
                self.say("42" + json.dumps(["resync", {"seat": self.seat, "versions": versions}]))
                return

    def _answer(self, words: bytes) -> None:
        found = ANSWER.match(words)
        number = int(found[1]) if found else -1
        answer = json.loads(words[found.end() :])[0] if found else {}
        if number in self.clocks:
            trip = (self.heard_at - self.clocks.pop(number)) * 1000
            if not self.trip or trip < self.trip:
                self.trip, self.ahead = trip, answer["now"] - (self.heard_at * 1000 - trip / 2)
            return
        if number in self.raw:
            self.raw.pop(number)(answer)
            return
        id = self.asked.pop(number, None)
        if id is None:
            return
        pending = self.pending.get(id)
        if answer.get("refusal") in ("too_fast", "try_again"):
            if pending is not None:
                pending.due = self.heard_at + SLOW_DOWN_S
            return
        if pending is not None and self.chance.random() < self.forgetful:
            pending.due = (
                self.heard_at
            )  # it got lost on its way: the same message goes again, and must be answered alike
            self.history.answered(id, self.id, answer)
            return
        self.history.answered(id, self.id, answer)
        if pending is not None:
            del self.pending[id]
            if pending.then is not None:
                pending.then(answer)

    # --- What is said

    def ask_time(self) -> None:
        """One round trip; the answer moves ``ahead``."""
        self.number += 1
        self.clocks[self.number] = time.monotonic()
        self.say(f'42{self.number}["clock",{{}}]')

    def command(
        self, name: str, fields: dict[str, Any], step: int | None = None, times: int = 1,
        then: Callable[[dict[str, Any]], None] | None = None, id: str = "",
    ) -> str:  # fmt: skip
        """Send a command, ``times`` over as by an impatient finger; its id. It is sent again until it is answered."""
        id = id or secrets.token_urlsafe(12)
        message = {"id": id, "as": self.seat, "command": name, "group": self.table, "fields": fields}
        if step is not None:
            message["step"] = step
        self.history.invoke(id, self.id, name, self.table, fields, step)
        pending = self.pending[id] = Pending(id, json.dumps(["command", message], ensure_ascii=False), then=then)
        for _ in range(times):
            self.send(pending)
        return id

    def send(self, pending: Pending) -> None:
        """Send a waiting command, if there is a line."""
        pending.due = time.monotonic() + ANSWER_WITHIN_S
        if self.state != "in":
            return
        if pending.numbers:
            self.history.again(pending.id, self.id)
        self.number += 1
        pending.numbers.append(self.number)
        self.asked[self.number] = pending.id
        self.say(f"42{self.number}{pending.message}")

    # --- What it shows

    def version(self, kind: str) -> int:
        """The version shown of its audience of this kind, -1 without."""
        return max((v for audience, (v, _) in self.shown.items() if audience.startswith(kind + ":")), default=-1)

    def step(self) -> int:
        """The step that its table's snapshot shows."""
        found = STEP.search(self.shown[f"group:{self.table}"][1], 0, 250)
        return int(found[1]) if found else -1

    def body(self, kind: str) -> dict[str, Any]:
        """A whole snapshot, or nothing."""
        for audience, (_, words) in self.shown.items():
            if audience.startswith(kind + ":"):
                return dict(json.loads(words[2:])[1])
        return {}
