"""A house for the session, people who leave when their test ends."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.server import Fleet, Server

from .house import House
from .person import PATIENCE, Person

expect.set_options(timeout=PATIENCE)


@contextmanager
def opened(folder: Path) -> Iterator[House]:
    """A house whose organiser has an account, and its server."""
    fleet = Fleet(folder)
    one = House(fleet.serve("eventlet", start=False))
    one.server.start()
    yield one
    one.close()
    fleet.scuttle()


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The house of all tests that need none of their own: each has its own workshop in it."""
    with opened(tmp_path_factory.mktemp("house")) as one:
        yield one


@pytest.fixture
def lone_house(tmp_path: Path) -> Iterator[House]:
    """A house for one test: its server may be killed."""
    with opened(tmp_path) as one:
        yield one


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Server]:
    """A server on an empty database, before its first run, for one test."""
    fleet = Fleet(tmp_path)
    yield fleet.serve("eventlet")
    fleet.scuttle()


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Server:
    """The server of the test's own if it asks for one, else the house's."""
    if "fresh" in request.fixturenames:
        return request.getfixturevalue("fresh")
    return request.getfixturevalue("lone_house" if "lone_house" in request.fixturenames else "house").server


@pytest.fixture
def person(browser: Browser, server: Server) -> Iterator[Callable[..., Person]]:
    """Make people: ``person("Inès", size="phone", hands=Keyboard())``. They all leave when the test ends."""
    present: list[Person] = []

    def arrive(name: str, **more) -> Person:
        present.append(Person(browser, server.url, name, **more))
        return present[-1]

    yield arrive
    for somebody in present:
        somebody.close()
