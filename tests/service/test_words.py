"""Where words are, and where they are not: never in the journal, and nowhere once they were erased."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.engine import make_url

from facilitation.service.verification import verify
from facilitation.storage.contributions import ContributionRow
from facilitation.storage.erasures import ErasureRow
from facilitation.storage.models import Base
from tests.builders import house_on, open_workshop, settle
from tests.databases import database
from tests.service.situations import CLIENT, OTHER, SCRIBE

CANARY = "canari-jaune"
WORDS = ("contributions", "cases")


def write_everything(room):
    """Every field that holds words, each with its own canary; the number of canaries."""
    client, scribe, other = room.person(CLIENT), room.person(SCRIBE), room.person(OTHER)
    numbers = iter(range(100))

    def word() -> str:
        return f"{CANARY}-{next(numbers)}"

    room.do(client, "propose_case", None, title=word())
    room.bring("case_choice")
    room.do(client, "accept_client")
    room.do(room.host(), "change_roles", person=scribe.person, roles=["scribe", "consultant"])
    room.bring("clarification")
    question = room.do(scribe, "ask_question", text=word(), answer=word()).result["id"]
    room.do(scribe, "answer_question", question=question, text=word())
    idea = room.do(other, "keep_idea", text=word()).result["id"]
    room.do(client, "write_notes", text=word())
    room.bring("contract")
    room.do(client, "write_contract", sentence=word())
    room.bring("suggestions")
    suggestion = room.do(other, "offer_suggestion", text=word()).result["id"]
    room.do(other, "edit_suggestion", suggestion=suggestion, text=word())
    room.do(other, "bring_idea", idea=idea)
    room.send(other, "offer_suggestion", text="", kind=f"{CANARY}-refused")
    room.bring("action_plan")
    room.do(client, "plan_action", what=word(), first_step=word(), when=word(), support=word(), watch=word())
    room.bring("learnings")
    room.do(other, "record_learning", text=word(), release="table")
    return next(numbers)


def rows_with_canaries(engine) -> dict[str, int]:
    """How many rows of each table hold a canary, in any column."""
    found = {}
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            rows = connection.execute(text(f"SELECT * FROM {table.name}")).all()
            number = sum(CANARY in json.dumps(list(row), default=str, ensure_ascii=False) for row in rows)
            if number:
                found[table.name] = number
    return found


def test_words_are_in_their_rows_only(house):
    """Not in the journal, not among the answers to commands, not in undo."""
    room = open_workshop(house, people=4)
    assert write_everything(room) == 15
    assert set(rows_with_canaries(house.engine)) == set(WORDS)
    assert verify(house)[0] == []


def test_each_client_of_a_round_keeps_their_own_contract(house):
    """The screens show the second one's; the first one's is among their own words still."""
    room = open_workshop(house, people=4)
    room.bring("contract")
    first, second = room.person(CLIENT), room.person(OTHER)
    room.do(first, "accept_client")
    room.do(first, "write_contract", sentence="La demande du premier")
    room.do(first, "decline_client")
    room.do(second, "accept_client")
    room.do(room.host(), "resume")
    assert room.see()["contract"]["status"] == "none", "nobody confirms what somebody else asked for"
    assert room.send(second, "confirm_contract").refusal.code == "no_contract"
    room.do(second, "decline_client")
    room.do(first, "accept_client")
    room.do(room.host(), "resume")
    assert room.see()["contract"]["sentence"] == "La demande du premier", "who comes back finds it again"
    room.do(first, "decline_client")
    room.do(second, "accept_client")
    room.do(room.host(), "resume")
    room.do(second, "write_contract", sentence="La demande du second")
    assert room.see()["contract"]["sentence"] == "La demande du second"
    with house.ground.reading() as session:
        own = session.scalars(select(ContributionRow.text).where(ContributionRow.author == first.person))
        assert list(own) == ["La demande du premier"]
    assert verify(house)[0] == []


def test_erased_words_are_gone(house):
    """« Arrêter là » erases the words of the round, private ones too, and what remains still folds."""
    room = open_workshop(house, people=4)
    write_everything(room)
    before = sum(rows_with_canaries(house.engine).values())
    room.do(room.person(CLIENT), "pause")
    room.do(room.host(), "stop_round")
    settle(house)
    with house.engine.connect() as connection:
        left = connection.execute(
            text("SELECT text FROM contributions WHERE group_id = :g"), {"g": room.table()}
        ).scalars()
        assert set(left) == {""}
    assert sum(rows_with_canaries(house.engine).values()) < before
    assert verify(house)[0] == []
    assert CANARY not in repr(house.workshops.notes(room.table(), room.person(CLIENT).person))
    assert CANARY not in repr([room.see(), room.private(room.person(CLIENT)), room.private(room.person(OTHER))])


@pytest.mark.parametrize("how", ["stopped", "removed"])
def test_erased_words_are_gone_from_the_file(tmp_path: Path, how):
    """Grep finds them before, and nothing after, in the file and beside it."""
    with database("sqlite", tmp_path) as url:
        house, _ = house_on(url)
        room = open_workshop(house, people=4)
        write_everything(room)
        path = Path(make_url(url).database or "")

        def grep() -> list[str]:
            return [file.name for file in path.parent.iterdir() if CANARY.encode() in file.read_bytes()]

        assert grep()
        if how == "stopped":
            room.do(room.person(CLIENT), "pause")
            room.do(room.host(), "stop_round")
        else:
            house.workshops.remove(room.workshop.id)
        settle(house)
        assert grep() == []
        assert rows_with_canaries(house.engine) == {}
        house.close()


def test_removing_a_workshop_leaves_no_row_of_it(house):
    """The neighbours stay."""
    neighbour = open_workshop(house, people=2)
    room = open_workshop(house, people=4)
    write_everything(room)
    house.workshops.remove(room.workshop.id)
    ids = [room.workshop.id, room.table(), *(seat.person for seat in room.seats[0])]
    with house.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            if table.name == ErasureRow.__tablename__:  # that it was erased outlives it, by its identifier alone
                continue
            everything = repr(connection.execute(text(f"SELECT * FROM {table.name}")).all())
            assert not any(id in everything for id in ids), table.name
    assert neighbour.do(neighbour.host(), "call_pilot").ok


def test_what_is_due_is_deleted(house, hands):
    """At the retention date, and not before."""
    room = open_workshop(house, people=1)
    house.workshops.close(room.workshop.id)
    due = house.workshops.get(room.workshop.id).erased_at
    hands.pass_(due - hands.now() - 1)
    house.retention.sweep()
    assert house.workshops.get(room.workshop.id) is not None
    hands.pass_(1)
    assert house.retention.sweep() >= 1
    assert house.workshops.get(room.workshop.id) is None
