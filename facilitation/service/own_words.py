"""What one person wrote in a workshop, whole, to take away: at every table they sat at, also after they left it."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..storage.cases import CaseRow
from ..storage.contributions import ContributionRow
from ..storage.groups import GroupRow
from ..storage.seats import PersonRow
from ..storage.workshops import WorkshopRow
from .clients import rounds_as_client

ORDER = ("contract", "action", "notes", "answer", "question", "suggestion", "idea", "learning", "rating", "message")
"""The types of what is written, as one reads them. An answer is the client's, in the row of a question."""


def own_words(session: Session, person: str) -> dict[str, Any] | None:
    """The words of this person, and no one else's but the question that an answer belongs to; None for nobody.

    What a table's client asked, answered and decided is theirs whoever typed it. Erased words are not there.
    """
    row = session.get(PersonRow, person)
    shop = session.get(WorkshopRow, row.workshop_id) if row else None
    if row is None or shop is None:
        return None
    cases = session.scalars(select(CaseRow).where(CaseRow.author == person, CaseRow.title != "").order_by(CaseRow.id))
    rounds = rounds_as_client(session, row.workshop_id, person)
    found = session.execute(_written(row.workshop_id))
    items = [
        _item(one, table, mine, client)
        for one, table in found
        for mine, client in [(one.author == person, one.answered_by(person, rounds.get(one.group_id, ())))]
        if client or (mine and (one.text or one.type != "question"))
    ]
    return {
        "workshop": {
            "title": shop.title, "place": shop.place, "starts": shop.starts, "timezone": shop.timezone,
        },
        "name": row.shown,
        "organisation": row.organisation,
        "territory": row.territory,
        "cases": [{"title": case.title, "kind": case.kind} for case in cases],
        "words": sorted(items, key=lambda item: (item["table"], item["round"], ORDER.index(item["type"]))),
    }  # fmt: skip


def _written(workshop: str) -> Any:
    """Rows of contributions and the names of their tables, oldest first."""
    return (
        select(ContributionRow, GroupRow.name)
        .join(GroupRow, GroupRow.id == ContributionRow.group_id)
        .where(GroupRow.workshop_id == workshop, ContributionRow.status != "erased")
        .order_by(ContributionRow.born, ContributionRow.id)
    )


def _item(row: ContributionRow, table: str, mine: bool, client: bool) -> dict[str, Any]:
    """One thing that was written; empty fields are left out."""
    more = {key: value for key, value in row.extra.items() if key != "of"}
    answer = "" if row.type != "question" else more.pop("answer", "")
    if row.type == "question" and not mine:
        item = {"type": "answer", "text": answer, "question": row.text}
    else:
        item = {"type": row.type, "text": row.text, "answer": answer if client else ""}
    item |= {"kind": row.kind, **more}
    return {"table": table, "round": row.round, "status": row.status} | {
        k: v for k, v in item.items() if v or k == "text"
    }
