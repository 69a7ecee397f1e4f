"""Coming in over HTTP: codes, links, names, return codes, shared devices, and everything that is refused."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from facilitation.extensions import db
from facilitation.storage.seats import PersonRow, SeatRow
from facilitation.trust import COOKIE

from .desk import Desk, application, entered, post, signed_in

HOUR = 3_600_000


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    """An application of its own."""
    return application(tmp_path)


@pytest.fixture
def desk(app: Flask) -> Desk:
    """An organiser."""
    return signed_in(app)


@pytest.fixture
def workshop(desk: Desk) -> Any:
    """A workshop with two tables."""
    now = desk.house.instants.now()
    return desk.house.workshops.create(desk.account, "Tiers-lieux", "La Machinerie", now, now + 3 * HOUR, tables=2)


@pytest.fixture
def links(desk: Desk, workshop: Any) -> Any:
    """Its links."""
    return desk.house.workshops.links(workshop.id)


def count(app: Flask, row: Any) -> int:
    """How many rows there are."""
    with app.app_context():
        return int(db.session.scalar(select(func.count()).select_from(row)) or 0)


def joined(app: Flask, workshop: Any, name: str = "Samira") -> tuple[FlaskClient, str]:
    """A browser that typed the code and a name, and the page of its seat."""
    browser = app.test_client()
    location = post(browser, "/join", code=workshop.code).headers["Location"]
    answer = post(browser, location, name=name)
    assert answer.status_code == 303, answer.text
    return browser, answer.headers["Location"]


@pytest.mark.parametrize("typed", ["{}", " {} ", "lower", "nodash"])
def test_a_code_however_it_is_typed(app, workshop, typed):
    """Capitals or not, with the dash or without."""
    code = workshop.code
    code = code.lower() if typed == "lower" else code.replace("-", "") if typed == "nodash" else typed.format(code)
    answer = post(app.test_client(), "/join", code=code)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/w/{workshop.id}/join"


@pytest.mark.parametrize("code", ["", "ABCD", "ABCD-EFGH", "0000-0000", "x" * 3000, "é", "'; DROP TABLE people"])
def test_a_wrong_code_is_said_and_changes_nothing(app, workshop, code):
    """The form comes back with a sentence."""
    answer = post(app.test_client(), "/join", code=code)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert count(app, PersonRow) == 0


def test_failures_are_throttled_and_successes_never(app, workshop):
    """Ten wrong codes from one address, then a wrong one must wait; a right one from the same address comes in."""
    guesser = app.test_client()
    statuses = [post(guesser, "/join", code="ABCD-EFGH").status_code for _ in range(12)]
    assert statuses[:10] == [400] * 10
    assert statuses[-1] == 429
    for number in range(40):
        joined(app, workshop, f"Personne {number}")
    assert count(app, PersonRow) == 40


def test_a_code_of_a_closed_workshop_is_wrong(app, desk, workshop):
    """The code dies with the workshop."""
    desk.house.workshops.close(workshop.id)
    assert post(app.test_client(), "/join", code=workshop.code).status_code == 400


def test_a_link_leads_to_a_place(app, workshop, links):
    """Join links ask for a name, pilots and projectors need none; a link followed twice gives the same place."""
    for token, page in ((links.conductor, "conduct"), (links.projector, "projector")):
        browser, location = entered(app, token)
        assert location.endswith(f"/{page}")
        assert browser.get(location).status_code == 200
    table = workshop.tables[0].id
    browser, location = entered(app, links.hosts[table])
    assert location == f"/w/{workshop.id}/join"
    seat = post(browser, location, name="Hélène").headers["Location"]
    assert seat.endswith("/host")
    again = browser.post("/enter", json={"token": links.hosts[table]}, headers={"Origin": "http://localhost"})
    assert again.get_json()["location"] == seat


def test_five_links_open_in_one_browser(app, workshop, links):
    """A seat for each; none overwrites another."""
    browser = app.test_client()
    pages = []
    for token in (links.conductor, links.projector, links.hosts[workshop.tables[0].id], links.join):
        told = browser.post("/enter", json={"token": token}, headers={"Origin": "http://localhost"}).get_json()
        location = told["location"]
        pages.append(
            post(browser, location, name="Ana").headers["Location"] if location.endswith("/join") else location
        )
    assert len(set(pages)) == 4
    for page in pages:
        assert browser.get(page).status_code == 200


@pytest.mark.parametrize("body", [{"token": "x"}, {"token": ""}, {"token": 7}, {}, [], "text", None])
def test_a_bad_token_is_refused(app, workshop, body):
    """Unknown, empty, not a text, not JSON."""
    browser = app.test_client()
    answer = browser.post("/enter", json=body, headers={"Origin": "http://localhost"})
    assert answer.status_code in (400, 410)
    assert answer.get_json()["words"]
    raw = browser.post("/enter", data=b"{", content_type="application/json", headers={"Origin": "http://localhost"})
    assert raw.status_code == 400


def test_an_expired_or_rotated_link_says_so(app, desk, workshop, links):
    """410 and a sentence."""
    old = desk.house.invitations.create("join", workshop.id, expires=desk.house.instants.now() - 1)
    desk.house.workshops.rotate(workshop.id)
    for token in (old, links.join):
        answer = app.test_client().post("/enter", json={"token": token}, headers={"Origin": "http://localhost"})
        assert answer.status_code == 410
        assert answer.get_json()["refusal"] == "expired_link"


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "x" * 41])
def test_a_name_is_needed_and_short(app, workshop, name):
    """The form comes back with what was typed."""
    browser = app.test_client()
    location = post(browser, "/join", code=workshop.code).headers["Location"]
    answer = post(browser, location, name=name, organisation="Escale")
    assert answer.status_code == 400
    assert 'value="Escale"' in answer.text
    assert 'role="alert"' in answer.text
    assert count(app, PersonRow) == 0


def test_markup_in_a_name_stays_text(app, workshop):
    """Escaped in the page and in what it embeds."""
    browser, page = joined(app, workshop, "<script>alert(1)</script>")
    assert "<script>alert(1)" not in browser.get(page).text


def test_who_was_not_invited_is_led_to_the_code(app, workshop):
    """No cookie, or no grant: the first page."""
    browser = app.test_client()
    assert browser.get(f"/w/{workshop.id}/join").headers["Location"] == "/"
    post(browser, "/language", locale="fr")  # a device now, still without a grant
    assert browser.get(f"/w/{workshop.id}/join").headers["Location"] == "/"
    assert post(browser, f"/w/{workshop.id}/join", name="Intrus").status_code == 303
    assert count(app, PersonRow) == 0


def test_a_seat_is_shown_to_its_own_device_only(app, workshop):
    """The same 404 for another device, another workshop and an address that never existed."""
    browser, page = joined(app, workshop)
    assert browser.get(page).status_code == 200
    other, _page = joined(app, workshop, "Yann")
    for address in (page, page + "leaving", page + "notes"):
        assert other.get(address).status_code == 404
        assert app.test_client().get(address).status_code == 404
    assert browser.get(page.replace(workshop.id, "elsewhere")).status_code == 404
    assert browser.get(f"/w/{workshop.id}/s/nothing/").status_code == 404


def test_a_revoked_seat_opens_nothing(app, desk, workshop):
    """Its pages are gone."""
    browser, page = joined(app, workshop)
    desk.house.people.revoke(page.split("/")[4])
    assert browser.get(page).status_code == 404


def test_a_lost_seat_comes_back_by_its_code(app, desk, workshop):
    """On another device, as the same person; a wrong code is said, and told to wait after many."""
    _browser, page = joined(app, workshop)
    with app.app_context():
        person = db.session.scalar(select(PersonRow))
        code, id = person.return_code, person.id
    again = app.test_client()
    location = post(again, "/join", code=workshop.code).headers["Location"]
    wrong = post(again, location, return_code="2222" if code != "2222" else "3333")
    assert wrong.status_code == 400
    back = post(again, location, return_code=code.lower())
    assert back.status_code == 303
    assert back.headers["Location"] != page
    assert desk.house.people.seats(_device(app, desk, again), workshop.id)[0].person == id
    assert count(app, PersonRow) == 1
    assert count(app, SeatRow) == 2
    guesser = app.test_client()
    post(guesser, "/join", code=workshop.code)
    statuses = {post(guesser, location, return_code=f"ZZ{n:02}").status_code for n in range(12)}
    assert statuses == {400, 429}


def test_a_shared_device_sits_several_people(app, workshop):
    """A second seat beside the first; a foreign device cannot add one."""
    browser, page = joined(app, workshop)
    told = browser.post(
        page + "beside", data={"name": "Yann"}, headers={"Origin": "http://localhost", "Accept": "application/json"}
    ).get_json()
    assert told["name"] == "Yann"
    assert browser.get(page.rsplit("/", 2)[0] + f"/{told['seat']}/").status_code == 200
    other, _ = joined(app, workshop, "Zoé")
    assert post(other, page + "beside", name="Intrus").status_code == 404
    assert count(app, PersonRow) == 3


@pytest.mark.parametrize("forged", ["abc", "abc.def", "x" * 5000, "é"])
def test_a_forged_cookie_is_an_attack(app, workshop, forged):
    """400 on every page that asks who is there, and nothing is written; the cookie is taken away."""
    _browser, page = joined(app, workshop)
    devices = count(app, SeatRow)
    for address in (page, f"/w/{workshop.id}/join", "/workshops"):
        fresh = app.test_client(use_cookies=False)
        answer = fresh.get(address, headers={"Cookie": f"{COOKIE}={forged}"})
        assert answer.status_code == 400, address
    answer = app.test_client(use_cookies=False).post(
        "/join", data={"code": workshop.code}, headers={"Origin": "http://localhost", "Cookie": f"{COOKIE}={forged}"}
    )
    assert answer.status_code == 400
    assert f"{COOKIE}=;" in answer.headers["Set-Cookie"]
    assert count(app, SeatRow) == devices


def test_a_cookie_of_another_house_is_forged(app, tmp_path, workshop):
    """Signed with another key."""
    other = application(tmp_path / "other")
    browser = other.test_client()
    post(browser, "/language", locale="fr")
    value = browser.get_cookie(COOKIE).value
    assert (
        app.test_client(use_cookies=False).get("/workshops", headers={"Cookie": f"{COOKIE}={value}"}).status_code == 400
    )


def _device(app: Flask, desk: Desk, browser: FlaskClient) -> str:
    from facilitation.trust import token_of

    token = token_of(str(app.secret_key), browser.get_cookie(COOKIE).value)
    return str(desk.house.accounts.recognise(token).id)


def test_the_code_of_a_table_for_who_has_a_place(app, desk, workshop, links):
    """It leads to one's own page, seated there; at a full table the sentence comes with the way back."""
    browser, page = joined(app, workshop)
    table = workshop.tables[0].id
    answer = post(browser, "/enter", token=links.tables[table])
    assert (answer.status_code, answer.json["location"]) == (200, page)
    seat = page.rstrip("/").rpartition("/")[2]
    with app.app_context():
        row = db.session.get(SeatRow, seat)
    assert desk.house.people.seat(seat, row.device_id).group_id == table
    for n in range(10):
        other, _ = joined(app, workshop, f"Voisin {n}")
        post(other, "/enter", token=links.tables[workshop.tables[1].id])
    late, place = joined(app, workshop, "Lou")
    refused = post(late, "/enter", token=links.tables[workshop.tables[1].id])
    assert (refused.status_code, refused.json["refusal"], refused.json["location"]) == (400, "table_full", place)
    assert refused.json["words"]
