"""Who and what was erased: identifiers alone, which outlive their subject so that no backup brings it back unseen."""

from sqlalchemy.orm import Mapped, Session, mapped_column

from .base import Base

PERSON, WORKSHOP = "person", "workshop"


class ErasureRow(Base):
    """An erasure that was committed. It stands after its workshop is gone, and belongs to none."""

    __tablename__ = "erasures"
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    at: Mapped[int]


def note(session: Session, kind: str, id: str, at: int) -> None:
    """Remember an erasure with the commit that makes it; once."""
    if session.get(ErasureRow, id) is None:
        session.add(ErasureRow(id=id, kind=kind, at=at))
        session.flush()
