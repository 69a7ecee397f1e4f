"""What one takes home: page, private link, day in the calendar, what became of it, and erasure by oneself."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from facilitation.web.calendar import one_day
from facilitation.web.times import local
from tests.builders import Open, open_workshop

from .desk import entered, fields_of, post

PLAN = {
    "what": "Appeler les absents, un par un",
    "first_step": "Dresser la liste",
    "when": "vendredi",
    "watch": "Le ton",
}


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


PROPERTY = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[^;:,\"]+)*):([^\x00-\x08\x0a-\x1f\x7f]*)")
"""A content line of RFC 5545: name, parameters, value without control characters."""


def read_calendar(octets: bytes) -> dict[str, tuple[str, str]]:
    """The properties of the one event, by name: parameters and value. Fails on what the RFC forbids."""
    assert octets.endswith(b"\r\n")
    lines = octets[:-2].split(b"\r\n")
    assert all(0 < len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    for line in lines:
        line.decode()  # no character is cut in two
    found = [PROPERTY.fullmatch(line) for line in octets[:-2].decode().replace("\r\n ", "").split("\r\n")]
    assert all(found)
    read = [(one[1], one[2], one[3]) for one in found if one]
    assert [value for name, _, value in read if name == "BEGIN"] == ["VCALENDAR", "VEVENT"]
    assert [value for name, _, value in read if name == "END"] == ["VEVENT", "VCALENDAR"]
    assert (read[0], read[-1]) == (("BEGIN", "", "VCALENDAR"), ("END", "", "VCALENDAR"))
    names = [name for name, _, _ in read if name not in {"BEGIN", "END"}]
    assert len(names) == len(set(names))
    assert {"VERSION", "PRODID", "UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(names)
    return {name: (parameters, value) for name, parameters, value in read}


def test_the_plan_comes_back_in_a_calendar(app: Flask, room: Open) -> None:
    """A file that any calendar reads: one whole day, thirty days later, with the person's own words."""
    browser, seat = at_home(app, room, 1)
    answer = browser.get(seat + "plan.ics")
    assert answer.mimetype == "text/calendar"
    event = read_calendar(answer.get_data())
    day = local(room.workshop.ends, room.workshop.timezone).date() + timedelta(days=30)
    assert event["DTSTART"] == (";VALUE=DATE", f"{day:%Y%m%d}")
    assert event["DTEND"] == (";VALUE=DATE", f"{day + timedelta(days=1):%Y%m%d}")
    assert re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"][1])
    assert event["UID"][1].endswith("@tablee")
    assert r"Appeler les absents\, un par un" in event["DESCRIPTION"][1]
    assert "/enter#" in event["DESCRIPTION"][1]
    again = read_calendar(browser.get(seat + "plan.ics").get_data())
    assert again["UID"] == event["UID"], "downloaded twice it is one event"


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


def test_one_keeps_ones_own_words_first(app: Flask, room: Open) -> None:
    """As Markdown and as JSON, from the page that erases; nobody else's words are in them."""
    room.do(room.person(2), "support_client")
    room.bring("learnings")
    room.do(room.person(1), "record_learning", text="Mot *à moi* seule", release="private")
    room.do(room.person(2), "record_learning", text="Mot d’un autre", release="table")
    browser, seat = at_home(app, room, 1)
    page = browser.get(seat + "erase").text
    for form in ("md", "json"):
        assert f"{seat}words.{form}" in page
    text = browser.get(seat + "words.md")
    assert text.mimetype == "text/markdown"
    assert PLAN["what"] in text.text
    assert PLAN["watch"] in text.text
    assert r"Mot \*à moi\* seule" in text.text
    words = browser.get(seat + "words.json").get_json()
    assert {"table", "round", "type", "text"} <= set(words["words"][0])
    assert "Mot d’un autre" not in text.text + str(words)
    assert browser.get(seat + "words.exe").status_code == 404


def test_who_left_the_table_still_has_their_words(app: Flask, room: Open) -> None:
    """The private link leads to what is theirs, and from there to their plan as text."""
    browser, seat = at_home(app, room, 1)
    room.do(room.person(1), "leave_table")
    answer = browser.get(seat + "leaving")
    assert (answer.status_code, answer.location) == (303, seat + "erase")
    assert PLAN["what"] in browser.get(seat + "words.md").text
    assert f"{seat}leaving" not in browser.get(seat + "erase").text


def test_a_consultant_takes_what_they_brought(app: Flask, room: Open) -> None:
    """Their own contributions and nobody else's; no calendar, for there is no plan of theirs."""
    room.bring("suggestions")
    room.do(room.person(2), "offer_suggestion", text="Une réunion sans ordre du jour")
    room.do(room.person(3), "offer_suggestion", text="Un repas partagé")
    browser, seat = at_home(app, room, 2)
    page = browser.get(seat + "leaving").text
    assert "Une réunion sans ordre du jour" in page
    assert "Un repas partagé" not in page
    assert browser.get(seat + "plan.ics").status_code == 404


def test_a_client_who_was_erased_has_a_tombstone(app: Flask, room: Open) -> None:
    """The others' notes say that somebody left, not who."""
    name = room.person(1).name
    room.bring("learnings")
    room.do(room.host(), "close_round")
    browser, seat = at_home(app, room, 2)
    assert name in browser.get(seat + "notes").text
    room.house.privacy.erase(room.person(1).person)
    for page in ("notes", "notes.md"):
        text = browser.get(seat + page).text
        assert name not in text
        assert "personne partie" in text


def test_a_private_link_says_when_it_is_over(app: Flask, room: Open) -> None:
    """Replaced, past the day of erasure, of somebody who was erased: a sentence, never a plan."""
    keep, person = room.house.keepsakes, room.person(1).person
    replaced = keep.renew(person, room.table())
    erased = keep.renew(person, room.table())

    def said(token: str) -> tuple[int, str]:
        answer = app.test_client().post("/enter", json={"token": token}, headers={"Origin": "http://localhost"})
        return answer.status_code, answer.get_json()["words"]

    assert said(replaced)[0] == 410
    room.house.privacy.erase(person)
    assert said(erased) == (410, said(replaced)[1])
    assert said("x" * 32) == said(replaced)
