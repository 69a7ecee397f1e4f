"""Commands on who sits where and who does what."""

from dataclasses import dataclass

from ..group import TABLE_ROLES, Role
from .base import Command
from .values import choices_field, flag_field, id_field


@dataclass(frozen=True)
class Sit(Command):
    """Take a place at this table, leaving the former one."""


@dataclass(frozen=True)
class LeaveTable(Command):
    """Give up the place at this table: one's own, or another person's for the host."""

    person: str = id_field(required=False)


@dataclass(frozen=True)
class WelcomePerson(Command):
    """The client's yes to somebody who asks to sit down after the exposé began."""

    person: str = id_field()


@dataclass(frozen=True)
class ChangeRoles(Command):
    """Give a person exactly these roles; ``client`` is neither given nor taken this way."""

    person: str = id_field()
    roles: tuple[str, ...] = choices_field(*sorted(TABLE_ROLES - {Role.CLIENT}))


@dataclass(frozen=True)
class TakeOverTable(Command):
    """« J'anime cette table »: become its host; the former host becomes a consultant.

    ``meanwhile`` when the host's line is lost: they may take the table back when they return.
    """

    meanwhile: bool = flag_field()


@dataclass(frozen=True)
class AcceptClient(Command):
    """« Je veux bien apporter ce sujet »: become the client, with one's own case if one was proposed."""

    case: str = id_field(required=False)


@dataclass(frozen=True)
class DeclineClient(Command):
    """Give up being the client."""


@dataclass(frozen=True)
class CallPilot(Command):
    """The table calls the pilot."""


@dataclass(frozen=True)
class AnswerCall(Command):
    """The pilot answers, or the host withdraws, a call."""
