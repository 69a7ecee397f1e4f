"""A house on each database, as fixtures. Rows of one test stay for the next ones of its module."""

from collections.abc import Iterator
from typing import Any

import pytest

from facilitation.service.house import House
from tests.builders import Hands, Open, house_on, open_workshop
from tests.databases import KINDS, database


@pytest.fixture(scope="module", params=KINDS)
def url(request: Any, tmp_path_factory: Any) -> Iterator[str]:
    """An empty database, for one module."""
    with database(request.param, tmp_path_factory.mktemp("data")) as url:
        yield url


@pytest.fixture(scope="module")
def home(url: str) -> Iterator[tuple[House, list[tuple[str, str, int]]]]:
    """A house, and what it publishes."""
    house, published = house_on(url, Hands())
    yield house, published
    house.close()
    house.engine.dispose()


@pytest.fixture
def house(home: tuple[House, Any]) -> House:
    """A house in threading mode."""
    return home[0]


@pytest.fixture
def published(home: tuple[House, list[tuple[str, str, int]]]) -> list[tuple[str, str, int]]:
    """What the house published during this test."""
    home[1].clear()
    return home[1]


@pytest.fixture
def hands(house: House) -> Hands:
    """The hands of the house's clock."""
    assert isinstance(house.instants, Hands)
    return house.instants


@pytest.fixture
def afternoon(house: House) -> Open:
    """A workshop of one table, five people."""
    return open_workshop(house)
