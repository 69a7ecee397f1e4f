"""What a line of the log holds: what happened and where, and nothing that anybody said."""

import json
import logging
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from facilitation import create_app, logs
from facilitation.metrics import LOG_LINES
from facilitation.storage.engine import open_engine
from tests.databases import database

WORDS = "Xylophage"


def record(name: str, message: str, *filled: object, error: BaseException | None = None, **fields: Any) -> Any:
    """A line as the standard library hands it over."""
    info = (type(error), error, error.__traceback__) if error else None
    one = logging.LogRecord(name, logging.ERROR, __file__, 1, message, filled, info)
    one.fields = fields
    return one


def raised(act: Any) -> BaseException:
    """The exception that an act raises."""
    try:
        act()
    except BaseException as error:
        return error
    raise AssertionError("nothing was raised")


def nested() -> None:
    """An exception that quotes another one that quotes words."""
    try:
        {}[WORDS]
    except KeyError as error:
        raise ValueError(f"no such word: {WORDS}") from error


@pytest.mark.parametrize("form", [logs.Json(), logs.Text()], ids=["json", "text"])
def test_an_exception_is_a_type_and_a_place(form):
    """Those behind it too, the first one first."""
    line = form.format(record("facilitation.x", "it failed", error=raised(nested)))
    assert WORDS not in line
    assert line.index("KeyError") < line.rindex("ValueError")
    assert "tests/test_logs.py" in line
    assert "in nested: {}[WORDS]" in line
    if isinstance(form, logs.Json):
        assert "\n" not in line
        assert json.loads(line)["error"] == "ValueError"


def test_a_line_is_one_line_whatever_it_says():
    """Nobody writes a second line into the log."""
    for form in (logs.Json(), logs.Text()):
        line = form.format(record("facilitation.x", "a %s c", "b\n2026 ERROR forged\r\x1b[2J"))
        assert len(line.splitlines()) == 1
    told = json.loads(logs.Json().format(record("facilitation.x", "done", page="a.b", ms=3)))
    assert told.items() >= {"level": "error", "from": "facilitation.x", "says": "done", "page": "a.b", "ms": 3}.items()
    assert told["at"].endswith("Z")


def test_a_library_fills_in_nothing():
    """Its sentence is kept, what it quotes is not; a name that looks like ours is not ours."""
    for name in ("engineio", "facilitations", "urllib3.connection"):
        line = logs.Json().format(record(name, "unexpected packet %s", WORDS))
        assert WORDS not in line
        assert "unexpected packet %s" in line


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_database_s_refusal_quotes_no_row(tmp_path, kind):
    """PostgreSQL says which value was there already; the log says which rule."""
    with database(kind, tmp_path) as url:
        engine = open_engine(url)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE said (word TEXT UNIQUE)"))
            connection.execute(text("INSERT INTO said VALUES (:w)"), {"w": WORDS})

        def again() -> None:
            with engine.begin() as connection:
                connection.execute(text("INSERT INTO said VALUES (:w)"), {"w": WORDS})

        error = raised(again)
        engine.dispose()
        assert isinstance(error, DBAPIError)
        if kind == "postgresql":
            assert WORDS in str(error), "the message would have quoted it"
        line = logs.Json().format(record("facilitation.x", "it failed", error=error))
        assert WORDS not in line
        assert ("23505" if kind == "postgresql" else "UNIQUE constraint failed: said.word") in line


def test_what_helps_is_kept():
    """A connection that is refused, a disk that is full: no rows are in those."""
    assert logs.named(OSError(28, "No space left on device", WORDS)) == "OSError (No space left on device)"
    assert logs.named(sqlite3.OperationalError("database is locked")) == "OperationalError (database is locked)"
    assert logs.named(KeyError(WORDS)) == "KeyError"
    import psycopg2

    with pytest.raises(psycopg2.OperationalError) as caught:
        psycopg2.connect("postgresql://127.0.0.1:1/x", connect_timeout=1)
    assert "refused" in logs.named(caught.value)


@pytest.fixture
def begun() -> Iterator[None]:
    """This process logs as a server does, until the end of the test."""
    import sys
    import threading
    import traceback

    root, ours = logging.getLogger(), logging.getLogger(logs.OURS)
    kept = (root.handlers[:], root.level, ours.level, logging.raiseExceptions)
    hooks = (sys.excepthook, threading.excepthook, sys.unraisablehook, traceback.print_exception, traceback.print_exc)
    yield
    root.handlers[:], logging.raiseExceptions = kept[0], kept[3]
    root.setLevel(kept[1])
    ours.setLevel(kept[2])
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks[:3]
    traceback.print_exception, traceback.print_exc = hooks[3:]


def test_nobody_prints_what_was_said(begun, capfd):
    """A thread that dies, and the loops that print a traceback themselves."""
    import threading
    import traceback

    logs.begin("json", "info")
    thread = threading.Thread(target=nested)
    thread.start()
    thread.join()
    try:
        nested()
    except ValueError as error:
        traceback.print_exc()
        traceback.print_exception(type(error), error, error.__traceback__)
        traceback.print_exception(error)
        logs.Outside().info(f"{WORDS} failed")
    logs.Outside().info(f"GET /w/{WORDS}")
    lines = capfd.readouterr().err.splitlines()
    assert [json.loads(line)["error"] for line in lines] == ["ValueError"] * 5
    assert WORDS not in "".join(lines)


def test_a_request_has_a_line_and_a_name(begun, tmp_path, capfd):
    """Which page, not which address; the same identifier for the browser, and for what failed meanwhile."""
    app = create_app({"INSTANCE": str(tmp_path), "TRUSTED_PROXIES": 1})
    app.add_url_rule("/broken/<who>", "broken", lambda who: {}[who])
    before = LOG_LINES._counter.labels("error")._value.get()
    logs.begin("json", "info")
    browser = app.test_client()
    answer = browser.get(f"/broken/{WORDS}?x={WORDS}", headers={"User-Agent": WORDS, "X-Request-Id": "from-nginx-1234"})
    assert answer.headers["X-Request-Id"] == "from-nginx-1234"
    odd = browser.open(f"/{WORDS}", headers={"X-Request-Id": f"{WORDS} {{"}, method="XYLOPHAGE")
    assert WORDS not in odd.headers["X-Request-Id"]
    browser.get("/healthz")
    said = capfd.readouterr().err
    assert WORDS not in said
    failed, first, second = map(json.loads, said.splitlines())
    assert failed["error"] == "KeyError"
    assert failed["request"] == first["request"] == "from-nginx-1234"
    assert first.items() >= {"says": "a request", "page": "broken", "method": "GET", "status": 500}.items()
    assert second.items() >= {"page": "nowhere", "method": "other", "request": odd.headers["X-Request-Id"]}.items()
    assert LOG_LINES._counter.labels("error")._value.get() == before + 1


def test_a_stranger_names_no_request(tmp_path):
    """Without a proxy that is trusted, the identifier is ours."""
    app = create_app({"INSTANCE": str(tmp_path)})
    answer = app.test_client().get("/", headers={"X-Request-Id": "mine-mine-mine"})
    assert len(answer.headers["X-Request-Id"]) == 16
