"""What people propose to bring."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class CaseRow(Base):
    """A case. ``status`` is proposed, withdrawn or erased; a case that is not proposed has no title any more."""

    __tablename__ = "cases"
    id: Mapped[str] = mapped_column(primary_key=True)
    workshop_id: Mapped[str] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    author: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    title: Mapped[str]
    status: Mapped[str]
    draft: Mapped[bool] = mapped_column(default=False)
    """True until its author shows it to the room."""
    group_id: Mapped[str | None]
    """The table where the pilot placed it, None while it has none. A case that is told is named by its table."""
    born: Mapped[int]
    """The version of the workshop at which it was first proposed: an order, not an instant."""


class WishRow(Base):
    """Which cases a person would like to hear, first and second, by their ids."""

    __tablename__ = "wishes"
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    workshop_id: Mapped[str] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    first: Mapped[str]
    second: Mapped[str]
    """Empty when there is none."""
