"""The first account, signing in and signing out."""

from pathlib import Path

import pytest
from flask import Flask

from facilitation.setup import setup_token
from facilitation.trust import COOKIE

from .desk import PASSWORD, application, post

OURS = {"Origin": "http://localhost"}
FORM = {"name": "Claire", "login": "claire@lamachinerie.example", "password": PASSWORD}


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    """An application where nobody has an account."""
    return application(tmp_path)


def allowed(app: Flask):
    """A browser that brought the token of the console."""
    browser = app.test_client()
    told = browser.post("/enter", json={"token": setup_token(app.config["INSTANCE"])}, headers=OURS)
    assert told.get_json() == {"location": "/first-run"}
    return browser


def test_the_first_account(app):
    """With the console's token: an account, signed in, and the token is worth nothing afterwards."""
    token = setup_token(app.config["INSTANCE"])
    browser = allowed(app)
    assert browser.get("/first-run").status_code == 200
    answer = post(browser, "/first-run", **FORM)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/workshops"
    assert browser.get("/workshops").status_code == 200
    assert not (Path(app.config["INSTANCE"]) / "first_run_token").exists()
    assert app.test_client().post("/enter", json={"token": token}, headers=OURS).status_code == 410
    assert post(browser, "/first-run", **FORM).status_code == 403
    assert app.test_client().get("/first-run").headers["Location"] == "/sign-in"


def test_nobody_sets_up_without_the_console(app):
    """Whoever finds the page first gets nothing."""
    stranger = app.test_client()
    assert stranger.get("/first-run").status_code == 403
    assert post(stranger, "/first-run", **FORM).status_code == 403
    assert stranger.post("/enter", json={"token": "guess"}, headers=OURS).status_code == 410
    stranger.set_cookie("tablee_setup", "yes.forged.forged", path="/first-run")
    assert stranger.get("/first-run").status_code == 403
    assert app.extensions["tablee"].accounts.first_run()


@pytest.mark.parametrize("fault", [{"name": ""}, {"login": " "}, {"password": ""}, {"password": "court"}])
def test_faults_stand_beside_their_fields(app, fault):
    """What was typed is kept, the password never."""
    answer = post(allowed(app), "/first-run", **(FORM | fault))
    assert answer.status_code == 400
    assert "fault" in answer.text
    assert PASSWORD not in answer.text
    assert app.extensions["tablee"].accounts.first_run()


def test_two_first_accounts_at_once_are_one(app):
    """The second is led to the form for those who have one."""
    first, second = allowed(app), allowed(app)
    assert post(first, "/first-run", **FORM).status_code == 303
    answer = post(second, "/first-run", **(FORM | {"login": "autre@exemple.fr"}))
    assert answer.headers["Location"] == "/sign-in"
    assert second.get("/workshops").status_code == 303


def test_signing_in_gives_a_new_cookie_and_keeps_the_seats(app):
    """A cookie planted before the sign-in opens nothing after it."""
    app.extensions["tablee"].accounts.create(*FORM.values())
    browser = app.test_client()
    post(browser, "/language", locale="fr")
    planted = browser.get_cookie(COOKIE).value
    answer = post(browser, "/sign-in", login=FORM["login"].upper(), password=PASSWORD)
    assert answer.headers["Location"] == "/workshops"
    assert browser.get_cookie(COOKIE).value != planted
    assert browser.get("/workshops").status_code == 200
    thief = app.test_client(use_cookies=False)
    assert thief.get("/workshops", headers={"Cookie": f"{COOKIE}={planted}"}).status_code == 303
    assert post(browser, "/sign-out").status_code == 303
    assert browser.get("/workshops").headers["Location"] == "/sign-in"
    assert post(browser, "/workshops/new").status_code in (303, 403)


def test_a_wrong_password_says_the_same_as_a_wrong_name(app):
    """And many of them must wait."""
    app.extensions["tablee"].accounts.create(*FORM.values())
    browser = app.test_client()
    wrong = post(browser, "/sign-in", login=FORM["login"], password="autre chose longue")
    unknown = post(browser, "/sign-in", login="personne@exemple.fr", password="autre chose longue")
    assert wrong.status_code == unknown.status_code == 400
    assert wrong.text.replace(FORM["login"], "personne@exemple.fr") == unknown.text
    statuses = [post(browser, "/sign-in", login=FORM["login"], password="x").status_code for _ in range(12)]
    assert statuses[-1] == 429


def test_the_cookie_is_for_the_server_alone(app):
    """HttpOnly, SameSite=Lax; Secure when the address is https."""
    answer = post(app.test_client(), "/language", locale="fr")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie
    secure = app.test_client().post(
        "/language", data={"locale": "fr"}, base_url="https://localhost", headers={"Origin": "https://localhost"}
    )
    assert "Secure" in secure.headers["Set-Cookie"]
    assert "Strict-Transport-Security" in secure.headers
