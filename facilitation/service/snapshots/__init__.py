"""What each audience sees, whole, as JSON. First load, push and healing all come through ``Snapshots.read``."""

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from threading import Lock
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ...domain.group import Status
from ...domain.permissions import LEADERS
from ...metrics import BUILT
from ...storage.groups import GroupRow
from ...storage.packed import write_json
from ...storage.seats import PersonRow
from ...storage.versions import room_version
from ..ground import Ground
from .ahead import Ahead
from .conductors import conductors
from .hosts import hosts
from .person import person
from .projector import projector
from .room import room
from .table import table

Body = dict[str, Any]
BUILDERS: dict[str, Callable[[Ahead, str, int], Body | None]] = {
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
_OF_PEOPLE = select(PersonRow.id, PersonRow.version).where(PersonRow.id.in_(bindparam("keys", expanding=True)))
_ROOM_VERSION = select(room_version(bindparam("key")))
_TABLE_VERSIONS = select(GroupRow.id, GroupRow.version).where(GroupRow.workshop_id == bindparam("key"))
_PERSON_VERSIONS = select(PersonRow.id, PersonRow.version).where(PersonRow.workshop_id == bindparam("key"))


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
        return {audience: (version, text) for audience, version, text in self.each(audiences)}

    def each(self, audiences: Iterable[str]) -> Iterator[tuple[str, int, str]]:
        """The same one after the other, each as soon as it is made: the first may be sent while the last is not made.

        The view of the rows stays open until the end, so nothing that waits may be done in between.
        """
        now = self._ground.instants.now()
        made: dict[str, tuple[int, int, str]] = {}
        with self._ground.reading() as session:
            ahead = Ahead(session)
            versions = _versions(ahead, audiences)
            kept = self._kept_of(versions, now)
            _read_ahead(ahead, [audience for audience in versions if audience not in kept])
            try:
                for audience, version in versions.items():
                    text = kept[audience][1] if audience in kept else _built(ahead, audience, version, now)
                    if text is not None:
                        if audience not in kept:
                            made[audience] = (version, now, text)
                        yield audience, version, text
            finally:
                self._keep(made)

    def at_hand(self, versions: dict[str, int]) -> dict[str, tuple[int, str]]:
        """The snapshots of these audiences at these versions, of those that are kept and fresh: nothing is read."""
        return self._kept_of(versions, self._ground.instants.now())

    def _kept_of(self, versions: dict[str, int], now: int) -> dict[str, tuple[int, str]]:
        """The snapshots that are kept at these versions and are fresh."""
        with self._lock:
            known = {audience: self._kept[audience] for audience in versions if audience in self._kept}
        return {
            audience: (version, text)
            for audience, (version, made, text) in known.items()
            if version == versions[audience] and 0 <= now - made < FRESH_MS
        }

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

    def private_versions(self, workshop: str) -> dict[str, int]:
        """The versions of what each person of a workshop reads alone: for the server, and in no heartbeat."""
        with self._ground.reading() as session:
            people = session.execute(_PERSON_VERSIONS, {"key": workshop}).all()
        return {f"person:{person}": version for person, version in people}

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

    def _keep(self, made: Mapping[str, tuple[int, int, str]]) -> None:
        """Keep what was made, all at once: a lock and a count for each of fifty tables would cost more than keeping."""
        for kind, count in Counter(audience.partition(":")[0] for audience in made).items():
            BUILT.add(kind, amount=count)
        with self._lock:
            for audience, one in made.items():
                self._kept[audience] = one
                self._kept.move_to_end(audience)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)


def _built(ahead: Ahead, audience: str, version: int, now: int) -> str | None:
    kind, _, key = audience.partition(":")
    body = BUILDERS[kind](ahead, key, now)
    return None if body is None else write_json({"audience": audience, "version": version} | body)


def _by_kind(audiences: Iterable[str]) -> dict[str, list[str]]:
    """The subjects of these audiences, by kind."""
    found: dict[str, list[str]] = {}
    for audience in audiences:
        kind, _, key = audience.partition(":")
        found.setdefault(kind, []).append(key)
    return found


def _read_ahead(ahead: Ahead, audiences: list[str]) -> None:
    wanted = _by_kind(audiences)
    ahead.tables(wanted.get("group", ()))
    ahead.tables(wanted.get("hosts", ()), words=False)
    ahead.people(wanted.get("person", ()))


def _versions(ahead: Ahead, audiences: Iterable[str]) -> dict[str, int]:
    """The version of each of these audiences that exists, in their order."""
    wanted = list(audiences)
    subjects = _by_kind(wanted)
    tables = sorted({*subjects.get("group", ()), *subjects.get("hosts", ())})
    people = sorted(set(subjects.get("person", ())))
    labels = ahead.labels(tables)
    known = {f"{kind}:{key}": labels[key].version for key in tables if key in labels for kind in ("group", "hosts")}
    ask = ahead.session.connection().execute  # columns alone: an object for each row costs more than the question
    if people:
        known |= {f"person:{key}": version for key, version in ask(_OF_PEOPLE, {"keys": people})}
    for shop in sorted({shop for kind in ("conductors", "projector", "room") for shop in subjects.get(kind, ())}):
        version = _room_version(ahead.session, shop)
        if version is not None:
            known |= {f"{kind}:{shop}": version for kind in ("conductors", "projector", "room")}
    return {audience: known[audience] for audience in wanted if audience in known}


def _room_version(session: Session, workshop: str) -> int | None:
    """The workshop's version and those of its tables: it rises with each of them, and needs no lock of its own."""
    version = session.connection().scalar(_ROOM_VERSION, {"key": workshop})
    return None if version is None else int(version)
