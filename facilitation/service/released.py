"""What people chose to share beyond their table, item by item, and nothing else."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..storage.contributions import ContributionRow
from ..storage.groups import GroupRow, RoundRow


@dataclass(frozen=True)
class Follow:
    """What a client shares of a line of their plan: what it was, what became of it (an outcome), in their words."""

    what: str
    outcome: str
    note: str


def released_learnings(session: Session, workshop: str) -> list[str]:
    """The learnings released for the whole gathering, without names or tables, in an order that tells neither.

    The words of a round that was erased or withheld are nobody's to release.
    """
    query = (
        select(ContributionRow.text)
        .join(GroupRow, GroupRow.id == ContributionRow.group_id)
        .join(
            RoundRow,
            (RoundRow.group_id == ContributionRow.group_id) & (RoundRow.number == ContributionRow.round),
        )
        .where(
            GroupRow.workshop_id == workshop,
            ContributionRow.type == "learning",
            ContributionRow.release == "released",
            ContributionRow.status == "recorded",
            RoundRow.words == "kept",
        )
        .order_by(ContributionRow.id)
    )
    return [text for text in session.scalars(query) if text]


def shared_follow_ups(session: Session, workshop: str) -> list[Follow]:
    """What clients chose to tell the organisers of what became of their plans, without names, in no telling order."""
    query = (
        select(ContributionRow)
        .join(GroupRow, GroupRow.id == ContributionRow.group_id)
        .join(
            RoundRow, (RoundRow.group_id == ContributionRow.group_id) & (RoundRow.number == ContributionRow.round)
        )
        .where(
            GroupRow.workshop_id == workshop,
            ContributionRow.type == "action",
            ContributionRow.status == "planned",
            ContributionRow.release == "released",
            RoundRow.words == "kept",
        )
        .order_by(ContributionRow.id)
    )  # fmt: skip
    return [Follow(row.text, row.kind, row.extra.get("became", "")) for row in session.scalars(query)]
