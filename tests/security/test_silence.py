"""Nobody's words leave by a log, an error page or a refusal: a canary is typed everywhere, and sung nowhere."""

import dataclasses
import logging
import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect, text

from facilitation.domain.commands import COMMANDS, TIMEKEEPER_ONLY
from facilitation.extensions import db
from facilitation.service.formats import SCRIPT_LINES
from facilitation.trust import COOKIE
from tests.builders import Open, open_workshop
from tests.matrix.visitors import known
from tests.security.planted import MARK, look_everywhere, plant, word_fields
from tests.security.test_origins import acting
from tests.service.situations import CLIENT
from tests.web.desk import application

Covers = Callable[[str], None]
CANARY = f"canari {MARK} élu"
WEB = Path(__file__).resolve().parents[2] / "facilitation/web"


def form_fields() -> set[str]:
    """Every field that a page reads from a form, and one of each kind whose name has a number or a phase in it."""
    read = {
        name for path in WEB.glob("*.py") for name in re.findall(r'form(?:\.get\w*)?[\[(]"(\w+)"', path.read_text())
    }
    assert len(read) > 20, read
    return (
        read
        | {"token", "title", "place", "reserve", "start", "end", "date", "tables", "minutes-0", "kind-0"}
        | {f"{line}-contract" for line in SCRIPT_LINES}
    )


class Ear(logging.Handler):
    """Everything that any logger says, arguments and tracebacks included."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.heard: list[str] = []
        self.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s %(args)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(self.format(record))


@pytest.fixture
def ear() -> Iterator[Ear]:
    """An ear at the root, with every logger turned up."""
    one, root = Ear(), logging.getLogger()
    former, quiet = root.level, [logging.getLogger(name) for name in ("sqlalchemy.engine", "hypothesis", "asyncio")]
    root.addHandler(one)
    root.setLevel(logging.DEBUG)
    for loud in quiet:
        loud.setLevel(logging.WARNING)
    yield one
    root.removeHandler(one)
    root.setLevel(former)
    for loud in quiet:
        loud.setLevel(logging.NOTSET)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An application that fails as it would in front of people."""
    return application(tmp_path_factory.mktemp("silence"), TESTING=False)


def test_no_log_holds_what_is_typed(app: Flask, ear: Ear, capfd: pytest.CaptureFixture, covers: Covers) -> None:
    """All goes well: every field is filled, every page is looked at, and no line of any log has the words."""
    one = plant(app.extensions["tablee"], CANARY)
    assert one.said == word_fields()
    pages = look_everywhere(app, one, lambda *_: None)
    out, err = capfd.readouterr()
    sung = [line for line in (*ear.heard, out, err) if MARK in line]
    assert not sung, sung[:5]
    covers(
        f"silence: {len(one.said)} fields of commands and {pages} pages, {len(ear.heard)} lines of log, 0 with words"
    )


def refused(room: Open) -> Iterator[tuple[str, object]]:
    """Every command with every field of words too long, of the wrong type, beside an unknown one, and out of place."""
    seat = room.person(CLIENT)
    for name in sorted(COMMANDS.keys() - TIMEKEEPER_ONLY):
        for field in dataclasses.fields(COMMANDS[name]):
            for value in (CANARY * 500, [CANARY], {CANARY: CANARY}, f"{CANARY}\x00"):
                yield name, room.send(seat, name, **{field.name: value})
        yield name, room.send(seat, name, **{CANARY: CANARY})
        room.house.instants.pass_(2_000)  # a seat has its pace
    for bad in (CANARY, [CANARY], {"id": CANARY}, {CANARY: 1}, {"id": "x" * 20, "as": CANARY}):
        yield "no command", room.house.door.receive(bad, seat.device_id)


def test_no_refusal_repeats_what_was_typed(house, ear: Ear, covers: Covers) -> None:
    """Codes, limits and lengths; never the words."""
    room = open_workshop(house, people=3)
    room.bring("clarification")
    asked, seen = 0, set()
    for name, answer in refused(room):
        assert not answer.ok, name
        assert MARK not in str(answer.to_wire()), (name, answer)
        seen.add(answer.refusal.code)
        asked += 1
    assert len(seen) >= 5
    assert not [line for line in ear.heard if MARK in line]
    covers(
        f"silence: {asked} refused messages of {len(COMMANDS) - len(TIMEKEEPER_ONLY)} commands, {len(seen)} codes, "
        "0 with words"
    )


def test_no_failure_shows_or_logs_what_was_typed(app: Flask, ear: Ear, covers: Covers) -> None:
    """The database breaks in the middle of every form: a page of ours, a traceback without anybody's words."""
    one = plant(app.extensions["tablee"], "des mots")
    seat, shop = one.room.person(CLIENT), one.room.workshop.id
    cookies = [
        known(app, **who).get_cookie(COOKIE).value for who in ({"device": seat.device_id}, {"account": one.organiser})
    ]
    holes = {"/w/1/": f"/w/{shop}/", "/s/1/": f"/s/{seat.id}/", "/workshops/1": f"/workshops/{shop}"}
    statuses, asked = set(), 0
    for broken, cookie, (method, address) in product((False, True), cookies, acting(app)):
        if broken and "workshops" in inspect(one.room.house.engine).get_table_names():
            _rename(app, "workshops", "hidden")
        for hole, value in holes.items():
            address = address.replace(hole, value)
        browser = app.test_client()
        browser.set_cookie(COOKIE, cookie)
        form = dict.fromkeys(form_fields(), CANARY)
        answer = browser.open(address, method=method, data=form, headers={"Origin": "http://localhost"})
        statuses.add(answer.status_code)
        asked += 1
        if answer.status_code >= 500:
            assert MARK not in answer.text, address
            assert "<h1>" in answer.text
            assert "Traceback" not in answer.text
    _rename(app, "hidden", "workshops")
    assert 500 in statuses, "something really failed"
    tracebacks = [line for line in ear.heard if "Traceback" in line]
    assert tracebacks
    sung = [line for line in ear.heard if MARK in line]
    assert not sung, sung[0][-3000:]
    covers(f"silence: {asked} forms on a whole and on a broken database, {len(tracebacks)} tracebacks, 0 with words")


def _rename(app: Flask, one: str, other: str) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("PRAGMA legacy_alter_table=ON"))
        connection.execute(text(f"ALTER TABLE {one} RENAME TO {other}"))


def test_every_error_page_is_made_of_our_words(app: Flask) -> None:
    """An address that holds a canary is not repeated by the page that says it is not there."""
    for path in (f"/{MARK}", f"/w/{MARK}/join", f"/static/{MARK}.js", f"/?x={MARK}", f"/workshops/{MARK}"):
        for accept in ("text/html", "application/json"):
            answer = app.test_client().get(path, headers={"Accept": accept, "User-Agent": MARK, "Referer": f"/{MARK}"})
            assert MARK not in answer.text, path
