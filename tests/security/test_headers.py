"""What answers carry where tests/matrix/test_routes.py does not come: failures, files, sockets, https, the start."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from facilitation.extensions import db
from facilitation.trust import signed
from facilitation.web.errors import sentence
from tests.builders import open_workshop
from tests.security.headers import CHECKED, faults_of
from tests.web.desk import application, post, signed_in

Covers = Callable[[str], None]
HERE = {"Origin": "http://localhost"}
STATIC = Path(__file__).resolve().parents[2] / "static"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An application that fails as it would in front of people."""
    return application(tmp_path_factory.mktemp("headers"), TESTING=False)


def test_every_failure_is_dressed(app: Flask, covers: Covers) -> None:
    """Each status that has a sentence, as a page and as JSON."""
    browser, account = app.test_client(), signed_in(app).browser
    room = open_workshop(app)
    gone = {"code": room.workshop.code}
    room.house.workshops.close(room.workshop.id)
    seen = set()

    def ask(method: str, path: str, **more: object) -> None:
        for accept in ("text/html", "application/json"):
            headers = HERE | {"Accept": accept} | dict(more.get("headers", {}))
            answer = browser.open(path, method=method, headers=headers, data=more.get("data"), json=more.get("json"))
            assert not faults_of(answer), (answer.status_code, path, faults_of(answer))
            seen.add(answer.status_code)

    ask("GET", "/nowhere")
    ask("GET", "/join")
    ask("POST", "/join", headers={"Origin": "null"})
    ask("POST", "/join", data={"code": "x" * 70_000})
    ask("GET", "/w/a%00b/join")
    ask("POST", "/enter", json={"token": "none"})
    ask("POST", "/join", data=gone)
    for _ in range(12):
        ask("POST", "/join", data={"code": "none"})
    browser.set_cookie("tablee", "forged.value")
    ask("GET", "/workshops")
    browser.set_cookie("tablee", signed(str(app.secret_key), "none"))
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE devices RENAME TO hidden"))
    try:
        ask("GET", "/workshops")
    finally:
        with app.app_context(), db.engine.begin() as connection:
            connection.execute(text("ALTER TABLE hidden RENAME TO devices"))
    assert account.get("/workshops").status_code == 200
    assert seen >= {400, 403, 404, 405, 410, 413, 429, 500}, seen
    others = {code for code in range(400, 600) if sentence(code) != sentence(599)} - seen
    assert others == {401, 503}, "a new status needs its line here"  # nothing answers 401 or 503 by itself
    covers(f"headers: {len(seen)} statuses as page and as JSON, each with {CHECKED} checks, {len(others)} never given")


def test_every_kind_of_file(app: Flask, covers: Covers) -> None:
    """One of each suffix below static: never sniffed, never framed; kept only under a version."""
    kinds = {path.suffix: path for path in sorted(STATIC.rglob("*")) if path.is_file() and "vendor" not in path.parts}
    assert {".js", ".css", ".svg"} <= kinds.keys()
    for path in kinds.values():
        address = f"/static/{path.relative_to(STATIC).as_posix()}"
        for kept in (False, True):
            answer = app.test_client().get(address + "?v=1" * kept)
            assert answer.status_code == 200, address
            assert not faults_of(answer, static=True), (address, faults_of(answer, static=True))
            assert ("immutable" in answer.headers["Cache-Control"]) is kept
    covers(f"headers: {len(kinds)} kinds of static files, 0 left out")


def test_under_https_nothing_travels_in_the_clear(tmp_path: Path) -> None:
    """Strict transport and Secure cookies, behind a proxy that says https; by PUBLIC_URL alone cookies are Secure."""
    app = application(tmp_path, TRUSTED_PROXIES=1)
    said = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "tablee.example", "Origin": "https://tablee.example"}
    for path, method in (("/", "GET"), ("/language", "POST"), ("/nowhere", "GET")):
        answer = app.test_client().open(path, method=method, data={"locale": "fr"}, headers=said)
        assert not faults_of(answer, secure=True), faults_of(answer, secure=True)
    public = application(tmp_path / "public", PUBLIC_URL="https://tablee.example")
    given = post(public.test_client(), "/language", locale="fr").headers["Set-Cookie"]
    assert "Secure" in given


def test_a_socket_that_polls_keeps_nothing(app: Flask) -> None:
    """Refused or answered: never stored, never sniffed, never for another site."""
    client = app.test_client()
    refused = client.get("/socket.io/?EIO=4&transport=polling", headers={"Origin": "null"})
    assert refused.status_code == 403
    client.set_cookie("tablee", signed(str(app.secret_key), "none"))
    opened = client.get("/socket.io/?EIO=4&transport=polling")
    assert opened.status_code == 200
    for answer in (refused, opened):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Access-Control-Allow-Origin" not in answer.headers
