"""Words in the language of the request. A table's page says three thousand of them.

Flask-Babel finds the language and the catalogue, as ever, but once for each request and not for each word: that was
more than half of a page.
"""

from typing import Any

from flask import Flask, g
from flask_babel import get_translations


def gettext(message: str, **values: object) -> str:
    """The message in the language of this request, with these values in it."""
    text: str = _catalogue().ugettext(message)
    return text % values if values else text


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """The message for so many, in the language of this request; ``num`` is among its values."""
    text: str = _catalogue().ungettext(one, many, num)
    return text % ({"num": num} | values)


def register(app: Flask) -> None:
    """Let templates ask here too; after Flask-Babel, which lets them ask itself."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: _catalogue().ugettext(message),
        lambda one, many, num: _catalogue().ungettext(one, many, num),
        newstyle=True,
    )


def _catalogue() -> Any:
    try:
        found = g.get("catalogue")
    except RuntimeError:  # outside of a request nobody has a language: the messages as they are written
        return get_translations()
    if found is None:
        found = g.catalogue = get_translations()
    return found
