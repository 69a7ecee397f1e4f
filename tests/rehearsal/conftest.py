"""One short rehearsal against a real server, played once for all the tests that look at what it left."""

import pytest

from tests.rehearsal.played import Played, play_once
from tests.server import postgresql, serve

__all__ = ["played", "postgresql", "serve"]


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """What it left: the database, the memory, the screens."""
    return play_once(tmp_path_factory.mktemp("instance"))
