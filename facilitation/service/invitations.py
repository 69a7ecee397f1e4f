"""Links and codes: how a device comes to be allowed to enter."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..domain.refusals import Code, Refusal
from ..storage.accounts import DeviceRow
from ..storage.seats import PersonRow, SeatRow
from ..storage.workshops import GrantRow, InvitationRow, WorkshopRow
from .ground import Ground
from .secrets import ALPHABET, derived_token, fresh_code, fresh_id, plain_code, token_hash
from .unit import Needs, Unit

KINDS = ("organiser", "host", "conductor", "join", "projector")
CODE_LENGTH = 8
RETURN_LENGTH = 6
"""Characters of the code that gives a person their place again: a guess may hit any of four hundred people."""


@dataclass(frozen=True)
class Place:
    """Where a link leads: to a seat if the device has it already, else to the page that asks for a name.

    ``role`` is participant, host, conductor, projector or organiser (then ``account`` is set and the device signed in).
    """

    role: str
    workshop: str | None = None
    group: str | None = None
    seat: str | None = None
    grant: str | None = None
    account: str | None = None


@dataclass(frozen=True)
class Grant:
    """What a device may become in a workshop once it gives a name."""

    id: str
    workshop_id: str
    group_id: str | None
    role: str


def invite(
    session: Session, secret: bytes, kind: str, workshop: str, now: int, *, group: str | None = None,
    account: str | None = None, expires: int | None = None,
) -> str:  # fmt: skip
    """A new link inside an open transaction; its token."""
    invitation = fresh_id()
    token = derived_token(secret, invitation)
    session.add(
        InvitationRow(
            id=invitation,
            token_hash=token_hash(token),
            kind=kind,
            workshop_id=workshop,
            group_id=group,
            account_id=account,
            created=now,
            expires=expires,
            revoked=False,
        )
    )
    return token


class Invitations:
    """Links are exchanged by POST, codes are typed; failures are throttled, successes never."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def create(
        self, kind: str, workshop: str, group: str | None = None, account: str | None = None,
        expires: int | None = None,
    ) -> str:  # fmt: skip
        """A new link of this kind; its token."""
        now, secret = self._ground.instants.now(), self._ground.secret

        def work(unit: Unit) -> str:
            return invite(unit.session, secret, kind, workshop, now, group=group, account=account, expires=expires)

        return self._ground.writer.do(work)

    def exchange(self, token: str, device: str, address: str = "") -> Place | Refusal:
        """Where this link leads on this device."""
        now = self._ground.instants.now()
        hashed = token_hash(token)
        with self._ground.reading() as session:
            known = session.scalar(select(InvitationRow.workshop_id).where(InvitationRow.token_hash == hashed))
        if known is None:
            # Nobody guesses 192 bits, so a true link is never slowed; a false one is told to wait when there were many.
            slow = self._ground.must_wait("link", device, address)
            self._ground.failed("link", device, address)
            return Refusal(Code.TOO_FAST if slow else Code.EXPIRED_LINK)
        workshop: str = known

        def work(unit: Unit) -> Place | Refusal:
            row = unit.session.scalar(select(InvitationRow).where(InvitationRow.token_hash == hashed))
            if row is None or row.revoked or (row.expires is not None and row.expires <= now):
                return Refusal(Code.EXPIRED_LINK)
            if row.kind == "organiser":
                return self._sign_in(unit, row, device)
            shop = unit.workshop(workshop)
            role = "participant" if row.kind == "join" else row.kind
            if shop.status == "closed" and role in ("participant", "host"):
                seat = _seat_of(unit.session, device, shop.id, role, row.group_id)
                return Place(role, shop.id, row.group_id, seat=seat) if seat else Refusal(Code.WORKSHOP_CLOSED)
            return self._grant(unit, shop, device, role, row.group_id, now)

        return self._ground.writer.do(work, lambda _s: Needs(workshops=frozenset({workshop})))

    def by_code(self, code: str, device: str, now: int | None = None, address: str = "") -> Place | Refusal:
        """Where this typed code leads on this device."""
        now = self._ground.instants.now() if now is None else now
        if self._ground.must_wait("code", device, address):
            return Refusal(Code.TOO_FAST)
        plain = plain_code(code)
        found = None
        if len(plain) == CODE_LENGTH and set(plain) <= set(ALPHABET):
            with self._ground.reading() as session:
                query = select(WorkshopRow.id).where(WorkshopRow.code == plain, WorkshopRow.status != "closed")
                found = session.scalar(query)
        if found is None:
            self._ground.failed("code", device, address)
            return Refusal(Code.WRONG_CODE)
        workshop: str = found

        def work(unit: Unit) -> Place | Refusal:
            shop = unit.workshop(workshop)
            if shop.code != plain or shop.status == "closed":
                return Refusal(Code.WRONG_CODE)
            return self._grant(unit, shop, device, "participant", None, now)

        return self._ground.writer.do(work, lambda _s: Needs(workshops=frozenset({workshop})))

    def grant(self, device: str, workshop: str) -> Grant | None:
        """What this device may still become in this workshop: its newest grant that became no seat, or None."""
        with self._ground.reading() as session:
            query = (
                select(GrantRow)
                .where(GrantRow.device_id == device, GrantRow.workshop_id == workshop, GrantRow.seat_id.is_(None))
                .order_by(GrantRow.created.desc(), GrantRow.id)
            )
            row = session.scalar(query)
            return Grant(row.id, row.workshop_id, row.group_id, row.role) if row else None

    def _sign_in(self, unit: Unit, row: InvitationRow, device: str) -> Place | Refusal:
        known = unit.session.get(DeviceRow, device)
        if known is None or row.account_id is None:
            return Refusal(Code.EXPIRED_LINK)
        known.account_id = row.account_id
        return Place("organiser", workshop=row.workshop_id, account=row.account_id)

    def _grant(
        self, unit: Unit, shop: WorkshopRow, device: str, role: str, group: str | None, now: int
    ) -> Place | Refusal:
        seat = _seat_of(unit.session, device, shop.id, role, group)
        if seat is not None:
            return Place(role, shop.id, group, seat=seat)
        grant = _pending(unit.session, device, shop.id, role, group)
        if grant is None:
            grant = GrantRow(id=fresh_id(), device_id=device, workshop_id=shop.id, group_id=group, role=role)
            unit.session.add(grant)
        grant.created, grant.seat_id = now, None
        if role in ("conductor", "projector"):  # no name is asked from a pilot or a screen on the wall
            grant.seat_id = _seat_without_name(unit, shop, device, role, now)
            unit.session.flush()
            return Place(role, shop.id, seat=grant.seat_id)
        unit.session.flush()
        return Place(role, shop.id, group, grant=grant.id)


def _seat_of(session: Session, device: str, workshop: str, role: str, group: str | None) -> str | None:
    """The seat that came of the same kind of link on this device."""
    query = (
        select(SeatRow.id)
        .join(GrantRow, GrantRow.seat_id == SeatRow.id)
        .where(
            GrantRow.device_id == device,
            GrantRow.workshop_id == workshop,
            GrantRow.role == role,
            SeatRow.device_id == device,
            SeatRow.revoked.is_(False),
        )
        .order_by(SeatRow.created)
    )
    if role == "host":
        query = query.where(GrantRow.group_id == group)
    return session.scalar(query)


def _pending(session: Session, device: str, workshop: str, role: str, group: str | None) -> GrantRow | None:
    """The same link followed before, without a name given."""
    query = select(GrantRow).where(
        GrantRow.device_id == device,
        GrantRow.workshop_id == workshop,
        GrantRow.role == role,
        GrantRow.group_id == group,
        GrantRow.seat_id.is_(None),
    )
    return session.scalar(query.limit(1))


def _seat_without_name(unit: Unit, shop: WorkshopRow, device: str, role: str, now: int) -> str:
    person = None
    if role == "conductor":
        person = add_person(unit.session, shop.id, "", "", now)
    seat = SeatRow(
        id=fresh_id(), device_id=device, person_id=person.id if person else None, workshop_id=shop.id,
        workshop_roles=[role], shared=False, revoked=False, created=now,
    )  # fmt: skip
    unit.session.add(seat)
    unit.session.flush()
    return seat.id


def add_person(
    session: Session, workshop: str, name: str, organisation: str, now: int, label: str = "",
    taken: set[str] | None = None,
) -> PersonRow:  # fmt: skip
    """A new person of a workshop, with a return code nobody else has there. The workshop must be locked.

    ``taken`` are the codes that are taken, for who adds many people: it grows by theirs.
    """
    if taken is None:
        taken = return_codes(session, workshop)
    code = fresh_code(RETURN_LENGTH)
    while code in taken:
        code = fresh_code(RETURN_LENGTH)
    taken.add(code)
    person = PersonRow(
        id=fresh_id(), workshop_id=workshop, name=name, organisation=organisation, label=label,
        return_code=code, version=0, joined=now,
    )  # fmt: skip
    session.add(person)
    session.flush()
    return person


def return_codes(session: Session, workshop: str) -> set[str]:
    """The return codes of a workshop."""
    return set(session.scalars(select(PersonRow.return_code).where(PersonRow.workshop_id == workshop)))
