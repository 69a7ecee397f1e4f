"""How turns and ready signals change a table. They last as long as the phase."""

from collections.abc import Callable, Mapping
from typing import Any

from ..events import Event, ReadySaid, TourClosed, TourOpened, TurnPassed
from ..group import Group
from ..values import replace


def tour_opened(group: Group, e: TourOpened) -> Group:
    """The first one has the turn."""
    return replace(group, tour=e.order)


def turn_passed(group: Group, e: TurnPassed) -> Group:
    """Who spoke is forgotten: only who follows is known. After the last one people speak as it comes."""
    return replace(group, tour=group.tour[1:])


def tour_closed(group: Group, e: TourClosed) -> Group:
    """Nobody has the turn."""
    return replace(group, tour=())


def ready_said(group: Group, e: ReadySaid) -> Group:
    """Done, or not yet."""
    ready = group.ready | {e.person} if e.ready else group.ready - {e.person}
    return replace(group, ready=ready)


def without(group: Group, person: str) -> Group:
    """Somebody who left has no turn and says nothing."""
    return replace(group, tour=tuple(p for p in group.tour if p != person), ready=group.ready - {person})


EVOLVERS: Mapping[type[Event], Callable[[Group, Any], Group]] = {
    TourOpened: tour_opened,
    TurnPassed: turn_passed,
    TourClosed: tour_closed,
    ReadySaid: ready_said,
}
