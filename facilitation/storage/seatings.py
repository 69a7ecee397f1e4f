"""What is asked of the seating of a workshop, and what was proposed and done: identifiers, numbers and codes alone."""

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class SeatingRow(Base):
    """One for each workshop whose seating was ever touched.

    ``wishes`` is what the organiser asks for (``service.seating_wishes``), ``proposal`` a seating that nobody accepted
    yet, ``last`` the last act on several people: what it did, whom it left, and where everybody was before. ``step``
    rises with each act, so that one pressed twice is done once.
    """

    __tablename__ = "seatings"
    workshop_id: Mapped[str] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True)
    step: Mapped[int] = mapped_column(default=0)
    wishes: Mapped[dict[str, Any]]
    proposal: Mapped[dict[str, Any] | None]
    last: Mapped[dict[str, Any] | None]
