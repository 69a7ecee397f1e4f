"""Files as they are sent: every rule of every sheet is there as it was written, in its order."""

import re
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from facilitation import create_app
from facilitation.lean import JOINED, MEDIA, Unindented, sent

STATIC = Path(__file__).resolve().parent.parent / "static"
SHEETS = sorted(path.relative_to(STATIC).as_posix() for path in (STATIC / "css").rglob("*.css"))
RULES = """(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return [...sheet.cssRules].map((rule) => rule.cssText);
}"""
PAGE = "css/joined/page.css"


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Page:
    """A page of a browser that reads sheets."""
    return browser.new_page()


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    """The whole application, on an empty folder."""
    one = create_app({"INSTANCE": str(tmp_path), "DATABASE_URL": ""})
    yield one
    one.extensions["tablee"].close()


def rules(reader: Page, text: str) -> list[str]:
    """What a browser understands of a sheet. In the values it keeps as they came, room beside a comma means nothing."""
    found = reader.evaluate(RULES, text)
    return [re.sub(r"\s*(,)\s*|(\()\s+|\s+(\))", r"\1\2\3", " ".join(rule.split())) for rule in found]


@pytest.mark.browser
def test_a_sheet_has_the_same_rules_when_it_is_sent(reader: Page) -> None:
    for name in SHEETS:
        written = (STATIC / name).read_text()
        assert rules(reader, sent(STATIC, name).decode()) == rules(reader, written), name
        assert rules(reader, written), name
    assert rules(reader, "p { width: calc(1px + 2px) }") != rules(reader, "p { width: calc(1px +2px) }")


@pytest.mark.browser
def test_the_joined_sheet_is_all_sheets_of_a_page_in_their_order(reader: Page) -> None:
    expected: list[str] = []
    for name in JOINED[PAGE]:
        text = (STATIC / name).read_text()
        expected += rules(reader, f"@media {MEDIA[name]} {{ {text} }}" if name in MEDIA else text)
    assert rules(reader, sent(STATIC, PAGE).decode()) == expected
    assert expected[0].startswith("@layer tokens,"), "the order of the layers comes first"
    assert sum(rule.startswith("@media (prefers-color-scheme: dark)") for rule in expected) == 1


def test_what_others_wrote_is_sent_as_they_gave_it() -> None:
    for path in (STATIC / "vendor").glob("*.js"):
        assert sent(STATIC, f"vendor/{path.name}") == path.read_bytes()


def test_a_changed_sheet_changes_the_address_of_the_joined_one(tmp_path: Path) -> None:
    from facilitation.assets import CLIENT, LOOKS_EVERY, Assets

    for name in (*JOINED[PAGE], CLIENT):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text((STATIC / name).read_text())
    clock = [0.0]
    assets = Assets(tmp_path, "/static", lambda: clock[0])
    before = assets.url(PAGE)
    (tmp_path / "css/board.css").write_text("p{color:red}")
    assert assets.url(PAGE) == before, "what was seen holds for a second"
    clock[0] += LOOKS_EVERY
    assert assets.url(PAGE) != before
    (tmp_path / "css/board.css").unlink()
    clock[0] += LOOKS_EVERY
    assert not assets.is_current(before)


def test_without_a_version_a_file_is_sent_as_it_is_written(app: Flask) -> None:
    browser, assets = app.test_client(), app.extensions["assets"]
    for name in ("css/tokens.css", "js/live/store.js"):
        assert browser.get(f"/static/{name}").data == (STATIC / name).read_bytes()
        assert browser.get(assets.url(name)).data == sent(STATIC, name)


def test_what_is_no_file_of_ours_is_not_found(app: Flask) -> None:
    browser = app.test_client()
    for address in (
        "css/none.css",
        "../static/css/base.css",
        "%2e%2e/static/css/base.css",
        "css/joined/none.css",
        "js/.js",
    ):
        assert browser.get(f"/static/{address}?v=1").status_code == 404, address


def test_a_joined_sheet_has_the_headers_of_a_file(app: Flask) -> None:
    browser, assets = app.test_client(), app.extensions["assets"]
    written = browser.get("/static/css/base.css?w=1").headers
    joined = browser.get(f"/static/{PAGE}?w=1").headers
    own = {"Content-Length", "Date", "ETag", "Last-Modified", "Content-Disposition", "X-Request-Id"}
    assert {k: v for k, v in joined.items() if k not in own} == {k: v for k, v in written.items() if k not in own}
    assert own - {"Last-Modified", "Date"} <= set(joined.keys())
    assert "immutable" in browser.get(assets.url(PAGE)).headers["Cache-Control"]


def test_every_page_names_one_joined_sheet_first(app: Flask) -> None:
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', app.test_client().get("/").text)
    assert sheets == [app.extensions["assets"].url(PAGE)]


def test_a_page_loses_indentation_and_no_word(app: Flask) -> None:
    lean = Unindented(app.jinja_env)
    assert lean.preprocess("<p>\n    one\n\ttwo  three</p>\n", "a.html") == "<p>\none\ntwo  three</p>\n"
    assert lean.preprocess("- a\n  - b\n", "notes.md") == "- a\n  - b\n"


def test_no_sheet_is_forgotten() -> None:
    """Each stands among those of every page, or is named by the page that needs it."""
    templates = "".join(path.read_text() for path in (STATIC.parent / "templates").rglob("*.html"))
    for name in SHEETS:
        assert (name in JOINED[PAGE]) != (f"asset('{name}')" in templates), name
