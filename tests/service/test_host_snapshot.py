"""What the hosts of a table see of the script: their own organiser's lines, and what comes next."""

import json

from sqlalchemy import update

from facilitation.storage.workshops import WorkshopRow
from tests.builders import open_workshop


def test_the_script_holds_what_its_own_organiser_replaced(house):
    """Known kinds and lines with words in them; the other workshop on the same server keeps ours."""
    own, other = open_workshop(house, tables=2, people=3), open_workshop(house, tables=1, people=3)
    script = {
        "clarification": {"aloud": " Des faits, pas d’avis. ", "not_now": "", "watch": "Le temps."},
        "contract": {"aloud": "  ", "invented": "x"},
        "invented": {"aloud": "x"},
        "pause": "x",
    }
    with house.engine.begin() as connection:
        connection.execute(update(WorkshopRow).where(WorkshopRow.id == own.workshop.id).values(script=script))
    for number in (1, 2):
        own.do(own.host(number), "call_pilot", number)
    expected = {"clarification": {"aloud": "Des faits, pas d’avis.", "watch": "Le temps."}}
    assert [own.snapshot(f"hosts:{own.table(n)}")["script"] for n in (1, 2)] == [expected, expected]
    assert other.snapshot(f"hosts:{other.table()}")["script"] == {}
    assert "Des faits" not in json.dumps(own.see()), "a line for the host alone"


def test_the_host_knows_what_comes_next_and_when(house):
    """The next phase with its hour at this pace, and how each phase is led, for the time without network."""
    room = open_workshop(house, tables=1, people=3)
    room.bring("exposition")
    line = room.snapshot(f"hosts:{room.table()}")
    clock = room.see()["clock"]
    assert line["next"] == {"kind": "clarification", "scope": "group", "starts": clock["deadline"]}
    assert len(line["modes"]) == len(room.see()["timetable"])
    assert {one["client_mode"] for one in line["modes"]} == {"signal_only"}
