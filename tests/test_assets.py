"""Static files: hashed addresses, the import map and its place in the policy, and what no script of ours may do."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from flask import Flask

from facilitation.assets import _IMPORT, CLIENT, LOOKS_EVERY, Assets, MissingAsset, inline_hashes, open_assets

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
FORBIDDEN = re.compile(
    r"\.(inner|outer)HTML\b|insertAdjacentHTML|document\.write|\beval\(|new Function\(|\bsetHTML|DOMParser|https?://"
)
IMPORT = re.compile(r"(?:from|import)\s*\(?\s*'([^']+)'")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A static folder with one module, one sheet and the borrowed script."""
    for name, text in (("js/live/a.js", "1"), ("css/base.css", "p{}"), (CLIENT, "io")):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


@pytest.fixture
def app(folder: Path) -> Flask:
    """An application that serves that folder."""
    app = Flask(__name__, static_folder=str(folder), static_url_path="/static")
    open_assets(app)
    return app


def test_an_address_changes_with_the_content_only(folder: Path) -> None:
    assets = Assets(folder, "/static")
    before = assets.url("css/base.css")
    assert re.fullmatch(r"/static/css/base\.css\?v=[0-9a-f]{12}", before)
    assert Assets(folder, "/static").url("css/base.css") == before
    (folder / "css" / "base.css").write_text("p{color:red}")
    assert Assets(folder, "/static").url("css/base.css") != before


def test_a_fragment_stays_at_the_end(folder: Path) -> None:
    assert Assets(folder, "/static").url("css/base.css#bell").endswith("#bell")


def test_a_missing_file_is_named(folder: Path) -> None:
    with pytest.raises(MissingAsset, match=r"css/none\.css"):
        Assets(folder, "/static").url("css/none.css")


def test_without_the_borrowed_script_nothing_starts_and_the_message_says_what_to_do(folder: Path) -> None:
    (folder / CLIENT).unlink()
    with pytest.raises(MissingAsset, match="npm"):
        Assets(folder, "/static")


def test_the_import_map_gives_every_module_of_the_page_its_hashed_address(folder: Path) -> None:
    """And no other: what an entry does not load, its page does not name."""
    (folder / "js" / "live" / "b.js").write_text("import './a.js';")
    assets = Assets(folder, "/static")
    imports = json.loads(assets.import_map("js/live/a.js"))["imports"]
    assert imports == {"/static/js/live/a.js": assets.url("js/live/a.js"), "socket.io-client": assets.url(CLIENT)}
    assert "/static/js/live/a.js" in json.loads(assets.import_map("js/live/b.js"))["imports"]


def test_the_policy_names_exactly_the_map_that_pages_carry(app: Flask, folder: Path) -> None:
    def policy_of_a_page() -> tuple[str, ...]:
        with app.test_request_context():
            assert inline_hashes() == (), "a page without scripts lets no block in"
            tag = app.jinja_env.from_string("{{ import_map('js/live/a.js') }}").render()
            named = inline_hashes()
        text = re.fullmatch(r'<script type="importmap">(.*)</script>', tag)
        assert text
        digest = base64.b64encode(hashlib.sha256(text[1].encode()).digest()).decode()
        return f"sha256-{digest}", *named

    first = policy_of_a_page()
    assert first[0] == first[1]
    (folder / "js" / "live" / "a.js").write_text("2")
    assert policy_of_a_page() == first, "what was seen holds for a second"
    assets = app.extensions["assets"]
    soon = assets.now() + LOOKS_EVERY
    assets.now = lambda: soon
    second = policy_of_a_page()
    assert second[0] == second[1] != first[1]


def test_an_entry_preloads_everything_it_imports_once(folder: Path) -> None:
    (folder / "js" / "entry.js").write_text("import { a } from './live/a.js';\nimport './live/b.js';\n")
    (folder / "js" / "live" / "b.js").write_text("import {\n  a,\n} from '../live/a.js';\n// import './no.js'\n")
    assets = Assets(folder, "/static")
    links = re.findall(r'href="([^"]+)"', assets.preloads("js/entry.js"))
    expected = [assets.url(name) for name in ("js/entry.js", "js/live/a.js", "js/live/b.js", CLIENT)]
    assert sorted(links) == sorted(expected)


def test_a_hashed_address_is_kept_for_a_year_a_plain_one_is_not(app: Flask) -> None:
    client = app.test_client()
    hashed = client.get(app.extensions["assets"].url("css/base.css"))
    assert "immutable" in hashed.headers["Cache-Control"]
    assert "immutable" not in client.get("/static/css/base.css").headers.get("Cache-Control", "")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.relative_to(ROOT / "static").as_posix())
def test_a_script_builds_no_markup_names_no_host_and_finds_its_modules(script: Path) -> None:
    text = script.read_text()
    assert not FORBIDDEN.search(text)
    assert len(text.splitlines()) <= 200
    known = set(_IMPORT.findall(text))
    for name in IMPORT.findall(text):
        assert name in known or name == "socket.io-client", f"the import map of a page would not hold {name}"
        assert name == "socket.io-client" or (script.parent / name).is_file(), name
