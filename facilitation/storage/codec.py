"""Values of the domain to JSON and back, guided by their own type hints.

Fields marked as words are left out: whatever this module writes is safe to keep in the journal.
"""

import types
from collections.abc import Callable, Mapping, Set
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any, Union, get_args, get_origin, get_type_hints

from ..domain.events import EVENTS, Event

_PLAIN = frozenset({str, int, bool, float, type(None)})
Reader = Callable[[Any], Any]
Writer = Callable[[Any], Any]


def encode(value: Any) -> Any:
    """JSON for a value: sets are sorted, enumerations are their codes, words are absent."""
    return _writer(type(value))(value)


@cache
def _writer(cls: type) -> Writer:
    """How a type is written, found out once: each act on a table writes a dozen values."""
    if cls in _PLAIN:
        return _as_it_is
    if issubclass(cls, Enum):
        return attrgetter("value")
    if is_dataclass(cls):
        kept = tuple(field.name for field in fields(cls) if not field.metadata.get("words"))
        return lambda value: _encoded(kept, vars(value))
    if issubclass(cls, Mapping):
        return lambda value: {str(key): encode(item) for key, item in sorted(value.items())}
    if issubclass(cls, Set):
        return lambda value: sorted(map(encode, value))
    if issubclass(cls, (tuple, list)):
        return lambda value: list(map(encode, value))
    return _as_it_is


def _encoded(names: tuple[str, ...], held: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for name in names:
        item = held[name]
        found[name] = item if type(item) in _PLAIN else encode(item)  # most are plain: a call costs more
    return found


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
