"""The events that come often are answered without a request of Flask's, and refusals still speak one's language."""

import logging
from types import SimpleNamespace
from typing import Any

import pytest
from werkzeug.test import create_environ

from facilitation import create_app
from facilitation.domain.refusals import Code
from facilitation.live.watchers import Watcher
from facilitation.service.answers import Answer


class Desk:
    """An application, one socket in it, and what it may say."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.live = app.extensions["live"]
        self.answer: Any = Answer(True, version=3)
        self.asked: list[Any] = []
        self.placed: list[dict[str, int]] = []
        self.live.watchers.add(Watcher("sid", "device", "seat", "w", frozenset()))

    def says(self, event: str, *said: object, sid: str = "sid") -> Any:
        """What Socket.IO does with an event."""
        return self.live.socketio.server.handlers["/"][event](sid, *said)


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """The door and the rows are the test's own."""
    app = create_app({"INSTANCE": str(tmp_path), "SECRET_KEY": "k" * 32})
    one = Desk(app)

    def receive(message: object, device: str) -> Answer:
        one.asked.append((message, device))
        if isinstance(one.answer, Exception):
            raise one.answer
        return one.answer

    monkeypatch.setattr(app.extensions["tablee"], "door", SimpleNamespace(receive=receive))
    monkeypatch.setattr(one.live.broadcaster, "review", lambda _watcher, known: one.placed.append(known))
    environ = create_environ(headers={"Accept-Language": "en"})
    monkeypatch.setattr(one.live.socketio.server, "get_environ", lambda sid: environ if sid != "gone" else None)
    return one


def test_what_is_accepted_needs_no_request(desk, monkeypatch):
    """Whatever comes along, or nothing."""
    monkeypatch.setattr(desk.app, "request_context", lambda _environ: pytest.fail("no words are needed"))
    assert desk.says("command", {"id": "x"}, "more")["ok"]
    assert desk.says("command")["version"] == 3
    assert desk.asked == [({"id": "x"}, "device"), (None, "device")]
    for said in ((), ({},), ("x", 1), ({"versions": {"group:g": 2, "room:w": "no"}},)):
        assert desk.says("clock", *said)["now"] > 0
        assert desk.says("resync", *said)["now"] > 0
    assert desk.placed == [{}, {}, {}, {"group:g": 2}]
    assert desk.says("resync", {"versions": {f"group:{n}": 1 for n in range(41)}})["now"] > 0
    assert desk.says("resync", sid="unknown")["now"] > 0
    assert len(desk.placed) == 4, "too many audiences, or nobody's socket: the time, and nothing else"


def test_a_refusal_speaks_the_language_of_the_handshake(desk):
    """English here; the words are added to what the door answered."""
    desk.answer = Answer.refused(Code.TOO_LONG, limit=500, length=510)
    told = desk.says("command", {})
    assert told["refusal"] == "too_long"
    assert told["detail"]["limit"] == 500
    assert "10" in told["words"]
    with desk.app.test_request_context(headers={"Accept-Language": "fr"}):
        from facilitation.wording import refusal_words

        french = refusal_words(desk.answer.refusal)
    assert told["words"] != french


def test_a_socket_without_a_seat_is_refused(desk):
    """A room pass opens one; it may ask for the time."""
    assert desk.says("command", {}, sid="unknown")["refusal"] == "not_your_seat"
    assert desk.says("command", {}, sid="gone") == {
        "ok": False, "refusal": "not_your_seat", "words": "", "detail": {},
    }  # fmt: skip
    assert not desk.asked


def test_a_failure_is_logged_and_may_be_tried_again(desk, caplog):
    """The log says which handler; nothing is raised into Socket.IO."""
    desk.answer = RuntimeError("a fault of ours")
    with caplog.at_level(logging.ERROR):
        told = desk.says("command", {"text": "ce que Paul a dit"})
    assert told["refusal"] == "try_again"
    assert told["words"]
    assert "the handler of command failed" in caplog.text
    assert "Paul" not in caplog.text
