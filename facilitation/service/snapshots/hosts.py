"""What the hosts of a table see beside what everybody sees."""

from collections.abc import Mapping
from typing import Any

from ...domain.group import Group, Role, Status
from ...domain.phases import Kind
from ...domain.schedule import projected_end, timetable, told_drift
from ..formats import SCRIPT_LINES
from .ahead import Ahead
from .parts import summons_part


def hosts(ahead: Ahead, key: str, now: int) -> dict[str, Any] | None:
    """The body of ``hosts:<id>``."""
    found = ahead.table(key)
    shop = ahead.workshop(found[0].workshop_id) if found else None
    if found is None or shop is None:
        return None
    _, group = found
    phases = group.format.phases
    undo = None
    if group.undoable is not None:
        before = group.undoable.before.position
        undo = {"act": group.undoable.act, "kind": None if before is None else phases[before].kind.value}
    return {
        "step": group.step,
        "drift": told_drift(group, shop.starts, now),
        "projected_end": projected_end(group, now, shop.ends),
        "undo": undo,
        "drifting": group.drifting,
        "call": group.call,
        "summons": summons_part(group.summons),
        "next": _next(group, now, shop.starts),
        "ready": len(group.ready),
        "writing": sum(1 for held in group.roles.values() if held != {Role.OBSERVER}),
        "not_started": group.status is Status.WAITING,
        "script": own_script(shop.script),
        "shape": group.format.shape,
        "modes": [
            {"client_mode": phase.client_mode.value, "together": phase.together, "screens_down": phase.screens_down}
            for phase in phases
        ],
    }


def _next(group: Group, now: int, starts: int) -> dict[str, Any] | None:
    """The phase that follows, and the instant at which it would begin at this pace."""
    following = 0 if group.position is None else group.position + 1
    if following >= len(group.format.phases):
        return None
    phase = group.format.phases[following]
    begins = next((line.starts for line in timetable(group, now, starts) if line.position == following), None)
    return {"kind": phase.kind.value, "scope": phase.scope.value, "starts": begins}


def own_script(script: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """What the organiser replaced, by kind of phase and line: known ones with words in them, nothing else."""
    own: dict[str, dict[str, str]] = {}
    for kind in Kind:
        lines = script.get(kind.value)
        told = {line: str(lines.get(line) or "").strip() for line in SCRIPT_LINES} if isinstance(lines, dict) else {}
        if any(told.values()):
            own[kind.value] = {line: words for line, words in told.items() if words}
    return own
