"""Rehearsal workshops: made for simulated people, marked, and removed in one act."""

from sqlalchemy import select

from ..domain.formats import SHIPPED
from ..domain.refusals import Refusal
from ..storage.workshops import WorkshopRow
from .ground import Ground
from .reserved import REHEARSAL, reserved_account
from .workshops import Workshop, Workshops

TITLE = "Répétition : Atelier de codéveloppement"
PLACE = "Salle imaginaire"
ARRIVAL = 10_000
"""Milliseconds that the simulated people have to come in before the planned start."""
FORGOTTEN_AFTER = 86_400_000
"""Milliseconds after which a rehearsal is removed when the next one is asked for."""


class Rehearsals:
    """Asked for by ``flask rehearse`` through the owner's door."""

    def __init__(self, ground: Ground, workshops: Workshops) -> None:
        self._ground = ground
        self._workshops = workshops

    def create(self, groups: int, format_key: str, speed: int, quiet: bool) -> Workshop | Refusal:
        """A rehearsal workshop; in a quiet one of two tables or more the last table is on paper."""
        now = self._ground.instants.now()
        for old in self._all(before=now - FORGOTTEN_AFTER):
            self._workshops.remove(old)
        account = reserved_account(self._ground, REHEARSAL, "Répétition")
        shape = SHIPPED.get(format_key)
        starts = now + ARRIVAL
        ends = starts + (shape.total // max(1, speed) if shape else 1)
        paper = (groups,) if quiet and groups > 1 else ()
        return self._workshops.create(
            account, TITLE, PLACE, starts, ends, format_key, tables=groups, rehearsal=True, speed=speed, paper=paper
        )

    def remove_all(self) -> int:
        """Remove every rehearsal; how many there were."""
        found = self._all()
        for workshop in found:
            self._workshops.remove(workshop)
        return len(found)

    def _all(self, before: int | None = None) -> list[str]:
        query = select(WorkshopRow.id).where(WorkshopRow.rehearsal)
        if before is not None:
            query = query.where(WorkshopRow.created < before)
        with self._ground.reading() as session:
            return list(session.scalars(query))
