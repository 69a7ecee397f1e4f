"""Events on who sits where and who does what."""

from dataclasses import dataclass

from ..formats import Format
from ..group import Role
from .base import Event


@dataclass(frozen=True)
class PersonSeated(Event):
    """A person sits at the table with these roles."""

    person: str
    roles: frozenset[Role]


@dataclass(frozen=True)
class SeatRequested(Event):
    """A person asks to sit down while a case is being told."""

    person: str


@dataclass(frozen=True)
class PersonLeft(Event):
    """A person left the table; what they wrote stays, unsigned to newcomers."""

    person: str


@dataclass(frozen=True)
class RolesChanged(Event):
    """A person holds exactly these roles now."""

    person: str
    roles: frozenset[Role]


@dataclass(frozen=True)
class HostRelieved(Event):
    """Somebody leads the table while the line of this host is lost; None once the host has it back."""

    person: str | None


@dataclass(frozen=True)
class ClientAccepted(Event):
    """A person accepted to be the client."""

    person: str
    case: str | None


@dataclass(frozen=True)
class ClientDeclined(Event):
    """The client gave the role back."""

    person: str


@dataclass(frozen=True)
class PilotCalled(Event):
    """The table calls the pilot."""


@dataclass(frozen=True)
class CallAnswered(Event):
    """The call is over."""


@dataclass(frozen=True)
class PaperChosen(Event):
    """The organiser said, before the start, whether the table has no device."""

    paper: bool


@dataclass(frozen=True)
class FormatChosen(Event):
    """The organiser chose another format before the table began."""

    format: Format


@dataclass(frozen=True)
class PersonErased(Event):
    """The tombstone of a person: rows and names are gone, the past folds as before.

    ``rounds`` are those of this table whose last client the person was; ``actions`` are their lines of plans, whoever
    typed them.
    """

    person: str
    rounds: tuple[int, ...] = ()
    actions: tuple[str, ...] = ()
