"""What an event makes of a table: the only way to a new :class:`~facilitation.domain.group.Group`."""

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from typing import Any

from ..events import Event
from ..group import Group
from ..values import replace
from . import pilot, places, steering, turns, words

__all__ = ["EVOLVERS", "evolve", "fold"]

EVOLVERS: Mapping[type[Event], Callable[[Group, Any], Group]] = {
    **places.EVOLVERS,
    **steering.EVOLVERS,
    **pilot.EVOLVERS,
    **turns.EVOLVERS,
    **words.EVOLVERS,
}
"""How each event changes a table; ``version`` and ``step`` are counted here, for all of them."""


def evolve(group: Group, event: Event) -> Group:
    """The table after the event: one version later, and one step later when phase or clock changed."""
    after = EVOLVERS[type(event)](group, event)
    if after is group:
        after = replace(group)
    # Nobody else has this value yet: no other copy of a table is made for its two numbers.
    vars(after).update(version=group.version + 1, step=group.step + event.steering)
    return after


def fold(group: Group, events: Iterable[Event]) -> Group:
    """The table after all of these events, in order."""
    return reduce(evolve, events, group)
