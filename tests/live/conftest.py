"""The matrix of live tests: how the server serves, and where its data is.

Servers are shared by a module's tests, each in a workshop of its own; a test that kills or stops asks for ``fleet``.
"""

from collections.abc import Iterator

import pytest

from tests.live.rooms import Room, prepared
from tests.server import Fleet, fleet, shared_fleet

__all__ = ["fleet", "shared_fleet"]

MATRIX = [
    ("eventlet", "sqlite"), ("stock", "sqlite"), ("threading", "sqlite"),
    ("eventlet", "postgresql"), ("threading", "postgresql"),
]  # fmt: skip
"""``stock`` is eventlet without our WebSocket: FAST_TRANSPORT=0."""
ENOUGH = 40
"""Workshops made before a shared server starts: while it runs, its data is its own."""


def _rooms(fleet: Fleet, mode: str, kind: str) -> Iterator[Room]:
    stock = {"FAST_TRANSPORT": "0"} if mode == "stock" else {}
    server = fleet.serve("eventlet" if stock else mode, kind, start=False, **stock)
    rooms = prepared(server, ENOUGH)
    server.start()
    return iter(rooms)


@pytest.fixture(scope="module", params=MATRIX, ids=lambda p: "-".join(p))
def rooms(request: pytest.FixtureRequest, shared_fleet: Fleet) -> Iterator[Room]:
    """Workshops on one server of each kind."""
    return _rooms(shared_fleet, *request.param)


@pytest.fixture
def room(rooms: Iterator[Room]) -> Iterator[Room]:
    """A workshop of two tables on each kind of server; its sockets close with the test."""
    one = next(rooms)
    yield one
    one.leave()


@pytest.fixture(scope="module", params=["eventlet", "stock", "threading"])
def plain_rooms(request: pytest.FixtureRequest, shared_fleet: Fleet) -> Iterator[Room]:
    """Workshops on SQLite, in each mode."""
    return _rooms(shared_fleet, request.param, "sqlite")


@pytest.fixture
def plain_room(plain_rooms: Iterator[Room]) -> Iterator[Room]:
    """A workshop of two tables on SQLite, in each mode: for what does not depend on the database."""
    one = next(plain_rooms)
    yield one
    one.leave()
