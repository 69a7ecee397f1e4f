"""A workshop as its organiser's pages read it: what the service tells, its stations, its hours and its links."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from facilitation.domain.formats import Format
from facilitation.domain.phases import MINUTE, Kind, Scope

from .programme import Station, stations


@dataclass(frozen=True)
class Hour:
    """When a phase is planned to begin (an instant), for how many minutes; ``room``: all tables go through it together.

    ``reserve``: the minutes kept in hand just before it.
    """

    kind: Kind
    at: int
    minutes: int
    room: bool
    reserve: int = 0


@dataclass(frozen=True)
class TableLinks:
    """One table and its addresses. ``paper``: it has no device."""

    id: str
    number: int
    name: str
    paper: bool
    host: str
    join: str


@dataclass(frozen=True)
class Addresses:
    """The addresses of a workshop; each carries its token behind the #, which no server ever logs."""

    join: str
    conductor: str
    projector: str
    tables: tuple[TableLinks, ...]


class Overview:
    """Reads like the service's workshop, with a few answers more."""

    def __init__(self, workshop: Any, people: int = 0) -> None:
        self._workshop = workshop
        self.people = people

    def __getattr__(self, name: str) -> Any:
        return getattr(self._workshop, name)

    @property
    def minutes(self) -> int:
        """Minutes of the whole format, before a rehearsal divided them."""
        minutes: int = round(self._workshop.format.total * self._workshop.speed / MINUTE)
        return minutes

    @property
    def stations(self) -> tuple[Station, ...]:
        """The day as a line."""
        return stations(self._workshop.format, self._workshop.starts, self._workshop.ends)

    @property
    def hours(self) -> tuple[Hour, ...]:
        """Every phase with the hour at which it is planned; the reserve stands before the last room phase."""
        return tuple(_hours(self._workshop.format, self._workshop.starts))


def _hours(planned: Format, starts: int) -> Iterator[Hour]:
    last, at = len(planned.phases) - 1, starts
    for i, phase in enumerate(planned.phases):
        room = phase.scope is Scope.ROOM
        kept = planned.reserve if room and i == last else 0
        at += kept
        yield Hour(phase.kind, at, phase.planned // planned.minute, room, kept // planned.minute)
        at += phase.planned


def addresses(workshop: Any, links: Any, base: str) -> Addresses:
    """The addresses made of a workshop's tokens. ``base`` is where people reach this house, no slash at its end."""

    def enter(token: str) -> str:
        return f"{base}/enter#{token}"

    tables = tuple(
        TableLinks(
            table.id, table.number, table.name, table.paper, enter(links.hosts[table.id]), enter(links.tables[table.id])
        )
        for table in workshop.tables
    )
    return Addresses(enter(links.join), enter(links.conductor), enter(links.projector), tables)
