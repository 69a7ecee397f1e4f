"""Does the journal tell the same story as the rows? Each subject is folded from its last checkpoint and compared.

Read-only: it may run beside a live server, on one consistent view. It names subjects and fields, never anybody's words.
"""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..domain.contributions import Contribution, evolve_words
from ..domain.evolve import evolve
from ..domain.group import Group
from ..domain.workshop import Case, Workshop, evolve_workshop
from ..storage.cases import CaseRow, WishRow
from ..storage.codec import decode, event_from_json
from ..storage.contributions import ContributionRow
from ..storage.groups import GroupRow, MembershipRow, RoundRow
from ..storage.journal import CheckpointRow, JournalRow
from ..storage.repository import from_columns
from ..storage.words import as_contribution
from ..storage.workshops import WorkshopRow


def verify(house: Any) -> tuple[list[str], int]:
    """The differences found, as lines for the console, and the number of tables and workshops that were folded."""
    with house.ground.reading() as session:
        groups = list(session.scalars(select(GroupRow).order_by(GroupRow.id)))
        workshops = list(session.scalars(select(WorkshopRow.id).order_by(WorkshopRow.id)))
        found = [line for row in groups for line in _table(session, row)]
        found += [line for workshop in workshops for line in _cases(session, workshop)]
        found += [line for workshop in workshops for line in _strangers(session, workshop, groups)]
    return found, len(groups) + len(workshops)


def _table(session: Session, row: GroupRow) -> Iterator[str]:
    name = f"table {row.id}"
    start = session.scalar(
        select(CheckpointRow).where(CheckpointRow.subject == row.id).order_by(CheckpointRow.version.desc()).limit(1)
    )
    if start is None:
        yield f"{name}: no checkpoint to fold from"
        return
    group: Group = decode(Group, start.body["group"])
    written: dict[str, Contribution] = {data["id"]: decode(Contribution, data) for data in start.body["contributions"]}
    for line in session.scalars(
        select(JournalRow)
        .where(JournalRow.subject == row.id, JournalRow.version > start.version)
        .order_by(JournalRow.version)
    ):
        if line.version != group.version + 1:
            yield f"{name}: the journal lacks version {group.version + 1}"
            return
        event = event_from_json(line.event, line.body)
        written = dict(evolve_words(written, group, event))
        group = evolve(group, event)
    kept = from_columns(row)
    for field in fields(Group):
        if getattr(group, field.name) != getattr(kept, field.name):
            yield f"{name}: {field.name} differs"
    rows = {
        line.id: line for line in session.scalars(select(ContributionRow).where(ContributionRow.group_id == row.id))
    }
    for id in sorted(written.keys() | rows.keys()):
        if id not in rows:
            yield f"{name}: contribution {id} is in the journal only"
        elif id not in written:
            yield f"{name}: contribution {id} is in the rows only"
        elif as_contribution(rows[id]) != written[id]:
            yield f"{name}: contribution {id} differs"
        elif written[id].status == "erased" and (rows[id].text or rows[id].extra):
            yield f"{name}: contribution {id} was erased and still has words"
    yield from _members(session, name, row, group)


def _members(session: Session, name: str, row: GroupRow, group: Group) -> Iterator[str]:
    query = select(MembershipRow.person_id).where(MembershipRow.group_id == row.id, MembershipRow.ended.is_(None))
    for person in sorted(set(session.scalars(query)) ^ set(group.roles)):
        yield f"{name}: the place of {person} differs"


def _cases(session: Session, workshop: str) -> Iterator[str]:
    shop = Workshop(workshop)
    query = select(JournalRow).where(JournalRow.subject == workshop).order_by(JournalRow.version)
    for line in session.scalars(query):
        shop = evolve_workshop(shop, event_from_json(line.event, line.body))
    folded = shop.cases
    told = select(RoundRow.case_id).join(GroupRow, GroupRow.id == RoundRow.group_id)
    erased = set(session.scalars(told.where(GroupRow.workshop_id == workshop, RoundRow.words == "erased")))
    rows = {row.id: row for row in session.scalars(select(CaseRow).where(CaseRow.workshop_id == workshop))}
    for id in sorted(folded.keys() | {id for id, row in rows.items() if row.status == "proposed"}):
        row = rows.get(id)
        there = row is not None and (row.status == "proposed" or (row.status == "erased" and id in erased))
        same = row is not None and folded.get(id) == Case(row.id, row.author, row.kind, row.draft, row.group_id)
        if not there or not same:
            yield f"workshop {workshop}: case {id} differs"
    wishes = session.scalars(select(WishRow).where(WishRow.workshop_id == workshop))
    if shop.wishes != {wish.person_id: (wish.first, wish.second) for wish in wishes}:
        yield f"workshop {workshop}: the wishes differ"


def _strangers(session: Session, workshop: str, groups: list[GroupRow]) -> Iterator[str]:
    known = {group.id for group in groups} | {workshop}
    query = select(JournalRow.subject).where(JournalRow.workshop_id == workshop).distinct()
    for subject in sorted(set(session.scalars(query)) - known):
        yield f"workshop {workshop}: the journal speaks of {subject}, which has no row"
