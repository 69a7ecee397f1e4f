"""Words are in the language of each request, however many are said in it, and of nobody outside of one."""

from pathlib import Path

import pytest
from flask import Flask, g, request
from flask_babel import Babel

from facilitation import spoken

TRANSLATIONS = Path(spoken.__file__).parent / "translations"
WORDS = {"fr": "Idée", "en": "Idea"}


@pytest.fixture
def app() -> Flask:
    """An application that speaks as its browser asks."""
    app = Flask(__name__)
    Babel(
        app,
        default_locale="fr",
        default_translation_directories=str(TRANSLATIONS),
        locale_selector=lambda: request.accept_languages.best_match(["fr", "en"]),
    )
    spoken.register(app)
    return app


def test_each_request_has_its_language(app: Flask) -> None:
    """In Python and in a template, by a catalogue that is found once for each."""
    for language in ("fr", "en", "fr"):
        with app.test_request_context(headers={"Accept-Language": language}):
            assert spoken.gettext("Idée") == WORDS[language]
            assert app.jinja_env.from_string("{{ _('Idée') }}").render() == WORDS[language]
            found = g.catalogue
            assert spoken.gettext("Idée") == WORDS[language]
            assert g.catalogue is found


def test_values_stand_in_the_words(app: Flask) -> None:
    """By name; a number among them for what is counted."""
    with app.test_request_context():
        assert spoken.gettext("%(name)s vient", name="Inès") == "Inès vient"
        assert spoken.gettext("100 %") == "100 %"
        assert [spoken.ngettext("%(num)d table", "%(num)d tables", n) for n in (1, 2)] == ["1 table", "2 tables"]
        page = app.jinja_env.from_string("{{ ngettext('%(num)d table', '%(num)d tables', 2) }}")
        assert page.render() == "2 tables"


def test_outside_of_a_request_they_are_as_they_are_written() -> None:
    assert spoken.gettext("Idée") == "Idée"
