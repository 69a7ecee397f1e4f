"""The kinds of phase and what each one asks of a screen.

A phase is known by its kind, never by its number: the schools number them differently. Source: the six steps of
Payette and Champagne (1997), as compared in the project's method notes.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """A kind of phase; its French name is in ``facilitation.wording``."""

    FOLLOWUP = "followup"
    FRAMING = "framing"
    CASE_CHOICE = "case_choice"
    EXPOSITION = "exposition"
    CLARIFICATION = "clarification"
    CONTRACT = "contract"
    SILENT_WRITING = "silent_writing"
    PAUSE = "pause"
    SUGGESTIONS = "suggestions"
    ACTION_PLAN = "action_plan"
    LEARNINGS = "learnings"
    PLENARY = "plenary"


class Scope(StrEnum):
    """Who leads a phase: the room with its pilot, or each table with its host."""

    ROOM = "room"
    GROUP = "group"


class ClientMode(StrEnum):
    """What the client may do while the others suggest."""

    SILENT = "silent"
    SIGNAL_ONLY = "signal_only"
    INTERACTS = "interacts"


class Turns(StrEnum):
    """How people speak: as it comes, or in turn round the table."""

    POPCORN = "popcorn"
    TOUR = "tour"


@dataclass(frozen=True)
class Nature:
    """What a kind of phase is by default, before a format changes it."""

    scope: Scope
    screens_down: bool
    protected: bool = False
    """True when the time left is kept for it first: contract, plan and learnings."""
    confidential: bool = True
    """True once a case is being told: newcomers then need the client's yes."""


_ROOM = Scope.ROOM
_GROUP = Scope.GROUP

NATURE: dict[Kind, Nature] = {
    Kind.FOLLOWUP: Nature(_GROUP, screens_down=False, confidential=False),
    Kind.FRAMING: Nature(_ROOM, screens_down=False, confidential=False),
    Kind.CASE_CHOICE: Nature(_ROOM, screens_down=False, confidential=False),
    Kind.EXPOSITION: Nature(_GROUP, screens_down=True),
    Kind.CLARIFICATION: Nature(_GROUP, screens_down=True),
    Kind.CONTRACT: Nature(_GROUP, screens_down=False, protected=True),
    Kind.SILENT_WRITING: Nature(_GROUP, screens_down=False),
    Kind.PAUSE: Nature(_GROUP, screens_down=False),
    Kind.SUGGESTIONS: Nature(_GROUP, screens_down=True),
    Kind.ACTION_PLAN: Nature(_GROUP, screens_down=False, protected=True),
    Kind.LEARNINGS: Nature(_GROUP, screens_down=False, protected=True),
    Kind.PLENARY: Nature(_ROOM, screens_down=False),
}


@dataclass(frozen=True)
class Phase:
    """One line of a format. ``planned`` and ``minimum`` are milliseconds."""

    kind: Kind
    planned: int
    minimum: int
    scope: Scope
    screens_down: bool
    client_mode: ClientMode = ClientMode.SIGNAL_ONLY
    turns: Turns = Turns.POPCORN
    """How the phase begins; the host changes it at any moment."""
    together: bool = False
    """Silent writing only: what was written is laid on the table, all at once, when suggestions open."""


MINUTE = 60_000
"""Milliseconds in a minute."""


def phase(kind: Kind, minutes: int, client_mode: ClientMode = ClientMode.SIGNAL_ONLY) -> Phase:
    """A phase of this kind as its nature has it, planned for so many minutes."""
    nature = NATURE[kind]
    share = 60 if nature.protected else 40
    minimum = max(1, minutes * share // 100) * MINUTE
    return Phase(kind, minutes * MINUTE, minimum, nature.scope, nature.screens_down, client_mode)
