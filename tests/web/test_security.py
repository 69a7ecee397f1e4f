"""Every response carries its headers; nothing that acts comes from elsewhere; failures are pages of ours."""

import pytest
from flask import Flask

from config import SETTINGS, BadSetting, kept_secret, read_settings
from facilitation import create_app
from facilitation.trust import Forged, same_origin, signed, token_in, token_of

from .desk import application, post, signed_in


def _unsafe(app: Flask) -> list[tuple[str, str]]:
    """Every address that acts, with words in the place of its parameters."""
    found = []
    for rule in app.url_map.iter_rules():
        for method in rule.methods - {"GET", "HEAD", "OPTIONS"}:
            address = rule.rule
            for name in rule.arguments:
                address = address.replace(f"<{name}>", "x").replace(f"<path:{name}>", "x")
            found.append((method, address))
    return sorted(found)


def test_every_page_has_its_headers(app):
    """The policy lets nothing in but our own files; no page is kept."""
    desk = signed_in(app)
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.arguments:
            continue
        answer = desk.browser.get(rule.rule)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, rule.rule
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        if answer.mimetype == "text/html" and answer.status_code == 200:
            assert "require-trusted-types-for 'script'" in policy


def test_nothing_that_acts_comes_from_elsewhere(app):
    """Foreign, null and look-alike origins, and what the browser itself calls cross-site: 403 on every such address."""
    addresses = _unsafe(app)
    assert len(addresses) > 10
    for method, address in addresses:
        for headers in (
            {"Origin": "https://ailleurs.example"},
            {"Origin": "null"},
            {"Origin": "http://localhost.ailleurs.example"},
            {"Origin": "http://localhost:81"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
        ):
            answer = app.test_client().open(address, method=method, headers=headers)
            assert answer.status_code == 403, (method, address, headers)


def test_our_own_pages_may_act(app):
    """By the request's own address, or by the public one."""
    here = {"wsgi.url_scheme": "http", "HTTP_HOST": "tablee.local"}
    assert same_origin(here | {"HTTP_ORIGIN": "http://tablee.local"})
    assert same_origin(here | {"HTTP_ORIGIN": "https://tablee.example"}, "https://tablee.example")
    assert same_origin(here)
    assert not same_origin(here | {"HTTP_ORIGIN": "https://tablee.local"})
    assert not same_origin(here | {"HTTP_ORIGIN": ""}, "")


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [("GET", "/nowhere", 404), ("POST", "/nowhere", 404), ("PUT", "/join", 405), ("GET", "/join", 405)],
)
def test_failures_are_pages_of_ours(app, method, address, status):
    """A plain sentence and the way out; JSON for scripts."""
    answer = app.test_client().open(address, method=method)
    assert answer.status_code == status
    assert "<h1>" in answer.text
    assert 'href="/"' in answer.text
    told = app.test_client().open(address, method=method, headers={"Accept": "application/json"})
    assert told.get_json()["error"] == status
    assert told.get_json()["words"]


def test_a_form_too_large_is_refused(app):
    """Sixty-four kilobytes are more than all the words of a form."""
    answer = post(app.test_client(), "/join", code="x" * 70_000)
    assert answer.status_code == 413


def test_an_unexpected_failure_is_a_page_and_a_line_in_the_log(tmp_path, caplog):
    """No traceback for the person, one for the log."""
    app = create_app({"INSTANCE": str(tmp_path)})
    app.add_url_rule("/broken", "broken", lambda: 1 / 0)
    answer = app.test_client().get("/broken")
    assert answer.status_code == 500
    assert "ZeroDivisionError" not in answer.text
    assert "ZeroDivisionError" in caplog.text


def test_the_language_of_a_page(app):
    """The browser's, until this device chose."""
    browser = app.test_client()
    assert '<html lang="fr"' in browser.get("/").text
    assert '<html lang="en"' in browser.get("/", headers={"Accept-Language": "en-GB,de;q=0.5"}).text
    assert '<html lang="fr"' in browser.get("/", headers={"Accept-Language": "de"}).text
    back = browser.post("/language", data={"locale": "en"}, headers={"Referer": "http://localhost/sign-in"})
    assert back.headers["Location"] == "/sign-in"
    assert '<html lang="en"' in browser.get("/", headers={"Accept-Language": "fr"}).text
    elsewhere = browser.post("/language", data={"locale": "xx"}, headers={"Referer": "https://ailleurs.example/x"})
    assert elsewhere.headers["Location"] == "/"
    assert '<html lang="en"' in browser.get("/", headers={"Accept-Language": "fr"}).text


def test_proxies_are_believed_only_when_told(tmp_path):
    """A spoofed X-Forwarded-For or Host changes nothing by default."""
    forwarded = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "tablee.example"}
    for hops, secure in ((0, False), (1, True)):
        app = application(tmp_path / str(hops), TRUSTED_PROXIES=hops)
        origin = "https://tablee.example" if secure else "http://localhost"
        answer = app.test_client().post("/language", data={"locale": "fr"}, headers=forwarded | {"Origin": origin})
        assert answer.status_code == 303
        assert ("Secure" in answer.headers["Set-Cookie"]) is secure


def test_settings(tmp_path):
    """Each is documented; a wrong one is named; the key is drawn once."""
    assert all(setting.about for setting in SETTINGS)
    read = read_settings({"INSTANCE": str(tmp_path), "DATABASE_URL": "postgres://u@h/d", "PUBLIC_URL": "https://x/"})
    assert read["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg2://u@h/d"
    assert read["PUBLIC_URL"] == "https://x"
    assert read["SECRET_KEY"] == read_settings({"INSTANCE": str(tmp_path)})["SECRET_KEY"]
    assert kept_secret(tmp_path / "secret_key") == read["SECRET_KEY"]
    with pytest.raises(BadSetting, match="PORT"):
        read_settings({"INSTANCE": str(tmp_path), "PORT": "many"})
    with pytest.raises(BadSetting, match="ASYNC_MODE"):
        read_settings({"INSTANCE": str(tmp_path), "ASYNC_MODE": "fast"})


def test_a_cookie_is_ours_or_forged():
    """Signed, absent, or an attack: nothing in between."""
    value = signed("key", "token")
    assert token_of("key", value) == "token"
    assert token_of("key", None) is None
    assert token_in("key", {"HTTP_COOKIE": f"a=1; tablee={value}"}) == "token"
    assert token_in("key", {}) is None
    for bad in (value[:-1], "token", f"other{value}", value + "x"):
        with pytest.raises(Forged):
            token_of("key", bad)
    with pytest.raises(Forged):
        token_of("other key", value)


def test_a_nul_is_refused_before_anything_looks_at_it(app):
    """PostgreSQL stores none: in a field, an argument or a path it is a bad request, not a failure."""
    desk = signed_in(app)
    assert desk.browser.get("/w/a%00b/join").status_code == 400
    assert post(desk.browser, "/sign-in", login="a\x00b", password="x").status_code == 400
