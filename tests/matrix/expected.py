"""The hand-written table of ``expected.csv``, as cells."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

from facilitation.domain.commands import COMMANDS
from facilitation.domain.group import Role
from facilitation.domain.phases import ClientMode, Kind

FILE = Path(__file__).with_name("expected.csv")
STRANGER = "stranger"
ROLES = (*(str(role) for role in Role if role is not Role.SYSTEM), STRANGER)
"""Who may be at the other end of a socket; the clock (``system``) is nobody."""
WAITING, PAUSED, CLOSED = "waiting", "paused", "closed"
STATES = (WAITING, *(kind.value for kind in Kind), PAUSED, CLOSED)
MODES = tuple(ClientMode)
COLUMNS = dict(
    zip(
        ("wait", "follow", "frame", "choice", "expo", "clarif", "contr", "silent", "pause", "sugg", "plan", "learn",
         "plen", "paused", "closed"),
        STATES,
        strict=True,
    )
)  # fmt: skip
"""The heads of the columns, and the states they stand for: a new kind of phase makes this fail."""
IN_MODES = {
    "y": frozenset(ClientMode),
    "-": frozenset[ClientMode](),
    "g": frozenset({ClientMode.SIGNAL_ONLY, ClientMode.INTERACTS}),
    "i": frozenset({ClientMode.INTERACTS}),
}
USUAL, ALONE = "usual", "alone"


@dataclass(frozen=True)
class Cell:
    """May somebody in this role ask for this command, at a table in this state, with this client mode?"""

    command: str
    role: str
    state: str
    mode: ClientMode
    given: str
    """What else is so at the table: ``usual`` or ``alone``, as the head of the file says."""
    allowed: bool

    @property
    def key(self) -> tuple[str, str, str, ClientMode]:
        """What makes the cell."""
        return self.command, self.role, self.state, self.mode

    def __str__(self) -> str:
        return f"{self.command} · {self.role} · {self.state} · {self.mode.value} · {self.given}"


def _lines() -> Iterable[dict[str, str]]:
    with FILE.open(encoding="utf-8") as file:
        reader = csv.DictReader(line for line in file if not line.startswith("#"))
        for line in reader:
            assert None not in line, f"a comma too many: {line}"
            yield {key.strip(): (value or "").strip() for key, value in line.items()}


@cache
def cells() -> tuple[Cell, ...]:
    """Every cell of the file, in its order. Fails on a mark, a role or a head that the file does not explain."""
    found = []
    for line in _lines():
        roles = line["roles"].split()
        assert roles, line
        assert set(roles) <= set(ROLES), line
        assert line["given"] in (USUAL, ALONE), line
        assert line.keys() == {"command", "given", *COLUMNS, "roles", "why"}, line.keys()
        for role, (head, state), mode in product(roles, COLUMNS.items(), MODES):
            allowed = mode in IN_MODES[line[head]]
            found.append(Cell(line["command"], role, state, mode, line["given"], allowed))
    return tuple(found)


def whole() -> set[tuple[str, str, str, ClientMode]]:
    """Every cell that there must be."""
    return set(product(COMMANDS, ROLES, STATES, MODES))
