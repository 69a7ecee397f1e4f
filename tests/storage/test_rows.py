"""Values to rows and back, connections as they must be, and the shape of the database."""

import sqlite3
import threading
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from facilitation.domain.clock import Clock
from facilitation.domain.events import EVENTS, Event, word_fields
from facilitation.domain.formats import SHIPPED
from facilitation.domain.group import Agreement, Former, Group, Message, Moment, Role, Status, Summons, Undoable
from facilitation.domain.phases import Kind
from facilitation.extensions import db, migrate
from facilitation.storage.codec import decode, encode, event_from_json, event_to_json
from facilitation.storage.engine import open_engine, writing
from facilitation.storage.groups import GroupRow
from facilitation.storage.journal import JournalRow
from facilitation.storage.models import Base
from facilitation.storage.repository import columns_of, from_columns
from facilitation.storage.schema import MIGRATIONS, behind
from tests.builders import open_workshop
from tests.databases import KINDS, database

FULL = Group(
    id="g",
    workshop="w",
    format=SHIPPED["150"].divided(60),
    version=41,
    step=7,
    round=2,
    position=6,
    run=40,
    status=Status.PAUSED,
    clock=Clock(60_000, None, -5, True),
    roles={"a": frozenset({Role.HOST, Role.CONSULTANT}), "b": frozenset({Role.CLIENT}), "c": frozenset()},
    case="case",
    agreement=Agreement.CONFIRMED,
    aloud=True,
    requester="ana",
    drifting=True,
    call=True,
    summons=Summons(Kind.PLENARY, 99, True),
    undoable=Undoable(
        "pause",
        Moment(
            None, Status.CLOSED, Clock(1, 2, None, False), 3, 1, Summons(Kind.CONTRACT, 5),
            Former("b", None, Agreement.WRITTEN, False, frozenset({"a"}), frozenset({"x"}), True),
            expected={4: 600_000},
        ),
    ),
    requests=frozenset({"d"}),
    supporters=frozenset({"a", "c"}),
    actions=frozenset({"x", "y"}),
    stopped=True,
    paper=True,
    tour=("c", "a"),
    ready=frozenset({"c"}),
    expected={4: 540_000, 6: 1_200_000},
    relieved="a",
    message=Message("m", 99, True, True),
    shut=True,
)  # fmt: skip
"""A table in which nothing has its default value."""


def test_nothing_of_a_table_is_forgotten():
    """Each field of the value has its place in the row; a new field makes this test fail."""
    assert all(getattr(FULL, f.name) != getattr(Group("", "", SHIPPED["30"]), f.name) for f in fields(Group))
    row = GroupRow(id="g", workshop_id="w", **columns_of(FULL, None))
    assert from_columns(row) == FULL
    empty = Group("g", "w", SHIPPED["30"])
    for name, value in columns_of(empty, FULL).items():
        setattr(row, name, value)
    assert from_columns(row) == empty
    assert decode(Group, encode(FULL)) == FULL


SAMPLES: dict[Any, Any] = {
    int: 3, str: "x", bool: True, Kind: Kind.CONTRACT, Moment: FULL.undoable.before, type(FULL.format): FULL.format,
    frozenset[Role]: frozenset({Role.SCRIBE}), str | None: None,
    tuple[str, ...]: ("a", "b"), tuple[int, ...]: (1, 3), Mapping[int, int]: {3: 180_000},
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_every_event_goes_to_the_journal_and_back_without_words(name):
    """What comes back is the event, its words empty."""
    cls: type[Event] = EVENTS[name]
    event = cls(**{f.name: "des mots" if f.metadata.get("words") else SAMPLES[f.type] for f in fields(cls)})
    kind, body = event_to_json(event)
    assert kind == name
    assert "des mots" not in repr(body)
    assert event_from_json(kind, body) == replace(event, **dict.fromkeys(word_fields(cls), ""))


def test_the_journal_takes_a_version_once(house):
    room = open_workshop(house, people=1)
    with Session(house.engine) as session:
        line = session.scalars(select(JournalRow).where(JournalRow.subject == room.table())).first()
        again = JournalRow(**{c.key: getattr(line, c.key) for c in JournalRow.__mapper__.column_attrs})
        session.expunge_all()
        session.add(again)
        with pytest.raises(IntegrityError):
            session.commit()


def test_nobody_sits_at_two_tables(house):
    """The database itself refuses it."""
    room = open_workshop(house, tables=2, people=1)
    with house.engine.begin() as connection, pytest.raises(IntegrityError):
        connection.execute(
            text(
                "INSERT INTO memberships (group_id, person_id, since, began) SELECT :g, person_id, since, began "
                "FROM memberships WHERE group_id = :here"
            ),
            {"g": room.table(2), "here": room.table(1)},
        )


def test_how_sqlite_is_set(tmp_path):
    """Durable, concurrent, strict on references, and erasing for good."""
    with database("sqlite", tmp_path) as url, open_engine(url).connect() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
        assert found == ["wal", 2, 1, 5000, 1]


def test_the_writer_of_sqlite_begins_at_once(tmp_path):
    """It holds the write lock from its first statement, a reader never does, and a change is undone by rollback."""
    with database("sqlite", tmp_path) as url:
        engine = open_engine(url)
        Base.metadata.create_all(engine)
        path = engine.url.database
        with engine.connect() as reader, sqlite3.connect(path, timeout=0) as other:
            reader.execute(text("SELECT * FROM accounts"))
            other.execute("BEGIN IMMEDIATE")
            other.rollback()
        with writing(engine).connect() as writer, sqlite3.connect(path, timeout=0) as other:
            writer.execute(text("SELECT * FROM accounts"))
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
            writer.execute(text("INSERT INTO accounts VALUES ('a', 'b', 'c', 'd', 1)"))
            writer.rollback()
            assert writer.execute(text("SELECT count(*) FROM accounts")).scalar() == 0


def test_postgresql_waits_for_nothing_for_ever(tmp_path):
    with database("postgresql", tmp_path) as url, open_engine(url).connect() as connection:
        found = [connection.execute(text(f"SHOW {name}")).scalar() for name in ("statement_timeout", "lock_timeout")]
        assert found == ["5s", "2s"]


def test_notices_carry_what_changed_and_no_words(tmp_path):
    """Another process hears of a commit at once: identifiers and versions."""
    from facilitation.storage.notices import listen
    from tests.builders import house_on

    with database("postgresql", tmp_path) as url:
        house, _ = house_on(url)
        room = open_workshop(house, people=2)
        heard: list[dict[str, Any]] = []
        ready, enough = threading.Event(), threading.Event()

        def on_notice(notice: dict[str, Any]) -> None:
            heard.append(notice)
            enough.set()

        ear = threading.Thread(target=listen, args=(url.replace("+psycopg2", ""), on_notice, enough.is_set, ready.set))
        ear.start()
        assert ready.wait(10)
        room.do(room.host(), "call_pilot")
        assert enough.wait(10)
        ear.join(10)
        house.close()
        assert heard[0]["groups"] == {room.table(): room.see()["version"]}
        assert heard[0]["workshops"] == [room.workshop.id]
        assert set(heard[0]) == {"from", "groups", "workshops", "people", "moved"}


@pytest.mark.parametrize("kind", KINDS)
def test_migrations_make_the_shape_that_rows_expect(tmp_path, kind):
    """From empty: the same shape as the metadata; and back to empty."""
    with database(kind, tmp_path) as url:
        app = Flask("migrations")
        app.config["SQLALCHEMY_DATABASE_URI"] = url
        db.init_app(app)
        migrate.init_app(app, db, directory=str(MIGRATIONS))
        assert behind(url) is not None
        with app.app_context():
            upgrade()
            assert behind(url) is None
            with db.engine.connect() as connection:
                context = MigrationContext.configure(connection, opts={"compare_type": True})
                assert compare_metadata(context, Base.metadata) == []
                names = set(inspect(connection).get_table_names())
                assert names == set(Base.metadata.tables) | {"alembic_version"}
            downgrade(revision="base")
            with db.engine.connect() as connection:
                assert set(inspect(connection).get_table_names()) == {"alembic_version"}
            db.engine.dispose()
