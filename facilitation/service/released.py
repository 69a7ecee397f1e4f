"""What people chose to share beyond their table, item by item, and nothing else."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..storage.contributions import ContributionRow
from ..storage.groups import GroupRow, RoundRow


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
