"""People and their places on devices."""

import unicodedata
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..domain.commands import Sit, TakeOverTable
from ..domain.group import Actor
from ..domain.refusals import Code, Refusal
from ..storage.repository import Cause
from ..storage.seats import PersonRow, SeatRow
from ..storage.workshops import GrantRow, WorkshopRow
from .again import device_is_shared, place_again
from .conduct import act, table_of
from .expected import arrives, expected_as
from .ground import Ground
from .invitations import add_person
from .seats import Arrival, Seat, arrival_of, seat_on, view
from .secrets import fresh_id, plain_code
from .unit import Needs, Unit

LONGEST_NAME = 40
LONGEST_ORGANISATION = 80


class People:
    """Enter with a name, come back with a code, share a device, lose a place."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def seat(self, seat: str, device: str) -> Seat | None:
        """This place, when it belongs to this device and was not revoked."""
        return seat_on(self._ground.asked, seat, device)

    def arrival(self, seat: str, token: str) -> Arrival | None:
        """This place, when it belongs to the device whose cookie holds ``token`` and was not revoked."""
        return arrival_of(self._ground.asked, seat, token)

    def seats(self, device: str, workshop: str | None = None) -> list[Seat]:
        """The places of this device, oldest first, in one workshop or in all."""
        with self._ground.reading() as session:
            query = select(SeatRow).where(SeatRow.device_id == device, SeatRow.revoked.is_(False))
            if workshop is not None:
                query = query.where(SeatRow.workshop_id == workshop)
            return [view(session, row) for row in session.scalars(query.order_by(SeatRow.created, SeatRow.id))]

    def join(self, device: str, grant: str, name: str, organisation: str = "") -> Seat | Refusal:
        """The place that a grant becomes once a name is given. The same grant again gives the same place.

        Who is on the list by this name is that person, and sits down where they are expected.
        """
        read = _read_names(name, organisation)
        if isinstance(read, Refusal):
            return read
        now = self._ground.instants.now()

        def work(unit: Unit) -> Seat | Refusal:
            held = unit.session.get(GrantRow, grant)
            if held is None or held.device_id != device:
                return Refusal(Code.EXPIRED_LINK)
            known = unit.session.get(SeatRow, held.seat_id) if held.seat_id else None
            if known is not None and not known.revoked:
                return view(unit.session, known)
            shop = unit.workshop(held.workshop_id)
            if shop.status == "closed":
                return Refusal(Code.WORKSHOP_CLOSED)
            listed = expected_as(unit.session, shop.id, *read)
            if isinstance(listed, Refusal):
                return listed
            promised = arrives(listed, read[1], now) if listed else None
            seat = _new_seat(unit, shop, device, *read, now, listed)
            held.seat_id = seat.id
            unit.session.flush()
            table = held.group_id or promised  # who scanned a table's code stands beside that table
            if table:
                cause = Cause(seat.person_id or "", f"join-{seat.id}", now)
                _sit(unit, table, seat, held.role == "host", cause)
            return view(unit.session, seat)

        return self._ground.writer.do(work, lambda session: _needs_of_grant(session, grant, *read))

    def return_by_code(self, device: str, workshop: str, code: str, address: str = "") -> Seat | Refusal:
        """A place on this device for the person whose return code this is. Failures are counted by workshop too."""
        now = self._ground.instants.now()
        keys = (f"return:{device}", f"return:{workshop}")
        if self._ground.returns.refuses(now, *keys) or self._ground.must_wait("return", device, address):
            return Refusal(Code.TOO_FAST)
        plain = plain_code(code)
        with self._ground.reading() as session:
            here = (PersonRow.workshop_id == workshop) & PersonRow.expected.is_(False)
            query = select(PersonRow.id).where(here, PersonRow.return_code == plain)
            person = session.scalar(query) if plain else None
        if person is None:
            self._ground.returns.failed(now, *keys)
            self._ground.failed("return", device, address)
            return Refusal(Code.WRONG_CODE)

        def work(unit: Unit) -> Seat | Refusal:
            return view(unit.session, place_again(unit, device, str(person), workshop, now))

        return self._ground.writer.do(work)

    def sit_beside(self, device: str, seat: str, name: str, organisation: str = "") -> Seat | Refusal:
        """Another person on the same device, at the same table if there is one. The device is shared from now on."""
        read = _read_names(name, organisation)
        if isinstance(read, Refusal):
            return read
        now = self._ground.instants.now()

        def work(unit: Unit) -> Seat | Refusal:
            first = unit.session.get(SeatRow, seat)
            if first is None or first.device_id != device or first.revoked or first.person_id is None:
                return Refusal(Code.NOT_YOUR_SEAT)
            shop = unit.workshop(first.workshop_id)
            if shop.status == "closed":
                return Refusal(Code.WORKSHOP_CLOSED)
            listed = expected_as(unit.session, shop.id, *read)
            if isinstance(listed, PersonRow):
                arrives(listed, read[1], now)  # they sit down where the device is
            beside = _new_seat(unit, shop, device, *read, now, listed if isinstance(listed, PersonRow) else None)
            _share(unit, device, shop.id)
            group = table_of(unit.session, first.person_id)
            if group is not None:
                _sit(unit, group, beside, False, Cause(beside.person_id or "", f"beside-{beside.id}", now))
            return view(unit.session, beside)

        def needs(session: Session) -> Needs:
            query = select(SeatRow.workshop_id, SeatRow.person_id).where(SeatRow.id == seat)
            row = session.execute(query).one_or_none()
            if row is None or row.person_id is None:
                return Needs()
            group = table_of(session, row.person_id)
            return Needs(frozenset({row.workshop_id}), frozenset({group} if group else ()))

        return self._ground.writer.do(work, needs)

    def revoke(self, seat: str) -> None:
        """This place is no place any more; its sockets are told by who hears of moved people."""

        def work(unit: Unit) -> None:
            row = unit.session.get(SeatRow, seat)
            if row is not None and not row.revoked:
                row.revoked = True
                unit.changed_people({row.person_id} if row.person_id else set(), moved=True)

        self._ground.writer.do(work)


def _needs_of_grant(session: Session, grant: str, name: str, organisation: str) -> Needs:
    row = session.execute(select(GrantRow.workshop_id, GrantRow.group_id).where(GrantRow.id == grant)).one_or_none()
    if row is None:
        return Needs()
    listed = expected_as(session, row.workshop_id, name, organisation)
    table = row.group_id or (listed.promised if isinstance(listed, PersonRow) else None)
    return Needs(frozenset({row.workshop_id}), frozenset({table} if table else ()))


def clean(text: str) -> str:
    """One line, without what nobody sees."""
    plain = unicodedata.normalize("NFC", text)
    return " ".join("".join(c if unicodedata.category(c)[0] != "C" else " " for c in plain).split())


def _read_names(name: str, organisation: str) -> tuple[str, str] | Refusal:
    name, organisation = clean(name), clean(organisation)
    if not name:
        return Refusal(Code.MISSING_NAME)
    for field, value, limit in (("name", name, LONGEST_NAME), ("organisation", organisation, LONGEST_ORGANISATION)):
        if len(value) > limit:
            return Refusal(Code.TOO_LONG, {"field": field, "limit": limit, "length": len(value)})
    return name, organisation


def label_for(labels: Collection[str], organisation: str) -> str:
    """What tells a homonym apart from those who have these labels: the initial of the organisation, or a number."""
    if not labels:
        return ""
    initial = f"{organisation[0].upper()}." if organisation and organisation[0].isalpha() else ""
    if initial and initial not in labels:
        return initial
    return next(str(n) for n in range(2, len(labels) + 3) if str(n) not in labels)


def labels_of(session: Session, workshop: str) -> dict[str, list[str]]:
    """The labels of everybody by their name, without capitals: whoever has a name there has a label, maybe empty."""
    found: dict[str, list[str]] = {}
    for name, label in session.execute(
        select(PersonRow.name, PersonRow.label).where(PersonRow.workshop_id == workshop)
    ):
        found.setdefault(name.casefold(), []).append(label)
    return found


def _new_seat(
    unit: Unit, shop: WorkshopRow, device: str, name: str, organisation: str, now: int, listed: PersonRow | None
) -> SeatRow:
    label = label_for(labels_of(unit.session, shop.id).get(name.casefold(), ()), organisation)
    person = listed or add_person(unit.session, shop.id, name, organisation, now, label)
    seat = SeatRow(
        id=fresh_id(), device_id=device, person_id=person.id, workshop_id=shop.id, workshop_roles=[],
        shared=device_is_shared(unit.session, device, shop.id), revoked=False, created=now,
    )  # fmt: skip
    unit.session.add(seat)
    unit.session.flush()
    unit.changed_workshop(shop.id)
    return seat


def _share(unit: Unit, device: str, workshop: str) -> None:
    query = select(SeatRow).where(SeatRow.device_id == device, SeatRow.workshop_id == workshop)
    for row in unit.session.scalars(query):
        row.shared = True
        unit.changed_people({row.person_id} if row.person_id else set())
    unit.session.flush()


def _sit(unit: Unit, group: str, seat: SeatRow, hosts: bool, cause: Cause) -> None:
    """Sit a newcomer at a table; who cannot sit there now (full, or the client must say yes) waits beside."""
    row = unit.group(group)
    person = seat.person_id or ""
    if isinstance(act(unit, row, Sit(), Actor(person), cause, ""), Refusal):
        return
    held = row.value.roles.get(person)
    if hosts and held is not None:
        act(unit, row, TakeOverTable(), Actor(person, held), cause, "")
