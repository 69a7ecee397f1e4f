"""Workshops and the links that lead into them."""

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base

DAY_MS = 86_400_000


class WorkshopRow(Base):
    """One workshop. ``starts`` and ``ends`` are planned instants; ``status`` is preparing, open or closed."""

    __tablename__ = "workshops"
    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    title: Mapped[str]
    place: Mapped[str]
    starts: Mapped[int]
    ends: Mapped[int]
    timezone: Mapped[str]
    format: Mapped[dict[str, Any]]
    client_word: Mapped[str]
    code: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str]
    version: Mapped[int] = mapped_column(default=0)
    demo: Mapped[bool] = mapped_column(default=False)
    rehearsal: Mapped[bool] = mapped_column(default=False)
    speed: Mapped[int] = mapped_column(default=1)
    retention_days: Mapped[int] = mapped_column(default=60)
    script: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the organiser changed of the host's script: by kind of phase, by line of the script."""
    created: Mapped[int]
    closed_at: Mapped[int | None]
    last_act: Mapped[dict[str, Any] | None]
    """The last act on several tables at once (person, command id, wire name): what *undo for all* takes back."""

    @property
    def over_at(self) -> int:
        """The instant from which the days of its retention count."""
        return max(self.ends, self.closed_at or 0)

    @property
    def erased_at(self) -> int:
        """The instant from which everything of it is deleted."""
        return self.over_at + self.retention_days * DAY_MS


class InvitationRow(Base):
    """A link. Its token is derived from ``id`` with the server's secret; only the token's hash is kept."""

    __tablename__ = "invitations"
    id: Mapped[str] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    workshop_id: Mapped[str] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[str | None] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    account_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    created: Mapped[int]
    expires: Mapped[int | None]
    revoked: Mapped[bool] = mapped_column(default=False)


class GrantRow(Base):
    """What a link allowed a device to become, until a name is given."""

    __tablename__ = "grants"
    id: Mapped[str] = mapped_column(primary_key=True)
    device_id: Mapped[str] = mapped_column(ForeignKey("devices.id", ondelete="CASCADE"), index=True)
    workshop_id: Mapped[str] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[str | None] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    role: Mapped[str]
    created: Mapped[int]
    seat_id: Mapped[str | None] = mapped_column(ForeignKey("seats.id", ondelete="SET NULL"))
    """The place that came of it: the same link in the same browser leads there again."""


class FormatRow(Base):
    """An organiser's own format, with the lines of the host's script that it changes."""

    __tablename__ = "formats"
    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    format: Mapped[dict[str, Any]]
    script: Mapped[dict[str, Any]]
    created: Mapped[int]


class TakeawayRow(Base):
    """A private link to what one person takes home of one round. Its token is derived from ``id``, as an
    invitation's."""

    __tablename__ = "takeaways"
    id: Mapped[str] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    workshop_id: Mapped[str] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[str] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    round: Mapped[int]
    person_id: Mapped[str] = mapped_column(index=True)
    created: Mapped[int]
    expires: Mapped[int]
    """As known when it was made; it lasts as long as the workshop's words, whose day may have been moved since."""
    revoked: Mapped[bool] = mapped_column(default=False)
