"""The roles of people who change tables: what goes with them, and what an act that is taken back gives back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from ..domain.commands import AcceptClient
from ..domain.events import RolesChanged
from ..domain.group import Actor, Group, Role
from ..storage.repository import Cause, Locked
from .conduct import act
from .unit import Unit

_CONSULTANT = frozenset({Role.CONSULTANT})
_OWN = _CONSULTANT | {Role.OBSERVER}
"""What somebody is wherever they sit: to watch is their own choice, and nobody else's chair."""
_TASKS = frozenset({Role.SCRIBE, Role.TIMEKEEPER})
"""What somebody goes on doing where nobody does it yet. Who leads, relays or brings a case does so for one table."""
_SHARED = _OWN | {Role.DEPUTY}
"""What several people of a table may be at once."""


@dataclass(frozen=True)
class Held:
    """What somebody did at the table that they left, more than advise. ``case`` is the one that they brought as its
    client in the round ``round``."""

    roles: tuple[str, ...]
    case: str | None = None
    round: int = 0


def held_at(group: Group, person: str) -> Held | None:
    """What this person does at this table; None for who advises, as everybody does, or does not sit there."""
    roles = group.roles.get(person, _CONSULTANT)
    if roles == _CONSULTANT:
        return None
    return Held(tuple(sorted(roles)), group.case if Role.CLIENT in roles else None, group.round)


def roles_kept(group: Group, person: str, held: Mapping[str, Held]) -> list[RolesChanged]:
    """Somebody who sat down at this table goes on with what nobody does there yet."""
    if person not in held:
        return []
    roles = _roles(held[person])
    own = roles & _OWN | (_CONSULTANT if Role.CLIENT in roles else frozenset())
    return _changed(group, person, own | roles & _TASKS - _of_others(group, (person,)))


def roles_back(group: Group, person: str, held: Mapping[str, Held], others: Collection[str]) -> list[RolesChanged]:
    """Somebody who came back does what they did here, but for what somebody else took on meanwhile; ``others`` came
    back too, and have theirs."""
    roles = _roles(held[person]) - {Role.CLIENT} if person in held else _CONSULTANT
    return _changed(group, person, roles & _SHARED | roles - _of_others(group, (person, *others)))


def case_back(unit: Unit, row: Locked, person: str, held: Mapping[str, Held], cause: Cause) -> None:
    """The client who came back brings their case again, if it is still this round and nobody else brings one."""
    group, did = row.value, held.get(person)
    if did is not None and Role.CLIENT in _roles(did) and group.round == did.round:
        act(unit, row, AcceptClient(did.case or ""), Actor(person), cause, "")  # refused: somebody was quicker


def held_from(row: Mapping[str, Any]) -> dict[str, Held]:
    """What a row keeps, by person."""
    return {person: Held(tuple(held["roles"]), held["case"], held["round"]) for person, held in row.items()}


def _roles(held: Held) -> frozenset[Role]:
    return frozenset(Role(role) for role in held.roles)


def _of_others(group: Group, but: Collection[str]) -> frozenset[Role]:
    return frozenset(role for person, roles in group.roles.items() if person not in but for role in roles)


def _changed(group: Group, person: str, roles: frozenset[Role]) -> list[RolesChanged]:
    wanted = roles or _CONSULTANT
    return [] if wanted == group.roles[person] else [RolesChanged(person, wanted)]
