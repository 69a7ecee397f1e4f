"""An organiser at a desk: an application in threading mode on a real SQLite file, and browsers with their cookie."""

import re
import secrets
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from facilitation import create_app
from facilitation.extensions import db
from facilitation.storage.models import Base

PASSWORD = "quatorze heures trente"


def application(folder: Path, **settings: Any) -> Flask:
    """An application whose rows live in ``folder``."""
    app = create_app({"INSTANCE": str(folder / "instance"), "TESTING": True, **settings})
    with app.app_context():
        Base.metadata.create_all(db.engine)
    return app


@dataclass
class Desk:
    """An organiser who is signed in."""

    app: Flask
    browser: FlaskClient
    account: str

    @property
    def house(self) -> Any:
        """The services behind the pages."""
        return self.app.extensions["tablee"]

    def see(self, path: str, status: int = 200) -> str:
        """The page at this address."""
        answer = self.browser.get(path)
        assert answer.status_code == status, (answer.status_code, answer.text[:2000])
        return answer.text

    def post(self, path: str, **form: str) -> TestResponse:
        """Send a form, as a page of this house does."""
        return post(self.browser, path, **form)


def post(browser: FlaskClient, path: str, **form: str) -> TestResponse:
    """Send a form from a page of the same origin."""
    return browser.post(path, data=form, headers={"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"})


def signed_in(app: Flask) -> Desk:
    """A desk with an account of its own."""
    house = app.extensions["tablee"]
    login = f"{secrets.token_hex(4)}@lamachinerie.example"
    account = house.accounts.create("Claire", login, PASSWORD)
    browser = app.test_client()
    answer = post(browser, "/sign-in", login=login, password=PASSWORD)
    assert answer.status_code == 303, answer.text[:2000]
    return Desk(app, browser, account.id)


def entered(app: Flask, token: str) -> tuple[FlaskClient, str]:
    """Another browser that followed a link, and where it leads."""
    browser = app.test_client()
    answer = browser.post("/enter", json={"token": token}, headers={"Origin": "http://localhost"})
    assert answer.status_code == 200, answer.text
    return browser, answer.get_json()["location"]


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        name = attributes.get("name")
        if tag != "input" or not name:
            return
        if attributes.get("type") in ("radio", "checkbox") and "checked" not in attributes:
            return
        usual = "on" if attributes.get("type") == "checkbox" else ""
        self.values[name] = attributes.get("value") or usual


def fields_of(page: str) -> dict[str, str]:
    """What the fields of a page hold, as a browser would send them."""
    reader = _Fields()
    reader.feed(page)
    return reader.values


def words_of(page: str) -> str:
    """The text of a page, without tags, scripts and repeated spaces."""
    bare = re.sub(r"<(script|template)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", bare))


def prepared(desk: Desk, **changes: str) -> str:
    """The address of a workshop made with the form's own values and these changes."""
    answer = desk.post("/workshops/new", **(fields_of(desk.see("/workshops/new")) | changes))
    assert answer.status_code == 303, words_of(answer.text)[:2000]
    return answer.location
