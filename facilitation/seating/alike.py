"""People who are alike for a seating may change places without a difference: whoever can stay, stays."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from .model import Criteria, Guest, Seating


def with_fewer_moves(
    guests: Sequence[Guest], criteria: Criteria, seating: Seating, now: Mapping[str, str | None]
) -> dict[str, str]:
    """The same seating, as good, with those who are alike at the tables where they are ``now`` as far as can be.

    Two are alike when neither has a place, a pair or anything else that the other has not.
    """
    paired = {person for pair in criteria.apart + criteria.together for person in pair}
    alike: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for guest in guests:
        if guest.pinned is None and guest.id not in paired:
            what = (guest.choices, guest.organisation, guest.territory, tuple(sorted(set(guest.met))))
            alike[what].append(guest.id)
    found = dict(seating)
    for people in alike.values():
        chairs = [seating[person] for person in people]
        moving = []
        for person in people:
            table = now.get(person)
            if table in chairs:
                chairs.remove(table)
                found[person] = table
            else:
                moving.append(person)
        found.update(zip(moving, chairs, strict=True))
    return found
