"""Two real processes on one PostgreSQL: order is kept, nothing is doubled, and each hears of the other."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from facilitation.service.verification import verify
from facilitation.storage.contributions import ContributionRow
from tests.builders import Open, house_on, open_workshop
from tests.databases import database

ROOT = Path(__file__).resolve().parents[2]
EACH = 40

PROGRAM = """
import json, sys
from tests.builders import house_on
asked = json.load(sys.stdin)
house, _ = house_on(asked["url"], create=False)
house.door._pace.allows = lambda *_: True
print("ready", flush=True)
for message, device in asked["messages"]:
    print(json.dumps(house.door.receive(message, device).to_wire()), flush=True)
house.close()
"""


def commands(room: Open, number: int, first: int) -> list[tuple[dict[str, Any], str]]:
    """Ideas by one person at each of two tables, and presses on *next* between them, at the same steps."""
    sent = []
    for n in range(EACH):
        table = 1 + (n + number) % 2
        seat = room.person(1 + number, table)
        message = {"id": f"command-{number}-{n}-of-this-test", "as": seat.id, "group": room.table(table)}
        sent.append((message | {"command": "keep_idea", "fields": {"text": f"{number}-{n}"}}, seat.device_id))
        if n % 4 == 0:
            host = room.host()
            name, step = f"press-{number}-{n}-of-this-test", first + n // 4
            press = {"id": name, "as": host.id, "group": room.table(), "step": step}
            press |= {"command": "return_to_phase", "fields": {"position": 2 + n % 8 // 4, "minutes": 5}}
            sent.append((press, host.device_id))
    return sent


@pytest.fixture(scope="module")
def shared(tmp_path_factory: Any) -> Any:
    """A database of PostgreSQL with an open workshop."""
    with database("postgresql", tmp_path_factory.mktemp("shared")) as url:
        house, published = house_on(url)
        yield url, house, published
        house.close()


def test_two_processes_at_once(shared):
    url, house, _ = shared
    room = open_workshop(house, tables=2, people=4)
    room.bring("exposition")
    first = room.step()
    work = [commands(room, 0, first), commands(room, 1, first)]
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in work
    ]
    for program, messages in zip(programs, work, strict=True):
        assert program.stdin
        program.stdin.write(json.dumps({"url": url, "messages": messages}))
        program.stdin.close()
    answers = []
    for program in programs:
        assert program.stdout
        lines = program.stdout.read().splitlines()
        assert program.wait(60) == 0
        answers.append([json.loads(line) for line in lines[1:]])
    ideas = presses = 0
    for messages, given in zip(work, answers, strict=True):
        assert len(messages) == len(given)
        for (message, _), answer in zip(messages, given, strict=True):
            if message["command"] == "keep_idea":
                assert answer["ok"], answer
                ideas += 1
            elif answer["ok"]:
                presses += 1
            else:
                assert answer["refusal"] == "stale_step"
    with house.ground.reading() as session:
        rows = session.scalar(
            select(func.count())
            .select_from(ContributionRow)
            .where(ContributionRow.group_id.in_([room.table(1), room.table(2)]))
        )
    assert ideas == rows == 2 * EACH
    assert room.step() == first + presses == first + EACH // 4
    assert verify(house)[0] == []


def test_each_process_hears_of_the_other(shared):
    """A process that holds sockets publishes what another one commits."""
    import threading

    url, house, _ = shared
    room = open_workshop(house, people=2)
    other, heard = house_on(url, create=False)
    ready = threading.Event()
    other.listen(ready.set)
    assert ready.wait(10)
    arrived = threading.Event()
    wanted = f"group:{room.table()}"

    def publish(audience: str, payload: str, version: int) -> None:
        heard.append((audience, payload, version))
        if audience == wanted:
            arrived.set()

    other.publisher.publish = publish
    answer = room.do(room.host(), "call_pilot")
    assert arrived.wait(10)
    assert [version for audience, _, version in heard if audience == wanted] == [answer.version]
    other.close()
