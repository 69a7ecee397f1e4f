"""What one takes home: page, private link, day in the calendar, what became of it, and erasure by oneself."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from facilitation.web.calendar import one_day
from tests.builders import Open, open_workshop

from .desk import application, entered, fields_of, post

PLAN = {
    "what": "Appeler les absents, un par un",
    "first_step": "Dresser la liste",
    "when": "vendredi",
    "watch": "Le ton",
}


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    """An application of its own."""
    return application(tmp_path)


@pytest.fixture
def room(app: Flask) -> Open:
    """A table whose client, in place 1, has a plan."""
    found = open_workshop(app, people=4)
    found.to_suggestions()
    found.bring("action_plan")
    found.do(found.person(1), "plan_action", **PLAN)
    return found


def at_home(app: Flask, room: Open, place: int) -> tuple[Any, str]:
    """This person's browser, and the address of their seat: they came by a private link."""
    token = room.house.keepsakes.renew(room.person(place).person, room.table())
    browser, location = entered(app, token)
    assert location.endswith("/leaving")
    return browser, location.removesuffix("leaving")


def test_a_link_leads_to_the_plan_and_is_replaced(app: Flask, room: Open) -> None:
    """On another device, also after the end; the page shows the new link and the old one leads nowhere."""
    room.house.workshops.close(room.workshop.id)
    old = room.house.keepsakes.renew(room.person(1).person, room.table())
    browser, location = entered(app, old)
    page = browser.get(location).text
    assert PLAN["what"] in page
    assert PLAN["watch"] in page
    assert f"#{old}" in page
    assert post(browser, location + "/link").status_code == 303
    (new,) = set(re.findall(r"/enter#([\w-]+)", browser.get(location).text))
    assert new != old
    refused = app.test_client().post("/enter", json={"token": old}, headers={"Origin": "http://localhost"})
    assert refused.status_code == 410
    assert refused.get_json()["words"]


def test_nobody_elses_page_opens(app: Flask, room: Open) -> None:
    """A seat of another device is a 404, in every address."""
    _browser, seat = at_home(app, room, 1)
    stranger, _ = at_home(app, room, 2)
    for page in ("leaving", "plan.ics", "erase"):
        assert stranger.get(seat + page).status_code == 404
    for act in ("leaving/link", "leaving/follow", "erase"):
        assert post(stranger, seat + act, sure="yes").status_code == 404
    assert PLAN["what"] in str(room.see()["actions"])


def test_the_plan_comes_back_in_a_calendar(app: Flask, room: Open) -> None:
    """A file that any calendar reads: one whole day, thirty days later, with the person's own words."""
    browser, seat = at_home(app, room, 1)
    answer = browser.get(seat + "plan.ics")
    assert answer.mimetype == "text/calendar"
    lines = answer.get_data().split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 for line in lines)
    whole = answer.text.replace("\r\n ", "").split("\r\n")
    values = dict(line.split(":", 1) for line in whole if ":" in line and not line.startswith(("BEGIN", "END")))
    ends = datetime.fromtimestamp(room.workshop.ends / 1000, ZoneInfo("Europe/Paris"))
    assert values["DTSTART;VALUE=DATE"] == f"{ends + timedelta(days=30):%Y%m%d}"
    assert r"Appeler les absents\, un par un" in values["DESCRIPTION"]
    assert "/enter#" in values["DESCRIPTION"]


def test_a_calendar_line_is_cut_between_characters() -> None:
    """Never inside one, and what is special is escaped."""
    text = one_day("a", 0, date(2024, 5, 9), "é" * 80, "a;b,c\\d\r\ne")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "é" * 80 in text.replace("\r\n ", "")
    assert r"DESCRIPTION:a\;b\,c\\d\ne" in text


def test_what_became_of_a_line_is_told_by_its_client(app: Flask, room: Open) -> None:
    """Kept, shown again, shared on wish only; sent twice it is told once; bad input keeps what was typed."""
    browser, seat = at_home(app, room, 1)
    room.house.workshops.close(room.workshop.id)
    fields = fields_of(browser.get(seat + "leaving").text)
    told = {"id": fields["id"], "action": fields["action"], "outcome": "tried", "note": "Un seul a répondu"}
    for _ in range(2):
        assert post(browser, seat + "leaving/follow", **told).status_code == 303
    assert "Un seul a répondu" in browser.get(seat + "leaving").text
    assert room.house.workshops.follow_ups(room.workshop.id) == []
    again = told | {"id": fields_of(browser.get(seat + "leaving").text)["id"], "share": "yes"}
    post(browser, seat + "leaving/follow", **again)
    assert len(room.house.workshops.follow_ups(room.workshop.id)) == 1
    bad = post(browser, seat + "leaving/follow", **(again | {"id": "x" * 20, "outcome": "", "note": "Mot non perdu"}))
    assert bad.status_code == 400
    assert "Mot non perdu" in bad.text


def test_one_erases_oneself(app: Flask, room: Open) -> None:
    """Asked first; then nothing is left, the page says so, and the seat is gone."""
    browser, seat = at_home(app, room, 1)
    assert post(browser, seat + "erase").status_code == 303
    assert PLAN["what"] in str(room.see()["actions"])
    name = room.person(1).name
    assert name in browser.get(seat + "erase").text
    done = post(browser, seat + "erase", sure="yes")
    assert (done.status_code, done.mimetype) == (200, "text/html")
    assert done.headers["Clear-Site-Data"] == '"storage"'
    assert room.see()["actions"] == []
    assert browser.get(seat + "leaving").status_code == 404


def test_a_shared_device_shows_no_link(app: Flask, room: Open) -> None:
    """It would be everybody's; erasing stays possible, by name."""
    browser, seat = at_home(app, room, 1)
    assert post(browser, seat + "beside", name="Omar").status_code == 303
    page = browser.get(seat + "leaving").text
    assert "leaving/link" not in page
    assert "plan.ics" not in page
    assert post(browser, seat + "leaving/link").status_code == 404
    done = post(browser, seat + "erase", sure="yes")
    assert "Clear-Site-Data" not in done.headers
