"""The pages of people at a table: what they embed, what a shared device hides, the notes and who may read them."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from facilitation.web.page_words import fill, limit, plain
from facilitation.web.screen import embedded

from .desk import Desk, entered, fields_of, post, words_of

HOUR = 3_600_000


@pytest.fixture
def links(desk: Desk) -> Any:
    """The links of a workshop with two tables."""
    now = desk.house.instants.now()
    workshop = desk.house.workshops.create(
        desk.account, "Tiers-lieux", "La Machinerie", now, now + 2.5 * HOUR, "150", tables=2, client_word="porteur"
    )
    return desk.house.workshops.links(workshop.id)


def seated(app: Flask, token: str, name: str) -> tuple[FlaskClient, str]:
    """A browser that followed a link and gave a name, and its page."""
    browser, location = entered(app, token)
    answer = post(browser, location, name=name)
    assert answer.status_code == 303, answer.text[:1000]
    return browser, answer.headers["Location"]


def snapshots(page: str) -> dict[str, Any]:
    """What a page embeds, by kind of audience."""
    found = re.search(r"<script type=\"application/json\" data-snapshots>(.*?)</script>", page, re.DOTALL)
    assert found, page[:500]
    return {one["audience"].partition(":")[0]: one for one in json.loads(found.group(1))}


def test_the_waiting_room_comes_before_the_table(app: Flask, links: Any) -> None:
    browser, location = seated(app, links.join, "Inès")
    page = browser.get(location).text
    assert 'data-screen="waiting"' in page
    assert set(snapshots(page)) == {"room", "person"}


def test_a_host_controls_the_table_and_speaks_the_words_of_the_workshop(app: Flask, links: Any) -> None:
    browser, location = seated(app, next(iter(links.hosts.values())), "Lucie")
    assert location.endswith("/host")
    page = browser.get(location).text
    assert {"group", "hosts", "person"} <= set(snapshots(page))
    assert "Passer au contrat" in page
    assert "le porteur du sujet" in page
    table = browser.get(location.removesuffix("host")).text
    assert 'data-screen="table"' in table


def test_a_page_knows_the_shape_it_was_made_with(desk: Desk, app: Flask, links: Any) -> None:
    """Its list of phases names positions: a format changed before the start makes it load again, by another word."""
    shape = re.compile(r'data-shape="(\w+)"')
    browser, location = seated(app, next(iter(links.hosts.values())), "Lucie")
    before = shape.findall(browser.get(location).text)
    assert before == [snapshots(browser.get(location).text)["group"]["shape"]]
    pilot, board = entered(app, links.conductor)
    assert shape.findall(pilot.get(board).text) == before
    workshop = location.split("/w/")[1].split("/")[0]
    assert desk.house.formats.choose(desk.account, workshop, "half_day") is None
    page = browser.get(location).text
    after = shape.findall(page)
    assert after != before
    assert [snapshots(page)[kind]["shape"] for kind in ("group", "hosts")] == after * 2
    assert shape.findall(pilot.get(board).text) == after


def test_who_does_not_lead_has_no_control(app: Flask, links: Any) -> None:
    browser, location = seated(app, next(iter(links.tables.values())), "Inès")
    assert browser.get(location + "host").status_code in {302, 403}


def test_nothing_somebody_wrote_can_end_the_embedding() -> None:
    text = json.dumps({"text": "</script><script>alert(1)</script>&amp;"})
    script = str(embedded([text]))
    assert "<" not in script
    assert json.loads(script) == [json.loads(text)]


def test_a_name_in_a_sentence_is_only_a_name() -> None:
    assert fill("%(client)s répond.", client="<b>Inès</b>") == "&lt;b&gt;Inès&lt;/b&gt; répond."


def test_somebody_s_words_are_no_marks_in_the_notes() -> None:
    assert plain("# *gras*\nsuite <b>") == r"\# \*gras\* suite \<b\>"


def test_limits_are_those_of_the_commands() -> None:
    assert limit("offer_suggestion", "text") == 600
    with pytest.raises(KeyError):
        limit("offer_suggestion", "kind")


def test_notes_and_leaving_are_for_those_who_sit_there(app: Flask, links: Any) -> None:
    browser, location = seated(app, next(iter(links.tables.values())), "Inès")
    for page in ("notes", "leaving"):
        answer = browser.get(location + page)
        assert answer.status_code == 200, answer.text[:800]
        assert "Inès" in words_of(answer.text)
    as_text = browser.get(location + "notes.md")
    assert as_text.mimetype == "text/markdown"
    assert as_text.text.startswith("# ")
    stranger = app.test_client()
    assert stranger.get(location + "notes").status_code == 404
    waiting, elsewhere = seated(app, links.join, "Karim")
    assert waiting.get(elsewhere + "notes").status_code == 404


def test_a_return_code_stands_alone_on_its_page(app: Flask, links: Any) -> None:
    browser, location = seated(app, links.join, "Inès")
    code = snapshots(browser.get(location).text)["person"]["return_code"]
    assert code in words_of(browser.get(location + "code").text)


def test_a_shared_device_says_whose_turn_it_is_and_shows_nothing_private(app: Flask, links: Any) -> None:
    browser, location = seated(app, next(iter(links.tables.values())), "Inès")
    answer = post(browser, location + "beside", name="Samira")
    assert answer.status_code in {200, 303}, answer.text[:800]
    page = browser.get(location).text
    assert "Passer l’appareil à" in page
    assert "Samira" in page
    assert "my.kept" not in page
    assert "person.notes" not in page
    turn = re.search(r'href="([^"]*/turn)"', page)
    assert turn
    assert "Passez l’appareil à Samira" in words_of(browser.get(turn.group(1)).text)


def test_a_wrong_code_says_so_beside_the_field(app: Flask) -> None:
    browser = app.test_client()
    assert fields_of(browser.get("/").text) == {"code": ""}
    answer = post(browser, "/join", code="XXXX-XXXX")
    assert answer.status_code == 400
    assert 'aria-invalid="true"' in answer.text
    assert 'id="fault-code"' in answer.text
