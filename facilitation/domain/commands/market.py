"""Commands of the market of cases: before or beside the tables."""

from dataclasses import dataclass
from typing import ClassVar

from .base import Command
from .values import choice_field, flag_field, id_field, text_field

CASE_KINDS = ("problem", "concern", "project")


@dataclass(frozen=True)
class ProposeCase(Command):
    """Propose a case, or replace the one already proposed. A ``draft`` is its author's alone until it is shown."""

    scope: ClassVar[str] = "workshop"
    title: str = text_field(120)
    kind: str = choice_field(*CASE_KINDS, default="")
    draft: bool = flag_field()


@dataclass(frozen=True)
class WithdrawCase(Command):
    """Take one's case back."""

    scope: ClassVar[str] = "workshop"


@dataclass(frozen=True)
class WishCase(Command):
    """Say which case one would like to hear, and which one if that table is full; without ``first``: none."""

    scope: ClassVar[str] = "workshop"
    first: str = id_field(required=False)
    second: str = id_field(required=False)


@dataclass(frozen=True)
class PlaceCase(Command):
    """Give a case its table; without ``table``: take it off. People sit where the case is that they want to hear."""

    scope: ClassVar[str] = "workshop"
    case: str = id_field()
    table: str = id_field(required=False)


@dataclass(frozen=True)
class SeatByWishes(Command):
    """Seat everybody who still may move: authors where their case is, the others by their wishes."""

    scope: ClassVar[str] = "workshop"
