"""A person erases their words on a running server: no byte of them is left anywhere on the disk or in what goes out."""

import re
from pathlib import Path

import pytest

from tests.live.browser import Place
from tests.live.rooms import LOGIN, PASSWORD, Room, opened
from tests.live.rows import rows
from tests.server import Fleet, until

pytestmark = [pytest.mark.server, pytest.mark.timeout(300)]

CANARY = "Xylophage"
"""A word that no page, no catalogue and no journal has of itself."""


def forms_of(word: str) -> list[bytes]:
    """The word as files may hold it: plain, and each letter as JSON escapes it."""
    return [word.encode(), word.encode("utf-16-le"), "".join(f"\\u{ord(c):04x}" for c in word).encode()]


def found_in(folder: Path, word: str) -> list[str]:
    """The files below this folder in which the word stands."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [file.name for file in files if any(form in file.read_bytes() for form in forms_of(word))]


def say_everything(room: Room) -> tuple[Place, Place]:
    """The client puts the canary into every field there is; the places of the client and of a consultant."""
    host = room.sit("Hélène", host=True).screen()
    client_place, other_place = room.sit(f"{CANARY}ine"), room.sit("Paul")
    client, other = client_place.screen(), other_place.screen()
    pilot = room.conductor().screen()
    table = room.tables[0]

    def step() -> int:
        """The step of the table as its rows have it."""
        return int(rows(room.server, f"SELECT step FROM groups WHERE id = '{table}'")[0][0])

    def bring(target: str) -> None:
        answer = pilot.command("bring_tables", groups=[table], steps={table: step()}, target=target)
        assert answer["ok"], answer

    def do(screen, name: str, **fields) -> dict:
        answer = screen.command(name, group=table, **fields)
        assert answer["ok"], (name, answer)
        return answer["result"]

    host.awaits("hosts", bool)
    assert client.command("propose_case", title=f"{CANARY} un")["ok"]
    assert host.command("start_round", group=table, step=step())["ok"]
    do(client, "accept_client")
    bring("clarification")
    question = do(host, "ask_question", text="Depuis quand ?")["id"]
    do(client, "answer_question", question=question, text=f"{CANARY} deux")
    do(client, "write_notes", text=f"{CANARY} trois")
    bring("contract")
    do(client, "write_contract", sentence=f"{CANARY} quatre")
    do(client, "confirm_contract")
    bring("suggestions")
    do(other, "offer_suggestion", text="Ce que Paul apporte reste")
    bring("action_plan")
    action = do(client, "plan_action", what=f"{CANARY} cinq", first_step=CANARY, when=CANARY, support=CANARY)["id"]
    do(client, "follow_action", action=action, outcome="done", note=f"{CANARY} six", share=True)
    bring("learnings")
    do(client, "record_learning", text=f"{CANARY} sept", release="released")
    refused = client.command("keep_idea", group=table, text=f"{CANARY} refusé")
    assert not refused["ok"]
    return client_place, other_place


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_no_byte_is_left(fleet: Fleet, tmp_path: Path, mode: str):
    """File, write-ahead log, server's log, others' notes in both forms, the organiser's review, a fresh backup."""
    room = opened(fleet, mode, "sqlite", tables=1)
    client, other = say_everything(room)
    folder = room.server.instance
    database = Path(room.server.database_url.removeprefix("sqlite:///")).parent
    assert found_in(database, CANARY), "the canary sings before"
    seat = f"/w/{client.workshop}/s/{client.seat}/"
    notes = f"/w/{other.workshop}/s/{other.seat}/notes"
    assert CANARY in other.browser.get(notes).text
    assert client.browser.post(seat + "leaving/link").status_code == 303
    assert client.browser.post(seat + "erase", {"sure": "yes"}).status_code == 200
    until(lambda: not found_in(database, CANARY), "the erased pages to be swept")
    assert found_in(folder, CANARY) == []
    desk = room.device()
    assert desk.post("/sign-in", {"login": LOGIN, "password": PASSWORD}).status_code == 303
    outside = [other.browser.get(notes).text, other.browser.get(notes + ".md").text]
    outside.append(desk.get(f"/workshops/{room.workshop}/review").text)
    assert not any(CANARY in page for page in outside)
    assert any("Ce que Paul apporte reste" in page for page in outside)
    copy = tmp_path / "copy.db"
    assert room.server.flask("backup", str(copy)).returncode == 0
    assert found_in(tmp_path, CANARY) == []
    verified = room.server.flask("verify-journal")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert re.search(r"\d+ tables and workshops verified", verified.stdout)
    assert client.browser.get(seat + "leaving").status_code == 404
