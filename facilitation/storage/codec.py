"""Values of the domain to JSON and back, guided by their own type hints.

Fields marked as words are left out: whatever this module writes is safe to keep in the journal.
"""

import types
from collections.abc import Callable, Mapping, Set
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from ..domain.events import EVENTS, Event

_PLAIN = frozenset({str, int, bool, float, type(None)})
Reader = Callable[[Any], Any]


def encode(value: Any) -> Any:
    """JSON for a value: sets are sorted, enumerations are their codes, words are absent."""
    cls = type(value)
    if cls in _PLAIN:
        return value
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(cls):
        held = {name: getattr(value, name) for name in _kept(cls)}  # most are plain: asked here, for a call costs more
        return {name: item if type(item) in _PLAIN else encode(item) for name, item in held.items()}
    if isinstance(value, Mapping):
        return {str(key): encode(item) for key, item in sorted(value.items())}
    if isinstance(value, Set):
        return sorted(encode(item) for item in value)
    if isinstance(value, (tuple, list)):
        return [encode(item) for item in value]
    return value


@cache
def _kept(cls: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(cls) if not f.metadata.get("words"))  # type: ignore[arg-type]


def decode(hint: Any, data: Any) -> Any:
    """The value that ``encode`` wrote, read as ``hint``. Raises TypeError or ValueError for anything else."""
    return _reader(hint)(data)


@cache
def _reader(hint: Any) -> Reader:
    """How a hint is read, found out once: every command and every snapshot reads tables."""
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        inner = _reader(next(a for a in args if a is not type(None)))
        return lambda data: None if data is None else inner(data)
    if origin is frozenset:
        inner = _reader(args[0])
        return lambda data: frozenset(map(inner, data))
    if origin is tuple:
        inner = _reader(args[0])
        return lambda data: tuple(map(inner, data))
    if origin is not None and issubclass(origin, Mapping):
        read_key, inner = map(_reader, args)
        read_key = int if args[0] is int else read_key  # JSON has texts only for keys
        return lambda data: {read_key(key): inner(item) for key, item in data.items()}
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint)
        readers = {f.name: _reader(hints[f.name]) for f in fields(hint)}
        return lambda data: hint(**{key: readers[key](item) for key, item in data.items()})
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    return _as_it_is


def _as_it_is(data: Any) -> Any:
    return data


def event_to_json(event: Event) -> tuple[str, dict[str, Any]]:
    """The name of an event and its body without words."""
    return type(event).__name__, encode(event)


def event_from_json(name: str, body: Mapping[str, Any]) -> Event:
    """The event that the journal holds; its words are empty. Raises KeyError for an unknown name."""
    event: Event = decode(EVENTS[name], dict(body))
    return event
