"""SIGKILL with commands in flight: what was acknowledged is in the database, once; what was not may be sent again."""

import threading
from typing import Any

import pytest
from socketio.exceptions import ConnectionError as NotConnected
from socketio.exceptions import SocketIOError

from tests.live.browser import Place, fresh
from tests.live.rooms import opened
from tests.live.rows import rows
from tests.server import Fleet, until

pytestmark = [pytest.mark.server, pytest.mark.timeout(900)]
KILLS = 10
"""On each of two servers: twenty in all."""


class Talker(threading.Thread):
    """Somebody who keeps ideas without end, and sends each again under its id until it is acknowledged."""

    def __init__(self, place: Place, group: str) -> None:
        super().__init__(daemon=True)
        self.place, self.group = place, group
        self.acknowledged: dict[str, str] = {}
        self.refusals: list[dict[str, Any]] = []
        self.resent = 0
        self.asking = False
        self.over = threading.Event()

    def run(self) -> None:
        """Until told to stop; the last idea is always acknowledged."""
        screen = None
        while not self.over.is_set():
            id, text = fresh(), f"{self.place.seat} {len(self.acknowledged)}"
            tries = 0
            while True:
                try:
                    screen = screen if screen and screen.client.connected else self.place.screen("person")
                    tries += 1
                    self.asking = True
                    answer = screen.command("keep_idea", id=id, group=self.group, text=text, timeout=2)
                except (NotConnected, SocketIOError, OSError, ValueError):
                    self.over.wait(0.05)
                    continue
                finally:
                    self.asking = False
                if answer["ok"]:
                    self.acknowledged[answer["result"]["id"]] = text
                elif answer["refusal"] in ("too_fast", "try_again"):
                    self.over.wait(0.1)
                    continue
                else:
                    self.refusals.append(answer)
                break
            self.resent += tries > 1


@pytest.mark.parametrize(("mode", "kind"), [("eventlet", "sqlite"), ("threading", "postgresql")])
def test_twenty_kills(fleet: Fleet, mode: str, kind: str):
    """Acknowledged texts and rows are the same set; nobody's text is there twice."""
    room = opened(fleet, mode, kind, format_key="30")
    _host, others = room.running("Paul", "Ines", "Yann")
    talkers = [Talker(screen.place, room.tables[0]) for screen in others]
    for talker in talkers:
        talker.start()
    for _ in range(KILLS):
        before = sum(len(t.acknowledged) for t in talkers)
        until(lambda b=before: sum(len(t.acknowledged) for t in talkers) >= b + 6, "talk between two kills", 60)
        until(lambda: any(t.asking for t in talkers), "a command in flight")
        room.server.kill()
        room.server.start()
    for talker in talkers:
        talker.over.set()
    for talker in talkers:
        talker.join(60)
        assert not talker.is_alive()
        assert talker.refusals == []
    found = rows(room.server, "SELECT id, text FROM contributions WHERE type = 'idea'")
    kept = dict(found)
    texts = [text for _id, text in found]
    assert len(texts) == len(set(texts)), "an idea is there twice"
    acknowledged = {id: text for talker in talkers for id, text in talker.acknowledged.items()}
    assert {id: kept.get(id) for id in acknowledged} == acknowledged
    assert sum(talker.resent for talker in talkers) > 0, "no kill ever hit a command in flight"
    verified = room.server.flask("verify-journal")
    assert verified.returncode == 0, verified.stdout + verified.stderr
