"""Static files from memory: the same answers as the application's own, smaller where that is asked for."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from facilitation import create_app
from facilitation.kept import SMALLEST

LARGE, JOINED, SCRIPT, SMALL = "css/tokens.css", "css/joined/page.css", "js/live/store.js", "favicon.svg"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder: Path = tmp_path_factory.mktemp("kept")
    one = create_app({"INSTANCE": str(folder), "DATABASE_URL": ""})
    yield one
    one.extensions["tablee"].close()


def headers(answer: Any) -> dict[str, str]:
    """What an answer says of itself, but for what every answer has of its own."""
    return {name: value for name, value in answer.headers.items() if name not in ("Date", "Vary")}


@pytest.mark.parametrize("name", [LARGE, JOINED, SCRIPT, SMALL])
def test_the_second_answer_is_the_first_one(app: Any, name: str):
    """The file's bytes and the application's headers, each time."""
    browser, address = app.test_client(), app.extensions["assets"].url(name)
    plain = browser.get(address.replace("?v=", "?v=0"))
    answers = [browser.get(address) for _ in range(3)]
    for answer in answers:
        assert (answer.status_code, answer.data) == (200, plain.data)
        assert headers(answer) == headers(answers[0])
        assert "immutable" in answer.headers["Cache-Control"]
        for kind in ("Content-Security-Policy", "X-Content-Type-Options", "Content-Type"):
            assert answer.headers[kind] == plain.headers[kind]
    assert not any("Date" in answer.headers for answer in answers[1:])  # the server says when it answers


def test_a_large_text_is_compressed_for_who_can_read_it(app: Any):
    browser, assets = app.test_client(), app.extensions["assets"]
    plain = browser.get(assets.url(LARGE)).data
    assert len(plain) > SMALLEST
    for _ in range(2):
        packed = browser.get(assets.url(LARGE), headers={"Accept-Encoding": "gzip, br"})
        assert gzip.decompress(packed.data) == plain
        assert len(packed.data) < len(plain) / 2
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.headers["Content-Length"] == str(len(packed.data))
        assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Content-Encoding" not in browser.get(assets.url(LARGE)).headers
    small = browser.get(assets.url(SMALL), headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in small.headers


def test_who_has_it_already_is_told_so(app: Any):
    """Also who has the compressed one."""
    browser, address = app.test_client(), app.extensions["assets"].url(LARGE)
    for wish in ({}, {"Accept-Encoding": "gzip"}):
        first = browser.get(address, headers=wish)
        again = browser.get(address, headers=wish | {"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "address", ["/static/../config.py?v=000000000000", "/static/css/none.css?v=1", "/static/%00?v=1", "/static/"]
)
def test_what_no_page_names_is_the_applications_affair(app: Any, address: str):
    assert app.test_client().get(address, headers={"Accept-Encoding": "gzip"}).status_code in (400, 404)


def test_a_page_is_never_compressed(app: Any):
    page = app.test_client().get("/", headers={"Accept-Encoding": "gzip"})
    assert page.status_code == 200
    assert "Content-Encoding" not in page.headers


def test_over_https_the_answer_says_so(app: Any):
    """What was kept from a plain request is not given over HTTPS without its header."""
    browser, address = app.test_client(), app.extensions["assets"].url(LARGE)
    assert "Strict-Transport-Security" not in browser.get(address).headers
    for _ in range(2):
        assert "Strict-Transport-Security" in browser.get(address, base_url="https://localhost").headers


def test_at_hand_is_what_was_answered_and_asked_plainly(app: Any):
    """Not before the application answered it; then to a browser's headers, and to no others."""
    kept, address = app.extensions["kept"], app.extensions["assets"].url("css/line.css")
    line = f"GET {address} HTTP/1.1\r\n".encode()
    head = [b"Host: h\r\n", b"Accept-Encoding: gzip\r\n", b"Sec-Fetch-Dest: style\r\n", b"sec-ch-ua-mobile: ?0\r\n"]
    assert kept.at_hand(line, head, 30) is None
    told = app.test_client().get(address, headers={"Accept-Encoding": "gzip"})
    answer = kept.at_hand(line, head, 30)
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert answer.partition(b"\r\n\r\n")[2] == told.data
    assert line.startswith(kept.begins)
    for other in (
        line.replace(b"GET", b"HEAD"), line.replace(b"1.1", b"1.0"), line.replace(b"\r\n", b"\n"),
        line.replace(b"line", b"l%69ne"), line.replace(b"?v=", b"?v=0"),
    ):  # fmt: skip
        assert kept.at_hand(other, head, 30) is None
    for more in (
        "Content-Length: 3", "Transfer-Encoding: chunked", "X-Forwarded-Proto: https", "Range: bytes=0-1",
        "If-None-Match: x", "Connection: close", "Host: again", "Accept : x", " folded", "no colon",
    ):  # fmt: skip
        assert kept.at_hand(line, [*head, f"{more}\r\n".encode()], 30) is None
    assert kept.at_hand(line, [*head, b"Accept: x\n"], 30) is None
    assert kept.at_hand(line, head[1:], 30) is None
