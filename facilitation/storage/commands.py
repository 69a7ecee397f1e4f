"""The answers already given, so that a resent command changes nothing."""

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class CommandRow(Base):
    """One command of one person: a keyed hash of what was asked, and the answer, without anybody's words."""

    __tablename__ = "commands"
    person: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    workshop_id: Mapped[str] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    body_hash: Mapped[str]
    answer: Mapped[dict[str, Any]]
    at: Mapped[int]
