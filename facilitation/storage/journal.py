"""What happened, in order, without words; and the points from which it can be folded again."""

from typing import Any

from sqlalchemy import ForeignKey, event, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

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


_INSERT = insert(JournalRow.__table__)  # type: ignore[arg-type]
_UNWRITTEN = "journal"


def append(session: Session, line: dict[str, Any]) -> None:
    """Add a line, the columns of a JournalRow by name. Lines are written together, after the rows they speak of: by
    the next flush, which any question to the database brings about once a row has changed, as a line always goes with.
    """
    session.info.setdefault(_UNWRITTEN, []).append(line)


@event.listens_for(Session, "after_flush")
def _write(session: Session, _context: Any) -> None:
    lines = session.info.pop(_UNWRITTEN, None)
    if lines:
        session.connection().execute(_INSERT, lines)


class CheckpointRow(Base):
    """A table as it was at a version: folding starts at the last one. Written at birth, and by migrations."""

    __tablename__ = "checkpoints"
    subject: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[str] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    body: Mapped[dict[str, Any]]
