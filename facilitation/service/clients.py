"""Of which rounds a person was the client: the table forgets who left, the journal does not."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..domain.events import ClientAccepted
from ..storage.groups import GroupRow, RoundRow
from ..storage.journal import JournalRow


def rounds_as_client(session: Session, workshop: str, person: str) -> dict[str, tuple[int, ...]]:
    """By table, the rounds whose request, answers and plan are this person's, in order.

    Theirs is a round of which they are the client, or were the last one before they left.
    """
    accepted = (
        select(JournalRow.subject, JournalRow.round, JournalRow.body)
        .where(JournalRow.workshop_id == workshop, JournalRow.event == ClientAccepted.__name__)
        .order_by(JournalRow.subject, JournalRow.version)
    )
    last = {(table, number): str(body.get("person", "")) for table, number, body in session.execute(accepted)}
    named = (
        select(RoundRow.group_id, RoundRow.number, RoundRow.client)
        .join(GroupRow, GroupRow.id == RoundRow.group_id)
        .where(GroupRow.workshop_id == workshop, RoundRow.client.is_not(None))
    )
    last |= {(table, number): client or "" for table, number, client in session.execute(named)}
    found: dict[str, tuple[int, ...]] = {}
    for table, number in sorted(where for where, who in last.items() if who == person):
        found[table] = (*found.get(table, ()), number)
    return found
