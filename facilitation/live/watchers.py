"""Who is connected to this process: one watcher for each socket, found by socket, person or workshop."""

import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock, RLock
from typing import Any

KINDS = ("group", "hosts", "conductors", "projector", "room", "person")
"""The kinds of audience a screen may ask to watch."""

LOST_S = 20.0
"""Seconds without any screen of a host after which somebody else is offered the table."""
MOST_LEFT = 10_000


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

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._lock = Lock()
        self._by_sid: dict[str, Watcher] = {}
        self._left: OrderedDict[str, float] = OrderedDict()
        """When the last screen of a person went, in seconds of a clock that only goes on."""

    def add(self, watcher: Watcher) -> None:
        """A socket connected."""
        with self._lock:
            self._by_sid[watcher.sid] = watcher

    def came_back(self, person: str | None) -> None:
        """A person who had gone has a screen again."""
        with self._lock:
            self._left.pop(person or "", None)

    def remove(self, sid: str) -> None:
        """A socket is gone."""
        with self._lock:
            gone = self._by_sid.pop(sid, None)
            if gone is None or gone.person is None or any(w.person == gone.person for w in self._by_sid.values()):
                return
            self._left[gone.person] = self._seconds()
            while len(self._left) > MOST_LEFT:
                self._left.popitem(last=False)

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

    def lost(self, leaders: Mapping[str, Iterable[str]]) -> list[str]:
        """The tables whose leaders all are away, the last of them for ``LOST_S`` seconds or more.

        ``leaders`` are those of each table. Who was never connected here is not away: a table may have no device.
        """
        now, present = self._seconds(), {watcher.person for watcher in self.all()}
        with self._lock:
            left = dict(self._left)
        gone = []
        for group, people in leaders.items():
            seen = [left[person] for person in people if person in left]
            if seen and present.isdisjoint(people) and now - max(seen) >= LOST_S:
                gone.append(group)
        return sorted(gone)

    def people(self) -> int:
        """How many people are connected to this process."""
        return len({watcher.person or watcher.seat for watcher in self.all()})
