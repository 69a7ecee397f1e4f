"""What is put to the driver is answered and written as SQLAlchemy would do it, on both databases."""

import pytest
from sqlalchemy import bindparam, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, MultipleResultsFound

from facilitation.storage.gathered import as_mapping, gathered
from facilitation.storage.groups import GroupRow
from facilitation.storage.journal import JournalRow
from facilitation.storage.quick import Many, Quick
from facilitation.storage.seats import PersonRow
from facilitation.storage.workshops import WorkshopRow
from tests.builders import open_workshop

_TABLE = (
    select(
        GroupRow.id, GroupRow.roles, GroupRow.shut, GroupRow.paper, GroupRow.case_id, GroupRow.version, GroupRow.tour,
        WorkshopRow.title, func.coalesce(GroupRow.position, -1).label("place"),
    )
    .join(WorkshopRow, WorkshopRow.id == GroupRow.workshop_id)
    .where(GroupRow.id == bindparam("table"), GroupRow.shut.is_(False))
)  # fmt: skip


def test_the_columns_are_what_sqlalchemy_reads(afternoon):
    """Texts, numbers, NULL, truth, JSON and what was computed: by name and by type."""
    engine = afternoon.house.engine
    found = Quick(_TABLE).one(engine, {"table": afternoon.table()})
    with engine.connect() as connection:
        wanted = connection.execute(_TABLE, {"table": afternoon.table()}).one()
    assert found._asdict() == dict(wanted._mapping)
    assert [type(one) for one in found] == [type(one) for one in wanted]
    assert (found.shut, found.place, len(found.roles)) == (False, -1, 5)


def test_no_row_is_none_and_several_are_refused(afternoon):
    """As with ``one_or_none``."""
    engine = afternoon.house.engine
    assert Quick(_TABLE).one(engine, {"table": "nowhere"}) is None
    with pytest.raises(MultipleResultsFound):
        Quick(select(PersonRow.id)).one(engine, {})


def test_what_the_driver_refuses_is_asked_again_by_sqlalchemy(afternoon, monkeypatch):
    """A driver that fails once is asked again, and the row is there; what fails always is told its way."""
    engine, question, table = afternoon.house.engine, Quick(_TABLE), afternoon.table()
    wanted = question.one(engine, {"table": table})

    def broken(*_: object) -> None:
        raise engine.dialect.loaded_dbapi.OperationalError("gone")

    monkeypatch.setattr(question, "_ask", broken)
    assert question.one(engine, {"table": table})._asdict() == wanted._asdict()
    with pytest.raises(DBAPIError):
        Quick(select(GroupRow.id).where(func.no_such_function() == 1)).one(engine, {})


_LINES = insert(JournalRow.__table__)
_TOLD = update(GroupRow.__table__).where(GroupRow.id == bindparam("its_id"))


def _line(shop: str, version: int, body: object) -> dict[str, object]:
    return {
        "subject": "s", "version": version, "workshop_id": shop, "round": 1, "at": 1 << 40, "person": "« é »",
        "command": "c", "event": "e", "body": body,
    }  # fmt: skip


def test_many_rows_are_written_as_sqlalchemy_writes_them(house):
    """Texts, large numbers, truth, NULL and JSON, nothing of it too: byte for byte the same in the file."""
    afternoon = open_workshop(house, tables=2, people=1)
    tables = [table.id for table in afternoon.workshop.tables]
    names = ("clock_deadline", "paper", "message", "case_id", "tour")
    statement = _TOLD.values({name: bindparam(name) for name in names})
    rows = [
        dict(zip(names, (1 << 41, True, {"é": [1, None]}, "c", ["a", "b"]), strict=True)) | {"its_id": tables[0]},
        dict(zip(names, (None, False, None, None, []), strict=True)) | {"its_id": tables[1]},
    ]
    raw = text(f"SELECT {', '.join(names)}, message IS NULL FROM groups WHERE id IN (:a, :b) ORDER BY id")
    lines = [_line(afternoon.workshop.id, version, body) for version, body in ((1, {"n": [1]}), (2, {}))]
    read = text("SELECT * FROM journal WHERE subject = 's' ORDER BY version")
    found = []
    for write in (Many.write, lambda many, connection, rows: connection.execute(many._statement, rows)):
        with house.engine.connect() as connection:
            write(Many(statement), connection, rows)
            write(Many(_LINES), connection, lines)
            asked = connection.execute(raw, dict(zip("ab", tables, strict=True))).all()
            found.append((asked, connection.execute(read).all()))
            connection.rollback()
    assert found[0] == found[1]
    assert len(found[0][0]) == len(found[0][1]) == 2


def test_what_cannot_be_written_is_refused_as_sqlalchemy_refuses_it(afternoon):
    """And the transaction is the caller's: what was written before goes with it."""
    many = Many(_LINES)
    shop = afternoon.workshop.id
    with afternoon.house.engine.connect() as connection:
        many.write(connection, [_line(shop, 1, {})])
        with pytest.raises(IntegrityError):
            many.write(connection, [_line(shop, 2, {}), _line(shop, 1, {})])
        connection.rollback()
        count = select(func.count()).where(JournalRow.subject == "s")
        assert connection.scalar(count) == 0
        if connection.dialect.name == "sqlite":  # on PostgreSQL SQLAlchemy writes, and says so itself
            wrong = Many(insert(GroupRow.__table__))
            with pytest.raises(TypeError, match="groups"):  # defaults would be made up: all columns are to be given
                wrong.write(connection, [{"id": "x"}])


def test_what_is_gathered_is_what_the_rows_hold(afternoon):
    """Hundreds of names in one answer, with the signs that JSON writes otherwise; of nobody, nothing."""
    engine = afternoon.house.engine
    pairs = select(gathered(PersonRow.id, PersonRow.name + " " + PersonRow.label))
    with engine.connect() as connection:
        odd = 'D\u2019Oñate \\ "Zoé" \U0001f600'
        connection.execute(update(PersonRow).where(PersonRow.id == afternoon.person(1).person).values(name=odd))
        rows = {row.id: f"{row.name} {row.label}" for row in connection.execute(select(PersonRow.__table__))}
        assert as_mapping(connection.scalar(pairs)) == rows
        assert rows[afternoon.person(1).person].startswith(odd)
        assert as_mapping(connection.scalar(pairs.where(PersonRow.id == "nobody"))) == {}
        connection.rollback()
