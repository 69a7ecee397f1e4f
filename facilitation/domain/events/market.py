"""Events of the market of cases, and of turns."""

from dataclasses import dataclass

from .base import Event, words


@dataclass(frozen=True)
class CaseProposed(Event):
    """A case was proposed, or replaced; a draft is shown to nobody but its author."""

    case: str
    author: str
    kind: str
    draft: bool = False
    title: str = words()


@dataclass(frozen=True)
class CaseWithdrawn(Event):
    """A case was taken back."""

    case: str


@dataclass(frozen=True)
class CasePlaced(Event):
    """A case has its table, or none any more."""

    case: str
    table: str | None


@dataclass(frozen=True)
class CaseWished(Event):
    """Somebody would like to hear these cases; empty: none."""

    person: str
    first: str
    second: str


@dataclass(frozen=True)
class TourOpened(Event):
    """People speak in this order."""

    order: tuple[str, ...]


@dataclass(frozen=True)
class TurnPassed(Event):
    """The turn went on."""


@dataclass(frozen=True)
class TourClosed(Event):
    """People speak as it comes."""


@dataclass(frozen=True)
class ReadySaid(Event):
    """Somebody is done with writing, or not any more."""

    person: str
    ready: bool
