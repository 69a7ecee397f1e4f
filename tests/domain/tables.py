"""A table to play with: one person for each role, and the pilot who sits nowhere."""

from dataclasses import replace

from facilitation.domain.commands import AcceptClient, BringTables, CloseRound, Command, Pause, RingPhase, Sit
from facilitation.domain.contributions import Contribution, evolve_words
from facilitation.domain.decide import decide
from facilitation.domain.events import Event, RolesChanged
from facilitation.domain.evolve import evolve
from facilitation.domain.formats import SHIPPED, Format, Option
from facilitation.domain.group import SYSTEM, Actor, Group, Role
from facilitation.domain.phases import MINUTE, Kind
from facilitation.domain.refusals import Refusal
from facilitation.domain.workshop import Case

NOON = 1_712_664_000_000
PILOT = "pilot"
STRANGER = "stranger"
PEOPLE = ("host", "facilitator", "scribe", "timekeeper", "deputy", "observer", "client", "consultant")
"""Each one is named for the only role that he or she holds."""


FULL = replace(SHIPPED["150"], options=frozenset(Option))
"""The default format with everything that can be added to it."""


def actor(person: str) -> Actor:
    """The pilot brings a role along; the table knows everybody else's."""
    return Actor(person, frozenset({Role.CONDUCTOR} if person == PILOT else ()))


class Table:
    """A table, what was written there, and what time it is."""

    def __init__(self, format: Format = SHIPPED["150"], now: int = NOON) -> None:
        self.group = Group("table", "workshop", format)
        self.words: dict[str, Contribution] = {}
        self.cases: dict[str, Case] = {}
        self.now = now
        self.born = 0

    def ask(self, command: Command, person: str) -> list[Event] | Refusal:
        """What would follow; nothing changes."""
        asks = SYSTEM if person == "system" else actor(person)
        return decide(self.group, command, asks, self.now, f"fresh-{self.born}", self.subject(command), NOON)

    def subject(self, command: Command) -> Contribution | Case | None:
        """The row that a command names."""
        for name in ("question", "idea", "suggestion", "action"):
            if isinstance(row := getattr(command, name, None), str):
                return self.words.get(row)
        return self.cases.get(getattr(command, "case", ""))

    def do(self, command: Command, person: str = "host") -> list[Event]:
        """Done, or the test fails."""
        events = self.ask(command, person)
        assert isinstance(events, list), (command, person, events)
        for event in events:
            self.fold(event)
        self.born += 1
        return events

    def fold(self, event: Event) -> None:
        """One event happened."""
        self.words = dict(evolve_words(self.words, self.group, event))
        self.group = evolve(self.group, event)

    def wait(self, minutes: float) -> "Table":
        """Time passes."""
        self.now += int(minutes * MINUTE)
        return self

    def ring(self) -> list[Event]:
        """The timekeeper asks."""
        return self.do(RingPhase(), "system")


def seated(format: Format = SHIPPED["150"]) -> Table:
    """Everybody sits, each with one role; the round has not begun."""
    table = Table(format)
    for person in PEOPLE:
        table.do(Sit(), person)
        if person not in ("client", "consultant"):
            table.fold(RolesChanged(person, frozenset({Role(person)})))
    table.do(AcceptClient(), "client")
    return table


def at(kind: Kind, format: Format = SHIPPED["150"]) -> Table:
    """The table in the first phase of this kind, just entered; the pilot's move is forgotten."""
    table = seated(format)
    table.do(BringTables(kind), PILOT)
    table.group = replace(table.group, undoable=None)
    return table


def paused(kind: Kind = Kind.CLARIFICATION) -> Table:
    """The table pauses in this phase."""
    table = at(kind)
    table.do(Pause())
    return table


def closed(kind: Kind = Kind.LEARNINGS) -> Table:
    """The round is over."""
    table = at(kind)
    table.do(CloseRound(), PILOT)
    return table
