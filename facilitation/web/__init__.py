"""Pages: HTTP requests become commands and questions to the service, and state becomes HTML.

Every module of this folder that has a ``blueprint`` serves pages; ``register`` finds them all.
"""

from importlib import import_module
from pkgutil import iter_modules

from flask import Flask

from . import errors, language, requests, security
from .stencil import Stencils


def register(app: Flask) -> None:
    """Give the application its pages, its headers and its checks."""
    requests.register(app)
    security.register(app)
    errors.register(app)
    language.register(app)
    app.extensions["stencils"] = Stencils()
    for found in iter_modules(__path__):
        blueprint = getattr(import_module(f"{__name__}.{found.name}"), "blueprint", None)
        if blueprint is not None:
            app.register_blueprint(blueprint)
