"""The loop of all clients of one process, and what is waited for."""

import select
import time
from collections.abc import Callable, Iterable
from typing import Any

from .history import History
from .people import OPENED_WITHIN_S, SILENCE_S, Person

MOST = 1 << 17
LOOK_EVERY_S = 0.05


class Crowd:
    """The people of a room, all on ``port``."""

    def __init__(self, guests: Iterable[dict[str, Any]], port: int, history: History) -> None:
        self.history = history
        self.poll = select.epoll()
        self.by_line: dict[int, Person] = {}
        self.people: list[Person] = []
        self._looked = 0.0
        self.refused = 0
        self.open_for = True
        """False while nobody may open a line."""
        for guest in guests:
            self.add(guest, port)

    def add(self, guest: dict[str, Any], port: int) -> Person:
        """One more: who leads a table reads its private line too; ``private`` False: not even their own."""
        own = ("person",) if guest.get("private", True) else ()
        watch = ("group", "hosts", *own) if guest.get("host") else ("group", *own)
        person = Person(guest, watch, port, self.history)
        self.people.append(person)
        return person

    def turn(self, seconds: float) -> None:
        """Read what came, waiting for it at most so long; then what is due."""
        for fd, _ in self.poll.poll(seconds, 256):
            person = self.by_line.get(fd)
            if person is not None:
                self._read(person)
        now = time.monotonic()
        if now - self._looked >= LOOK_EVERY_S:
            self._looked = now
            self._look(now)

    def _read(self, person: Person) -> None:
        assert person.sock is not None
        try:
            data = person.sock.recv(MOST)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data or not person.hear(data):
            self.refused += bool(data)
            person.close(self.poll, self.by_line)

    def _look(self, now: float) -> None:
        for person in self.people:
            if person.sock is None:
                if self.open_for and now >= person.retry_at:
                    person.open(self.poll, self.by_line)
            elif now - person.heard_at > SILENCE_S or (
                person.state != "in" and now - person.opened_at > OPENED_WITHIN_S
            ):
                person.close(self.poll, self.by_line)
            elif person.state == "in":
                for pending in [p for p in person.pending.values() if p.due <= now]:
                    person.send(pending)

    def until(self, holds: Callable[[], object], what: str, patience: float = 30) -> float:
        """Turn until it holds; the seconds it took. Raises TimeoutError."""
        began = time.monotonic()
        while not holds():
            if time.monotonic() - began > patience:
                raise TimeoutError(f"{what} did not come within {patience:g} s")
            self.turn(0.02)
        return time.monotonic() - began

    def rest(self, seconds: float) -> None:
        """Go on reading for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.turn(min(left, 0.05))

    def all_live(self) -> bool:
        """Whether everybody has a line and every first snapshot."""
        return all(person.live for person in self.people)

    def share_live(self) -> float:
        """Which part of them has."""
        return sum(person.live for person in self.people) / max(1, len(self.people))

    def waiting(self) -> int:
        """Commands that were sent and not answered."""
        return sum(1 for person in self.people for p in person.pending.values() if p.numbers)

    def quiet(self) -> bool:
        """Whether every command was answered."""
        return not any(person.pending for person in self.people)

    def drain(self) -> int:
        """After a kill: read what had arrived, until every line has ended. How many commands were in flight."""
        self.open_for = False
        end = time.monotonic() + 5
        while self.by_line and time.monotonic() < end:
            self.turn(0.02)
        self.open_for = True
        return self.waiting()

    def leave(self) -> None:
        """Close every line."""
        for person in self.people:
            person.close(self.poll, self.by_line)
        self.poll.close()
