"""Who comes to the pages: seven browsers around one workshop, and what the holes of an address stand for."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from facilitation.trust import COOKIE, signed
from tests.builders import Open, got, open_workshop
from tests.web.desk import PASSWORD

VISITORS = ("stranger", "member", "elsewhere", "host", "pilot", "organiser", "another")
HERE = "http://localhost"
HOLE = re.compile(r"<(?:[^<>]*:)?(\w+)>")
"""What an address of Flask leaves open, by its name."""


@dataclass
class Visit:
    """A workshop of two tables, and who comes by."""

    app: Flask
    room: Open
    browsers: dict[str, FlaskClient]
    seats: dict[str, str]
    format: str
    """One of the organiser's own."""

    def filled(self, route: str, visitor: str, seat: str) -> str:
        """The address of a route. A hole that nothing is known for names itself."""
        own = self.seats.get(visitor, self.seats["member"])
        others = "host" if visitor == "member" else "member"
        holes = {
            "wid": self.room.workshop.id,
            "workshop_id": self.room.workshop.id,
            "seat": own if seat == "own" else self.seats[others],
            "format_id": self.format,
            "form": "md",
            "number": "1",
            "filename": "css/tokens.css",
        }
        for name in HOLE.findall(route):
            assert name in holes, f"say in tests/matrix/visitors.py what <{name}> of {route} stands for"
        return HOLE.sub(lambda hole: holes[hole[1]], route)

    def ask(self, visitor: str, method: str, address: str, sends: str) -> TestResponse:
        """One request, as a page of this house sends it."""
        known = {"code": self.room.workshop.code, "join": self.room.links.join, "name": "Zoé"}
        form = dict(pair.split("=", 1) for pair in sends.split("&") if pair)
        form = {key: value.format(**known) for key, value in form.items()}
        data = form if method == "POST" else None
        return self.browsers[visitor].open(address, method=method, data=data, headers={"Origin": HERE})


def visits(app: Flask) -> Iterator[Visit]:
    """As many as are asked for, each with a workshop of its own: an act of one is not seen by the next."""
    house = app.extensions["tablee"]
    another = house.accounts.create("Yann", "yann@lamachinerie.example", PASSWORD).id
    while True:
        room = open_workshop(app, tables=2, people=2)
        open_workshop_of(house, another, room)
        room.bring("case_choice")
        room.do(room.person(1), "accept_client")
        own = got(house.formats.duplicate(room.account, "150", "Le mien"))
        seats = {"member": room.person(1), "elsewhere": room.person(1, 2), "host": room.host(), "pilot": room.pilot}
        browsers = {"stranger": app.test_client()}
        for visitor, seat in seats.items():
            browsers[visitor] = known(app, device=seat.device_id)
        for visitor, account in (("organiser", room.account), ("another", another)):
            browsers[visitor] = known(app, account=account)
        yield Visit(app, room, browsers, {visitor: seat.id for visitor, seat in seats.items()}, own.id)
        house.formats.remove(room.account, own.id)


def open_workshop_of(house: Any, account: str, like: Open) -> None:
    """The other organiser is not somebody without workshops."""
    start = like.workshop.starts
    house.workshops.create(account, "Ailleurs", "", start, start + 9_000_000, tables=1)


def known(app: Flask, device: str = "", account: str = "") -> FlaskClient:
    """A browser that comes with the cookie of this device, or of one that is signed in."""
    accounts = app.extensions["tablee"].accounts
    token = secrets.token_urlsafe(32)
    if device:
        accounts.renew(device, token)
    else:
        accounts.sign_in(accounts.recognise(token).id, account)
    browser = app.test_client()
    browser.set_cookie(COOKIE, signed(str(app.secret_key), token))
    return browser
