"""The wall: clock, phases, code; never a delay, a title or a name."""

import json
import re

import pytest

from tests.builders import MINUTE, TWO_PM, Hands, open_workshop
from tests.web.desk import application, entered


@pytest.fixture
def hands() -> Hands:
    """The clock of the house."""
    return Hands(TWO_PM)


@pytest.fixture
def room(tmp_path, hands):
    """Two tables that have not begun."""
    app = application(tmp_path)
    app.extensions["tablee"].ground.instants = hands
    room = open_workshop(app, tables=2, people=4, title="Atelier du réseau")
    room.app = app
    return room


def wall(room):
    """The wall's page and its snapshot."""
    browser, where = entered(room.app, room.links.projector)
    answer = browser.get(where)
    assert answer.status_code == 200, answer.text[:2000]
    found = re.search(r"data-snapshots>(.*?)</script>", answer.text, re.DOTALL)
    assert found
    return answer.text, json.loads(found[1])


def test_before_the_start_the_code_is_what_counts(room):
    """The QR code is drawn by the server, the code is written, the hour of the start too."""
    page, snapshots = wall(room)
    assert page.count('class="qr"') == 1
    assert room.workshop.code in page
    assert "On commence à 14\u00a0h." in page
    assert [s["audience"] for s in snapshots] == [f"projector:{room.workshop.id}"]
    assert snapshots[0]["room_phase"] is None


def test_a_phase_of_the_room_has_its_clock(room):
    """Everybody is in the framing: one clock for all."""
    room.send_room("start_round")
    page, snapshots = wall(room)
    phase = snapshots[0]["room_phase"]
    assert phase["kind"] == "framing"
    assert phase["clock"]["planned"] == 10 * MINUTE
    for kind in ("framing", "case_choice", "plenary"):
        assert f'data-show="projector.room_phase.kind={kind}"' in page


def test_while_tables_work_it_counts_to_the_plenary(room, hands):
    """The hour where everybody meets does not move, however late a table is."""
    room.send_room("start_round")
    room.to_suggestions(1)
    room.bring("exposition", [2])
    hands.pass_(200 * MINUTE)
    page, snapshots = wall(room)
    assert snapshots[0]["room_phase"] is None
    assert snapshots[0]["meets"] == TWO_PM + 140 * MINUTE
    assert "On se retrouve ici à 16\u00a0h\u00a020." in page


def test_no_delay_no_title_no_name(room, hands):
    """Canaries: what the wall is sent holds none of it, and no field that could."""
    room.send(room.person(1), "propose_case", None, title="CANARI le foncier")
    room.to_suggestions(1)
    hands.pass_(90 * MINUTE)
    page, snapshots = wall(room)
    assert "CANARI" not in page
    assert "ouvrir la première réunion" not in page
    names = {seat.name for seats in room.seats for seat in seats}
    assert not [name for name in names if re.search(rf"\b{re.escape(name)}\b", json.dumps(snapshots))]
    assert set(snapshots[0]) <= {
        "audience", "version", "title", "status", "room_phase", "tables", "message", "code", "starts", "ends", "meets"
    }  # fmt: skip
    assert all(set(table) == {"number", "name", "phase", "status", "clock"} for table in snapshots[0]["tables"])
    assert snapshots[0]["tables"][0]["clock"] == {
        "planned": snapshots[0]["tables"][0]["clock"]["planned"], "deadline": 0, "remaining": None, "elapsed": True,
    }, "when its time was over is nowhere"  # fmt: skip


def test_the_wall_is_for_the_wall(room):
    """A participant's seat does not open it; another device's neither."""
    _, where = entered(room.app, room.links.projector)
    assert room.app.test_client().get(where).status_code == 404
    browser, place = entered(room.app, room.links.join)
    joined = browser.post(place, data={"name": "Rachid"}, headers={"Origin": "http://localhost"})
    seat = re.search(r"/s/([^/]+)/", joined.location)
    assert seat
    assert browser.get(f"/w/{room.workshop.id}/s/{seat[1]}/projector").status_code == 403
