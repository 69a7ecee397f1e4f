"""What people chose to share beyond their table, item by item, and nothing else."""

from dataclasses import dataclass
from hashlib import sha256

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
        select(ContributionRow.id, ContributionRow.text)
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
    )
    found = sorted(session.execute(query), key=lambda row: _shuffled(row[0]))
    return [text for _id, text in found if text]


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
    )  # fmt: skip
    found = sorted(session.scalars(query), key=lambda row: _shuffled(row.id))
    return [Follow(row.text, row.kind, row.extra.get("became", "")) for row in found]


def _shuffled(id: str) -> str:
    """A place that stays and tells nothing: ids begin with the table's, so in their order each table's words would
    stand together."""
    return sha256(id.encode()).hexdigest()
