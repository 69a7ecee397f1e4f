"""« Emporter mon plan » : a private link that expires and leads one person back to what they took home."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ..domain.refusals import Code, Refusal
from ..storage.groups import GroupRow
from ..storage.seats import PersonRow
from ..storage.workshops import TakeawayRow, WorkshopRow
from .again import place_again
from .ground import Ground
from .invitations import Place
from .own_words import own_words
from .secrets import derived_token, fresh_id, token_hash
from .unit import Unit


class Keepsakes:
    """Links of people who go home. A link gives back the same place as a return code would, on the reader's device."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def link(self, person: str, group: str) -> str | None:
        """The token of this person's link to this table, when one was made and still leads somewhere."""
        now = self._ground.instants.now()
        with self._ground.reading() as session:
            row = _standing(session, person, group, now)
            return derived_token(self._ground.secret, row.id) if row else None

    def renew(self, person: str, group: str) -> str:
        """A new link; those given before lead nowhere from now on. It lasts as long as the words do."""
        now = self._ground.instants.now()

        def work(unit: Unit) -> str:
            table = unit.session.get_one(GroupRow, group)
            shop = unit.session.get_one(WorkshopRow, table.workshop_id)
            unit.session.execute(update(TakeawayRow).where(TakeawayRow.person_id == person).values(revoked=True))
            key = fresh_id()
            token = derived_token(self._ground.secret, key)
            unit.session.add(
                TakeawayRow(
                    id=key, token_hash=token_hash(token), workshop_id=shop.id, group_id=group, round=table.round,
                    person_id=person, created=now, expires=shop.erased_at, revoked=False,
                )
            )  # fmt: skip
            unit.session.flush()
            return token

        return self._ground.writer.do(work)

    def own_words(self, person: str) -> dict[str, Any] | None:
        """Everything this person wrote, to take away; see ``own_words.own_words``."""
        with self._ground.reading() as session:
            return own_words(session, person)

    def exchange(self, token: str, device: str) -> Place | Refusal | None:
        """The place on this device to which this link leads; a refusal when it is over; None when it is no such
        link."""
        now, hashed = self._ground.instants.now(), token_hash(token)
        with self._ground.reading() as session:
            known = session.scalar(select(TakeawayRow.id).where(TakeawayRow.token_hash == hashed))
        if known is None:
            return None

        def work(unit: Unit) -> Place | Refusal:
            row = unit.session.get(TakeawayRow, known)
            person = unit.session.get(PersonRow, row.person_id) if row else None
            shop = unit.session.get(WorkshopRow, row.workshop_id) if row else None
            if row is None or person is None or shop is None or row.revoked or shop.erased_at <= now:
                return Refusal(Code.EXPIRED_LINK)
            seat = place_again(unit, device, person.id, person.workshop_id, now)
            return Place("keepsake", row.workshop_id, row.group_id, seat=seat.id)

        return self._ground.writer.do(work)


def _standing(session: Session, person: str, group: str, now: int) -> TakeawayRow | None:
    query = select(TakeawayRow).where(
        TakeawayRow.person_id == person, TakeawayRow.group_id == group, TakeawayRow.revoked.is_(False)
    )
    row = session.scalar(query.order_by(TakeawayRow.created.desc()).limit(1))
    shop = session.get(WorkshopRow, row.workshop_id) if row else None
    return row if shop is not None and shop.erased_at > now else None
