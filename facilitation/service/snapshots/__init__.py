"""What each audience sees, whole, as JSON. First load, push and healing all come through ``Snapshots.read``."""

import json
from collections import OrderedDict
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from ...domain.group import Status
from ...domain.permissions import LEADERS
from ...metrics import BUILT
from ...storage.groups import GroupRow
from ...storage.seats import PersonRow
from ...storage.workshops import WorkshopRow
from ..ground import Ground
from .conductors import conductors
from .hosts import hosts
from .person import person
from .projector import projector
from .room import room
from .table import table

Body = dict[str, Any]
BUILDERS: dict[str, Callable[[Session, str, int], Body | None]] = {
    "group": table,
    "hosts": hosts,
    "conductors": conductors,
    "projector": projector,
    "room": room,
    "person": person,
}
"""One builder for each kind of audience; the identifier follows the colon."""

FRESH_MS = 5_000
"""A kept fragment holds instants projected from the present, so it is not kept longer than this."""
MOST_KEPT = 4_000


# Asked for every audience of every act, so they are built once.
_TABLE_VERSION = select(GroupRow.version).where(GroupRow.id == bindparam("key"))
_PERSON_VERSION = select(PersonRow.version).where(PersonRow.id == bindparam("key"))
_OWN_VERSION = select(WorkshopRow.version).where(WorkshopRow.id == bindparam("key"))
_TABLES_VERSION = select(func.sum(GroupRow.version)).where(GroupRow.workshop_id == bindparam("key"))
_TABLE_VERSIONS = select(GroupRow.id, GroupRow.version).where(GroupRow.workshop_id == bindparam("key"))


class Snapshots:
    """Reads snapshots and keeps them encoded by audience and version."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._kept: OrderedDict[str, tuple[int, int, str]] = OrderedDict()
        self._lock = Lock()

    def read(self, audience: str) -> tuple[int, str] | None:
        """The version and the JSON of what this audience sees now; None when there is no such audience."""
        return self.read_many((audience,)).get(audience)

    def read_many(self, audiences: Iterable[str]) -> dict[str, tuple[int, str]]:
        """The same for several audiences, on one view of the rows."""
        now = self._ground.instants.now()
        found: dict[str, tuple[int, str]] = {}
        with self._ground.reading() as session:
            for audience in audiences:
                snapshot = self._read(session, audience, now)
                if snapshot is not None:
                    found[audience] = snapshot
        return found

    def versions(self, workshop: str) -> dict[str, int]:
        """The versions that a heartbeat carries: each table, the conductors, the projector and the room."""
        with self._ground.reading() as session:
            whole = _room_version(session, workshop)
            if whole is None:
                return {}
            tables = dict(session.execute(_TABLE_VERSIONS, {"key": workshop}).all())
        return {f"group:{group}": version for group, version in tables.items()} | {
            f"{kind}:{workshop}": whole for kind in ("conductors", "projector", "room")
        }

    def leaders(self, workshop: str) -> dict[str, list[str]]:
        """Who leads each table of a workshop whose round is not over, by table; those on paper apart."""
        with self._ground.reading() as session:
            query = select(GroupRow.id, GroupRow.roles).where(
                GroupRow.workshop_id == workshop, GroupRow.paper.is_(False), GroupRow.status != Status.CLOSED.value
            )
            tables = session.execute(query).all()
        return {
            group: [person for person, held in roles.items() if not LEADERS.isdisjoint(held)] for group, roles in tables
        }

    def _read(self, session: Session, audience: str, now: int) -> tuple[int, str] | None:
        kind, _, key = audience.partition(":")
        version = _version(session, kind, key)
        if version is None:
            return None
        with self._lock:
            kept = self._kept.get(audience)
        if kept is not None and kept[0] == version and 0 <= now - kept[1] < FRESH_MS:
            return version, kept[2]
        body = BUILDERS[kind](session, key, now)
        if body is None:
            return None
        BUILT.add(kind)
        text = json.dumps({"audience": audience, "version": version} | body, ensure_ascii=False, separators=(",", ":"))
        with self._lock:
            self._kept[audience] = (version, now, text)
            self._kept.move_to_end(audience)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return version, text


def _version(session: Session, kind: str, key: str) -> int | None:
    if kind in ("group", "hosts"):
        return session.scalar(_TABLE_VERSION, {"key": key})
    if kind == "person":
        return session.scalar(_PERSON_VERSION, {"key": key})
    return _room_version(session, key) if kind in BUILDERS else None


def _room_version(session: Session, workshop: str) -> int | None:
    """The workshop's version and those of its tables: it rises with each of them, and needs no lock of its own."""
    own = session.scalar(_OWN_VERSION, {"key": workshop})
    if own is None:
        return None
    tables = session.scalar(_TABLES_VERSION, {"key": workshop})
    return own + int(tables or 0)
