"""The table: the thing that has a phase and a clock. A frozen value; only ``evolve`` makes a new one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from .clock import Clock
from .formats import Format
from .phases import NATURE, Kind, Phase, Scope


class Role(StrEnum):
    """What somebody does; a person holds a set of them. ``conductor`` and ``system`` belong to the whole room."""

    HOST = "host"
    FACILITATOR = "facilitator"
    SCRIBE = "scribe"
    TIMEKEEPER = "timekeeper"
    DEPUTY = "deputy"
    OBSERVER = "observer"
    CLIENT = "client"
    CONSULTANT = "consultant"
    CONDUCTOR = "conductor"
    SYSTEM = "system"


TABLE_ROLES = frozenset(Role) - {Role.CONDUCTOR, Role.SYSTEM}
LARGEST_TABLE = 10


class Status(StrEnum):
    """Where a table stands. ``closed``: its round is over; it can still join the plenary."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    CLOSED = "closed"


class Agreement(StrEnum):
    """Where the contract stands. Its sentence is a row, not part of this value."""

    NONE = "none"
    WRITTEN = "written"
    CONFIRMED = "confirmed"


@dataclass(frozen=True)
class Actor:
    """Who asks: a person with the roles it holds at this table (and ``conductor`` if it pilots the room)."""

    person: str
    roles: frozenset[Role] = frozenset()

    def has(self, *roles: Role) -> bool:
        """True when the person holds one of these roles."""
        return not self.roles.isdisjoint(roles)


SYSTEM = Actor("system", frozenset({Role.SYSTEM}))


@dataclass(frozen=True)
class Summons:
    """The room's call to a target phase: the table goes there at ``at`` unless it is already there or further."""

    target: str
    """As ``Format.position`` reads it."""
    at: int
    delayed: bool = False


@dataclass(frozen=True)
class Message:
    """What the pilot said to the table at the instant ``at``; its text is a row. ``seen``: the host has read it."""

    id: str
    at: int
    wall: bool = False
    seen: bool = False


@dataclass(frozen=True)
class Moment:
    """What an act on phase or clock changes and undo gives back. ``clock`` keeps its instants: seconds that passed stay
    passed."""

    position: int | None
    status: Status
    clock: Clock | None
    run: int
    round: int
    summons: Summons | None = None
    former: "Former | None" = None
    """Only when a round was started over another one: what the round before had."""
    drifting: bool = False
    tour: tuple[str, ...] = ()
    ready: frozenset[str] = frozenset()
    """What lasts as long as the phase, for an act that left it."""
    expected: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Former:
    """What a round leaves behind when the next one starts, so that undoing the start finds it again."""

    client: str | None
    case: str | None
    agreement: Agreement
    aloud: bool
    supporters: frozenset[str]
    actions: frozenset[str]
    stopped: bool
    requester: str | None = None


@dataclass(frozen=True)
class Undoable:
    """The last act that can be undone: the wire name of its command, and the moment before it."""

    act: str
    before: Moment


@dataclass(frozen=True)
class Group:
    """One table. ``version`` rises with every change of content, ``step`` with phase or clock only.

    ``position`` is the place of the phase in ``format.phases``, None before the start. ``run`` names the entry into
    the current phase (a passage): it is the version at which it began, so going back never takes a number twice.
    ``round`` numbers the rounds of the table, 0 before the first; a round whose start is undone leaves its number to
    the next one, and its words with it.
    """

    id: str
    workshop: str
    format: Format
    version: int = 0
    step: int = 0
    round: int = 0
    position: int | None = None
    run: int = 0
    status: Status = Status.WAITING
    clock: Clock | None = None
    roles: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    case: str | None = None
    agreement: Agreement = Agreement.NONE
    aloud: bool = False
    requester: str | None = None
    """Who wrote the contract of this round; it stands for nobody else."""
    drifting: bool = False
    """True after the client said that the group moves away from the request, until the host has seen it."""
    call: bool = False
    summons: Summons | None = None
    undoable: Undoable | None = None
    requests: frozenset[str] = frozenset()
    """People who ask to sit down after the exposé began and wait for the client's yes."""
    supporters: frozenset[str] = frozenset()
    actions: frozenset[str] = frozenset()
    """The lines of the plan, by id: a plan is short."""
    stopped: bool = False
    """True when the round was ended by « arrêter là »: its words are erased or withheld and nobody adds any."""
    paper: bool = False
    """True for a table without a device: the pilot advances it, its members type in afterwards what they wrote."""
    tour: tuple[str, ...] = ()
    """Whose turn it is and who follows; empty when people speak as it comes. Who has spoken is kept nowhere."""
    ready: frozenset[str] = frozenset()
    """Who says that their silent writing is done."""
    expected: Mapping[int, int] = field(default_factory=dict)
    """Milliseconds, by position, where « Tenir 16 h 30 » gave a phase another length than the format plans."""
    relieved: str | None = None
    """The host whose line was lost and whose table somebody leads meanwhile."""
    message: Message | None = None
    shut: bool = False
    """True for a table that was put away because nobody sits there."""

    @property
    def phase(self) -> Phase | None:
        """The phase the table is in, or None before the start."""
        return None if self.position is None else self.format.phases[self.position]

    @property
    def kind(self) -> Kind | None:
        """The kind of the current phase, or None before the start."""
        return self.phase.kind if self.phase else None

    def expects(self, position: int) -> int:
        """How long the phase at this position is to last, in milliseconds: as planned, or as it was planned again."""
        return self.expected.get(position, self.format.phases[position].planned)

    @property
    def in_room_phase(self) -> bool:
        """True when the current phase belongs to the room."""
        return self.phase is not None and self.phase.scope is Scope.ROOM

    def holder(self, role: Role) -> str | None:
        """The person who holds this role (the first by id when several do), or None."""
        return self.holders.get(role)

    @cached_property
    def holders(self) -> dict[Role, str]:
        """The person who holds each role that somebody holds; the first by id when several do."""
        # Asked several times of each table at each act, and a table never changes: another one takes its place.
        found: dict[Role, str] = {}
        for person in sorted(self.roles, reverse=True):
            found |= dict.fromkeys(self.roles[person], person)
        return found

    @property
    def client(self) -> str | None:
        """The client of the round, or None."""
        return self.holder(Role.CLIENT)

    @property
    def told(self) -> bool:
        """True while the table holds what newcomers were not told: they need a yes, also when the client has gone.

        A table where nobody is left lets people in, for nobody could say yes.
        """
        if not self.roles or self.stopped:
            return False
        if self.paper and self.agreement is Agreement.NONE and not self.actions:  # what was said stands on paper
            return False
        if self.agreement is not Agreement.NONE or self.actions:  # wherever the round went back to
            return True
        confidential = self.kind is not None and NATURE[self.kind].confidential
        listening = self.kind is Kind.EXPOSITION and self.client is None  # nobody tells anything yet, or any more
        return confidential and not (listening and self.status not in (Status.PAUSED, Status.CLOSED))

    @property
    def clock_runs(self) -> bool:
        """True while time passes: in a round, or in a closed table that is back with the room."""
        return self.clock is not None and not self.clock.held and self.status is not Status.PAUSED

    def former(self) -> Former:
        """What starting another round would leave behind."""
        return Former(
            self.client, self.case, self.agreement, self.aloud, self.supporters, self.actions, self.stopped,
            requester=self.requester,
        )  # fmt: skip

    def moment(self) -> Moment:
        """What undo would have to give back."""
        return Moment(
            self.position, self.status, self.clock, self.run, self.round, self.summons,
            drifting=self.drifting, tour=self.tour, ready=self.ready, expected=self.expected,
        )  # fmt: skip
