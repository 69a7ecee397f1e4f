"""What is owed to people before restored data is served: what they erased since the backup is erased again."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Engine, select

from ..storage.erasures import PERSON, ErasureRow, note
from ..storage.workshops import WorkshopRow
from .house import build_house
from .unit import Unit
from .verification import verify

Erased = tuple[str, str]
"""The kind of what was erased, and its identifier."""


@dataclass(frozen=True)
class Restored:
    """What was found and done in restored data: erasures made again, differences between journal and rows."""

    people: int
    workshops: int
    differences: list[str]
    verified: int


def make_good(engine: Engine, secret: bytes, erased: Iterable[Erased]) -> Restored:
    """Erase again what is known to have been erased, remember all of it, and verify the journal.

    Nobody may serve this data yet. Somebody whose workshop is erased too is counted with it.
    """
    house = build_house(engine, secret, lambda _audience, _text, _version: None)
    try:
        with house.ground.reading() as session:
            remembered = {(row.kind, row.id) for row in session.scalars(select(ErasureRow))}
            there = set(session.scalars(select(WorkshopRow.id)))
        unknown = sorted(set(erased) - remembered)
        shops = [id for kind, id in unknown if kind != PERSON and id in there]
        for shop in shops:
            house.workshops.remove(shop)
        people = sum(house.privacy.erase(id) for kind, id in unknown if kind == PERSON)
        now = house.instants.now()

        def remember(unit: Unit) -> None:
            for kind, id in unknown:
                note(unit.session, kind, id, now)

        house.ground.writer.do(remember)
        differences, verified = verify(house)
        return Restored(people, len(shops), differences, verified)
    finally:
        house.close()
