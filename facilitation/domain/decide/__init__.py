"""What follows from a command: events, nothing (already so), or a refusal."""

from collections.abc import Callable, Mapping
from typing import Any

from ..commands import Command
from ..contributions import Contribution
from ..events import Event
from ..group import Actor, Group, Role
from ..permissions import permitted
from ..refusals import Code, Refusal
from ..values import replace
from ..workshop import Case
from . import contract, pauses, pilot, places, plan, room, steering, turns, words
from .asking import Ask, Decision

__all__ = ["DECIDERS", "Ask", "Decision", "decide"]

Decider = Callable[[Any, Ask], Decision]

DECIDERS: Mapping[type[Command], Decider] = {
    **places.DECIDERS,
    **steering.DECIDERS,
    **pauses.DECIDERS,
    **room.DECIDERS,
    **pilot.DECIDERS,
    **turns.DECIDERS,
    **words.DECIDERS,
    **contract.DECIDERS,
    **plan.DECIDERS,
}
"""The decider of each command of a table; those of the workshop are in ``domain.workshop``."""

_OF_THE_ROOM = frozenset({Role.CONDUCTOR, Role.SYSTEM})


def decide(
    group: Group,
    command: Command,
    actor: Actor,
    now: int,
    fresh: str,
    subject: Contribution | Case | None = None,
    starts: int = 0,
) -> list[Event] | Refusal:
    """What follows when this actor asks for this at the instant ``now``.

    The table itself says which of its roles the actor holds; only ``conductor`` and ``system`` are taken from
    ``actor.roles``. ``fresh`` becomes the id of a new row. ``subject`` is the row that the command names (its
    contribution; for ``accept_client`` its case), None when there is none. ``starts`` is when the workshop was to
    begin, an instant: « Tenir 16 h 30 » alone asks for it. The step that a steering command saw is compared before, at
    the door.
    """
    decider = DECIDERS.get(type(command))
    if decider is None:
        return Refusal(Code.UNKNOWN_COMMAND)
    here = group.roles.get(actor.person, frozenset())
    roles = (actor.roles & _OF_THE_ROOM) | here
    if roles != actor.roles:
        actor = replace(actor, roles=roles)
    code = permitted(group, command.wire(), actor.roles)
    if code is not None:
        return Refusal(code)
    return decider(command, Ask(group, actor, now, fresh, subject, starts))
