"""Who organises, and the devices that come."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class AccountRow(Base):
    """An organiser. ``login`` is kept in lower case."""

    __tablename__ = "accounts"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    login: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    created: Mapped[int]


class DeviceRow(Base):
    """A browser, known by the hash of a random value in its cookie."""

    __tablename__ = "devices"
    id: Mapped[str] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    locale: Mapped[str | None]
    seen: Mapped[int]
