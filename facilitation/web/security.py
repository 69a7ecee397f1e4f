"""What every response carries, and what every request that acts must show."""

from flask import Flask, Response, abort, current_app, request

from ..assets import inline_hashes
from ..metrics import REQUESTS
from ..trust import same_origin

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
NOTHING_SHOWN = "default-src 'none'; frame-ancestors 'none'"
"""The policy of what is not a page."""


def register(app: Flask) -> None:
    """Check requests before, dress responses after."""
    app.before_request(_refuse_foreign)
    app.before_request(_refuse_nul)
    app.after_request(_dress)


def content_security_policy() -> str:
    """The policy of the page just made; its import map, if it has one, is its only inline block, known by its hash."""
    scripts = " ".join(("'self'", *(f"'{known}'" for known in inline_hashes())))
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {scripts}",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
        )
    )


def _refuse_foreign() -> None:
    if request.method not in SAFE and not same_origin(request.environ, current_app.config["PUBLIC_URL"]):
        abort(403)


def _refuse_nul() -> None:
    """No page of ours holds a NUL, and PostgreSQL stores none: it is refused before anything looks at it."""
    given = [request.path, *request.args.values(), *request.form.values()]
    if any("\x00" in text for text in given):
        abort(400)


def _dress(response: Response) -> Response:
    REQUESTS.add(f"{response.status_code // 100}xx")
    headers = response.headers
    shown = response.mimetype == "text/html"
    headers.setdefault("Content-Security-Policy", content_security_policy() if shown else NOTHING_SHOWN)
    headers["X-Content-Type-Options"] = "nosniff"
    # Not no-referrer: our own forms would then say « Origin: null » and be taken for foreign ones.
    headers["Referrer-Policy"] = "same-origin"
    headers["X-Frame-Options"] = "DENY"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), screen-wake-lock=(self)"
    if request.endpoint != "static":  # every page is somebody's: none is kept on a shared computer
        headers["Cache-Control"] = "no-store"
        headers.add("Vary", "Cookie")
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
