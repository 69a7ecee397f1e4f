"""``/metrics``: this process's figures, for Prometheus and for nobody who comes through a proxy."""

import hmac
from ipaddress import ip_address

from flask import Blueprint, Response, abort, current_app, request

from ..metrics import exposition

blueprint = Blueprint("metrics", __name__)
FORWARDED = ("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "X-Real-IP", "Via")
"""What proxies add and nobody behind one can take away."""
TEXT = "text/plain; version=0.0.4; charset=utf-8"


@blueprint.get("/metrics")
def metrics() -> Response:
    """With a METRICS_TOKEN whoever shows it, else this machine alone; 404 for the others."""
    if not _may_read():
        abort(404)
    return Response(exposition(), content_type=TEXT)


def _may_read() -> bool:
    token = current_app.config["METRICS_TOKEN"]
    if token:
        shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(shown.encode("utf-8", "replace"), token.encode())
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.environ.get("REMOTE_ADDR") or "").is_loopback
    except ValueError:
        return False
