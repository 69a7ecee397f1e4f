"""« Tester la salle »: who may open it, and what a room pass is good for."""

import re

from facilitation import trust
from tests.builders import open_workshop
from tests.web.desk import Desk, entered, prepared, words_of

HOME = {"Origin": "http://localhost"}


def pass_in(page: str) -> str:
    """The pass that a page carries."""
    found = re.search(r'data-pass="([^"]+)"', page)
    assert found
    return found[1]


def pass_of(desk: Desk, where: str) -> str:
    """A pass of this workshop."""
    return pass_in(desk.see(f"{where}/room-check"))


def test_the_preparation_leads_to_it_and_it_draws_its_code(desk):
    """One link on the workshop's page; there, the checks and a code for a phone, its pass behind the #."""
    where = prepared(desk)
    assert f'href="{where}/room-check"' in desk.see(where)
    page = desk.see(f"{where}/room-check")
    assert "Tester la salle" in words_of(page)
    assert 'class="qr"' in page
    assert page.count("data-check=") == 9
    token = pass_in(page)
    assert f"http://localhost/room-check#{token}" in page
    assert "?pass=" not in page


def test_a_phone_without_seat_or_account_comes_by_the_pass_alone(desk):
    """The page is the same for everybody and knows nothing; the pass gives the workshop's address and the cookie."""
    where = prepared(desk)
    phone = desk.app.test_client()
    bare = phone.get("/room-check")
    assert bare.status_code == 200
    assert 'data-pass=""' in bare.text
    assert 'class="qr"' not in bare.text
    assert phone.get("/room-check/device").get_json() == {"known": False}
    answer = phone.post("/room-check", json={"pass": pass_of(desk, where)}, headers=HOME)
    assert answer.get_json() == {"workshop": where.rsplit("/", 1)[1]}
    assert phone.get("/room-check/device").get_json() == {"known": True}
    assert phone.get(where).location.endswith("/sign-in"), "a pass opens nothing else"


def test_a_pass_is_ours_young_and_of_a_workshop_that_is_there(desk, monkeypatch):
    """Anything else is the same refusal in words, and the browser gets no cookie."""
    where = prepared(desk)
    token = pass_of(desk, where)
    stranger = desk.app.test_client()

    def refused(body: object) -> None:
        answer = stranger.post("/room-check", json=body, headers=HOME)
        assert (answer.status_code, answer.get_json()["refusal"]) == (410, "expired_link")
        assert "Ce lien ne sert plus" in answer.get_json()["words"]
        assert "Set-Cookie" not in answer.headers

    other = f"w{token[1:]}" if token[0] != "w" else f"v{token[1:]}"
    for body in ({"pass": other}, {"pass": token[:-1]}, {"pass": 3}, {"pass": ""}, {}, [], "text"):
        refused(body)
    with monkeypatch.context() as later:
        later.setattr(trust, "PASS_AGE", -1)
        refused({"pass": token})
    desk.house.workshops.remove(where.rsplit("/", 1)[1])
    refused({"pass": token})
    foreign = stranger.post("/room-check", json={"pass": token}, headers={"Origin": "http://evil.example"})
    assert foreign.status_code == 403


def test_a_seat_opens_it_on_its_own_device(desk):
    """The host finds it under « Plus », and the way back; it shows no code."""
    room = open_workshop(desk.app, people=1)
    browser, control = entered(desk.app, room.links.conductor)
    page = browser.get(control.replace("/conduct", "/room-check"))
    assert page.status_code == 200
    assert 'class="qr"' not in page.text
    assert f'data-pass="{room.workshop.id}.' in page.text
    seat = room.host()
    assert browser.get(f"/w/{room.workshop.id}/s/{seat.id}/room-check").status_code == 404


def test_it_says_what_public_address_links_have(desk, monkeypatch):
    """The page carries the setting, and its own link follows it."""
    where = prepared(desk)
    assert 'data-public=""' in desk.see(f"{where}/room-check")
    monkeypatch.setitem(desk.app.config, "PUBLIC_URL", "https://tablee.example")
    page = desk.see(f"{where}/room-check")
    assert 'data-public="https://tablee.example"' in page
    assert 'href="https://tablee.example/room-check#' in page
