"""What each audience sees, and above all what it does not."""

import json
from typing import Any

import pytest

from tests.builders import Open, enter, got, open_workshop
from tests.service.situations import CLIENT, HOST, OTHER, SCRIBE, stranger

SECRETS = {
    "idea": "canari-idée-gardée",
    "notes": "canari-notes-de-la-cliente",
    "learning": "canari-apprentissage-privé",
    "question": "canari-question",
    "answer": "canari-réponse",
    "sentence": "canari-contrat",
    "suggestion": "canari-piste",
    "action": "canari-action",
    "case": "canari-titre-du-sujet",
}
OF_THE_TABLE = ("question", "answer", "sentence", "suggestion", "action")
PRIVATE = ("idea", "notes", "learning")


@pytest.fixture(scope="module")
def told(home: Any) -> Open:
    """A table that has written everything that can be written, up to its learnings."""
    room = open_workshop(home[0], tables=2, people=5)
    client, scribe, other = room.person(CLIENT), room.person(SCRIBE), room.person(OTHER)
    room.do(client, "propose_case", None, title=SECRETS["case"])
    room.bring("case_choice")
    room.do(client, "accept_client")
    room.do(room.host(), "change_roles", person=scribe.person, roles=["scribe", "consultant"])
    room.bring("clarification", [1])
    room.do(scribe, "ask_question", text=SECRETS["question"], answer=SECRETS["answer"])
    room.do(other, "keep_idea", text=SECRETS["idea"])
    room.do(client, "write_notes", text=SECRETS["notes"])
    room.bring("contract", [1])
    room.do(client, "write_contract", sentence=SECRETS["sentence"])
    room.do(client, "confirm_contract")
    room.bring("suggestions", [1])
    suggestion = room.do(other, "offer_suggestion", text=SECRETS["suggestion"]).result["id"]
    room.bring("action_plan", [1])
    room.do(client, "sort_suggestion", suggestion=suggestion, verdict="dig")
    room.do(client, "plan_action", what=SECRETS["action"], first_step="demain", support="Paul")
    room.do(other, "support_client")
    room.bring("learnings", [1])
    room.do(other, "record_learning", text=SECRETS["learning"], release="private")
    room.do(scribe, "record_learning", text="se taire aide", release="table")
    return room


def text(room: Open, audience: str) -> str:
    """The JSON of an audience."""
    found = room.house.snapshots.read(audience)
    assert found is not None
    return found[1]


def test_the_table_reads_its_words_and_nobodys_private_ones(told):
    body = text(told, f"group:{told.table()}")
    assert all(SECRETS[key] in body for key in (*OF_THE_TABLE, "case"))
    assert not any(SECRETS[key] in body for key in PRIVATE)
    assert "dig" not in json.loads(body)["suggestions"][0].values()
    assert [learning["text"] for learning in json.loads(body)["learnings"]] == ["se taire aide"]


@pytest.mark.parametrize("audience", ["conductors", "projector", "room"])
def test_the_room_reads_no_words(told, audience):
    """The titles of cases are the room's to choose from, and nobody else's beside the table."""
    body = text(told, f"{audience}:{told.workshop.id}")
    hidden = SECRETS.values() if audience != "room" else [SECRETS[key] for key in (*OF_THE_TABLE, *PRIVATE)]
    assert not any(secret in body for secret in hidden)


def test_the_hosts_line_holds_no_words(told):
    assert not any(secret in text(told, f"hosts:{told.table()}") for secret in SECRETS.values())


def test_the_projector_shows_no_names(told):
    body = text(told, f"projector:{told.workshop.id}")
    assert not any(seat.name in body for seat in told.seats[0])
    assert not {"drift", "projected_end", "host", "people"} & set(body.replace('"', " ").split())


READS = [(HOST, ()), (CLIENT, ("notes",)), (SCRIBE, ()), (OTHER, ("idea", "learning"))]


@pytest.mark.parametrize(("place", "reads"), READS)
def test_each_person_reads_their_own(told, place, reads):
    body = text(told, f"person:{told.person(place).person}")
    assert [key for key in PRIVATE if SECRETS[key] in body] == [key for key in PRIVATE if key in reads]
    assert bool(json.loads(body)["verdicts"]) is (place == CLIENT)


def test_a_shared_device_says_that_a_learning_was_written_and_not_what(afternoon):
    """The next one replaces it, for those whom it was for: its author must know both before writing."""
    afternoon.bring("learnings")
    seat = afternoon.person(OTHER)
    got(afternoon.house.people.sit_beside(seat.device_id, seat.id, "Zélie"))
    assert afternoon.private(seat)["learning"] is None
    afternoon.do(seat, "record_learning", text=SECRETS["learning"], release="table")
    assert afternoon.private(seat)["learning"] == {"release": "table"}
    assert SECRETS["learning"] not in text(afternoon, f"person:{seat.person}")


def test_the_pilot_may_not_read_a_table(told):
    seat = got(told.house.people.seat(told.pilot.id, told.pilot.device_id))
    assert {audience.partition(":")[0] for audience in seat.audiences} == {"conductors", "projector", "person"}


def test_who_may_read_what(told):
    """Audiences by role; the other table's are nobody's."""
    host, client = told.host(), got(told.house.people.seat(told.person(CLIENT).id, told.person(CLIENT).device_id))
    assert {a.partition(":")[0] for a in host.audiences} == {"room", "person", "group", "hosts"}
    assert {a.partition(":")[0] for a in client.audiences} == {"room", "person", "group"}
    assert all(told.table(2) not in audience for audience in host.audiences | client.audiences)
    wall = enter(told.house, told.links.projector, "")
    assert wall.audiences == {f"projector:{told.workshop.id}"}
    assert {a.partition(":")[0] for a in stranger(told).audiences} == {"room", "person"}


def test_the_organiser_never_reads_content(told):
    """Nothing that the organiser's functions return holds a word of a table."""
    shops = told.house.workshops
    everything = repr(
        (
            shops.get(told.workshop.id),
            shops.owned(told.account, told.workshop.id),
            shops.of_account(told.account),
            shops.links(told.workshop.id),
            shops.review(told.workshop.id),
        )
    )
    assert not any(secret in everything for secret in SECRETS.values())
    assert shops.owned("somebody", told.workshop.id) is None


def test_notes_are_for_members(told):
    client, other, elsewhere = told.person(CLIENT), told.person(OTHER), told.host(2)
    mine = got(told.house.workshops.notes(told.table(), client.person))
    assert SECRETS["notes"] in repr(mine)
    assert mine["rounds"][0]["suggestions"][0]["verdict"] == "dig"
    theirs = repr(told.house.workshops.notes(told.table(), other.person))
    assert SECRETS["idea"] in theirs
    assert SECRETS["notes"] not in theirs
    assert "dig" not in theirs
    for person in (elsewhere.person, told.pilot.person, "nobody"):
        assert told.house.workshops.notes(told.table(), person) is None


def test_a_pause_is_neutral(house):
    """While a table pauses its words are not sent; they are back afterwards."""
    room = open_workshop(house, people=4)
    room.to_suggestions()
    room.do(room.person(OTHER), "offer_suggestion", text=SECRETS["suggestion"])
    room.do(room.person(CLIENT), "pause")
    see = room.see()
    assert see["status"] == "paused"
    assert see["contract"] == {"status": "none", "sentence": "", "aloud": False, "helps": []}
    assert see["case"] is None
    assert not any(see[key] for key in ("questions", "suggestions", "actions", "supporters", "learnings"))
    assert see["people"]
    assert see["clock"]["deadline"] is None
    assert SECRETS["suggestion"] not in repr(house.workshops.notes(room.table(), room.person(OTHER).person))
    wall = room.snapshot(f"projector:{room.workshop.id}")
    assert wall["tables"][0]["status"] == "running"
    room.do(room.host(), "resume")
    assert room.see()["suggestions"][0]["text"] == SECRETS["suggestion"]


def test_a_round_kept_for_its_client(house):
    """Stopped and kept: empty for the table, whole for the client, in the notes."""
    room = open_workshop(house, people=4)
    room.to_suggestions()
    room.do(room.person(OTHER), "offer_suggestion", text=SECRETS["suggestion"])
    room.do(room.person(CLIENT), "pause")
    room.do(room.person(CLIENT), "stop_round", keep=True)
    assert room.see()["suggestions"] == []
    assert SECRETS["suggestion"] in repr(house.workshops.notes(room.table(), room.person(CLIENT).person))
    assert SECRETS["suggestion"] not in repr(house.workshops.notes(room.table(), room.person(OTHER).person))


def test_who_moves_loses_sight(house):
    """The former table's words and notes are closed to somebody who left, and its name is gone from them."""
    room = open_workshop(house, tables=2, people=4)
    room.to_suggestions()
    other = room.person(OTHER)
    room.do(other, "offer_suggestion", text=SECRETS["suggestion"])
    room.do(other, "sit", 2)
    seat = got(house.people.seat(other.id, other.device_id))
    assert seat.group_id == room.table(2)
    assert f"group:{room.table()}" not in seat.audiences
    assert house.workshops.notes(room.table(), other.person) is None
    assert room.see()["suggestions"][0]["author"]["name"] == ""
    assert len(room.see()["people"]) == 3


def test_a_newcomer_asks_and_the_client_says_yes(house):
    room = open_workshop(house, people=3)
    room.to_suggestions()
    newcomer = stranger(room)
    room.do(newcomer, "sit")
    assert room.see()["requests"] == [{"id": newcomer.person, "name": newcomer.name}]
    assert room.private(newcomer)["asked"] == room.table()
    assert got(house.people.seat(newcomer.id, newcomer.device_id)).group_id is None
    room.do(room.person(CLIENT), "welcome_person", person=newcomer.person)
    assert room.see()["requests"] == []
    assert room.private(newcomer)["group"] == room.table()


def test_versions_rise_together(told):
    """The heartbeat carries the version of each snapshot."""
    versions = told.house.snapshots.versions(told.workshop.id)
    for audience, version in versions.items():
        assert told.snapshot(audience)["version"] == version
        assert told.snapshot(audience)["audience"] == audience
    before = versions[f"room:{told.workshop.id}"]
    told.do(told.host(2), "call_pilot", 2)
    after = told.house.snapshots.versions(told.workshop.id)
    assert after[f"room:{told.workshop.id}"] == before + 1
    assert after[f"group:{told.table()}"] == versions[f"group:{told.table()}"]


def test_unknown_audiences(house):
    for audience in ("group:nobody", "person:nobody", "room:nobody", "secrets:x", "", ":", "group"):
        assert house.snapshots.read(audience) is None
    assert house.snapshots.versions("nobody") == {}


KEYS = {
    "group": "audience version step workshop title group status round phase clock people requests client host scribe "
    "timekeeper tour ready options case contract questions suggestions actions supporters learnings timetable reserve "
    "shape ends words can demo speed",
    "hosts": "audience version step drift projected_end undo drifting call summons next not_started ready writing "
    "script modes shape",
    "conductors": "audience version title place starts ends status meets lanes targets cases options code shape",
    "projector": "audience version title status room_phase tables code ends starts",
    "room": "audience version title place starts ends status tables cases options",
    "person": "audience version id name return_code group roles ideas notes verdicts learning case seats "
    "wish late rating",
}


@pytest.mark.parametrize("kind", sorted(KEYS))
def test_the_keys_that_screens_count_on(told, kind):
    ids = {"group": told.table(), "hosts": told.table(), "person": told.person(CLIENT).person}
    assert set(KEYS[kind].split()) <= set(told.snapshot(f"{kind}:{ids.get(kind, told.workshop.id)}"))


def test_who_sits_elsewhere_is_waited_for_no_more(house):
    """A request at table 1 ends when the person sits at table 2: a late yes does not move them."""
    room = open_workshop(house, tables=2, people=3)
    room.to_suggestions()
    newcomer = stranger(room)
    room.do(newcomer, "sit")
    room.do(newcomer, "sit", 2)
    assert room.see()["requests"] == []
    assert not room.send(room.person(CLIENT), "welcome_person", person=newcomer.person).ok
    assert room.private(newcomer)["group"] == room.table(2)


def test_one_waits_at_one_door(house):
    """The last wish holds; a yes at the other table moves nobody."""
    room = open_workshop(house, tables=2, people=3)
    room.to_suggestions(1)
    room.to_suggestions(2)
    newcomer = stranger(room)
    room.do(newcomer, "sit", 1)
    room.do(newcomer, "sit", 2)
    assert (room.see(1)["requests"], len(room.see(2)["requests"])) == ([], 1)
    assert room.private(newcomer)["asked"] == room.table(2)
    room.do(room.person(CLIENT, 2), "welcome_person", 2, person=newcomer.person)
    assert room.private(newcomer)["group"] == room.table(2)


@pytest.mark.parametrize("after", ["closed without client", "paused and resumed without client", "back to the choice"])
def test_what_was_told_stays_at_the_table(house, after):
    """Nobody sits down unasked beside the words of a round, wherever the round and its client went; the host's yes
    counts."""
    room = open_workshop(house, tables=2, people=4)
    room.to_suggestions()
    room.do(room.person(OTHER), "offer_suggestion", text=SECRETS["suggestion"])
    if after == "closed without client":
        room.bring("learnings", [1])
        room.do(room.host(), "close_round")
        room.do(room.person(CLIENT), "sit", 2)
    elif after == "back to the choice":
        room.do(room.pilot, "return_to_phase", position=1, minutes=5)
    else:
        room.do(room.person(CLIENT), "sit", 2)
        room.do(room.host(), "resume")
    newcomer = stranger(room)
    assert room.snapshot(f"room:{room.workshop.id}")["tables"][0]["open"] is False
    room.do(newcomer, "sit")
    assert got(house.people.seat(newcomer.id, newcomer.device_id)).group_id is None
    room.do(room.host(), "welcome_person", person=newcomer.person)
    assert room.private(newcomer)["group"] == room.table()
