"""Values of the domain to JSON and back, guided by their own type hints.

Fields marked as words are left out: whatever this module writes is safe to keep in the journal.
"""

import types
from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from ..domain.events import EVENTS, Event


def encode(value: Any) -> Any:
    """JSON for a value: sets are sorted, enumerations are their codes, words are absent."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: encode(getattr(value, f.name)) for f in fields(value) if not f.metadata.get("words")}
    if isinstance(value, Mapping):
        return {str(key): encode(item) for key, item in sorted(value.items())}
    if isinstance(value, Set):
        return sorted(encode(item) for item in value)
    if isinstance(value, (tuple, list)):
        return [encode(item) for item in value]
    return value


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def decode(hint: Any, data: Any) -> Any:
    """The value that ``encode`` wrote, read as ``hint``. Raises TypeError or ValueError for anything else."""
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        if data is None:
            return None
        return decode(next(a for a in args if a is not type(None)), data)
    if origin is frozenset:
        return frozenset(decode(args[0], item) for item in data)
    if origin is tuple:
        return tuple(decode(args[0], item) for item in data)
    if origin is not None and issubclass(origin, Mapping):
        return {decode(args[0], key): decode(args[1], item) for key, item in data.items()}
    if isinstance(hint, type) and is_dataclass(hint):
        hints = _hints(hint)
        return hint(**{key: decode(hints[key], item) for key, item in data.items()})
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(data)
    return int(data) if hint is int and isinstance(data, str) else data  # JSON has texts only for keys


def event_to_json(event: Event) -> tuple[str, dict[str, Any]]:
    """The name of an event and its body without words."""
    return type(event).__name__, encode(event)


def event_from_json(name: str, body: Mapping[str, Any]) -> Event:
    """The event that the journal holds; its words are empty. Raises KeyError for an unknown name."""
    event: Event = decode(EVENTS[name], dict(body))
    return event
