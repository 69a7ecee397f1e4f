"""Workshops: create, print links, close, remove. Nothing here ever returns what people wrote."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from ..domain.events import PaperChosen
from ..domain.formats import SHIPPED, Format, Option
from ..domain.group import Group
from ..domain.refusals import Refusal
from ..storage.codec import encode
from ..storage.erasures import WORKSHOP, note
from ..storage.groups import GroupRow
from ..storage.models import Base
from ..storage.repository import Cause, as_format, new_group
from ..storage.workshops import DAY_MS, InvitationRow, WorkshopRow
from .conduct import fold
from .ground import Ground
from .invitations import CODE_LENGTH, invite
from .minutes import review
from .notes import notes
from .plans import Own, planned
from .released import Follow, released_learnings, shared_follow_ups
from .secrets import derived_token, fresh_code, fresh_id, shown_code
from .unit import Needs, Unit

RIVERS = (
    "Somme", "Oise", "Aisne", "Lys", "Scarpe", "Deûle", "Escaut", "Authie", "Canche", "Sambre", "Marque", "Avre",
    "Thérain", "Liane", "Sensée", "Ternoise", "Hallue", "Noye", "Bresle", "Serre",
)  # fmt: skip
"""Tables are named after rivers of Hauts-de-France, then numbered."""


@dataclass(frozen=True)
class Table:
    """A table as its organiser knows it."""

    id: str
    number: int
    name: str
    paper: bool


@dataclass(frozen=True)
class Workshop:
    """A workshop as its organiser knows it; instants in milliseconds, ``code`` as people read it."""

    id: str
    account_id: str
    title: str
    place: str
    starts: int
    ends: int
    timezone: str
    format: Format
    client_word: str
    code: str
    status: str
    demo: bool
    rehearsal: bool
    speed: int
    retention_days: int
    created: int
    closed_at: int | None
    tables: tuple[Table, ...]

    @property
    def erased_at(self) -> int:
        """The instant from which everything is deleted."""
        return max(self.ends, self.closed_at or 0) + self.retention_days * DAY_MS


@dataclass(frozen=True)
class Links:
    """The tokens of a workshop's links. ``hosts`` and ``tables`` are keyed by table; ``organiser`` for a demo only."""

    join: str
    conductor: str
    projector: str
    hosts: dict[str, str]
    tables: dict[str, str]
    organiser: str | None = None


class Workshops:
    """The organiser's side. Callers check that the account owns the workshop with ``owned``."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def create(
        self, account: str, title: str, place: str, starts: int, ends: int, format_key: str = "150",
        minutes: Sequence[int] | None = None, tables: int = 5, client_word: str = "aided", demo: bool = False,
        rehearsal: bool = False, speed: int = 1, timezone: str = "Europe/Paris", paper: Sequence[int] = (),
        options: Iterable[Option] = (), own: Own | None = None, retention_days: int = 60,
    ) -> Workshop | Refusal:  # fmt: skip
        """A new workshop with its tables and links. ``minutes``: one number for each phase, None for the format's own;
        ``paper``: the numbers of tables without a device; ``options`` add to those of the format. Durations are divided
        by ``speed`` in a rehearsal. ``own``, a format of the account, is copied with its script instead of a shipped
        one."""
        chosen = own.format if own else SHIPPED.get(format_key)
        shape = planned(title, place, starts, ends, chosen, minutes, tables, client_word, speed, retention_days)
        if isinstance(shape, Refusal):
            return shape
        shape = replace(shape, options=shape.options | frozenset(options))
        now = self._ground.instants.now()
        key = fresh_id()
        columns: dict[str, Any] = {
            "id": key, "account_id": account, "title": title.strip(), "place": place.strip(),
            "starts": starts, "ends": ends,
            "timezone": timezone, "format": encode(shape), "client_word": client_word, "code": fresh_code(CODE_LENGTH),
            "status": "preparing", "version": 1, "demo": demo, "rehearsal": rehearsal, "speed": speed,
            "retention_days": retention_days, "script": own.script if own else {},
            "created": now, "closed_at": None, "last_act": None,
        }  # fmt: skip
        names = [RIVERS[i] if i < len(RIVERS) else str(i + 1) for i in range(tables)]
        ids = [fresh_id() for _ in names]

        def work(unit: Unit) -> Workshop:
            shop = WorkshopRow(**columns)
            unit.session.add(shop)
            unit.session.flush()
            for number, (id, name) in enumerate(zip(ids, names, strict=True), 1):
                group = Group(id=id, workshop=key, format=shape, paper=number in paper)
                new_group(unit.session, group, number, name)
            unit.session.flush()
            self._invite(unit, shop, ids, now)
            return _view(unit.session, shop)

        return self._ground.writer.do(work)

    def get(self, workshop: str) -> Workshop | None:
        """A workshop, or None."""
        with self._ground.reading() as session:
            row = session.get(WorkshopRow, workshop)
            return _view(session, row) if row else None

    def outline(self, workshop: str) -> Workshop | None:
        """A workshop without its tables, for who comes in and asks for none of them; or None."""
        with self._ground.reading() as session:
            row = session.get(WorkshopRow, workshop)
            return _outline(row) if row else None

    def owned(self, account: str, workshop: str) -> Workshop | None:
        """A workshop of this account, or None."""
        found = self.get(workshop)
        return found if found is not None and found.account_id == account else None

    def of_account(self, account: str) -> list[Workshop]:
        """The workshops of an account, newest first."""
        with self._ground.reading() as session:
            query = select(WorkshopRow).where(WorkshopRow.account_id == account)
            rows = session.scalars(query.order_by(WorkshopRow.starts.desc(), WorkshopRow.id)).all()
            return [_view(session, row) for row in rows]

    def links(self, workshop: str) -> Links | None:
        """The newest link of each kind, or None for an unknown workshop."""
        with self._ground.reading() as session:
            query = select(InvitationRow).where(InvitationRow.workshop_id == workshop, InvitationRow.revoked.is_(False))
            found: dict[tuple[str, str | None], str] = {}
            for row in session.scalars(query.order_by(InvitationRow.created, InvitationRow.id)):
                found[row.kind, row.group_id] = derived_token(self._ground.secret, row.id)
        if ("join", None) not in found:
            return None
        return Links(
            join=found["join", None],
            conductor=found["conductor", None],
            projector=found["projector", None],
            hosts={group: token for (kind, group), token in found.items() if kind == "host" and group},
            tables={group: token for (kind, group), token in found.items() if kind == "join" and group},
            organiser=found.get(("organiser", None)),
        )

    def rotate(self, workshop: str) -> None:
        """New links and a new code; the old ones lead nowhere from now on. Places already taken stay."""
        now = self._ground.instants.now()

        def work(unit: Unit) -> None:
            shop = unit.changed_workshop(workshop)
            unit.session.execute(
                update(InvitationRow).where(InvitationRow.workshop_id == workshop).values(revoked=True)
            )
            shop.code = fresh_code(CODE_LENGTH)
            query = select(GroupRow.id).where(GroupRow.workshop_id == workshop).order_by(GroupRow.number)
            self._invite(unit, shop, list(unit.session.scalars(query)), now)

        self._ground.writer.do(work, lambda _s: Needs(workshops=frozenset({workshop})))

    def choose_paper(self, workshop: str, tables: Collection[str]) -> None:
        """Exactly these tables (by id) have no device; a table that began stays what it was: its people are told."""
        now = self._ground.instants.now()

        def work(unit: Unit) -> None:
            cause = Cause(unit.workshop(workshop).account_id, f"paper-{fresh_id()}", now)
            for row in unit.groups.values():
                if row.value.position is None and row.value.paper != (row.id in tables):
                    fold(unit, row, [PaperChosen(row.id in tables)], cause)

        def needs(session: Session) -> Needs:
            found = session.scalars(select(GroupRow.id).where(GroupRow.workshop_id == workshop))
            return Needs(frozenset({workshop}), frozenset(found))

        self._ground.writer.do(work, needs)

    def close(self, workshop: str) -> None:
        """Nothing more may be written; members still read the notes of their table."""
        now = self._ground.instants.now()

        def work(unit: Unit) -> None:
            shop = unit.workshop(workshop)
            if shop.status != "closed":
                shop.status, shop.closed_at = "closed", now
                unit.changed_workshop(workshop)

        self._ground.writer.do(work, lambda _s: Needs(workshops=frozenset({workshop})))

    def remove(self, workshop: str) -> None:
        """Everything of this workshop is gone, from the file too."""

        def work(unit: Unit) -> None:
            for table in reversed(Base.metadata.sorted_tables):
                if "workshop_id" in table.c:
                    unit.session.execute(delete(table).where(table.c.workshop_id == workshop))
            unit.session.execute(delete(WorkshopRow).where(WorkshopRow.id == workshop))
            note(unit.session, WORKSHOP, workshop, self._ground.instants.now())
            unit.touched.erased = True

        self._ground.writer.do(work)

    def review(self, workshop: str) -> dict[str, object]:
        """Planned and real minutes for the whole room, and counts; see ``minutes.review``."""
        with self._ground.reading() as session:
            return review(session, workshop, self._ground.instants.now())

    def released(self, workshop: str) -> list[str]:
        """The learnings that people released for the whole gathering, without names."""
        with self._ground.reading() as session:
            return released_learnings(session, workshop)

    def follow_ups(self, workshop: str) -> list[Follow]:
        """What clients chose to tell of what became of their plans, without names."""
        with self._ground.reading() as session:
            return shared_follow_ups(session, workshop)

    def notes(self, group: str, person: str) -> dict[str, object] | None:
        """What a table wrote, for one of its members; None for anybody else. See ``notes.notes``."""
        with self._ground.reading() as session:
            return notes(session, group, person)

    def _invite(self, unit: Unit, shop: WorkshopRow, groups: list[str], now: int) -> None:
        session, secret, expires = unit.session, self._ground.secret, max(shop.ends, now) + 7 * DAY_MS
        for kind in ("join", "conductor", "projector"):
            invite(session, secret, kind, shop.id, now, expires=expires)
        if shop.demo:
            invite(session, secret, "organiser", shop.id, now, account=shop.account_id, expires=expires)
        for group in groups:
            invite(session, secret, "host", shop.id, now, group=group, expires=expires)
            invite(session, secret, "join", shop.id, now, group=group, expires=expires)
        session.flush()


def _view(session: Session, row: WorkshopRow) -> Workshop:
    query = select(GroupRow.id, GroupRow.number, GroupRow.name, GroupRow.paper).where(GroupRow.workshop_id == row.id)
    return _outline(row, tuple(Table(*found) for found in session.execute(query.order_by(GroupRow.number))))


def _outline(row: WorkshopRow, tables: tuple[Table, ...] = ()) -> Workshop:
    return Workshop(
        id=row.id, account_id=row.account_id, title=row.title, place=row.place, starts=row.starts, ends=row.ends,
        timezone=row.timezone, format=as_format(row.format), client_word=row.client_word,
        code=shown_code(row.code), status=row.status, demo=row.demo, rehearsal=row.rehearsal, speed=row.speed,
        retention_days=row.retention_days, created=row.created, closed_at=row.closed_at, tables=tables,
    )  # fmt: skip
