"""A room that comes in at once: ``python -m bench.storm --people 300 --within 10``, all from one address.

Each joins as a phone does, with a connection of its own and nothing kept from before: the page of the code, the code,
the name, the page of the workshop, all files that these pages name, the socket (polling first, as browsers do) until
the first snapshots came. Half of the people have a link instead of a code. Nobody types: machines alone are timed.
Printed as one JSON line: how many came in, what was refused, and the time from the first request to the first snapshot.
"""

import http.client
import json
import re
import signal
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

import click

from .venue import Venue, opened, share, workshop

FILE = re.compile(r'(?:href|src)="(/static/[^"#]+)')
JOINED_WITHIN = 60.0
WARM = 4
"""People who are in before the others come."""
KINDS = ("file", "page", "form", "socket")
SEPARATOR = "\x1e"


class Refused(RuntimeError):
    """The server said no; the message says to what."""


@dataclass
class Phone:
    """One device: its connection, its cookie, the files it has."""

    url: str
    line: http.client.HTTPConnection = field(init=False)
    cookie: str = ""
    files: set[str] = field(default_factory=set)
    bytes: int = 0
    waits: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})

    def __post_init__(self) -> None:
        there = urlsplit(self.url)
        self.line = http.client.HTTPConnection(there.hostname or "", there.port, timeout=JOINED_WITHIN)

    def ask(self, method: str, path: str, body: str = "", kind: str = "") -> tuple[int, str, str]:
        """One request: status, where it leads, text. Raises Refused."""
        headers = {"Origin": self.url} if method == "POST" else {}
        headers |= {"Accept-Encoding": "gzip"} if path.startswith("/static/") else {}
        headers |= {"Cookie": self.cookie} if self.cookie else {}
        headers |= {"Content-Type": kind} if kind else {}
        began = time.monotonic()
        self.line.request(method, path, body or None, headers)
        answer = self.line.getresponse()
        data = answer.read()
        self.waits[_kind(method, path)].append(time.monotonic() - began)
        self.bytes += len(data)
        for given in answer.headers.get_all("Set-Cookie") or []:
            self.cookie = given.partition(";")[0]
        if answer.status >= 400:
            raise Refused(f"{method} {re.sub(r'[A-Za-z0-9_-]{12,}', '…', path)}: {answer.status}")
        text = "" if path.startswith("/static/") else data.decode()
        return answer.status, answer.headers.get("Location", ""), text

    def page(self, path: str) -> str:
        """A page and the files it names that this device has not yet."""
        text = self.ask("GET", path)[2]
        for name in FILE.findall(text):
            if name not in self.files:
                self.files.add(name)
                self.ask("GET", name)
        return text

    def form(self, path: str, **fields: str) -> str:
        """A form; where it leads."""
        return self.ask("POST", path, urlencode(fields), "application/x-www-form-urlencoded")[1]

    def join(self, code: str, token: str, name: str) -> None:
        """From the first page to the first snapshots. Raises Refused or OSError."""
        if token:
            self.page("/enter")
            body = json.dumps({"token": token})
            location = json.loads(self.ask("POST", "/enter", body, "application/json")[2])["location"]
        else:
            self.page("/")
            location = self.form("/join", code=code)
        self.page(location)
        mine = urlsplit(self.form(location, name=name, organisation="")).path
        text = self.page(mine)
        watch = re.findall(r'data-watch="([^"]*)"', text)[0].split()
        workshop_id, seat = mine.split("/")[2], mine.split("/")[4]
        self.open_socket(workshop_id, {"seat": seat, "watch": watch}, len(watch))

    def open_socket(self, workshop_id: str, auth: dict[str, Any], snapshots: int) -> None:
        """Engine.IO by polling until each audience's snapshot came."""
        path = f"/socket.io/?w={workshop_id}&EIO=4&transport=polling"
        opened = self.ask("GET", path)[2]
        path += "&sid=" + json.loads(opened[1:])["sid"]
        self.ask("POST", path, "40" + json.dumps(auth), "text/plain;charset=UTF-8")
        heard = 0
        while heard < snapshots:
            for packet in self.ask("GET", path)[2].split(SEPARATOR):
                if packet.startswith("44"):
                    raise Refused(f"socket: {packet[:100]}")
                heard += packet.startswith('42["snapshot"')
                if packet == "2":
                    self.ask("POST", path, "3", "text/plain;charset=UTF-8")


def _kind(method: str, path: str) -> str:
    kinds = {"/static/": "file", "/socket.": "socket"}
    return kinds.get(path[:8], "form" if method == "POST" else "page")


@dataclass
class Storm:
    """What happened to everybody."""

    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)

    def one(self, url: str, code: str, token: str, number: int) -> None:
        """One person comes in."""
        phone = Phone(url)
        self.phones.append(phone)
        began = time.monotonic()
        try:
            phone.join(code, token, f"Personne {number}")
        except (Refused, OSError, http.client.HTTPException) as fault:
            self.faults.append(f"{type(fault).__name__}: {fault}")
        else:
            self.seconds.append(time.monotonic() - began)


def storm(venue: Venue, people: int, within: float) -> dict[str, Any]:
    """Let them in, evenly over so many seconds; the figures."""
    code, token = venue.made
    for number in range(WARM):  # a server that nobody ever asked anything compiles its pages first
        Storm().one(venue.together.url, code, "" if number % 2 else token, people + number)
    come, cpu = Storm(), venue.processor
    threads: list[threading.Thread] = []
    began, used = time.monotonic(), time.process_time()
    late = 0.0
    for number in range(people):
        due = began + number * within / people
        time.sleep(max(0.0, due - time.monotonic()))
        late = max(late, time.monotonic() - due)
        given = (venue.together.url, code, token if number % 2 else "", number)
        threads.append(threading.Thread(target=come.one, args=given, daemon=True))
        threads[-1].start()
    for thread in threads:
        thread.join(JOINED_WITHIN)
    lasted = time.monotonic() - began
    for fault in sorted(set(come.faults))[:10]:
        print(f"{come.faults.count(fault)} times {fault}", file=sys.stderr)
    return {
        "people": people,
        "within_s": within,
        "joined": len(come.seconds),
        "refused": people - len(come.seconds),
        "p50_s": round(share(come.seconds, 0.5), 3),
        "p95_s": round(share(come.seconds, 0.95), 3),
        "max_s": round(share(come.seconds, 1), 3),
        "last_in_s": round(lasted, 1),
        "requests_each": round(sum(len(w) for phone in come.phones for w in phone.waits.values()) / people, 1),
        "spent_s": {kind: round(sum(sum(phone.waits[kind]) for phone in come.phones) / people, 3) for kind in KINDS},
        "kb_each": round(sum(phone.bytes for phone in come.phones) / people / 1024, 1),
        "server_cpu_ms_each": round((venue.processor - cpu) * 1000 / people, 1),
        "client_busy": round((time.process_time() - used) / lasted, 2),
        "started_late_s": round(late, 3),
    }


def prepare(app: Any) -> tuple[str, str]:
    """A workshop of fifty tables: its code, and the token of its link."""
    house = app.extensions["tablee"]
    made = workshop(house, 50)
    return made.code, house.workshops.links(made.id).join


@click.command()
@click.option("--people", default=300, show_default=True)
@click.option("--within", default=10.0, show_default=True, help="Seconds over which they begin.")
@click.option("--processes", default=1, show_default=True, help="1: SQLite, no nginx. More: PostgreSQL behind nginx.")
def main(people: int, within: float, processes: int) -> None:
    """Let a room come in."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with opened(processes, prepare) as venue:
        told = storm(venue, people, within) | {"processes": processes, "tracebacks": bool(venue.tracebacks)}
        print(json.dumps(told), flush=True)
        print(venue.tracebacks[:3000], end="", file=sys.stderr)
    sys.exit(0 if told["joined"] == people and told["p95_s"] <= 2 and not told["tracebacks"] else 1)


if __name__ == "__main__":
    main()
