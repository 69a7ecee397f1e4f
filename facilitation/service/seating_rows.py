"""What is remembered of a seating between two pages: wishes, a proposal, the last act. No words, no names."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from ..seating.model import Arrangement, Quality, Unmet
from ..storage.seatings import SeatingRow
from .seating_moves import OVER, Moves
from .seating_roles import Held, held_from
from .seating_wishes import wishes_from


@dataclass(frozen=True)
class Proposal:
    """A seating that waits to be accepted. ``quality`` is None for what a draw left for the next round."""

    at: int
    seating: Mapping[str, str]
    quality: Quality | None = None
    unmet: tuple[Unmet, ...] = ()


@dataclass(frozen=True)
class Done:
    """The last act: what it was, when, and what became of people. ``new`` counts who was left where they are because
    they came after the proposal; for a list, ``new`` and ``known`` count its people, by hand ``known`` who is pinned.
    ``held`` and ``pins`` are what taking it back gives back beside the tables; rows of before have neither.
    """

    act: str
    at: int
    was: Mapping[str, str | None] = field(default_factory=dict)
    now: Mapping[str, str | None] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    stayed: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)
    new: int = 0
    known: int = 0
    held: Mapping[str, Held] = field(default_factory=dict)
    pins: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def can_be_undone(self) -> bool:
        """True when somebody was moved, or pinned where they are."""
        return bool(self.now or self.pins)


def proposal_row(proposal: Proposal) -> dict[str, Any]:
    """As a row keeps it."""
    quality = asdict(proposal.quality) if proposal.quality else None
    unmet = [[one.wish, list(one.people), one.why] for one in proposal.unmet]
    return {"at": proposal.at, "seating": dict(proposal.seating), "quality": quality, "unmet": unmet}


def proposal_from(row: Mapping[str, Any] | None) -> Proposal | None:
    """What a row keeps."""
    if row is None:
        return None
    quality = row["quality"]
    read = Quality(**{**quality, "choices": tuple(quality["choices"])}) if quality else None
    unmet = tuple(Unmet(wish, tuple(people), why) for wish, people, why in row["unmet"])
    return Proposal(row["at"], row["seating"], read, unmet)


def proposed(arrangement: Arrangement, at: int) -> dict[str, Any]:
    """The row of what the solver found."""
    return proposal_row(Proposal(at, arrangement.seating, arrangement.quality, arrangement.unmet))


def left_for_later(moves: Moves, at: int) -> dict[str, Any] | None:
    """The row of what waits for the next round, or None."""
    later = {person: table for person, table in moves.stayed.get(OVER, {}).items() if table is not None}
    return proposal_row(Proposal(at, later)) if later else None


def done_row(act: str, at: int, moves: Moves, new: int = 0, known: int = 0) -> dict[str, Any]:
    """The row of an act."""
    done = Done(act, at, moves.was, moves.now, tuple(moves.asked), moves.stayed, new, known, moves.held, moves.pins)
    return asdict(done) | {"asked": list(done.asked)}


def done_from(row: Mapping[str, Any] | None) -> Done | None:
    """What a row keeps."""
    if row is None:
        return None
    return Done(**{**row, "asked": tuple(row["asked"]), "held": held_from(row.get("held", {}))})


def row_of(session: Session, workshop: str) -> SeatingRow:
    """The row of this workshop, made when it is needed. The workshop must be locked."""
    row = session.get(SeatingRow, workshop)
    if row is None:
        row = SeatingRow(workshop_id=workshop, step=0, wishes={}, proposal=None, last=None)
        session.add(row)
        session.flush()
    return row


def forget(session: Session, workshop: str, person: str) -> None:
    """Nothing here speaks of this person any more."""
    row = session.get(SeatingRow, workshop)
    if row is None:
        return
    if row.wishes:
        row.wishes = wishes_from(row.wishes).without(person).to_row()
    if row.proposal is not None:
        unmet = [one for one in row.proposal["unmet"] if person not in one[1]]
        row.proposal = row.proposal | {"seating": _but(row.proposal["seating"], person), "unmet": unmet}
    if row.last is not None:
        stayed = {why: _but(people, person) for why, people in row.last["stayed"].items()}
        asked = [one for one in row.last["asked"] if one != person]
        moved = {key: _but(row.last.get(key, {}), person) for key in ("was", "now", "held", "pins")}
        row.last = row.last | moved | {"asked": asked, "stayed": stayed}


def _but(people: Mapping[str, Any], person: str) -> dict[str, Any]:
    return {one: what for one, what in people.items() if one != person}
