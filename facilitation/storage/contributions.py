"""What people wrote."""

from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class ContributionRow(Base):
    """The value ``domain.contributions.Contribution`` and its words; the words are here and nowhere else."""

    __tablename__ = "contributions"
    id: Mapped[str] = mapped_column(primary_key=True)
    group_id: Mapped[str] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    round: Mapped[int]
    type: Mapped[str]
    author: Mapped[str] = mapped_column(index=True)
    writer: Mapped[str]
    kind: Mapped[str]
    status: Mapped[str]
    verdict: Mapped[str]
    release: Mapped[str]
    text: Mapped[str]
    extra: Mapped[dict[str, Any]]
    born: Mapped[int]
    """The version of the table at which it was written: the order on the screens."""

    __table_args__ = (Index("ix_contributions_group_id_round", "group_id", "round"),)
