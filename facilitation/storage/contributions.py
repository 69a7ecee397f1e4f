"""What people wrote."""

from collections.abc import Collection, Sequence
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
    sorter: Mapped[str]
    release: Mapped[str]
    text: Mapped[str]
    extra: Mapped[dict[str, Any]]
    born: Mapped[int]
    """The version of the table at which it was written: the order on the screens."""

    __table_args__ = (Index("ix_contributions_group_id_round", "group_id", "round"),)

    def answered_by(self, person: str, rounds: Collection[int]) -> bool:
        """Whether the answer of this question is this person's; ``rounds`` are those whose last client they were."""
        if not self.extra.get("answer"):
            return False
        whose = self.extra.get("of")
        return whose == person if whose else self.round in rounds


def said(row: Any) -> bool:
    """Whether any words are left: a question without words is shown only as what was answered to it.

    ``row`` is a ContributionRow, or its columns.
    """
    return bool(row.text or row.extra.get("answer"))


def standing_contract(rows: Sequence[Any], client: str | None) -> Any | None:
    """The contract of a round among its rows in order: its client's; of a round without a client, the last one."""
    written = [row for row in rows if row.type == "contract" and row.status == "written"]
    return next((row for row in reversed(written) if client is None or row.author == client), None)
