"""The pilot's board: who may see it, what it holds, and what never stands on it."""

import json
import re

import pytest

from facilitation.domain.phases import MINUTE
from facilitation.web.conductor import hours_scale
from tests.builders import TWO_PM, Hands, enter, open_workshop
from tests.web.desk import application, entered, words_of


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """An application at 14:00, and a workshop of three tables with a case at the first."""
    app = application(tmp_path_factory.mktemp("house"))
    app.extensions["tablee"].ground.instants = Hands(TWO_PM)
    return app


@pytest.fixture(scope="module")
def room(app):
    """Three tables in consultation, the third on paper, their words written."""
    room = open_workshop(app, tables=3, people=4, paper=(3,), title="Atelier du réseau")
    client = room.person(1)
    room.send(client, "propose_case", None, title="CANARI le foncier du tiers-lieu")
    room.to_suggestions(1)
    room.do(room.person(2), "offer_suggestion", 1, text="CANARI une idée")
    return room


def board(app, room):
    """The board as its pilot's browser gets it, and the snapshot embedded in it."""
    browser, where = entered(app, room.links.conductor)
    answer = browser.get(where)
    assert answer.status_code == 200, answer.text[:2000]
    found = re.search(r"data-snapshots>(.*?)</script>", answer.text, re.DOTALL)
    assert found
    return answer.text, json.loads(found[1])


def test_a_lane_for_each_table(app, room):
    """The first picture needs no socket: the snapshot is in the page."""
    page, snapshots = board(app, room)
    assert [s["audience"] for s in snapshots] == [f"conductors:{room.workshop.id}"]
    lanes = snapshots[0]["lanes"]
    assert [lane["group"]["name"] for lane in lanes] == ["Somme", "Oise", "Aisne"]
    assert lanes[0]["phase"] == "suggestions"
    assert lanes[2]["group"]["paper"]
    assert 'data-watch="conductors"' in page
    assert "Atelier du réseau" in page


def test_not_a_word_of_what_is_said_at_a_table(app, room):
    """Neither case nor contract nor idea nor who is helped: the pilot conducts time."""
    page, _ = board(app, room)
    assert "CANARI" not in page
    assert "ouvrir la première réunion" not in page
    assert room.person(1).name not in page


def test_acts_name_the_tables_they_are_for(app, room):
    """Every steering act stands inside the choice of tables; what is done in a lane names its table."""
    page, _ = board(app, room)
    acts = set(re.findall(r'data-command="(\w+)"', page))
    wanted = {"start_round", "advance_phase", "bring_tables", "change_time", "undo", "close_round", "answer_call"}
    wanted |= {"pause", "resume", "finish_on_time", "send_message", "withdraw_message", "shut_table"}
    assert acts == wanted | {"place_case"}, "the exits of a pause belong to host and client"
    inside = page[page.index("<pick-tables") : page.index("</pick-tables>")]
    assert set(re.findall(r'data-command="(\w+)"', inside)) == wanted - {"answer_call", "shut_table"}
    lane = page[page.index("<article") : page.index("</article>")]
    assert "data-group:item.group.id" in lane
    assert set(re.findall(r'data-command="(\w+)"', lane)) == {"answer_call", "advance_phase", "shut_table"}
    shown = re.findall(r'data-command="shut_table" data-show="([^"]+)"', lane)
    assert "item.awaited=0" in shown[0], "a table that waits for people is not offered « Fermer »"


def test_every_phase_is_a_target_once(app, room):
    """The list goes in the order of the afternoon and has words for each kind."""
    page, snapshots = board(app, room)
    targets = page.partition('name="target"')[2].partition("</select>")[0]
    options = re.findall(r'<option value="([\w.]+)">([^<]+)</option>', targets)
    assert [value for value, _ in options] == snapshots[0]["targets"]
    assert ("suggestions", "Consultation") in options


def test_only_a_pilot_sees_the_board(app, room):
    """A host's seat, another device, a stranger."""
    _, where = entered(app, room.links.conductor)
    assert app.test_client().get(where).status_code == 404
    browser, place = entered(app, room.links.hosts[room.table(2)])
    joined = browser.post(place, data={"name": "Rachid"}, headers={"Origin": "http://localhost"})
    seat = re.search(r"/s/([^/]+)/", joined.location)
    assert seat
    assert browser.get(f"/w/{room.workshop.id}/s/{seat[1]}/conduct").status_code == 403


def test_one_act_on_all_tables_then_on_one(app, room):
    """What the board's forms send is understood: groups, a step for each, a target."""
    assert room.send_room("change_time", minutes=5).ok
    answer = room.send_room("bring_tables", [2], target="action_plan", warn=True)
    assert answer.ok
    pilot = enter(room.house, room.links.conductor, "", at=room.pilot.device_id)
    assert pilot.id == room.pilot.id
    _, snapshots = board(app, room)
    assert [bool(lane["summons"]) for lane in snapshots[0]["lanes"]] == [False, True, False]


def test_the_scale_writes_hours_that_do_not_touch():
    """The start, full hours, and where tables meet; an hour too near to that is left out."""
    ends, meets = TWO_PM + 150 * MINUTE, TWO_PM + 140 * MINUTE
    marks = hours_scale(TWO_PM, ends, meets)
    assert [m.instant for m in marks] == [TWO_PM, TWO_PM + 60 * MINUTE, TWO_PM + 120 * MINUTE, meets]
    assert marks[-1].meets
    assert marks[-1].at == pytest.approx(100 * 140 / 165, abs=0.01)
    assert [m.instant for m in hours_scale(TWO_PM, TWO_PM + 65 * MINUTE, None)] == [TWO_PM, TWO_PM + 65 * MINUTE]


def test_what_a_screen_reader_hears_is_in_words(app, room):
    """Boxes, calls and drift have words, not colours alone."""
    page = words_of(board(app, room)[0].replace("<template>", "").replace("</template>", ""))
    for words in ("Choisir la table", "min de retard", "Appelle", "de la table"):
        assert words in page
