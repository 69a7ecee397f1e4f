"""From what the service publishes to the rooms of Socket.IO, and the heartbeat that heals what was lost on the way.

A room is an audience; ``in:<workshop>`` holds everybody connected in a workshop, for the heartbeat.
"""

import json
import logging
from collections.abc import Iterable, Mapping
from threading import Lock
from types import MappingProxyType
from typing import Any

from ..metrics import BYTES, PUSHED
from .coalescing import SHARED
from .encoded import EncodedManager
from .figures import Pulse
from .watchers import Watcher, Watchers

log = logging.getLogger(__name__)

HEARTBEAT_S = 5.0
"""Seconds between two heartbeats of a workshop; a screen that missed a push is right again after one of them."""
PATIENCE_S = 1.0
"""Seconds that a heartbeat waits for the database."""
NOTHING = (-1, "null")
"""What is read of an audience that is gone; it is never newer than anything."""
READINGS = 3
"""How often a snapshot is read again for one socket because a newer one was pushed meanwhile: waiting for PostgreSQL
lets others go on. What is older than a push does not follow it: the socket had the push, and that was newer."""
MOST_REMEMBERED = 50_000
"""Audiences whose last pushed version is remembered."""


class Broadcaster:
    """Sends snapshots to the audiences read here, and keeps each socket in the audiences its seat may read."""

    def __init__(self, socketio: Any, watchers: Watchers, pulse: Pulse | None = None) -> None:
        self._pulse = pulse or Pulse()
        self._socketio = socketio
        self._watchers = watchers
        self._pushed: dict[str, int] = {}
        self._sent: dict[str, tuple[int, str]] = {}
        """Of each shared audience, the version and what its screens show: most acts change nothing there."""
        self._ahead: set[str] = set()
        """Shared audiences of which one screen read something newer alone: the next push goes to all, in any case."""
        self._lock = Lock()
        self._beating = False
        self._leaders: dict[str, dict[str, list[str]]] = {}
        """Who led each table of a workshop at its last heartbeat."""
        self.house: Any = None
        """Set once the house is open; the house publishes through this object, so it comes second."""

    @property
    def _manager(self) -> EncodedManager:
        manager: EncodedManager = self._socketio.server.manager
        return manager

    # What the service calls after a commit

    def publish(self, audience: str, payload: str, version: int) -> None:
        """Send an encoded snapshot to its audience, unless a newer one was sent or its screens show the same."""
        with self._lock:
            if version < self._pushed.get(audience, 0):
                return
            if len(self._pushed) > MOST_REMEMBERED:
                self._pushed.clear()
                self._sent.clear()
                self._ahead.clear()
            self._pushed[audience] = version
            if not self._is_new(audience, version, payload):
                return
        self._send(audience, payload, audience)

    def _send(self, audience: str, payload: str, room: str) -> None:
        sockets = self._manager.emit_encoded("snapshot", payload, room)
        kind = audience.partition(":")[0]
        PUSHED.add(kind, amount=sockets)
        BYTES.add(kind, amount=sockets * len(payload))

    def _is_new(self, audience: str, version: int, payload: str) -> bool:
        """Whether a screen that has the last one sent would show something else; it is the last one sent from here."""
        if audience.partition(":")[0] not in SHARED:
            return True
        shown, text = self._sent.get(audience, NOTHING)
        if version < shown or (_words(payload) == text and audience not in self._ahead):
            return False
        self._ahead.discard(audience)
        self._sent[audience] = (version, _words(payload))
        return True

    def wanted(self, audience: str) -> bool:
        """Whether anybody in this process reads this audience: what nobody reads need not be built."""
        return audience in self._manager.rooms.get("/", {})

    def weight(self, audience: str) -> int:
        """The characters of the last push to this audience, to all of its sockets together."""
        _, text = self._sent.get(audience, NOTHING)
        return len(text) * len(self._manager.rooms.get("/", {}).get(audience, ()))

    def moved(self, people: Iterable[str]) -> None:
        """What these people may read changed: their sockets leave what is closed to them and read what is open."""
        # At once, before the snapshots of the same commit go out: who left a table reads nothing more of it.
        self._review_all(self._watchers.of_people(people))

    def look_again(self) -> None:
        """Place every socket again: notices of other processes may have been lost, and who moved reads no more."""
        self._review_all(self._watchers.all())

    def _review_all(self, watchers: Iterable[Watcher]) -> None:
        for watcher in watchers:
            try:
                self.review(watcher)
            except Exception:  # it reads nothing until its next resync, rather than what may be closed to it
                log.exception("a socket could not be placed again")
                self._leave(watcher, set(watcher.audiences))

    # Sockets and their audiences

    def admit(self, watcher: Watcher, token: str) -> bool:
        """Put a socket where its seat may be and send it every snapshot at once. False: the device whose cookie holds
        ``token`` has no such seat in this workshop, and nothing was sent."""
        self._watchers.add(watcher)  # before the seat is read: whoever moves from here on is placed again
        with watcher.placing:
            arrival = self.house.people.arrival(watcher.seat, token)
            if arrival is None or arrival.seat.workshop_id != watcher.workshop:
                self._watchers.remove(watcher.sid)
                return False
            seat = arrival.seat
            watcher.device = seat.device_id
            self._enter(watcher.sid, f"in:{watcher.workshop}")
            self.place(watcher, seat, {}, arrival.versions)
        self._watchers.came_back(seat.person)
        return True

    def place(
        self, watcher: Watcher, seat: Any, known: dict[str, int], versions: Mapping[str, int] = MappingProxyType({})
    ) -> None:
        """Make the audiences of a socket those that its seat may read and that it asked for.

        Sends the snapshots that are newer than the ``known`` versions. ``versions`` are the newest, as they were read
        with the seat.
        """
        allowed = {audience for audience in seat.audiences if audience.partition(":")[0] in watcher.watch}
        watcher.person, watcher.group = seat.person, seat.group_id
        self._leave(watcher, watcher.audiences - allowed)
        for audience in allowed - watcher.audiences:
            self._enter(watcher.sid, audience)
        watcher.audiences = allowed
        # Read after entering: what changes in between arrives by push, so nothing can be missed.
        # What was read before holds for an audience to which nothing newer was pushed meanwhile.
        sure = {one: version for one, version in versions.items() if one in allowed and not self._told(one, version)}
        found = self.house.snapshots.at_hand(sure) if sure else {}
        wanted = allowed - found.keys()
        for _ in range(READINGS):
            if not wanted:
                break
            found |= self.house.snapshots.read_many(sorted(wanted))
            wanted = {one for one in wanted if one in found and self._told(one, found[one][0])}
        for audience in sorted(allowed):
            version, text = found.get(audience, NOTHING)
            with self._lock:
                self._pushed.setdefault(audience, version)
                shown, words = self._sent.get(audience, (version, ""))
                if version > shown and _words(text) != words:
                    self._ahead.add(audience)
            if version > known.get(audience, -1) and not self._has_newer(audience, version):
                self._send(audience, text, watcher.sid)

    def _told(self, audience: str, version: int) -> bool:
        """Whether something newer than this version was pushed."""
        return self._pushed.get(audience, version) > version

    def _has_newer(self, audience: str, version: int) -> bool:
        """Whether who is in this audience was sent something newer; of a shared one, not all that is told is sent."""
        if audience.partition(":")[0] in SHARED:
            return self._sent.get(audience, NOTHING)[0] > version
        return self._told(audience, version)

    def review(self, watcher: Watcher, known: dict[str, int] | None = None) -> bool:
        """Read the seat of a socket again and place it; a revoked seat closes the socket. False when it was closed."""
        with watcher.placing:
            seat = self.house.people.seat(watcher.seat, watcher.device)
            if seat is None:
                self.close(watcher.sid, "revoked")
                return False
            if known is None:  # what it reads already is pushed to it; only what is new to it must be sent
                known = dict.fromkeys(watcher.audiences, 1 << 62)
            self.place(watcher, seat, known)
            return True

    def close(self, sid: str, reason: str) -> None:
        """Tell a socket why it must go, and close it."""
        self._socketio.server.emit("leave", {"reason": reason}, to=sid)
        # In a task of its own: it waits until the farewell is sent, and the writer must not wait for a slow phone.
        self._socketio.start_background_task(self._socketio.server.disconnect, sid)

    def forget(self, sid: str) -> None:
        """A socket is gone."""
        self._watchers.remove(sid)

    def _leave(self, watcher: Watcher, audiences: set[str]) -> None:
        for audience in audiences:
            self._socketio.server.leave_room(watcher.sid, audience, namespace="/")
        watcher.audiences = watcher.audiences - audiences

    def _enter(self, sid: str, room: str) -> None:
        self._socketio.server.enter_room(sid, room, namespace="/")

    # Healing

    def beat(self) -> None:
        """One heartbeat for each workshop somebody here is in: server time, versions, and who is here."""
        for workshop, audiences in self._watchers.workshops().items():
            try:
                self._beat_of(workshop, audiences)
            except Exception:  # the fault of one workshop silences no other
                log.exception("a workshop's heartbeat could not read the rows")
                self._say_time(workshop)

    def _beat_of(self, workshop: str, audiences: set[str]) -> None:
        versions = self.house.snapshots.versions(workshop)
        if not versions:  # the workshop was removed: its screens hold words that are to be gone
            self._leaders.pop(workshop, None)
            for watcher in self._watchers.all():
                if watcher.workshop == workshop:
                    self.close(watcher.sid, "closed")
            return
        # Before the heartbeat: a screen that hears of a version it lacks asks for it, and all of a room would at once.
        # What one person reads alone is made up for here only: a heartbeat, which goes to everybody, names nobody.
        newest = versions | self.house.snapshots.private_versions(workshop)
        self.catch_up(a for a in audiences if newest.get(_counted(a), -1) > self._pushed.get(a, -1))
        self._leaders[workshop] = self.house.snapshots.leaders(workshop)
        self._say_time(workshop, versions | {a: self._sent[a][0] for a in self._sent.keys() & versions.keys()})

    def _say_time(self, workshop: str, versions: dict[str, int] | None = None) -> None:
        """Without versions, what this process knows by itself: a database that does not answer makes no silence, for
        which browsers would give up a line that works."""
        body = {
            "now": self.house.instants.now(),
            "versions": versions or {},
            "here": self._watchers.here(workshop),
            "lost": self._watchers.lost(self._leaders.get(workshop, {})),
        }
        self._manager.emit_encoded("heartbeat", json.dumps(body, separators=(",", ":")), f"in:{workshop}")

    def catch_up(self, audiences: Iterable[str]) -> None:
        """Push what another process changed, to audiences that somebody here reads."""
        heard = [audience for audience in sorted(audiences) if self.wanted(audience)]
        found = self.house.snapshots.read_many(heard) if heard else {}
        for audience, (version, text) in found.items():
            self.publish(audience, text, version)

    def beat_for_ever(self) -> None:
        """The loop of the heartbeat. While one waits for the database, the time is said without it."""
        while True:
            if not self._beating:
                self._beating = True
                self._socketio.start_background_task(self._beat_once)
            self._socketio.sleep(PATIENCE_S)
            if self._beating:
                for workshop in self._watchers.workshops():
                    self._say_time(workshop)
            self._socketio.sleep(HEARTBEAT_S - PATIENCE_S)

    def _beat_once(self) -> None:
        try:
            self.beat()
            self._pulse.beat("heartbeat")
        except Exception:
            log.exception("a heartbeat was missed")
        finally:
            self._beating = False


def _words(payload: str) -> str:
    """A snapshot without its version."""
    return payload.partition('"version":')[2].partition(",")[2]


def _counted(audience: str) -> str:
    """The audience whose version a heartbeat carries for this one: a table's private line has its table's."""
    return audience.replace("hosts:", "group:")
