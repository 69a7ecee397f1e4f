"""The demo: a workshop in its waiting room, with links that all open in one browser. Marked, and removed in one act."""

from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import func, select

from ..domain.commands import Command, ProposeCase, Sit
from ..domain.refusals import Refusal
from ..storage.accounts import AccountRow, DeviceRow
from ..storage.seats import SeatRow
from ..storage.workshops import DAY_MS, WorkshopRow
from .envelope import Envelope
from .ground import Ground
from .reserved import DEMO, RESERVED, remove_reserved_account, reserved_account
from .unit import Needs, Unit
from .workshops import Workshop

TITLE = "Atelier de codéveloppement"
PLACE = "La Machinerie, Amiens"
QUARTER = 15 * 60_000
LINKS_LAST = 5 * DAY_MS
"""Milliseconds after which the demo's links are drawn again: they would lead nowhere a little later."""


@dataclass(frozen=True)
class Guest:
    """Somebody who is already there: at a table (its number) or still in the waiting room, maybe with a case."""

    name: str
    organisation: str
    table: int | None = None
    case: str = ""
    kind: str = "problem"


GUESTS = (
    Guest(
        "Samira",
        "Ville de Longpré-sur-Authie",
        1,
        "Réunir les habitants autour de la place quand il n’en vient que douze",
    ),
    Guest("Yann", "Tiers-lieu L’Escale", 1),
    Guest("Nadège", "Pays du Haut-Marais", 1),
    Guest("Fatou", "Collectif Les Berges", 2, "Faire une place aux chasseurs dans la charte du marais", "project"),
    Guest("Olivier", "Centre social La Passerelle", 2),
    Guest("Bruno", "Syndicat de la vallée de la Selle"),
)


def greet(house: Any, here: str) -> list[str]:
    """What the console says of the demo: its links. It is made in an empty database; nothing is said in one that is
    neither empty nor holds a demo."""
    ground: Ground = house.ground
    workshop = _standing(house) or (_make(house) if _empty(ground) else None)
    if workshop is None:
        return []
    links = house.workshops.links(workshop.id)
    if links is None:
        return []
    first = workshop.tables[0]
    told = (
        ("organiser", links.organiser),
        (f"host of {first.name}", links.hosts[first.id]),
        ("conductor", links.conductor),
        ("join", links.join),
        ("projector", links.projector),
    )
    lines = [f"Demo workshop, code {workshop.code}; these links all work in one browser:"]
    return lines + [f"  {name:<14} {here}/enter#{token}" for name, token in told if token]


def remove(house: Any) -> bool:
    """Every trace of the demo is gone. False when there was none."""
    ground: Ground = house.ground
    found = _demos(ground)
    for workshop in found:
        devices = _guests_devices(ground, workshop)
        house.workshops.remove(workshop)
        _forget_devices(ground, devices)
    remove_reserved_account(ground, DEMO)
    return bool(found)


def _demos(ground: Ground) -> list[str]:
    with ground.reading() as session:
        return list(session.scalars(select(WorkshopRow.id).where(WorkshopRow.demo)))


def _empty(ground: Ground) -> bool:
    """True when nobody has an account and nothing real was made."""
    with ground.reading() as session:
        accounts = session.scalar(select(func.count()).where(AccountRow.login.not_in(RESERVED)))
        workshops = session.scalar(select(func.count()).where(WorkshopRow.rehearsal.is_(False)))
    return not accounts and not workshops


def _standing(house: Any) -> Workshop | None:
    """The demo that is there, its afternoon moved to now while nobody has begun it. None when there is none worth
    keeping: one that was played half a day ago is replaced."""
    now = house.ground.instants.now()
    for found in _demos(house.ground):
        workshop: Workshop = house.workshops.get(found)
        if workshop.status != "preparing" and workshop.ends < now - DAY_MS // 2:
            remove(house)
            return None
        if workshop.created < now - LINKS_LAST:
            house.workshops.rotate(found)
        if workshop.status == "preparing" and workshop.starts < now:
            _move(house.ground, found, _next_quarter(now), workshop.format.total)
        return house.workshops.get(found)  # type: ignore[no-any-return]
    return None


def _next_quarter(now: int) -> int:
    return (now // QUARTER + 1) * QUARTER


def _move(ground: Ground, workshop: str, starts: int, lasts: int) -> None:
    def work(unit: Unit) -> None:
        row = unit.changed_workshop(workshop)
        row.starts, row.ends = starts, starts + lasts

    ground.writer.do(work, lambda _s: Needs(workshops=frozenset({workshop})))


def _make(house: Any) -> Workshop | None:
    """The demo, with its guests. They come in as anybody does: a link, a name, commands through the door."""
    ground: Ground = house.ground
    starts = _next_quarter(ground.instants.now())
    account = reserved_account(ground, DEMO, "Démonstration")
    made = house.workshops.create(account, TITLE, PLACE, starts, starts + 150 * 60_000, "150", tables=5, demo=True)
    if isinstance(made, Refusal):
        return None
    workshop: Workshop = made
    join = house.workshops.links(workshop.id).join
    for guest in GUESTS:
        _come_in(house, workshop, join, guest)
    return workshop


def _come_in(house: Any, workshop: Workshop, join: str, guest: Guest) -> None:
    device = house.accounts.recognise(token_urlsafe(32)).id
    place = house.invitations.exchange(join, device)
    if isinstance(place, Refusal):
        return
    seat = house.people.join(device, place.grant, guest.name, guest.organisation)
    if isinstance(seat, Refusal):
        return
    if guest.table is not None:
        _say(house, seat.id, device, Sit(), workshop.tables[guest.table - 1].id)
    if guest.case:
        _say(house, seat.id, device, ProposeCase(guest.case, guest.kind))


def _say(house: Any, seat: str, device: str, command: Command, group: str | None = None) -> None:
    house.door.submit(Envelope(token_urlsafe(16), seat, device, command, "", group))


def _guests_devices(ground: Ground, workshop: str) -> list[str]:
    """The devices that never were a browser: those that hold one seat only, of this workshop, of one of the guests."""
    with ground.reading() as session:
        seats = select(SeatRow.device_id).where(SeatRow.workshop_id == workshop)
        elsewhere = select(SeatRow.device_id).where(SeatRow.workshop_id != workshop)
        query = select(DeviceRow.id).where(
            DeviceRow.id.in_(seats), DeviceRow.id.not_in(elsewhere), DeviceRow.account_id.is_(None)
        )
        return list(session.scalars(query))


def _forget_devices(ground: Ground, devices: list[str]) -> None:
    def work(unit: Unit) -> None:
        for device in devices:
            row = unit.session.get(DeviceRow, device)
            if row is not None:
                unit.session.delete(row)

    ground.writer.do(work)
