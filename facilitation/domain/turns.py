"""Who speaks after whom: the order of a tour of the table."""

from .group import Group, Role
from .phases import Kind

_WITHOUT_CLIENT = frozenset({Kind.CLARIFICATION, Kind.CONTRACT, Kind.SUGGESTIONS})
"""Phases in which the others speak to the client."""


def tour_order(group: Group) -> tuple[str, ...]:
    """Everybody who speaks in this phase, once. Each passage through a phase begins with somebody else.

    In the learnings the client speaks first and observers last; elsewhere observers are silent.
    """
    kind = group.kind
    people = sorted(group.roles)
    start = group.run % len(people) if people else 0
    around = people[start:] + people[:start]
    watching = [p for p in around if group.roles[p] == {Role.OBSERVER}]
    speaking = [p for p in around if p not in watching and p != group.client]
    client = [group.client] if group.client else []
    if kind is Kind.LEARNINGS:
        return (*client, *speaking, *watching)
    return tuple(speaking if kind in _WITHOUT_CLIENT else [*client, *speaking])
