"""The root of every command."""

import re
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Command:
    """The root of all commands. ``steering`` commands change phase or clock and carry the ``step`` they saw."""

    steering: ClassVar[bool] = False
    scope: ClassVar[str] = "group"
    """``group`` for what happens at a table, ``workshop`` for what happens before or beside the tables."""

    @classmethod
    def wire(cls) -> str:
        """The name of this command on the socket and in the templates."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


@dataclass(frozen=True)
class Steering(Command):
    """A command that changes phase or clock."""

    steering: ClassVar[bool] = True
