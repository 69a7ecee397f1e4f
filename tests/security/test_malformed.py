"""Whatever comes on a socket is answered with a refusal, and no handler fails: every command, every event, any JSON."""

import dataclasses
import logging
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from socketio.exceptions import ConnectionError as NotConnected

from facilitation.domain.commands import COMMANDS, TIMEKEEPER_ONLY
from facilitation.domain.formats import Option
from facilitation.domain.refusals import Code
from facilitation.live import connection, often
from tests.builders import new_id, open_workshop
from tests.live.rooms import opened
from tests.server import Fleet, fleet, until
from tests.strategies import JSON

__all__ = ["fleet"]
Covers = Callable[[str], None]
NAMES = sorted(COMMANDS.keys() - TIMEKEEPER_ONLY)
EXAMPLES = 12
"""Messages of each command."""


@st.composite
def broken(draw: Any, name: str) -> dict[str, Any]:
    """Fields of this command, each anything, one of them perhaps unknown; and an envelope that is anything as well."""
    known = [field.name for field in dataclasses.fields(COMMANDS[name])]
    fields = {key: draw(JSON) for key in known if draw(st.booleans())}
    if draw(st.integers(0, 9)) == 0:
        fields[draw(st.text(max_size=12))] = draw(JSON)
    rest = draw(
        st.dictionaries(st.sampled_from(["step", "steps", "groups", "group", "fields", "as", "id"]), JSON, max_size=1)
    )
    return {"command": name, "fields": fields, **rest}


def test_every_command_with_any_values(house, caplog: pytest.LogCaptureFixture, covers: Covers) -> None:
    """At a table where everything may be asked: an answer each time, nothing in the log."""
    room = open_workshop(house, people=4, options=tuple(Option))
    room.bring("case_choice")
    room.do(room.person(1), "accept_client")
    room.bring("suggestions")
    table, asked, codes = room.table(), 0, Counter[str]()
    seats = [room.host(), room.person(1), room.person(2), room.pilot]

    @settings(max_examples=EXAMPLES, deadline=None, phases=[Phase.generate], database=None, derandomize=True,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(st.data(), st.sampled_from(seats))
    def ask(name: str, data: st.DataObject, seat: Any) -> None:
        nonlocal asked
        message = {"id": new_id(), "as": seat.id, "group": table, "step": 0} | data.draw(broken(name))
        house.instants.pass_(1_000)
        answer = house.door.receive(message, seat.device_id)
        assert answer.ok is (answer.refusal is None)
        codes[answer.refusal.code.value if answer.refusal else "ok"] += 1
        asked += 1

    with caplog.at_level(logging.WARNING):
        for name in NAMES:
            ask(name)
    assert not caplog.records, caplog.records[:3]
    assert Code.TRY_AGAIN.value not in codes, "a handler failed"
    assert asked >= len(NAMES) * EXAMPLES * 0.9
    covers(f"malformed: {len(NAMES)} commands × {EXAMPLES} = {asked} messages, {len(codes)} answers, 0 failures")


def events_of(live: Any) -> set[str]:
    """The events that the code binds."""
    heard: set[str] = set()

    class Server:
        server: Any = None

        def on(self, event: str, _handler: object) -> None:
            heard.add(event)

        def on_event(self, event: str, _handler: object) -> None:
            heard.add(event)

        def on_error_default(self, _handler: object) -> None:
            """Not an event."""

    live.socketio = server = Server()
    server.server = server
    often.bind(live)
    connection.bind(live, server)  # type: ignore[arg-type]
    return heard


BODIES: list[Any] = [
    None, True, 0, -1, 2**70, 1e308, "", "x" * 5_000, "\u2028\ud83d\ude00", [], {}, [[]], {"": {}}, {"groups": "x"},
    {"groups": [None, {}, "x"] * 60}, {"versions": []}, {"versions": {"x": "y"}},
    {"versions": {str(i): i for i in range(99)}},
    {"seat": [], "versions": {"group:x": 2**63}}, {"command": []}, {"id": 1, "as": 2, "command": 3, "fields": 4},
]  # fmt: skip


@pytest.mark.server
def test_every_event_with_any_body(fleet: Fleet, covers: Covers) -> None:
    """Over real sockets, and in place of what a socket says first: each is answered, the log stays empty."""
    room = opened(fleet, "eventlet", "sqlite")
    place = room.sit("Paul")
    other = room.sit("Ines").screen()
    events = events_of(type("Live", (), {})()) - {"connect", "disconnect"}
    assert events == {"command", "resync", "clock", "propose"}, "a new event needs nothing here: it is asked below"
    screen = place.screen()
    answers: list[Any] = []
    for event in sorted(events):
        for body in BODIES:
            screen.client.emit(event, body, callback=answers.append)
    until(lambda: len(answers) == len(events) * len(BODIES), "every answer")
    assert all(isinstance(answer, dict) for answer in answers)
    for body in BODIES:
        with suppress(NotConnected):
            place.screen(auth=body if isinstance(body, dict) else {"seat": body, "watch": body, "pass": body}).close()
    assert other.client.call("clock", {})["now"]
    assert room.server.health()["status"] == "ok"
    room.leave()
    log = room.server.log()
    assert "Traceback" not in log, log[-3000:]
    assert "failed" not in log
    covers(f"malformed: {len(events)} events × {len(BODIES)} bodies and as many first words, 0 failures in the log")
