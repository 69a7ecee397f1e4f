"""Who says what this server is called: no link, no code to scan and no socket follows a name that a stranger sent."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from config import BadSetting, read_settings
from facilitation.trust import COOKIE, signed
from tests.security.planted import look_everywhere, plant
from tests.web.desk import application, post

Covers = Callable[[str], None]
PUBLIC = "https://tablee.example"
POISON = "piege.example"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A server that was told its address."""
    return application(tmp_path_factory.mktemp("hosts"), PUBLIC_URL=PUBLIC)


def test_links_begin_with_the_public_address(app: Flask, covers: Covers) -> None:
    """On every page, whatever the request says its host is: no address of the stranger's name anywhere."""
    one = plant(app.extensions["tablee"], "des mots")
    whole = app.wsgi_app

    def poisoned(environ, start_response):
        environ |= {"HTTP_X_FORWARDED_HOST": POISON, "HTTP_FORWARDED": f"host={POISON}", "HTTP_HOST": POISON}
        return whole(environ, start_response)

    app.wsgi_app = poisoned
    links = []

    def look(route: str, visitor: str, answer) -> None:
        text = answer.get_data(as_text=True)
        assert POISON not in text, (route, visitor)
        links.extend(re.findall(r"https?://[\w.-]+/enter#", text))

    try:
        pages = look_everywhere(app, one, look)
    finally:
        app.wsgi_app = whole
    assert set(links) == {f"{PUBLIC}/enter#"}
    covers(f"hosts: {pages} pages under a stranger's Host, {len(links)} links, all of the public address")


@pytest.mark.parametrize(
    ("host", "status"),
    [("tablee.example", 200), ("tablee.example:80", 200), (POISON, 400), ("", 400),
     (f"tablee.example.{POISON}", 400), (f"{POISON}#tablee.example", 400), (f"tablee.example@{POISON}", 400)],
)  # fmt: skip
def test_a_server_that_knows_its_names_answers_to_no_other(tmp_path: Path, host: str, status: int) -> None:
    """TRUSTED_HOSTS, for pages and for sockets."""
    app = application(tmp_path, TRUSTED_HOSTS=["tablee.example"])
    said = {"Host": host, "Cookie": f"{COOKIE}={signed(str(app.secret_key), 't' * 32)}"}
    for address in ("/", "/nowhere", "/static/favicon.svg", "/socket.io/?EIO=4&transport=polling"):
        answer = app.test_client(use_cookies=False).get(address, headers=said)
        assert answer.status_code == (404 if status == 200 and address == "/nowhere" else status), address
        assert POISON not in answer.text


def test_the_page_before_is_on_this_server(app: Flask) -> None:
    """Choosing a language leads back to a path, never to what a path looks like."""
    for before in ("http://localhost//piege.example/x", "http://localhost/\\piege.example", "http://piege.example/"):
        answer = app.test_client().post(
            "/language", data={"locale": "fr"}, headers={"Origin": "http://localhost", "Referer": before}
        )
        assert re.match(r"/(?![/\\])", answer.headers["Location"]), (before, answer.headers["Location"])
    assert post(app.test_client(), "/language", locale="fr").headers["Location"] == "/"


@pytest.mark.parametrize("key", ["dev", "changeme", "secret", "x" * 31])
def test_a_short_key_is_refused(tmp_path: Path, key: str) -> None:
    """Whoever guesses it is anybody. The message does not quote it."""
    with pytest.raises(BadSetting, match="SECRET_KEY") as told:
        read_settings({"INSTANCE": str(tmp_path), "SECRET_KEY": key})
    assert key not in str(told.value).replace("SECRET_KEY", "")
    assert len(read_settings({"INSTANCE": str(tmp_path)})["SECRET_KEY"]) >= 43
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
    names = read_settings({"INSTANCE": str(tmp_path), "TRUSTED_HOSTS": "a.example .b.example"})["TRUSTED_HOSTS"]
    assert names == ["a.example", ".b.example"]
