"""A workshop as its organiser's pages read it: what the service tells, its stations, its hours and its links."""

from dataclasses import dataclass
from typing import Any

from facilitation.domain.formats import Format
from facilitation.domain.phases import MINUTE, Kind

from .programme import Station, stations


@dataclass(frozen=True)
class Hour:
    """When a phase is planned to begin (an instant), and for how many minutes."""

    kind: Kind
    at: int
    minutes: int


@dataclass(frozen=True)
class TableLinks:
    """The addresses of one table."""

    name: str
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
        return tuple(_hours(self._workshop.format, self._workshop.starts, self.stations))


def _hours(planned: Format, starts: int, line: tuple[Station, ...]) -> list[Hour]:
    room = {station.kind: station.at for station in line if not station.tables_work}
    hours, at = [], starts
    for phase in planned.phases:
        at = max(at, room.get(phase.kind, at))
        hours.append(Hour(phase.kind, at, phase.planned // MINUTE))
        at += phase.planned
    return hours


def addresses(workshop: Any, links: Any, base: str) -> Addresses:
    """The addresses made of a workshop's tokens. ``base`` is where people reach this house, no slash at its end."""

    def enter(token: str) -> str:
        return f"{base}/enter#{token}"

    tables = tuple(
        TableLinks(table.name, enter(links.hosts[table.id]), enter(links.tables[table.id])) for table in workshop.tables
    )
    return Addresses(enter(links.join), enter(links.conductor), enter(links.projector), tables)
