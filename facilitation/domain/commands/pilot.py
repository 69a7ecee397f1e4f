"""Commands of the pilot beside the phases: a message to the tables, and a table that nobody needs."""

from dataclasses import dataclass

from .base import Command
from .values import flag_field, text_field

LONGEST_MESSAGE = 140
"""Characters: a message is read at ten metres."""


@dataclass(frozen=True)
class SendMessage(Command):
    """Say something to the tables, and to the whole room when ``wall``; it replaces what was said before."""

    text: str = text_field(LONGEST_MESSAGE)
    wall: bool = flag_field()


@dataclass(frozen=True)
class WithdrawMessage(Command):
    """Take the message off the tables and off the wall."""


@dataclass(frozen=True)
class AcknowledgeMessage(Command):
    """« Vu »: the host has read the pilot's message."""


@dataclass(frozen=True)
class ShutTable(Command):
    """Put away a table at which nobody sits and nothing runs, or bring it back with ``reopen``."""

    reopen: bool = flag_field()
