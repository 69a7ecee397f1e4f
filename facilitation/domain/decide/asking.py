"""What a decider is given and what it gives back."""

from dataclasses import dataclass

from ..contributions import Contribution
from ..events import Event
from ..group import Actor, Group, Role
from ..refusals import Code, Refusal
from ..workshop import Case

Decision = list[Event] | Refusal
"""Events to fold in order; an empty list when things are already so; or a refusal, and nothing changed."""


@dataclass(frozen=True)
class Ask:
    """The circumstances of a command: table, actor, instant, the id of a new row, the row that is named."""

    group: Group
    actor: Actor
    now: int
    fresh: str
    subject: Contribution | Case | None
    starts: int = 0
    """The planned start of the workshop, an instant."""

    @property
    def person(self) -> str:
        """Who asks."""
        return self.actor.person

    @property
    def pilots(self) -> bool:
        """True when the actor conducts the room."""
        return self.actor.has(Role.CONDUCTOR)

    def minutes(self, number: int) -> int:
        """So many minutes of this table's time, in milliseconds: a rehearsal's are shorter."""
        return number * self.group.format.minute

    def row(self, type: str) -> Contribution | Refusal:
        """The contribution that the command names, when it is of this type and of the current round."""
        row = self.subject
        if not isinstance(row, Contribution) or row.type != type or not row.of(self.group):
            return Refusal(Code.UNKNOWN_THING)
        return row
