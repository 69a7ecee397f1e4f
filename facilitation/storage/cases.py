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
    born: Mapped[int]
    """The version of the workshop at which it was first proposed: an order, not an instant."""
