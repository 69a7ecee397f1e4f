"""Addresses of static files that change with their content, and the import map of the browser's modules.

No build step: each module of ``static/js`` is a file of its own for the browser too. A query ``?v=<hash>`` lets it keep
each for a year; the import map of a page gives the modules it loads their hashed addresses, so the modules themselves
import one another by plain relative paths. Under such an address a file is sent lean (see ``lean``), without it as it
was written.
"""

import base64
import hashlib
import json
import posixpath
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from time import monotonic

from flask import Flask, Response, abort, g, has_request_context, request, send_file
from markupsafe import Markup
from werkzeug.security import safe_join

from .lean import JOINED, Unindented, is_lean, parts, sent

CLIENT = "vendor/socket.io.esm.min.js"
"""The borrowed script, installed at set-up and never committed."""

BARE = {"socket.io-client": CLIENT}
"""Modules that are imported by name."""

LOOKS_EVERY = 1.0
"""Seconds for which what was seen of the files holds: to look at a hundred of them seven times was half of a join."""

A_YEAR = 31_536_000
"""Seconds a browser may keep a file whose address carries its hash."""


_IMPORT = re.compile(r"""^(?:import|export)\b[^;]*?'(\.{1,2}/[^']+)'""", re.MULTILINE)
"""A module's relative import, as our modules write it: at the start of a line, in single quotes."""


class MissingAsset(RuntimeError):
    """A file the pages need is not there; the message says what to do."""


class Assets:
    """The static files under ``folder``, served under ``prefix`` (such as ``/static``)."""

    def __init__(self, folder: Path, prefix: str, now: Callable[[], float] = monotonic) -> None:
        self._folder = folder
        self.prefix = prefix.rstrip("/")
        self.now = now
        """Seconds, from wherever; see ``LOOKS_EVERY``."""
        self._hashes: dict[str, tuple[tuple[int, ...], str, float]] = {}
        self._texts: dict[str, tuple[str, str]] = {}
        self._below: dict[str, tuple[tuple[str, ...], float]] = {}
        self._maps: dict[str, tuple[str, float]] = {}
        self._preloads: dict[str, tuple[Markup, float]] = {}
        self.check()

    def check(self) -> None:
        """Raise ``MissingAsset`` when the borrowed script is not installed."""
        if not (self._folder / CLIENT).is_file():
            raise MissingAsset(
                f"static/{CLIENT} is missing: run `make install` (or `npm ci && npm run vendor`) before serving."
            )

    def url(self, path: str) -> str:
        """The address of ``path`` (relative to the static folder) with its content's hash; ``MissingAsset`` if absent.

        A fragment is kept: ``icons.svg#bell``.
        """
        name, hash_sign, fragment = path.partition("#")
        return f"{self.prefix}/{name}?v={self._hash(name)}{hash_sign}{fragment}"

    def is_current(self, address: str) -> bool:
        """Whether pages name a file by this address today, its hash included."""
        path, _, _ = address.partition("?")
        try:
            return path.startswith(f"{self.prefix}/") and self.url(path[len(self.prefix) + 1 :]) == address
        except (MissingAsset, OSError, ValueError):
            return False

    def import_map(self, entry: str) -> str:
        """The JSON text of the import map for ``entry`` and all below it, the same characters for the same files."""
        known = self._maps.get(entry)
        if known is not None and self.now() < known[1] + LOOKS_EVERY:
            return known[0]
        imports = {f"{self.prefix}/{name}": self.url(name) for name in self._modules(entry)}
        imports |= {bare: self.url(name) for bare, name in BARE.items()}
        text = json.dumps({"imports": imports}, separators=(",", ":"), sort_keys=True)
        self._maps[entry] = (text, self.now())
        return text

    def preloads(self, entry: str) -> Markup:
        """Links that fetch all modules below ``entry`` at once, instead of one round trip for each level of imports."""
        known = self._preloads.get(entry)
        if known is not None and self.now() < known[1] + LOOKS_EVERY:
            return known[0]
        link = Markup('<link rel="modulepreload" href="{}">')
        links = Markup("\n").join(link.format(self.url(name)) for name in (*self._modules(entry), CLIENT))
        self._preloads[entry] = (links, self.now())
        return links

    def sent(self, name: str) -> bytes:
        """What is sent for ``name``; ``MissingAsset`` or ``OSError`` if there is no such file below the folder."""
        if any(safe_join(str(self._folder), part) is None for part in parts(name)):
            raise MissingAsset(f"static/{name} is missing")
        return sent(self._folder, name)

    def _modules(self, entry: str) -> tuple[str, ...]:
        """``entry`` and all that it imports, at any depth."""
        known = self._below.get(entry)
        if known is not None and self.now() < known[1] + LOOKS_EVERY:
            return known[0]
        found, waiting = [entry], [entry]
        while waiting:
            name = waiting.pop()
            folder = posixpath.dirname(name)
            below = (posixpath.normpath(posixpath.join(folder, i)) for i in _IMPORT.findall(self._text(name)))
            fresh = [module for module in dict.fromkeys(below) if module not in found]
            found += fresh
            waiting += fresh
        self._below[entry] = (tuple(found), self.now())
        return self._below[entry][0]

    def _text(self, name: str) -> str:
        mark = self._hash(name)
        if self._texts.get(name, ("", ""))[0] != mark:
            self._texts[name] = (mark, (self._folder / name).read_text(encoding="utf-8"))
        return self._texts[name][1]

    def _hash(self, name: str) -> str:
        known, now = self._hashes.get(name), self.now()
        if known is not None and now < known[2] + LOOKS_EVERY:
            return known[1]
        try:
            changed = tuple((self._folder / part).stat().st_mtime_ns for part in parts(name))
        except (FileNotFoundError, NotADirectoryError):
            raise MissingAsset(f"static/{name} is missing") from None
        digest = known[1] if known is not None and known[0] == changed else ""
        digest = digest or _mark(sent(self._folder, name))
        self._hashes[name] = (changed, digest, now)
        return digest


def _mark(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:12]


def open_assets(app: Flask) -> Assets:
    """Give templates ``asset(path)``, ``import_map(entry)`` and ``preloads(entry)``, and hashed files a long life.

    The assets are returned, and kept at ``app.extensions["assets"]``.
    """
    assets = Assets(Path(app.static_folder or "static"), app.static_url_path or "/static")
    app.extensions["assets"] = assets
    app.jinja_env.add_extension(Unindented)

    def import_map(entry: str) -> Markup:
        text = assets.import_map(entry)
        if has_request_context():
            g.inline_blocks = (*inline_blocks(), text)
        return Markup('<script type="importmap">{}</script>').format(Markup(text))

    def static(filename: str) -> Response:
        if not is_lean(filename) or not (request.args.get("v") or filename in JOINED):
            return app.send_static_file(filename)
        try:
            body = assets.sent(filename)
        except (MissingAsset, OSError):
            abort(404)
        return send_file(BytesIO(body), download_name=posixpath.basename(filename), etag=_mark(body), conditional=True)

    app.jinja_env.globals.update(asset=assets.url, import_map=import_map, preloads=assets.preloads)
    app.view_functions["static"] = static

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint == "static" and request.args.get("v") and response.status_code in (200, 304):
            response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
        return response

    return assets


def inline_blocks() -> tuple[str, ...]:
    """The texts of the import maps that the page of this request carries: one, or none when it loads no script."""
    return tuple(g.get("inline_blocks", ()))


def carry_inline_blocks(blocks: tuple[str, ...]) -> None:
    """The page of this request carries these, though it was not rendered for it."""
    g.inline_blocks = (*inline_blocks(), *blocks)


def inline_hashes() -> tuple[str, ...]:
    """What the policy's ``script-src`` must name to let them in: ``sha256-…`` each, without quotes."""
    digests = (hashlib.sha256(text.encode()).digest() for text in inline_blocks())
    return tuple(f"sha256-{base64.b64encode(digest).decode()}" for digest in digests)
