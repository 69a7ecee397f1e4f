"""What every answer must carry, whoever asked and whatever it is."""

import base64
import hashlib
import re
from http.cookies import SimpleCookie
from typing import Any

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), screen-wake-lock=(self)",
}
PAGE = {
    "default-src": "'none'", "style-src": "'self'", "img-src": "'self' data:", "font-src": "'self'",
    "connect-src": "'self'", "manifest-src": "'self'", "form-action": "'self'", "base-uri": "'none'",
    "frame-ancestors": "'none'", "require-trusted-types-for": "'script'",
}  # fmt: skip
"""The policy of a page, beside its scripts: our own files and the one block it may have, known by its hash."""
BLOCK = re.compile(r'<script type="importmap">(.*?)</script>')
NOTHING = {"default-src": "'none'", "frame-ancestors": "'none'"}
SILENT = ("Server", "X-Powered-By", "Access-Control-Allow-Origin")
"""What no answer says: what serves it, and that others may read it."""
COOKIES = {"tablee": "/", "tablee_setup": "/first-run"}
CHECKED = len(ALWAYS) + len(SILENT) + len(PAGE) + 4


def policy(answer: Any) -> dict[str, str]:
    """The directives of an answer's policy."""
    said = answer.headers.get("Content-Security-Policy", "")
    parts = (part.strip().partition(" ") for part in said.split(";"))
    return {name: value for name, _, value in parts if name}


def faults_of(answer: Any, static: bool = False, secure: bool = False) -> list[str]:
    """What an answer of the application lacks or says too much; ``static``: a file that everybody may keep."""
    headers = answer.headers
    found = [f"{name}: {headers.get(name)!r}" for name, due in ALWAYS.items() if headers.get(name) != due]
    found += [f"{name}: {headers[name]!r}" for name in SILENT if name in headers]
    told = policy(answer)
    if answer.mimetype == "text/html":
        if told.pop("script-src", "") != _scripts(answer):
            found.append("script-src")
        found += [f"policy of a page: {told}"] if told != PAGE else []
    elif told != NOTHING:
        found.append(f"policy of what is no page: {told}")
    if not static and headers.get("Cache-Control") != "no-store":
        found.append(f"kept: {headers.get('Cache-Control')!r}")
    if not static and "Cookie" not in (headers.get("Vary") or ""):
        found.append("Vary")
    if secure and "max-age" not in headers.get("Strict-Transport-Security", ""):
        found.append("Strict-Transport-Security")
    return found + [fault for line in headers.getlist("Set-Cookie") for fault in _cookie_faults(line, secure)]


def _scripts(answer: Any) -> str:
    """Whose scripts may run on this page: ours, and its import map where it has one, by the hash of its very text."""
    digests = (hashlib.sha256(text.encode()).digest() for text in BLOCK.findall(answer.text))
    return " ".join(["'self'", *(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)])


def _cookie_faults(line: str, secure: bool) -> list[str]:
    """What a cookie lacks: scripts never read one, other sites never send one, and its path is its own."""
    [(name, cookie)] = SimpleCookie(line).items()
    if cookie["max-age"] == "0":
        return []  # taken away
    right = (
        name in COOKIES and cookie["path"] == COOKIES[name] and cookie["httponly"] and cookie["samesite"] == "Lax"
        and bool(cookie["secure"]) is secure and not cookie["domain"]
    )  # fmt: skip
    return [] if right else [f"cookie {line!r}"]
