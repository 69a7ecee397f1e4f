"""Who has met whom: at one table, at the same time, in a round that is over."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..storage.groups import GroupRow, MembershipRow, RoundRow
from .seating_room import Room, State

Stay = tuple[int, int]
"""From one instant to another."""


def met(session: Session, room: Room, now: int) -> dict[str, tuple[str, ...]]:
    """The names of the meetings at which each person was; two people have met when they share one.

    A round is over when it was closed, and where its table is back with the room. A start that was undone is no round.
    """
    rounds = session.scalars(select(RoundRow).where(RoundRow.group_id.in_(room.groups))).all()
    stays = _stays(session, room)
    found: dict[str, list[str]] = defaultdict(list)
    for one in sorted(rounds, key=lambda row: (row.group_id, row.number)):
        closed = one.closed if one.closed is not None else _over(room, one, now)
        if closed is None or one.reason == "undone":
            continue
        here = {
            person: [(max(a, one.started), min(b, closed)) for a, b in times if a < closed and b > one.started]
            for person, times in stays[one.group_id].items()
        }
        for person, names in meetings(f"{one.group_id}.{one.number}", here).items():
            found[person] += names
    return {person: tuple(names) for person, names in found.items()}


def _over(room: Room, one: RoundRow, now: int) -> int | None:
    group = room.groups[one.group_id]
    return now if one.number == group.round and room.states.get(one.group_id) is State.OVER else None


def _stays(session: Session, room: Room) -> Mapping[str, Mapping[str, list[Stay]]]:
    found: dict[str, dict[str, list[Stay]]] = defaultdict(lambda: defaultdict(list))
    query = select(MembershipRow).join(GroupRow).where(GroupRow.id.in_(room.groups))
    for row in session.scalars(query):
        found[row.group_id][row.person_id].append((row.began, row.ended if row.ended is not None else 2**62))
    return found


def meetings(key: str, here: Mapping[str, list[Stay]]) -> dict[str, list[str]]:
    """Names such that two people share exactly one if they were there at the same time, and none otherwise.

    Most rounds have one name, ``key``: that of everybody at the fullest instant. Who came or went around it shares a
    name with each one they met, for they did not meet everybody.
    """
    there = {person: times for person, times in here.items() if times}
    instants = {start for times in there.values() for start, _end in times}
    full = max(instants, key=lambda at: (len(_at(there, at)), -at), default=0)
    core = _at(there, full)
    names: dict[str, list[str]] = {person: [key] for person in core} if len(core) > 1 else {}
    for one, other in combinations(sorted(there), 2):
        if not (one in core and other in core) and _together(there[one], there[other]):
            for person in (one, other):
                names.setdefault(person, []).append(f"{key}.{one}.{other}")
    return names


def _at(there: Mapping[str, list[Stay]], at: int) -> set[str]:
    return {person for person, times in there.items() if any(start <= at < end for start, end in times)}


def _together(ones: list[Stay], others: list[Stay]) -> bool:
    return any(max(a, c) < min(b, d) for a, b in ones for c, d in others)
