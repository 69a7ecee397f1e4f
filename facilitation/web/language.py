"""Which language a page speaks: what this device chose, else what its browser asks for, else the house's."""

from flask import Blueprint, Flask, current_app, g, redirect, request
from flask_babel import get_locale
from werkzeug.wrappers import Response

from config import LANGUAGES

from ..trust import Forged
from .device import known_device, present_device

blueprint = Blueprint("language", __name__)


def register(app: Flask) -> None:
    """Give templates ``locale_code()`` and ``languages``."""
    app.jinja_env.globals.update(locale_code=locale_code, languages=LANGUAGES)


def locale_code() -> str:
    """The language of this page: ``fr`` or ``en``."""
    return str(get_locale() or current_app.config["DEFAULT_LANGUAGE"])


def choose_language() -> str:
    """The language of this request; also of a socket's, whose request is its handshake."""
    if "language" not in g:
        try:
            device = known_device()
        except Forged:
            device = None
        asked = request.accept_languages.best_match(LANGUAGES)
        g.language = (device and device.locale) or asked or current_app.config["DEFAULT_LANGUAGE"]
    return str(g.language)


@blueprint.post("/language")
def change() -> Response:
    """This device speaks the language ``locale`` from now on; back to the page it came from."""
    chosen = request.form.get("locale")
    if chosen in LANGUAGES:
        current_app.extensions["tablee"].accounts.choose_locale(present_device().id, chosen)
    return redirect(_page_before(), 303)


def _page_before() -> str:
    """The path of the page that asked, on this server only."""
    referrer = request.referrer or ""
    ours = referrer.startswith(request.host_url)
    return "/" + referrer.removeprefix(request.host_url).lstrip("/\\") if ours else "/"  # « //host » would be elsewhere
