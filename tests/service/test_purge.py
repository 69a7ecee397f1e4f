"""The end of a workshop's words: its day, another day, at once; and what a person takes with them before."""

import json
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from facilitation.domain.refusals import Code
from facilitation.service.verification import verify
from tests.builders import got, house_on, open_workshop, settle
from tests.databases import database
from tests.service.situations import CLIENT, OTHER, SCRIBE
from tests.service.test_privacy import DAY, OWN, whose_words, write_everything

LISTED = ["Xénia listée", "Structure xylophone", "Territoire xérès"]
"""Somebody who is expected, with their organisation and territory."""


def forms_of(word: str) -> list[bytes]:
    """A word as a file may hold it: plain, in two bytes for each letter, as JSON escapes it."""
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in word)
    return [word.encode(), word.encode("utf-16-le"), escaped.encode(), json.dumps(word).strip('"').encode()]


@pytest.mark.parametrize("how", ["due", "at once"])
def test_no_byte_of_a_purged_workshop_is_left(tmp_path: Path, hands, how):
    """Words, names, title, code: grep finds them before and nothing after; a neighbour keeps its own."""
    words = ["purgé-client", "purgé-scribe", "purgé-other", "Titre zéphyr", "Zélie", *LISTED]
    with database("sqlite", tmp_path) as url:
        house, _ = house_on(url, hands)
        neighbour = open_workshop(house, people=5)
        write_everything(neighbour, "voisin")
        room = open_workshop(house, people=5, title="Titre zéphyr")
        got(house.people.sit_beside(room.person(4).device_id, room.person(4).id, "Zélie"))
        write_everything(room, "purgé")
        house.guest_lists.take(room.workshop.id, room.account, "nom;structure;territoire\n" + ";".join(LISTED))
        house.keepsakes.renew(room.person(CLIENT).person, room.table())
        folder = Path(make_url(url).database or "").parent

        def grep(wanted: list[str]) -> set[str]:
            everything = b"".join(file.read_bytes() for file in folder.iterdir())
            return {word for word in wanted if any(form in everything for form in forms_of(word))}

        assert grep(words) == set(words)
        if how == "due":
            house.workshops.close(room.workshop.id)
            start = hands.now()
            assert house.retention.keep(neighbour.workshop.id, 90) is None
            hands.pass_(house.workshops.get(room.workshop.id).erased_at - start)
            assert house.retention.sweep() == 1
            hands.pass_(start - hands.now())
        else:
            house.workshops.remove(room.workshop.id)
        settle(house)
        assert grep(words) == set()
        assert grep(["voisin-client", "voisin-other"]) == {"voisin-client", "voisin-other"}
        assert verify(house)[0] == []
        house.close()
        house.engine.dispose()


def test_a_purge_leaves_no_row(house):
    """On both databases, whatever table holds words."""
    room = open_workshop(house, people=5)
    write_everything(room, "purge")
    assert whose_words(house.engine, "purge") == set(OWN)
    house.workshops.remove(room.workshop.id)
    assert whose_words(house.engine, "purge") == set()
    assert verify(house)[0] == []


def test_the_day_of_erasure_can_be_moved(house, hands):
    """Never before the plans are read again on the thirtieth day, nor to a day that is over; links follow it."""
    room = open_workshop(house, people=5)
    write_everything(room, "jour")
    seat, shop, start = room.person(CLIENT), room.workshop.id, hands.now()
    link = house.keepsakes.renew(seat.person, room.table())
    for days in (30, 0, -1, 366):
        refused = house.retention.keep(shop, days)
        assert (refused.code, refused.detail["low"], refused.detail["high"]) == (Code.BAD_VALUE, 31, 365)
    assert house.workshops.get(shop).retention_days == 60
    house.workshops.close(shop)
    assert house.retention.keep(shop, 90) is None
    hands.pass_(house.workshops.get(shop).ends + 61 * DAY - start)
    assert house.keepsakes.link(seat.person, room.table()) == link
    assert house.retention.keep(shop, 60).detail["low"] == 62
    assert house.retention.keep(shop, 62) is None
    hands.pass_(DAY)
    assert house.keepsakes.link(seat.person, room.table()) is None
    hands.pass_(start - hands.now())


@pytest.mark.parametrize(("place", "whose"), [(CLIENT, "client"), (SCRIBE, "scribe"), (OTHER, "other")])
def test_one_takes_all_of_ones_own_words(house, place, whose):
    """What one wrote oneself or had noted by the scribe, and nobody else's but the question one answered."""
    room = open_workshop(house, people=5)
    write_everything(room, "emporté")
    seat = room.person(place)
    own = house.keepsakes.own_words(seat.person)
    assert own["name"] == seat.name
    for item in own["words"]:
        everything = json.dumps({**item, "question": ""}, ensure_ascii=False)
        assert f"emporté-{whose}" in everything
        assert not any(f"emporté-{other}" in everything for other in OWN if other != whose)
    types = [item["type"] for item in own["words"]]
    assert (
        types
        == {
            "client": ["contract", "action", "notes", "answer", "learning"],
            "scribe": ["question", "suggestion", "learning"],
            "other": ["suggestion", "suggestion", "idea", "idea", "learning"],
        }[whose]
    )
    assert [case["title"] for case in own["cases"]] == ([] if whose == "scribe" else [f"emporté-{whose} ééé"])
    room.do(seat, "leave_table")
    assert house.keepsakes.own_words(seat.person)["words"] == own["words"]
    house.privacy.erase(seat.person)
    assert house.keepsakes.own_words(seat.person)["words"] == []
    assert house.keepsakes.own_words("nobody") is None


def test_who_supported_the_client_is_remembered_after_the_next_round(house):
    """The second round has its own client; the first one's page still says who stood beside them."""
    room = open_workshop(house, people=5)
    write_everything(room, "deux")
    supporter = room.person(OTHER)
    before = house.workshops.notes(room.table(), room.person(CLIENT).person)["rounds"][-1]["supporters"]
    assert before == [supporter.name]
    room.do(room.host(), "close_round")
    room.do(room.host(), "start_round")
    first, *_ = house.workshops.notes(room.table(), room.person(CLIENT).person)["rounds"]
    assert first["supporters"] == before
    house.privacy.erase(supporter.person)
    first, *_ = house.workshops.notes(room.table(), room.person(CLIENT).person)["rounds"]
    assert first["supporters"] == []
