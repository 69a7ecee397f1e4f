"""What each role may ask for now: the buttons of every screen of a table."""

from .commands import COMMANDS, TIMEKEEPER_ONLY
from .group import TABLE_ROLES, Group, Role
from .permissions import RULES, out_of_time

_OFFERED = tuple(sorted(n for n, c in COMMANDS.items() if c.scope == "group" and n not in TIMEKEEPER_ONLY))
_HOLDERS = {str(role): frozenset({role}) for role in sorted(TABLE_ROLES | {Role.CONDUCTOR})}


def can(group: Group) -> dict[str, tuple[str, ...]]:
    """For each role, what somebody who holds it may ask for now: wire names in alphabetical order.

    Tables in the same situation may do the same, and a room is full of them: the answer is remembered by situation.
    """
    situation = _situation(group)
    known = _CAN.get(situation)
    if known is None:
        if len(_CAN) >= _MOST_SITUATIONS:
            _CAN.clear()
        known = _CAN[situation] = found_out(group)
    return known


def found_out(group: Group) -> dict[str, tuple[str, ...]]:
    """What ``can`` says, found out anew."""
    found: dict[str, list[str]] = {role: [] for role in _HOLDERS}
    for name in _OFFERED:
        rule = RULES[name]
        if out_of_time(group, name, rule) is None:
            for role, alone in _HOLDERS.items():
                if (rule.roles is None or not rule.roles.isdisjoint(alone)) and not any(
                    condition(group, alone) for condition in rule.conditions
                ):
                    found[role].append(name)
    return {role: tuple(names) for role, names in found.items()}


_CAN: dict[tuple[object, ...], dict[str, tuple[str, ...]]] = {}
_MOST_SITUATIONS = 2_000


def _situation(group: Group) -> tuple[object, ...]:
    """All that a rule or a condition looks at; a property test compares ``can`` with ``found_out``."""
    phases, here, undoable = group.format.phases, group.position, group.undoable
    following = 0 if here is None else here + 1
    before = undoable.before.position if undoable is not None else None
    phase = group.phase
    return (
        group.status, group.shut, group.paper, group.stopped, group.clock_runs, group.agreement, bool(group.tour),
        group.client is None, group.summons is None, group.summons is not None and group.summons.delayed,
        None if phase is None else (phase.kind, phase.scope, phase.client_mode),
        phases[following].scope if following < len(phases) else None,
        undoable is not None and undoable.act, None if before is None else phases[before].scope,
        group.format.options,
    )  # fmt: skip
