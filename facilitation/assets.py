"""Addresses of static files that change with their content, and the import map of the browser's modules.

No build step: the browser loads ``static/js`` as it is. A query ``?v=<hash>`` lets it keep each file for a year; the
import map gives every module its hashed address, so the modules themselves import one another by plain relative paths.
"""

import base64
import hashlib
import json
import posixpath
import re
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from flask import Flask, Response, request
from markupsafe import Markup

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
        self._hashes: dict[str, tuple[int, str, float]] = {}
        self._texts: dict[str, tuple[str, str]] = {}
        self._map: tuple[str, str] | None = None
        self._preloads: dict[str, tuple[Markup, float]] = {}
        self._mapped: tuple[str, float] = ("", -LOOKS_EVERY)
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

    def import_map(self) -> str:
        """The JSON text of the import map, always the same characters for the same files."""
        text, seen = self._mapped
        if text and self.now() < seen + LOOKS_EVERY:
            return text
        modules = sorted(p.relative_to(self._folder).as_posix() for p in (self._folder / "js").rglob("*.js"))
        imports = {f"{self.prefix}/{name}": self.url(name) for name in modules}
        imports |= {bare: self.url(name) for bare, name in BARE.items()}
        text = json.dumps({"imports": imports}, separators=(",", ":"), sort_keys=True)
        self._mapped = (text, self.now())
        return text

    def import_map_tag(self) -> Markup:
        """The one inline block of every page, for the layout."""
        return Markup('<script type="importmap">{}</script>').format(Markup(self.import_map()))

    def preloads(self, entry: str) -> Markup:
        """Links that fetch all modules below ``entry`` at once, instead of one round trip for each level of imports."""
        known = self._preloads.get(entry)
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
        link = Markup('<link rel="modulepreload" href="{}">')
        links = Markup("\n    ").join(link.format(self.url(name)) for name in (*found, CLIENT))
        self._preloads[entry] = (links, self.now())
        return links

    def script_hash(self) -> str:
        """What the policy's ``script-src`` must name to let the import map in: ``sha256-…``, without quotes."""
        text = self.import_map()
        if self._map is None or self._map[0] != text:
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            self._map = (text, f"sha256-{digest}")
        return self._map[1]

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
            changed = (self._folder / name).stat().st_mtime_ns
        except (FileNotFoundError, NotADirectoryError):
            raise MissingAsset(f"static/{name} is missing") from None
        digest = known[1] if known is not None and known[0] == changed else ""
        digest = digest or hashlib.sha256((self._folder / name).read_bytes()).hexdigest()[:12]
        self._hashes[name] = (changed, digest, now)
        return digest


def open_assets(app: Flask) -> Assets:
    """Give templates ``asset(path)``, ``import_map()`` and ``preloads(entry)``, and hashed files a long life.

    The assets are returned, and kept at ``app.extensions["assets"]``. The policy reads ``INLINE_HASHES``, which follows
    the import map.
    """
    assets = Assets(Path(app.static_folder or "static"), app.static_url_path or "/static")
    app.extensions["assets"] = assets
    app.config["INLINE_HASHES"] = (assets.script_hash(),)

    def import_map() -> Markup:
        app.config["INLINE_HASHES"] = (assets.script_hash(),)  # a script may have changed since the start
        return assets.import_map_tag()

    app.jinja_env.globals.update(asset=assets.url, import_map=import_map, preloads=assets.preloads)

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint == "static" and request.args.get("v") and response.status_code in (200, 304):
            response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
        return response

    return assets
