"""One line of the log for each request, and its identifier; never its address, which says who sits where."""

import logging
from time import perf_counter

from flask import Flask, Response, current_app, g, request

from ..logs import event, fresh_id

log = logging.getLogger(__name__)
QUIET = frozenset({"static", "health.health", "metrics.metrics"})
"""What is asked so often that nobody reads of it."""


def register(app: Flask) -> None:
    """Before anything else is looked at, and after everything."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    behind = current_app.config["TRUSTED_PROXIES"]
    g.request_id = fresh_id(request.headers.get("X-Request-Id") if behind else None)
    g.request_began = perf_counter()


def _end(response: Response) -> Response:
    response.headers["X-Request-Id"] = g.get("request_id", "")
    if request.endpoint not in QUIET:
        spent = round((perf_counter() - g.get("request_began", perf_counter())) * 1000, 1)
        page = request.endpoint or "nowhere"
        event(log, "a request", method=_plain(request.method), page=page, status=response.status_code, ms=spent)
    return response


def _plain(method: str) -> str:
    """A method is a word that a stranger may invent."""
    return method if method in {"GET", "HEAD", "POST", "DELETE", "OPTIONS", "PUT", "PATCH"} else "other"
