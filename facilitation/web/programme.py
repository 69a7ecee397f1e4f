"""The day of a workshop as a line of stations: what the room does together, and the long stretch where tables work."""

from dataclasses import dataclass

from facilitation.domain.formats import Format
from facilitation.domain.phases import Kind, Scope


@dataclass(frozen=True)
class Station:
    """A moment of the day. ``kind`` is None for the end; ``kinds`` are the phases of a stretch led at each table.

    ``at`` and ``until`` are instants.
    """

    at: int
    until: int
    kind: Kind | None
    kinds: tuple[Kind, ...] = ()

    @property
    def tables_work(self) -> bool:
        """True for the stretch that belongs to the tables: the heart of the day."""
        return bool(self.kinds)


def stations(planned: Format, starts: int, ends: int) -> tuple[Station, ...]:
    """The stations of a workshop, end included. The reserve is the tables': it stands before the last room phase."""
    line: list[Station] = []
    at = starts
    last_room = max((i for i, p in enumerate(planned.phases) if p.scope is Scope.ROOM), default=None)
    for i, phase in enumerate(planned.phases):
        if i == last_room and line and line[-1].tables_work:
            at += planned.reserve
            line[-1] = Station(line[-1].at, at, line[-1].kind, line[-1].kinds)
        until = at + phase.planned
        if phase.scope is Scope.ROOM:
            line.append(Station(at, until, phase.kind))
        elif line and line[-1].tables_work:
            line[-1] = Station(line[-1].at, until, line[-1].kind, (*line[-1].kinds, phase.kind))
        else:
            line.append(Station(at, until, phase.kind, (phase.kind,)))
        at = until
    return (*line, Station(ends, ends, None))


def last_meeting(line: tuple[Station, ...]) -> int | None:
    """When the tables meet again for the last time, or None when they never do after they worked."""
    worked = [i for i, station in enumerate(line) if station.tables_work]
    after = line[worked[-1] + 1 :] if worked else ()
    return next((station.at for station in after if station.kind is not None), None)
