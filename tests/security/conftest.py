"""A house of services for what needs no page."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitation.service.house import House
from tests.builders import Hands, house_on


@pytest.fixture
def hands() -> Hands:
    """The clock of a house, moved by its test."""
    return Hands()


@pytest.fixture
def house(tmp_path: Path, hands: Hands) -> Iterator[House]:
    """A house on a file of its own."""
    one, _published = house_on(f"sqlite:///{tmp_path / 'house.db'}", hands)
    yield one
    one.close()
    one.engine.dispose()
