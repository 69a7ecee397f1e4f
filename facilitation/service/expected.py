"""People on the organiser's list who are not here yet, and who of them somebody at the door is."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from ..domain.refusals import Code, Refusal
from ..storage.seats import PersonRow
from .seating_list import plain

_AWAITED = (
    select(func.coalesce(PersonRow.promised, ""), func.count())
    .where(PersonRow.workshop_id == bindparam("workshop"), PersonRow.expected)
    .group_by(PersonRow.promised)
)
"""Built once: the board and the list of tables ask it."""


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
    return _called(list(people), name, organisation, str.casefold)


def called_nearly(people: Iterable[Somebody], name: str, organisation: str) -> list[Somebody]:
    """Who of these may be meant by a name without its accents, or with another apostrophe or hyphen.

    Asked where nobody is ``called`` so: two people whom an accent alone tells apart are two.
    """
    wanted = plain(name)
    near = [one for one in people if wanted in plain_names(one)] if wanted else []
    return _called(near, name, organisation, plain)


def plain_names(one: Named) -> set[str]:
    """By what somebody is nearly called."""
    return {plain(name) for name in {one.name, one.written}}


def _called(people: Sequence[Somebody], name: str, organisation: str, read: Callable[[str], str]) -> list[Somebody]:
    wanted, of = read(name), read(organisation)

    def here(found: Iterable[Somebody]) -> list[Somebody]:
        return [one for one in found if read(one.organisation) == of]

    shown = [one for one in people if read(one.name) == wanted]
    labelled = [one for one in shown if one.name != one.written]
    same = labelled or [one for one in people if read(one.written) == wanted]
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
    awaited = [_Expected(row) for row in rows]
    found = called(awaited, name, organisation) or called_nearly(awaited, name, organisation)
    if len(found) > 1:
        return Refusal(Code.MISSING_FIELD, {"field": "organisation", "homonyms": len(found)})
    return found[0].row if found else None


def awaited(session: Session, workshop: str) -> Counter[str]:
    """How many people each table still waits for."""
    return Counter(dict(session.execute(_AWAITED, {"workshop": workshop}).all()))


def arrives(row: PersonRow, organisation: str, now: int) -> str | None:
    """This person is here now; the table that they were promised. What the list did not know is completed."""
    table, row.promised = row.promised, None
    row.expected, row.joined = False, now
    row.organisation = row.organisation or organisation
    return table
