"""The market of cases: who brings what, where it is told, who would like to hear it, and who sits there."""

from collections.abc import Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ..domain.commands import Command, LeaveTable, ProposeCase, SeatByWishes, Sit, WithdrawCase
from ..domain.events import CasePlaced, CaseProposed, CaseWished, CaseWithdrawn, ClientAccepted, Event, PersonErased
from ..domain.formats import Format, Option
from ..domain.group import LARGEST_TABLE, Actor, Group, Role, Status
from ..domain.market import Place, places_for, seats_for
from ..domain.refusals import Code, Refusal
from ..domain.workshop import Case, Workshop, WorkshopStatus, decide_workshop
from ..storage.cases import CaseRow, WishRow, standing, telling_at, told_at, wishes_of
from ..storage.codec import event_to_json
from ..storage.groups import GroupRow
from ..storage.journal import JournalRow
from ..storage.repository import Cause, as_format
from ..storage.seats import GONE, PersonRow, SeatRow
from ..storage.workshops import WorkshopRow
from .answers import Answer
from .conduct import Asker, act, fold, table_of
from .room import born
from .unit import Unit

_KEPT = frozenset({Role.HOST, Role.FACILITATOR, Role.DEPUTY, Role.CLIENT})
"""Who leads or relays a table or brings its case stays there."""


def as_workshop(session: Session, row: WorkshopRow) -> Workshop:
    """The value that decides on cases."""
    cases = {c.id: Case(c.id, c.author, c.kind, c.draft, c.group_id) for c in standing(session, row.id)}
    tables = session.scalars(select(GroupRow.id).where(GroupRow.workshop_id == row.id))
    shape: Format = as_format(row.format)
    return Workshop(
        row.id, row.version, WorkshopStatus(row.status), row.starts, row.ends, cases,
        wishes=wishes_of(session, row.id), options=shape.options,
        tables=frozenset(tables), told=told_at(session, row.id),
        telling=frozenset(telling_at(session, row.id).values()),
    )  # fmt: skip


def _as_seen_by(session: Session, row: WorkshopRow, command: Command, person: str) -> Workshop:
    """The value that decides on this command. Who proposes or takes back is asked for their own case alone: a room in
    which 400 people propose would read 400 cases 400 times."""
    if not isinstance(command, ProposeCase | WithdrawCase):
        return as_workshop(session, row)
    cases = {c.id: Case(c.id, c.author, c.kind, c.draft, c.group_id) for c in standing(session, row.id, person)}
    return Workshop(row.id, row.version, WorkshopStatus(row.status), row.starts, row.ends, cases)


def beside_tables(unit: Unit, workshop: str, command: Command, asker: Asker, cause: Cause, fresh: str) -> Answer:
    """The answer to a command on the workshop: cases, wishes, and seating by them."""
    row = unit.workshop(workshop)
    if isinstance(command, SeatByWishes):
        return _seat(unit, row, asker, cause)
    actor = Actor(asker.person, frozenset({Role.CONDUCTOR}) if asker.conducts else frozenset())
    events = decide_workshop(_as_seen_by(unit.session, row, command, asker.person), command, actor, cause.at, fresh)
    if isinstance(events, Refusal):
        return Answer(False, events)
    for event in events:
        write(unit, row, event, cause)
        _tell_the_table(unit, event, asker.person, cause)
    if events:
        unit.changed_people({asker.person})
    return Answer(True, None, row.version, {}, [], born(events, fresh))


def _tell_the_table(unit: Unit, event: Event, author: str, cause: Cause) -> None:
    """A client who rewords the case that is being told rewords it on the table's screens; hidden or withdrawn it leaves
    them, and its author stays the client."""
    if not isinstance(event, (CaseProposed, CaseWithdrawn)):
        return
    table = table_of(unit.session, author)
    group = unit.group(table).value if table else None
    if group is not None and group.case == event.case and group.client == author:
        hidden = isinstance(event, CaseWithdrawn) or event.draft
        fold(unit, unit.group(group.id), [ClientAccepted(author, None if hidden else event.case)], cause)


def write(unit: Unit, row: WorkshopRow, event: Event, cause: Cause) -> None:
    """One event of the workshop: its rows and its line in the journal."""
    version = unit.changed_workshop(row.id).version
    session = unit.session
    match event:
        case CaseProposed(case=id, author=author, kind=kind, draft=draft, title=title):
            case = session.get(CaseRow, id)
            if case is None:
                case = CaseRow(id=id, workshop_id=row.id, author=author, born=version)
                session.add(case)
            case.kind, case.title, case.status, case.draft = kind, title, "proposed", draft
            case.group_id = None if draft else case.group_id
        case CaseWithdrawn(case=id):
            case = session.get(CaseRow, id)
            if case is not None:
                case.title, case.status, case.group_id = "", "withdrawn", None
        case CasePlaced(case=id, table=table):
            case = session.get(CaseRow, id)
            if case is not None:
                case.group_id = table
                unit.changed_people({case.author})
        case PersonErased(person=person):
            for case in session.scalars(select(CaseRow).where(CaseRow.workshop_id == row.id, CaseRow.author == person)):
                case.title, case.status, case.group_id = "", "erased", None
            session.execute(delete(WishRow).where(WishRow.person_id == person))
        case CaseWished(person=person, first=first, second=second):
            _wish(session, row.id, person, first, second)
    name, body = event_to_json(event)
    session.add(
        JournalRow(
            subject=row.id,
            version=version,
            workshop_id=row.id,
            round=0,
            at=cause.at,
            person=cause.person,
            command=cause.command,
            event=name,
            body=body,
        )
    )
    session.flush()


def _wish(session: Session, workshop: str, person: str, first: str, second: str) -> None:
    wish = session.get(WishRow, person)
    if wish is None and first:
        session.add(WishRow(person_id=person, workshop_id=workshop, first=first, second=second))
    elif wish is not None and first:
        wish.first, wish.second = first, second
    elif wish is not None:
        session.delete(wish)


def _open(group: Group) -> bool:
    """Nobody leaves or enters a table where a case is being told, or that was put away, by a count."""
    return not group.told and not group.shut and group.status in (Status.WAITING, Status.RUNNING) and not group.paper


def _staying(group: Group) -> frozenset[str]:
    if not _open(group):
        return frozenset(group.roles)
    return frozenset(person for person, held in group.roles.items() if held & _KEPT)


def _seat(unit: Unit, row: WorkshopRow, asker: Asker, cause: Cause) -> Answer:
    """Everybody who may move is seated; ``skipped`` names the tables that were left alone."""
    if not asker.conducts:
        return Answer.refused(Code.NOT_ALLOWED)
    shop = as_workshop(unit.session, row)
    if Option.WISHES not in shop.options:
        return Answer.refused(Code.NOT_CHOSEN)
    query = select(GroupRow.id).where(GroupRow.workshop_id == row.id).order_by(GroupRow.number)
    groups = {id: unit.group(id).value for id in unit.session.scalars(query)}
    authors = {case.id: case.author for case in shop.cases.values() if not case.draft}
    placed = {case.table: case.id for case in shop.cases.values() if case.table and case.id not in shop.told}
    open_tables = [id for id, group in groups.items() if _open(group)]
    if not open_tables:
        return Answer.refused(Code.ALREADY_STARTED)
    pinned = _pinned(unit.session, row.id, groups)
    known = [
        Place(id, groups[id].case or placed.get(id), _staying(groups[id]) | (pinned & groups[id].roles.keys()))
        for id in open_tables
    ]
    movable = [person for person in _movable(unit.session, row.id, groups) if person not in pinned]
    people, chairs = sum(len(place.staying) for place in known) + len(movable), LARGEST_TABLE * len(known)
    if people > chairs:  # somebody would stand up and find no chair: better that nobody moves, and the pilot knows
        return Answer.refused(Code.TABLE_FULL, people=people, chairs=chairs)
    # A case that the pilot placed at a table left alone stays there: it is no case for another one.
    free = {case.id for case in shop.cases.values() if case.id not in shop.told and case.table in (None, *open_tables)}
    untold = {case: author for case, author in authors.items() if case in free}
    places = places_for(known, untold, shop.wishes)
    for before, place in zip(known, places, strict=True):
        if place.case is not None and place.case != before.case:
            write(unit, row, CasePlaced(place.case, place.table), cause)
    _sit_all(unit, seats_for(places, movable, untold, shop.wishes), cause)
    return Answer(True, None, row.version, {}, [id for id in groups if id not in open_tables], {})


def _movable(session: Session, workshop: str, groups: Mapping[str, Group]) -> list[str]:
    """Who is here, stays nowhere and was not erased, in the order of arrival. A pilot without a place walks about."""
    staying = {person for group in groups.values() for person in _staying(group)}
    seated = {person for group in groups.values() for person in group.roles}
    pilots = {
        seat.person_id
        for seat in session.scalars(select(SeatRow).where(SeatRow.workshop_id == workshop))
        if Role.CONDUCTOR.value in seat.workshop_roles
    }
    staying |= {person for person in pilots - seated if person is not None}
    here = (PersonRow.workshop_id == workshop) & ~PersonRow.return_code.startswith(GONE) & ~PersonRow.expected
    query = select(PersonRow.id).where(here).order_by(PersonRow.joined, PersonRow.id)
    return [person for person in session.scalars(query) if person not in staying]


def _pinned(session: Session, workshop: str, groups: Mapping[str, Group]) -> frozenset[str]:
    """Who was given the table at which they sit by hand."""
    query = select(PersonRow.id, PersonRow.pinned).where(
        PersonRow.workshop_id == workshop, PersonRow.pinned.is_not(None)
    )
    return frozenset(person for person, table in session.execute(query) if table and person in groups[table].roles)


def _sit_all(unit: Unit, seats: Mapping[str, str], cause: Cause) -> None:
    """Everybody who moves stands up first: a table that empties is never full in between. There is a chair for each."""
    moving = {person: table for person, table in seats.items() if table_of(unit.session, person) != table}
    for person in moving:
        former = table_of(unit.session, person)
        if former is not None:
            act(unit, unit.group(former), LeaveTable(), Actor(person), cause, "")
    for person, table in moving.items():
        act(unit, unit.group(table), Sit(), Actor(person), cause, "")
