"""A command on its way: who sends it, from where, for which tables, having seen which steps."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..domain.commands import TIMEKEEPER_ONLY, Command, read_command
from ..domain.refusals import Code, Refusal
from .secrets import body_hash

COMMAND_ID = re.compile(r"[A-Za-z0-9_-]{16,64}")
ROW_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
KEYS = frozenset({"id", "as", "command", "group", "step", "groups", "steps", "fields"})
MOST_GROUPS = 100


@dataclass(frozen=True)
class Envelope:
    """One command of one seat. ``group`` is one table, ``groups`` are several (a room act)."""

    id: str
    seat: str
    device: str
    command: Command
    body_hash: str
    group: str | None = None
    groups: tuple[str, ...] = ()
    steps: Mapping[str, int] = field(default_factory=dict)
    step: int | None = None
    """The step seen when there is one table."""
    person: str = ""
    """Who sits there; read again from the rows inside the transaction, so callers may leave it empty."""


def _is_step(value: object) -> bool:
    return type(value) is int and 0 <= value < 2**31


def _is_id(value: object) -> bool:
    return isinstance(value, str) and ROW_ID.fullmatch(value) is not None


def _tables(message: Mapping[str, Any]) -> tuple[tuple[str, ...], dict[str, int]] | Refusal:
    """The several tables of a room act and the steps seen, or why they cannot be read."""
    groups, steps = message.get("groups", []), message.get("steps", {})
    if not isinstance(groups, list) or not all(map(_is_id, groups)) or len(groups) > MOST_GROUPS:
        return Refusal(Code.MALFORMED)
    if not isinstance(steps, Mapping) or not all(map(_is_id, steps)) or not all(map(_is_step, steps.values())):
        return Refusal(Code.MALFORMED)
    return tuple(sorted(set(groups))), dict(steps)


def open_envelope(message: object, device: str, secret: bytes) -> Envelope | Refusal:
    """The envelope that a raw message holds, or why it is refused. Nothing is read from the database."""
    if not isinstance(message, Mapping) or not all(isinstance(key, str) for key in message):
        return Refusal(Code.MALFORMED)
    if not KEYS.issuperset(message):
        return Refusal(Code.UNKNOWN_FIELD)
    id, seat, name, group = message.get("id"), message.get("as"), message.get("command"), message.get("group")
    if not isinstance(id, str) or not COMMAND_ID.fullmatch(id):
        return Refusal(Code.BAD_ID)
    if not isinstance(seat, str) or not _is_id(seat):
        return Refusal(Code.NOT_YOUR_SEAT)
    if group is not None and not _is_id(group):
        return Refusal(Code.UNKNOWN_TABLE)
    tables = _tables(message)
    if isinstance(tables, Refusal):
        return tables
    groups, steps = tables
    step = message.get("step")
    if step is not None and not _is_step(step):
        return Refusal(Code.BAD_VALUE, {"field": "step"})
    if isinstance(name, str) and name in TIMEKEEPER_ONLY:
        return Refusal(Code.UNKNOWN_COMMAND)
    command = read_command(name, message.get("fields", {}))
    if isinstance(command, Refusal):
        return command
    body = {key: message[key] for key in sorted(KEYS - {"id", "as"}) if key in message}
    return Envelope(id, seat, device, command, body_hash(secret, body), group, groups, steps, step)
