"""How somebody spends the afternoon: in each phase the acts of one's part, at human moments, until all is over."""

from collections import deque

from .parts import Act, accept_client
from .person import Person
from .repertoire import acts_of

FILLED = 0.85
"""Which part of a phase people fill with what they do; the rest is talk."""

CUTS = 0.02
"""How often a device loses its network just before its owner does something."""

BEFORE_THE_CASE = ("framing", "case_choice")


def live(me: Person) -> None:
    """Do what one's part does, phase after phase. A phase that comes back goes on where it was left."""
    todo: dict[tuple[int, int, str], deque[Act]] = {}
    while not (me.room.over or me.gone):
        here = me.place()
        if here is None:
            me.occupied = False
            me.device.wait(lambda: me.place() or me.room.over, 1)
            continue
        if me.part == "client" and here[2] not in BEFORE_THE_CASE and me.group["client"] is None:
            accept_client(me)  # a format without a choice of the case: the table had agreed before
        if here not in todo:
            todo[here] = deque(acts_of(me.part, here[2], me.room.quiet, me.cast.types))
        acts = todo[here]
        me.occupied = bool(acts)
        if not acts:
            me.device.wait(me.elsewhere(here), 1)
            continue
        moment = me.left() * FILLED / len(acts) * me.chance.uniform(0.4, 1.2)
        elsewhere = me.elsewhere(here)
        if me.device.wait(lambda elsewhere=elsewhere: me.gone or elsewhere(), moment):
            continue
        if me.chance.random() < CUTS:
            me.device.drop()
        acts.popleft()(me)
    me.occupied = False
