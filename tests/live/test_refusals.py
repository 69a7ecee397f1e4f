"""Bad input on the socket: each gets its code in the person's language, and nothing changes."""

import json
import time

import pytest
import socketio
import websocket
from socketio.exceptions import ConnectionError as Refused

from tests.live.browser import fresh
from tests.server import until

pytestmark = pytest.mark.server


def refused(answer: dict, code: str) -> None:
    """The answer is this refusal, in words."""
    assert answer["ok"] is False
    assert answer["refusal"] == code
    assert answer["words"].strip()


@pytest.fixture
def table(plain_room):
    """A host and two others, round begun, in the framing; a pilot; and a person at another table."""
    host, (paul, ines) = plain_room.running("Paul", "Ines")
    return plain_room, host, paul, ines


BAD = {
    "not an object": ("hello", "malformed"),
    "nothing": (None, "malformed"),
    "a list": ([1, 2], "malformed"),
    "an unknown key": ({"id": "x" * 20, "extra": 1}, "unknown_field"),
    "no id": ({"command": "pause"}, "bad_id"),
    "a short id": ({"id": "abc", "command": "pause"}, "bad_id"),
    "no seat": ({"id": "x" * 20, "command": "pause"}, "not_your_seat"),
}


@pytest.mark.parametrize("bad", BAD, ids=str)
def test_what_is_no_command(table, bad):
    """Messages that hold no envelope."""
    _room, host, _paul, _ines = table
    message, code = BAD[bad]
    before = host.of("group")["version"]
    refused(host.client.call("command", message), code)
    assert host.client.call("resync", {})["now"]
    assert host.of("group")["version"] == before


def test_what_cannot_be_asked(table):
    """Unknown commands and fields, wrong values, other people's acts, other tables, other steps, other phases."""
    room, host, paul, _ines = table
    here, there = room.tables
    step = host.of("group")["step"]
    before = host.of("group")
    cases = [
        (paul, {"name": "fly_away"}, "unknown_command"),
        (paul, {"name": "ring_phase", "group": here, "step": step}, "unknown_command"),
        (paul, {"name": "keep_idea", "group": here, "text": "x", "colour": "red"}, "unknown_field"),
        (paul, {"name": "keep_idea", "group": here}, "missing_field"),
        (paul, {"name": "keep_idea", "group": here, "text": ""}, "missing_field"),
        (paul, {"name": "keep_idea", "group": here, "text": 7}, "bad_value"),
        (paul, {"name": "keep_idea", "group": here, "text": "x" * 501}, "too_long"),
        (paul, {"name": "advance_phase", "group": here, "step": step}, "not_allowed"),
        (paul, {"name": "advance_phase", "group": "nowhere", "step": step}, "unknown_table"),
        (host, {"name": "advance_phase", "group": there, "step": 0}, "not_at_table"),
        (host, {"name": "advance_phase", "group": here}, "missing_field"),
        (host, {"name": "advance_phase", "group": here, "step": step - 1}, "stale_step"),
        (host, {"name": "change_time", "group": here, "step": step, "minutes": 10_000}, "bad_value"),
        (host, {"name": "sort_suggestion", "group": here, "suggestion": "x", "verdict": "keep"}, "not_allowed"),
        (paul, {"name": "offer_suggestion", "group": here, "text": "Trop tôt"}, "wrong_phase"),
    ]
    for screen, ask, code in cases:
        refused(screen.command(**ask), code)
    host.client.call("resync", {"versions": {}})
    assert host.of("group")["version"] == before["version"]
    assert host.of("group")["step"] == step


def test_an_id_is_for_one_body(table):
    """The same id with the same body is answered again; with another body it is refused and nothing is written."""
    _room, _host, paul, _ines = table
    id = fresh()
    ask = {"title": "Réunir les habitants"}
    first = paul.command("propose_case", id=id, **ask)
    assert first["ok"]
    assert paul.command("propose_case", id=id, **ask) == first | {"again": True}
    refused(paul.command("propose_case", id=id, title="Autre chose"), "id_reused")
    assert paul.awaits("person", lambda s: s["case"])["case"]["title"] == "Réunir les habitants"


def test_a_seat_is_its_devices_own(table):
    """Acting as somebody else's seat, or connecting with it, is refused."""
    room, host, paul, ines = table
    message = paul.message("advance_phase", group=room.tables[0], step=host.of("group")["step"])
    refused(paul.client.call("command", message | {"as": host.place.seat}), "not_your_seat")
    with pytest.raises(Refused):
        paul.place.screen(auth={"seat": ines.place.seat})
    with pytest.raises(Refused):
        paul.place.screen(auth={"seat": ""})
    with pytest.raises(Refused):
        paul.place.screen(workshop="another")


@pytest.mark.parametrize("origin", ["http://ailleurs.example", "null", "http://127.0.0.1.ailleurs.example"])
@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_a_foreign_page_gets_no_socket(plain_room, origin, transport):
    """Foreign, null and look-alike origins, by socket and by requests."""
    place = plain_room.sit("Paul")
    url = plain_room.server.url
    query = f"/socket.io/?EIO=4&transport={transport}&w={place.workshop}"
    if transport == "polling":
        answer = place.browser.get(query, headers={"Origin": origin})
        assert (answer.status_code, answer.text) == (403, "foreign_origin")
    else:
        with pytest.raises(websocket.WebSocketBadStatusException) as caught:
            websocket.create_connection(
                url.replace("http", "ws") + query, origin=origin, cookie=place.browser.cookie, timeout=10
            )
        assert caught.value.status_code == 403


@pytest.mark.parametrize("cookie", ["tablee=forged.signature", "tablee=%20", "tablee=abc", "other=1", ""])
def test_a_forged_or_absent_cookie_gets_no_socket(plain_room, cookie):
    """The connection is closed before Socket.IO says a word."""
    place = plain_room.sit("Paul")
    url = plain_room.server.url.replace("http", "ws") + f"/socket.io/?EIO=4&transport=websocket&w={place.workshop}"
    with pytest.raises(websocket.WebSocketBadStatusException) as caught:
        websocket.create_connection(url, cookie=cookie or None, timeout=10)
    assert caught.value.status_code == 403


def test_a_long_text_is_refused_and_a_flood_of_bytes_closed(table):
    """40 000 characters never arrive; a text over its field's limit is told the limit."""
    room, host, paul, _ines = table
    before = host.of("group")["version"]
    answer = paul.command("keep_idea", group=room.tables[0], text="x" * 20_000)
    refused(answer, "too_long")
    assert answer["detail"]["limit"] == 500
    with pytest.raises((socketio.exceptions.TimeoutError, socketio.exceptions.DisconnectedError)):
        paul.command("keep_idea", group=room.tables[0], text="é" * 100_000, timeout=5)
    until(lambda: not paul.client.connected, "the socket to be closed")
    assert host.client.call("resync", {})["now"]
    assert host.of("group")["version"] == before


def test_malformed_json_closes_or_is_ignored(plain_room):
    """Bytes that are no packet never become an event, and the server goes on serving the others."""
    place = plain_room.sit("Paul")
    other = plain_room.sit("Ines").screen()
    url = plain_room.server.url.replace("http", "ws")
    query = f"/socket.io/?EIO=4&transport=websocket&w={place.workshop}"
    for bad in (
        '42["command",{]',
        "42",
        '42{"a":1}',
        "49999999999999999999",
        "4x",
        "",
        "\x00\x01",
        '42["command",NaN]',
    ):
        raw = websocket.create_connection(url + query, cookie=place.browser.cookie, timeout=10)
        raw.recv()
        raw.send(f"40{json.dumps({'seat': place.seat, 'watch': []})}")
        raw.send(bad)
        raw.close()
    assert other.client.call("clock", {})["now"]
    assert plain_room.server.health()["status"] == "ok"
    assert "Traceback" not in plain_room.server.log(), plain_room.server.log()[-3000:]


def test_one_seat_cannot_flood(table):
    """Sixty at once are answered, then the seat is told to slow down; the others are not slowed."""
    room, _host, paul, ines = table
    answers: list = []
    for _ in range(150):
        paul.client.emit("command", paul.message("call_pilot", group=room.tables[0]), callback=answers.append)
    began = time.monotonic()
    assert ines.command("call_pilot", group=room.tables[0], timeout=20)["ok"]
    assert time.monotonic() - began < 15
    until(lambda: len(answers) == 150, "every answer", 60)
    slow = [a for a in answers if not a["ok"]]
    assert slow
    assert {a["refusal"] for a in slow} == {"too_fast"}
    assert len(answers) - len(slow) >= 60


def test_refusals_speak_the_language_of_the_device(plain_room):
    """French by default; English for a browser that asks for it; the device's own choice before both."""
    paul = plain_room.sit("Paul")
    french = paul.screen().command("fly_away")["words"]
    english = paul.screen(headers={"Accept-Language": "en"}).command("fly_away")["words"]
    assert paul.browser.post("/language", {"locale": "fr"}).status_code == 303
    chosen = paul.screen(headers={"Accept-Language": "en"}).command("fly_away")["words"]
    assert chosen == french
    assert english  # its words differ once the English catalogue is compiled
