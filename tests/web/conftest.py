"""An application for each module, an organiser for each test."""

import pytest
from flask import Flask

from .desk import Desk, application, signed_in


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One application for this module; each test has an account of its own."""
    return application(tmp_path_factory.mktemp("house"))


@pytest.fixture
def desk(app: Flask) -> Desk:
    """An organiser who is signed in."""
    return signed_in(app)
