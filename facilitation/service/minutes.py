"""What the organiser reviews: minutes and counts for the whole room. No words, no titles, no table beside another."""

from collections import Counter, defaultdict

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..domain.formats import Format
from ..storage.cases import CaseRow, told_at
from ..storage.contributions import ContributionRow
from ..storage.groups import GroupRow, MembershipRow, PhaseRunRow, RoundRow
from ..storage.repository import as_format
from ..storage.workshops import WorkshopRow


def review(session: Session, workshop: str, now: int) -> dict[str, object]:
    """Planned and real milliseconds for each kind of phase (real: the mean of the tables that went through it, added up
    over their passages), and counts. Empty for an unknown workshop."""
    shop = session.get(WorkshopRow, workshop)
    if shop is None:
        return {}
    shape: Format = as_format(shop.format)
    groups = list(session.scalars(select(GroupRow.id).where(GroupRow.workshop_id == workshop)))
    runs = session.scalars(
        select(PhaseRunRow).where(PhaseRunRow.group_id.in_(groups), PhaseRunRow.undone.is_(False))
    ).all()
    spent: dict[str, dict[str, int]] = defaultdict(Counter)
    for run in runs:
        spent[run.kind][run.group_id] += max(0, (run.ended if run.ended is not None else now) - run.started)
    planned: Counter[str] = Counter()
    for phase in shape.phases:
        planned[phase.kind.value] += phase.planned
    phases = [
        {
            "kind": kind,
            "planned": milliseconds,
            "real": sum(spent[kind].values()) // len(spent[kind]) if kind in spent else None,
            "tables": len(spent.get(kind, ())),
        }
        for kind, milliseconds in planned.items()
    ]
    rounds = session.scalars(select(RoundRow).where(RoundRow.group_id.in_(groups))).all()
    started = min((run.started for run in runs), default=None)
    ended = max((run.ended or now for run in runs), default=None)
    people = session.scalar(
        select(func.count(func.distinct(MembershipRow.person_id))).where(MembershipRow.group_id.in_(groups))
    )
    return {
        "title": shop.title,
        "place": shop.place,
        "starts": shop.starts,
        "ends": shop.ends,
        "timezone": shop.timezone,
        "status": shop.status,
        "speed": shop.speed,
        "reserve": shape.reserve,
        "phases": phases,
        "started": started,
        "ended": ended,
        "tables": len(groups),
        "people": people or 0,
        "rounds": sum(1 for r in rounds if r.reason != "undone"),
        "rounds_closed": sum(1 for r in rounds if r.reason == "finished"),
        "written": _counts(session, groups),
        "cases": _cases(session, workshop),
        "ratings": _ratings(session, groups),
        "erased_at": shop.erased_at,
    }


def _cases(session: Session, workshop: str) -> dict[str, int]:
    """How many cases were shown to the room, and how many of them are kept for later."""
    query = select(CaseRow.id).where(
        CaseRow.workshop_id == workshop, CaseRow.status == "proposed", CaseRow.draft.is_(False)
    )
    shown, told = set(session.scalars(query)), told_at(session, workshop)
    return {"shown": len(shown), "kept": len(shown - told.keys())}


FEWEST_RATINGS = 5
"""Under so many scores a spread would tell who gave which."""


def _ratings(session: Session, groups: list[str]) -> dict[int, int] | None:
    """How many gave each score, for the whole room; None when nobody can stay unknown."""
    query = (
        select(ContributionRow.kind, func.count())
        .where(
            ContributionRow.group_id.in_(groups), ContributionRow.type == "rating", ContributionRow.status == "given"
        )
        .group_by(ContributionRow.kind)
    )
    found = {int(score): number for score, number in session.execute(query)}
    return {score: found.get(score, 0) for score in range(1, 6)} if sum(found.values()) >= FEWEST_RATINGS else None


def _counts(session: Session, groups: list[str]) -> dict[str, int]:
    """How many questions, suggestions, actions and learnings stand; private writing is not even counted."""
    shown = ("asked", "offered", "planned", "recorded")
    query = (
        select(ContributionRow.type, func.count())
        .where(
            ContributionRow.group_id.in_(groups),
            ContributionRow.status.in_(shown),
            ContributionRow.release != "private",
        )
        .group_by(ContributionRow.type)
    )
    found: dict[str, int] = dict(session.execute(query).all())
    return {type: found.get(type, 0) for type in ("question", "suggestion", "action", "learning")}
