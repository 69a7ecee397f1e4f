"""Commands on who speaks next, and on being ready."""

from dataclasses import dataclass

from .base import Command
from .values import flag_field


@dataclass(frozen=True)
class OpenTour(Command):
    """Everybody speaks in turn, round the table."""


@dataclass(frozen=True)
class PassTurn(Command):
    """Who has the turn is done, or passes: the next one speaks."""


@dataclass(frozen=True)
class CloseTour(Command):
    """People speak as it comes again."""


@dataclass(frozen=True)
class SayReady(Command):
    """« J'ai fini d'écrire », or ``not_yet``: nobody waits for a clock that nobody needs."""

    not_yet: bool = flag_field()
