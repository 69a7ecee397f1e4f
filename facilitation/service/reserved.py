"""Accounts that nobody signs in to with a password: they own what is played, not what is real."""

from sqlalchemy import select

from ..storage.accounts import AccountRow
from .ground import Ground
from .secrets import fresh_id
from .unit import Unit

DEMO = "demo"
REHEARSAL = "rehearsal"
RESERVED = frozenset({DEMO, REHEARSAL})
"""Their logins. The first run ignores them, and nobody may choose one of them."""


def reserved_account(ground: Ground, login: str, name: str) -> str:
    """The id of this account, made when it is needed. Its password hash matches no password."""
    now = ground.instants.now()

    def work(unit: Unit) -> str:
        known = unit.session.scalar(select(AccountRow.id).where(AccountRow.login == login))
        if known is not None:
            return known
        row = AccountRow(id=fresh_id(), name=name, login=login, password_hash="", created=now)
        unit.session.add(row)
        unit.session.flush()
        return row.id

    return ground.writer.do(work)


def remove_reserved_account(ground: Ground, login: str) -> None:
    """The account is gone; its workshops must be gone already."""

    def work(unit: Unit) -> None:
        row = unit.session.scalar(select(AccountRow).where(AccountRow.login == login))
        if row is not None:
            unit.session.delete(row)

    ground.writer.do(work)
