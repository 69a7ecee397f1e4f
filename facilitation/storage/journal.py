"""What happened, in order, without words; and the points from which it can be folded again."""

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class JournalRow(Base):
    """One event of a subject (a table, or a workshop for what happens beside the tables)."""

    __tablename__ = "journal"
    subject: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[str] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    round: Mapped[int]
    at: Mapped[int]
    person: Mapped[str]
    command: Mapped[str]
    event: Mapped[str]
    body: Mapped[dict[str, Any]]


class CheckpointRow(Base):
    """A table as it was at a version: folding starts at the last one. Written at birth, and by migrations."""

    __tablename__ = "checkpoints"
    subject: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[str] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    body: Mapped[dict[str, Any]]
