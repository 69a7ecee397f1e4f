"""People on the organiser's list who are not here yet, and who of them somebody at the door is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..domain.refusals import Code, Refusal
from ..storage.seats import PersonRow


class Named(Protocol):
    """What tells people apart."""

    @property
    def written(self) -> str:
        """The name as it was given."""

    @property
    def name(self) -> str:
        """The name as everybody reads it, with what tells homonyms apart."""

    @property
    def organisation(self) -> str:
        """May be empty."""


Somebody = TypeVar("Somebody", bound=Named)


def called(people: Iterable[Somebody], name: str, organisation: str) -> list[Somebody]:
    """Who of these may be meant: the same name, whatever the capitals, and the same organisation or none said.

    One who is shown by just this name and has just this organisation is meant before all others, so a list that was
    written here reads back; then one whose label was said too; then who has this organisation.
    """
    wanted, of = name.casefold(), organisation.casefold()

    def here(found: Iterable[Somebody]) -> list[Somebody]:
        return [one for one in found if one.organisation.casefold() == of]

    there = list(people)
    shown = [one for one in there if one.name.casefold() == wanted]
    labelled = [one for one in shown if one.name != one.written]
    same = labelled or [one for one in there if one.written.casefold() == wanted]
    return here(shown) or here(same) or [one for one in same if not of or not one.organisation]


@dataclass(frozen=True)
class _Expected:
    row: PersonRow

    @property
    def written(self) -> str:
        return self.row.name

    @property
    def name(self) -> str:
        return self.row.shown

    @property
    def organisation(self) -> str:
        return self.row.organisation


def expected_as(session: Session, workshop: str, name: str, organisation: str) -> PersonRow | Refusal | None:
    """The person of the list who says this name at the door; None when nobody is expected by it.

    Refused when several are and the organisation does not tell which: whoever says it is asked for it. Only who is
    still expected: nobody takes the place of somebody who has sat down.
    """
    rows = session.scalars(select(PersonRow).where(PersonRow.workshop_id == workshop, PersonRow.expected))
    found = called([_Expected(row) for row in rows], name, organisation)
    if len(found) > 1:
        return Refusal(Code.MISSING_FIELD, {"field": "organisation", "homonyms": len(found)})
    return found[0].row if found else None


def arrives(row: PersonRow, organisation: str, now: int) -> str | None:
    """This person is here now; the table that they were promised. What the list did not know is completed."""
    table, row.promised = row.promised, None
    row.expected, row.joined = False, now
    row.organisation = row.organisation or organisation
    return table
