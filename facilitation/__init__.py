"""Tablée: codéveloppement workshops for a room of tables. ``create_app`` is the one place that knows every layer."""

import os
import tomllib
from collections.abc import Mapping
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, read_settings


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """The application, with settings from the environment and then from ``config``. Raises config.BadSetting.

    It holds no lock, starts no loop and patches nothing: ``wsgi.py`` does, when it serves. ``SERVING`` is the mode of
    the server, and ``threading`` for commands and tests.
    """
    from . import cli, live, spoken, web
    from .assets import open_assets
    from .extensions import babel, db, migrate, socketio
    from .kept import Kept
    from .service.house import open_house
    from .storage.packed import read_json, write_json
    from .transport import off_hub
    from .web.language import choose_language

    settings = read_settings(os.environ, config)
    app = Flask(
        __name__,
        instance_path=settings["INSTANCE"],
        root_path=str(ROOT),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    app.config.from_mapping({"SERVING": "threading", "VERSION": _version()} | settings)
    quick = {"json_deserializer": read_json, "json_serializer": write_json}
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = quick | settings["SQLALCHEMY_ENGINE_OPTIONS"]
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "facilitation" / "migrations"))
    babel.init_app(
        app,
        default_locale=app.config["DEFAULT_LANGUAGE"],
        default_translation_directories=str(ROOT / "facilitation" / "translations"),
        locale_selector=choose_language,
    )
    spoken.register(app)
    open_assets(app)
    installed = live.install(app, socketio)
    house = open_house(app, installed.broadcaster.publish)
    house.ground.off_hub = off_hub(app.config["SERVING"])
    live.follow(installed, house)
    web.register(app)
    cli.register(app)
    assets = app.extensions["assets"]
    app.extensions["kept"] = kept = Kept(app.wsgi_app, assets.prefix, assets.is_current)
    app.wsgi_app = kept  # type: ignore[method-assign]
    if app.config["TRUSTED_PROXIES"]:
        hops = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def _version() -> str:
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])
