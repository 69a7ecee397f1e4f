"""Who speaks next, and who is ready."""

from collections.abc import Callable, Mapping
from typing import Any

from ..commands import CloseTour, Command, OpenTour, PassTurn, SayReady
from ..events import ReadySaid, TourClosed, TourOpened, TurnPassed
from ..permissions import LEADERS
from ..refusals import Code, Refusal
from ..turns import tour_order
from .asking import Ask, Decision


def open_tour(command: OpenTour, ask: Ask) -> Decision:
    """A tour that is open goes on; where nobody speaks there is none."""
    order = tour_order(ask.group)
    return [] if ask.group.tour or not order else [TourOpened(order)]


def pass_turn(command: PassTurn, ask: Ask) -> Decision:
    """Who speaks says so; the host says it for who has no device."""
    if ask.group.tour[0] != ask.person and not ask.actor.has(*LEADERS):
        return Refusal(Code.NOT_YOUR_TURN)
    return [TurnPassed()]


def close_tour(command: CloseTour, ask: Ask) -> Decision:
    """As it comes."""
    return [TourClosed()]


def say_ready(command: SayReady, ask: Ask) -> Decision:
    """For oneself."""
    ready = not command.not_yet
    return [] if (ask.person in ask.group.ready) is ready else [ReadySaid(ask.person, ready)]


DECIDERS: Mapping[type[Command], Callable[[Any, Ask], Decision]] = {
    OpenTour: open_tour,
    PassTurn: pass_turn,
    CloseTour: close_tour,
    SayReady: say_ready,
}
