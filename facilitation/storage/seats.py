"""People and their places on devices."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base

GONE = "gone-"
"""How the return code of an erased person begins: nobody can type it."""


class PersonRow(Base):
    """A person in one workshop. ``label`` tells homonyms apart; ``version`` rises with the person's private rows.

    ``expected``: on the organiser's list and not here yet; then ``promised`` is the table where they will sit, for
    nobody sits anywhere before they come. ``pinned`` is the table at which every seating leaves them.
    """

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("workshop_id", "return_code"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    workshop_id: Mapped[str] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    name: Mapped[str]
    organisation: Mapped[str]
    label: Mapped[str]
    return_code: Mapped[str]
    version: Mapped[int] = mapped_column(default=0)
    joined: Mapped[int]
    territory: Mapped[str] = mapped_column(default="")
    expected: Mapped[bool] = mapped_column(default=False)
    promised: Mapped[str | None]
    pinned: Mapped[str | None]

    @property
    def shown(self) -> str:
        """The name as everybody reads it."""
        return f"{self.name} {self.label}".strip()


class SeatRow(Base):
    """One person on one device in one workshop; a projector has no person."""

    __tablename__ = "seats"
    id: Mapped[str] = mapped_column(primary_key=True)
    device_id: Mapped[str] = mapped_column(ForeignKey("devices.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    workshop_id: Mapped[str] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    workshop_roles: Mapped[list[str]]
    """``conductor`` and ``projector``; the roles at a table are the table's."""
    shared: Mapped[bool] = mapped_column(default=False)
    revoked: Mapped[bool] = mapped_column(default=False)
    created: Mapped[int]
