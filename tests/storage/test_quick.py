"""A question put to the driver is answered as SQLAlchemy would answer it, on both databases."""

import pytest
from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import DBAPIError, MultipleResultsFound

from facilitation.storage.groups import GroupRow
from facilitation.storage.quick import Quick
from facilitation.storage.workshops import WorkshopRow

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
        Quick(select(GroupRow.id)).one(engine, {})


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
