"""A cookie that somebody else planted, or that is over, opens nothing: at each way in, on pages and on sockets."""

import json
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from facilitation.trust import COOKIE, signed
from tests.builders import Open, enter, got, open_workshop
from tests.matrix.visitors import HERE
from tests.web.desk import application, post

Covers = Callable[[str], None]
PASSWORD = "quatorze heures trente"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An application for this module."""
    return application(tmp_path_factory.mktemp("sessions"))


@pytest.fixture
def room(app: Flask) -> Open:
    """A workshop of one table."""
    return open_workshop(app, tables=1, people=2)


def holding(app: Flask, cookie: str) -> FlaskClient:
    """A browser that comes with this cookie."""
    browser = app.test_client()
    browser.set_cookie(COOKIE, cookie)
    return browser


def planted(app: Flask) -> str:
    """A cookie that the server signed for somebody else's browser."""
    browser = app.test_client()
    post(browser, "/language", locale="fr")
    return str(browser.get_cookie(COOKIE).value)


def by_link(token: str) -> Callable[[FlaskClient], None]:
    """Follow a link, and give a name if it asks for one."""

    def ways(browser: FlaskClient) -> None:
        answer = browser.post("/enter", json={"token": token}, headers={"Origin": HERE})
        assert answer.status_code == 200, answer.text
        if answer.json["location"].endswith("/join"):
            assert post(browser, answer.json["location"], name="Inès").status_code == 303

    return ways


def by_code(code: str, wid: str) -> Callable[[FlaskClient], None]:
    """Type the code, then a name."""

    def ways(browser: FlaskClient) -> None:
        assert post(browser, "/join", code=code).status_code == 303
        assert post(browser, f"/w/{wid}/join", name="Inès").status_code == 303

    return ways


def ways_in(room: Open) -> dict[str, Callable[[FlaskClient], None]]:
    """Every way to become somebody here."""
    house, links, table = room.house, room.links, room.table()
    login = f"{room.workshop.id.lower()}@exemple.fr"
    got(house.accounts.create("Claire", login, PASSWORD))
    return {
        "the link of a table": by_link(links.tables[table]),
        "the link of its host": by_link(links.hosts[table]),
        "the common link": by_link(links.join),
        "the pilot's link": by_link(links.conductor),
        "the wall's link": by_link(links.projector),
        "the organiser's link": by_link(house.invitations.create("organiser", room.workshop.id, account=room.account)),
        "the code": by_code(room.workshop.code, room.workshop.id),
        "a password": lambda browser: post(browser, "/sign-in", login=login, password=PASSWORD),
    }


def opens_nothing(app: Flask, cookie: str, room: Open) -> None:
    """Whoever holds this cookie is a stranger: no seat, no account, no grant."""
    device = app.extensions["tablee"].accounts.recognise(str(cookie).rsplit(".", 1)[0])
    assert device.account_id is None
    assert not room.house.people.seats(device.id, room.workshop.id)
    assert room.house.invitations.grant(device.id, room.workshop.id) is None
    assert holding(app, cookie).get("/workshops").status_code == 303


def test_a_planted_cookie_is_worth_nothing_after_any_way_in(app: Flask, room: Open, covers: Covers) -> None:
    """The person who comes in gets another one."""
    ways = ways_in(room)
    for name, way in ways.items():
        cookie = planted(app)
        browser = holding(app, cookie)
        way(browser)
        assert browser.get_cookie(COOKIE).value != cookie, name
        opens_nothing(app, cookie, room)
    covers(f"fixation: {len(ways)} ways in, each with a planted cookie, 0 left out")


def test_another_role_keeps_what_the_device_has(app: Flask, room: Open) -> None:
    """A second link in the same browser: both seats open, though a lost answer could have cost the first one."""
    browser = app.test_client()
    by_link(room.links.tables[room.table()])(browser)
    by_link(room.links.conductor)(browser)
    token = str(browser.get_cookie(COOKIE).value).rsplit(".", 1)[0]
    device = room.house.accounts.recognise(token)
    assert len(room.house.people.seats(device.id, room.workshop.id)) == 2


def test_signing_out_and_revoking_end_at_once(app: Flask, room: Open) -> None:
    """The same cookie opens nothing a moment later; a replaced link leads nowhere."""
    link, old = room.links.join, room.links.tables[room.table()]
    browser = app.test_client()
    by_link(old)(browser)
    token = str(browser.get_cookie(COOKIE).value).rsplit(".", 1)[0]
    device = room.house.accounts.recognise(token)
    [seat] = room.house.people.seats(device.id, room.workshop.id)
    page = f"/w/{room.workshop.id}/s/{seat.id}/"
    assert browser.get(page).status_code == 200
    room.house.people.revoke(seat.id)
    assert browser.get(page).status_code == 404
    room.house.workshops.rotate(room.workshop.id)
    for token in (link, old):
        answer = app.test_client().post("/enter", json={"token": token}, headers={"Origin": HERE})
        assert answer.status_code == 410, json.dumps(answer.json)


def test_a_cookie_of_another_key_is_taken_away(app: Flask) -> None:
    """Signed by somebody else, cut, or for another purpose."""
    for cookie in (signed("k" * 32, "token"), planted(app)[:-1], "tablee", f"{signed(str(app.secret_key), 'x')}x"):
        answer = holding(app, cookie).get("/workshops")
        assert answer.status_code == 400
        assert "Max-Age=0" in answer.headers["Set-Cookie"]


def test_a_seat_is_of_its_device(app: Flask, room: Open) -> None:
    """Two people at one table, each with the other's seat in hand: nothing."""
    one, other = room.person(0), enter(room.house, room.links.join, "Zoé")
    answer = room.house.door.receive(
        {"id": "x" * 20, "as": one.id, "command": "call_pilot", "group": room.table(), "fields": {}}, other.device_id
    )
    assert answer.refusal.code.value == "not_your_seat"
