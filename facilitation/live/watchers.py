"""Who is connected to this process: one watcher for each socket, found by socket, person or workshop."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock, RLock
from typing import Any

KINDS = ("group", "hosts", "conductors", "projector", "room", "person")
"""The kinds of audience a screen may ask to watch."""


@dataclass
class Watcher:
    """One socket: the seat it speaks for, what it asked to watch, and the audiences it is in now."""

    sid: str
    device: str
    seat: str
    workshop: str
    watch: frozenset[str]
    person: str | None = None
    group: str | None = None
    audiences: set[str] = field(default_factory=set)
    placing: Any = field(default_factory=RLock, repr=False)
    """Held while the seat is read and the socket placed, so that the last placing is of the newest seat."""


class Watchers:
    """All watchers of this process; safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._by_sid: dict[str, Watcher] = {}

    def add(self, watcher: Watcher) -> None:
        """A socket connected."""
        with self._lock:
            self._by_sid[watcher.sid] = watcher

    def remove(self, sid: str) -> None:
        """A socket is gone."""
        with self._lock:
            self._by_sid.pop(sid, None)

    def get(self, sid: str) -> Watcher | None:
        """The watcher of a socket, or None when it is gone."""
        return self._by_sid.get(sid)

    def all(self) -> list[Watcher]:
        """Everybody, as of now."""
        with self._lock:
            return list(self._by_sid.values())

    def of_people(self, people: Iterable[str]) -> list[Watcher]:
        """The sockets of these people."""
        wanted = set(people)
        return [w for w in self.all() if w.person in wanted]

    def audiences(self) -> set[str]:
        """Every audience somebody here reads."""
        return {audience for watcher in self.all() for audience in watcher.audiences}

    def workshops(self) -> dict[str, set[str]]:
        """The workshops somebody here is in, with the audiences read in each."""
        found: dict[str, set[str]] = defaultdict(set)
        for watcher in self.all():
            found[watcher.workshop] |= watcher.audiences
        return dict(found)

    def here(self, workshop: str) -> dict[str, int]:
        """How many people of each table are connected; two screens of one person count once."""
        present: dict[str, set[str]] = defaultdict(set)
        for watcher in self.all():
            if watcher.workshop == workshop and watcher.group and watcher.person:
                present[watcher.group].add(watcher.person)
        return {group: len(people) for group, people in present.items()}

    def people(self) -> int:
        """How many people are connected to this process."""
        return len({watcher.person or watcher.seat for watcher in self.all()})
