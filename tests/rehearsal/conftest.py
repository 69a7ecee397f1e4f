"""What the tests of the rehearsal share: a played afternoon, and one server for those that only ask."""

from collections.abc import Iterator

import pytest

from tests.rehearsal.played import Played, play_once, standing
from tests.server import Server


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """What a short afternoon left: the database, the memory, the screens."""
    return play_once(tmp_path_factory.mktemp("played"))


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with its demo."""
    with standing(tmp_path_factory.mktemp("standing"), "eventlet", DEMO="1") as one:
        yield one
