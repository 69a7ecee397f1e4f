"""Tables, their rounds, their passages through phases and who sat there."""

from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class GroupRow(Base):
    """A table: the value ``domain.group.Group``, column by column, with its name."""

    __tablename__ = "groups"
    id: Mapped[str] = mapped_column(primary_key=True)
    workshop_id: Mapped[str] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    name: Mapped[str]
    paper: Mapped[bool] = mapped_column(default=False)
    format: Mapped[dict[str, Any]]
    version: Mapped[int]
    step: Mapped[int]
    round: Mapped[int]
    position: Mapped[int | None]
    run: Mapped[int]
    status: Mapped[str]
    clock_planned: Mapped[int | None]
    clock_deadline: Mapped[int | None] = mapped_column(index=True)
    clock_remaining: Mapped[int | None]
    clock_elapsed: Mapped[bool] = mapped_column(default=False)
    roles: Mapped[dict[str, Any]]
    case_id: Mapped[str | None]
    agreement: Mapped[str]
    aloud: Mapped[bool] = mapped_column(default=False)
    requester: Mapped[str | None]
    """Who wrote the contract that stands; it is nobody else's to confirm."""
    drifting: Mapped[bool] = mapped_column(default=False)
    call: Mapped[bool] = mapped_column(default=False)
    summons_target: Mapped[str | None]
    summons_at: Mapped[int | None]
    summons_delayed: Mapped[bool] = mapped_column(default=False)
    undoable: Mapped[dict[str, Any] | None]
    requests: Mapped[list[str]]
    supporters: Mapped[list[str]]
    actions: Mapped[list[str]]
    stopped: Mapped[bool] = mapped_column(default=False)
    tour: Mapped[list[str]] = mapped_column(default=list)
    ready: Mapped[list[str]] = mapped_column(default=list)
    expected: Mapped[dict[str, Any]] = mapped_column(default=dict)
    relieved: Mapped[str | None]
    message: Mapped[dict[str, Any] | None]
    shut: Mapped[bool] = mapped_column(default=False)

    value = None
    """What ``storage.repository`` made of these columns, or None: no column, and gone with the transaction."""


class RoundRow(Base):
    """One case going through the phases. ``words`` is kept, erased or withheld (for the client alone)."""

    __tablename__ = "rounds"
    group_id: Mapped[str] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    format: Mapped[dict[str, Any]]
    client: Mapped[str | None]
    case_id: Mapped[str | None]
    started: Mapped[int]
    closed: Mapped[int | None]
    reason: Mapped[str | None]
    words: Mapped[str] = mapped_column(default="kept")


class PhaseRunRow(Base):
    """One entry into a phase, with what was planned and the real instants. ``undone`` when the act was taken back."""

    __tablename__ = "phase_runs"
    group_id: Mapped[str] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True)
    run: Mapped[int] = mapped_column(primary_key=True)
    round: Mapped[int]
    position: Mapped[int]
    kind: Mapped[str]
    planned: Mapped[int]
    started: Mapped[int]
    ended: Mapped[int | None]
    undone: Mapped[bool] = mapped_column(default=False)


class MembershipRow(Base):
    """A person at a table, from one instant to another. Nobody sits at two tables."""

    __tablename__ = "memberships"
    group_id: Mapped[str] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    since: Mapped[int] = mapped_column(primary_key=True)
    """The version of the table at which the person sat down."""
    began: Mapped[int]
    ended: Mapped[int | None]

    __table_args__ = (
        Index(
            "uq_memberships_present",
            "person_id",
            unique=True,
            sqlite_where=text("ended IS NULL"),
            postgresql_where=text("ended IS NULL"),
        ),
    )
