"""What the events of a table leave behind it: rounds, passages through phases, who sat there."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..domain.events import (
    ActUndone,
    Event,
    PersonErased,
    PersonLeft,
    PersonSeated,
    PhaseStarted,
    RoundClosed,
    RoundStarted,
    WordsErased,
    WordsWithheld,
)
from ..domain.group import Group, Status
from .codec import encode
from .groups import MembershipRow, PhaseRunRow, RoundRow


def follow(session: Session, before: Group, after: Group, event: Event, at: int) -> None:
    """Write what follows from one event."""
    match event:
        case RoundStarted():
            _finish_round(session, before, event.at)
            _start_round(session, after, event)
        case PhaseStarted():
            _end_run(session, before, event.at)
            _start_run(session, after, event)
        case RoundClosed():
            if not before.in_room_phase:
                _end_run(session, before, event.at)
            _close_round(session, before, event)
        case ActUndone():
            _undo(session, before, after, event)
        case PersonSeated():
            session.add(
                MembershipRow(group_id=after.id, person_id=event.person, since=after.version, began=at, ended=None)
            )
            session.flush()
        case PersonLeft() | PersonErased():
            _leave(session, after.id, event.person, at)
        case WordsErased():
            _mark(session, after.id, event.round, "erased")
        case WordsWithheld():
            _mark(session, after.id, event.round, "withheld")
        case _:
            pass
    if before.client != after.client or before.case != after.case:
        _name_client(session, after)


def _finish_round(session: Session, before: Group, at: int) -> None:
    """A round that the next one follows without a word is finished."""
    row = session.get(RoundRow, (before.id, before.round)) if before.round else None
    if row is not None and row.closed is None:
        row.closed, row.reason = at, "finished"


def _start_round(session: Session, after: Group, event: RoundStarted) -> None:
    row = session.get(RoundRow, (after.id, event.round))
    if row is None:  # a start that was undone left its row
        row = RoundRow(group_id=after.id, number=event.round)
        session.add(row)
    row.format, row.started, row.closed, row.reason = encode(event.format), event.at, None, None
    row.client, row.case_id, row.words = after.client, after.case, "kept"
    session.flush()


def _name_client(session: Session, after: Group) -> None:
    row = session.get(RoundRow, (after.id, after.round))
    if row is not None and (row.closed is None or after.paper):
        row.client, row.case_id = after.client, after.case


def _close_round(session: Session, before: Group, event: RoundClosed) -> None:
    row = session.get(RoundRow, (before.id, event.round))
    if row is not None:
        row.closed, row.reason = event.at, event.reason


def _start_run(session: Session, after: Group, event: PhaseStarted) -> None:
    kind = after.format.phases[event.position].kind.value
    session.add(
        PhaseRunRow(
            group_id=after.id,
            run=after.run,
            round=after.round,
            position=event.position,
            kind=kind,
            planned=event.planned,
            started=event.at,
            ended=None,
        )
    )
    session.flush()


def _end_run(session: Session, before: Group, at: int) -> None:
    row = session.get(PhaseRunRow, (before.id, before.run)) if before.run else None
    if row is not None and row.ended is None:
        row.ended = at


def _undo(session: Session, before: Group, after: Group, event: ActUndone) -> None:
    if before.run != after.run:
        _end_run(session, before, event.at)
        left = session.get(PhaseRunRow, (before.id, before.run)) if before.run else None
        if left is not None:
            left.undone = True
    if after.status is not Status.CLOSED:
        again = session.get(PhaseRunRow, (after.id, after.run)) if after.run else None
        if again is not None:
            again.ended = None
        round_ = session.get(RoundRow, (after.id, after.round)) if after.round else None
        if round_ is not None:
            round_.closed, round_.reason = None, None
    if before.round != after.round:
        begun = session.get(RoundRow, (before.id, before.round))
        if begun is not None:
            begun.closed, begun.reason = event.at, "undone"


def _leave(session: Session, group: str, person: str, at: int) -> None:
    query = select(MembershipRow).where(
        MembershipRow.group_id == group, MembershipRow.person_id == person, MembershipRow.ended.is_(None)
    )
    for row in session.scalars(query):
        row.ended = at
    session.flush()


def _mark(session: Session, group: str, number: int, words: str) -> None:
    row = session.get(RoundRow, (group, number))
    if row is not None:
        row.words = words
