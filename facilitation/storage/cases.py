"""What people propose to bring."""

from sqlalchemy import ForeignKey, Text, bindparam, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from .base import Base
from .groups import GroupRow, RoundRow


class CaseRow(Base):
    """A case. ``status`` is proposed, withdrawn or erased; a case that is not proposed has no title any more."""

    __tablename__ = "cases"
    id: Mapped[str] = mapped_column(primary_key=True)
    workshop_id: Mapped[str] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    author: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    title: Mapped[str]
    status: Mapped[str]
    draft: Mapped[bool] = mapped_column(default=False)
    """True until its author shows it to the room."""
    group_id: Mapped[str | None]
    """The table where the pilot placed it, None while it has none. A case that is told is named by its table."""
    born: Mapped[int]
    """The version of the workshop at which it was first proposed: an order, not an instant."""

    @property
    def shown(self) -> bool:
        """True while others than its author may read its title."""
        return self.status == "proposed" and not self.draft


class WishRow(Base):
    """Which cases a person would like to hear, first and second, by their ids."""

    __tablename__ = "wishes"
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    workshop_id: Mapped[str] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    first: Mapped[str]
    second: Mapped[str]
    """Empty when there is none."""


# Snapshots ask these many times for each act: building a question anew costs more than the database's answer.
_HERE = bindparam("workshop", type_=Text)
_WISHES = select(WishRow.person_id, WishRow.first, WishRow.second).where(WishRow.workshop_id == _HERE)
_TOLD_BEFORE = (
    select(RoundRow.case_id, RoundRow.group_id)
    .join(GroupRow, GroupRow.id == RoundRow.group_id)
    .where(GroupRow.workshop_id == _HERE, or_(RoundRow.reason.is_(None), RoundRow.reason != "undone"))
    .order_by(RoundRow.started, RoundRow.group_id)
)
_TOLD_NOW = select(GroupRow.case_id, GroupRow.id).where(GroupRow.workshop_id == _HERE)
_BEING_TOLD = _TOLD_NOW.where(or_(GroupRow.status != "closed", GroupRow.paper))
_STANDING = (
    select(CaseRow).where(CaseRow.workshop_id == _HERE, CaseRow.status == "proposed").order_by(CaseRow.born, CaseRow.id)
)
_STANDING_OF = _STANDING.where(CaseRow.author == bindparam("author"))


def wishes_of(session: Session, workshop: str) -> dict[str, tuple[str, str]]:
    """First and second wish by person."""
    rows = session.execute(_WISHES, {"workshop": workshop})
    return {person: (first, second) for person, first, second in rows}


def told_at(session: Session, workshop: str) -> dict[str, str]:
    """The table of each case that is told now or was in an earlier round. A start that was undone told nothing."""
    here = {"workshop": workshop}
    found = [*session.execute(_TOLD_BEFORE, here), *session.execute(_TOLD_NOW, here)]
    return {case: table for case, table in found if case is not None}


def telling_at(session: Session, workshop: str) -> dict[str, str]:
    """The table of each case that is told now. A closed round is over, except on paper: what was said there is typed in
    afterwards, its case too."""
    found = session.execute(_BEING_TOLD, {"workshop": workshop})
    return {case: table for case, table in found if case is not None}


def standing(session: Session, workshop: str, author: str | None = None) -> list[CaseRow]:
    """What people propose now, oldest first; of one ``author`` when named, whose last one counts.

    A case that was told in a round that is over is no proposal any more: it belongs to that round's notes, and its
    author may bring another.
    """
    if author is None:
        rows = session.scalars(_STANDING, {"workshop": workshop}).all()
    else:
        rows = session.scalars(_STANDING_OF, {"workshop": workshop, "author": author}).all()
    over = told_at(session, workshop).keys() - telling_at(session, workshop).keys() if rows else set()
    return [row for row in rows if row.id not in over]
