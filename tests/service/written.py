"""What was written in a workshop, as the test remembers it: each text once, with whose it is and where it belongs."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from facilitation.storage.cases import CaseRow
from facilitation.storage.contributions import ContributionRow
from facilitation.storage.groups import GroupRow, RoundRow
from facilitation.storage.journal import JournalRow
from facilitation.storage.workshops import WorkshopRow
from tests.builders import Open

SEEN_BY_AUTHOR = ("idea", "notes", "learning", "case")


@dataclass
class Written:
    """One text. ``key`` is the thing it stands in: writing there again replaces it."""

    text: str
    kind: str
    key: str
    author: str
    round: int
    private: bool
    withheld: bool = False
    """Kept for the client alone when its round was stopped."""


class Ledger:
    """Every text that must still be there, and every text that must be nowhere."""

    def __init__(self, room: Open) -> None:
        self.room = room
        self.alive: dict[str, Written] = {}
        self.gone: set[str] = set()
        self.count = 0

    def fresh(self) -> str:
        """A text that nobody wrote before."""
        self.count += 1
        return f"canari{self.count:05}é"

    def write(self, text: str, kind: str, key: str, author: str, private: bool = False) -> None:
        """A text was acknowledged; what stood there before was replaced by it."""
        if key in self.alive:
            self.gone.add(self.alive[key].text)
        self.alive[key] = Written(text, kind, key, author, self.round(), private)

    def of_round(self, kind: str) -> list[Written]:
        """The texts of this kind in the present round."""
        round = self.round()
        return [w for w in self.alive.values() if w.kind == kind and w.round == round]

    def erase(self, concerned: Any) -> None:
        """These texts must be nowhere from now on, the others where they were."""
        lost = {key: w for key, w in self.alive.items() if concerned(w)}
        self.alive = {key: w for key, w in self.alive.items() if key not in lost}
        kept = {w.text for w in self.alive.values()}
        self.gone |= {w.text for w in lost.values()} - kept

    def round(self) -> int:
        """The number of the table's round."""
        with self.room.house.ground.reading() as session:
            return int(session.scalar(select(GroupRow.round).where(GroupRow.id == self.room.table())) or 0)

    def told_case(self) -> str | None:
        """The case that the present round tells."""
        with self.room.house.ground.reading() as session:
            rounds = select(RoundRow.case_id).where(
                RoundRow.group_id == self.room.table(), RoundRow.number == self.round()
            )
            return session.scalar(rounds)

    def rounds_of(self, person: str) -> set[int]:
        """The rounds of which this person is the client."""
        with self.room.house.ground.reading() as session:
            query = select(RoundRow.number).where(RoundRow.group_id == self.room.table(), RoundRow.client == person)
            return set(session.scalars(query))

    def check(self, people: list[str]) -> None:
        """Each text where it belongs: in the rows until it goes, and before nobody's eyes but those it is for."""
        rows = self.rows()
        missing = [w for w in self.alive.values() if w.text not in rows]
        assert not missing, f"gone without a reason: {missing}"
        seen, round = self.seen(people), self.round()
        for text in self.gone:
            assert text not in rows, text
            assert not [audience for audience, body in seen.items() if text in body], text
        for w in self.alive.values():
            if not w.private:
                continue
            readers = {audience for audience, body in seen.items() if w.text in body}
            assert readers <= {f"person:{w.author}"}, (w, readers)
            here = w.kind == "case" or (w.round == round and f"person:{w.author}" in seen)
            if w.kind in SEEN_BY_AUTHOR and here and not w.withheld:
                assert readers, f"its author does not see it: {w}"

    def seen(self, people: list[str]) -> dict[str, str]:
        """What every audience reads now."""
        shop, table = self.room.workshop.id, self.room.table()
        audiences = [f"group:{table}", f"hosts:{table}", *(f"{k}:{shop}" for k in ("conductors", "projector", "room"))]
        found = self.room.house.snapshots.read_many([*audiences, *(f"person:{person}" for person in people)])
        return {audience: body for audience, (_version, body) in found.items()}

    def rows(self) -> str:
        """Every text that the rows of this workshop hold, one after the other."""
        with self.room.house.ground.reading() as session:
            query = select(ContributionRow.text, ContributionRow.extra).where(
                ContributionRow.group_id == self.room.table()
            )
            held = [text + json.dumps(extra, ensure_ascii=False) for text, extra in session.execute(query)]
            held += session.scalars(select(CaseRow.title).where(CaseRow.workshop_id == self.room.workshop.id))
        return "\n".join(held)

    def state(self) -> tuple[Any, ...]:
        """What any change would move."""
        shop = self.room.workshop.id
        with self.room.house.ground.reading() as session:
            return (
                session.execute(select(GroupRow.version, GroupRow.step).where(GroupRow.workshop_id == shop)).all(),
                session.scalar(select(WorkshopRow.version).where(WorkshopRow.id == shop)),
                session.scalar(select(func.count()).select_from(JournalRow).where(JournalRow.workshop_id == shop)),
            )
