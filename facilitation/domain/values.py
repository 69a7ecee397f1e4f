"""Another value of the same kind. A table never changes: each event makes another one, and that is most of a fold."""

from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def replace(value: T, **changes: Any) -> T:
    """The value with other contents in these fields; raises TypeError for a name that is none of its fields.

    ``dataclasses.replace`` says the same by ``__init__``, which sets the fields of a frozen value one by one: eight
    times as long for a table. What a value computed and kept about itself is not taken along. Our values have no
    ``__post_init__`` and no slots, which a test looks at.
    """
    names = _names(type(value))  # type: ignore[arg-type]
    unknown = changes.keys() - names
    if unknown:
        raise TypeError(f"{type(value).__name__} has no {', '.join(sorted(unknown))}")
    other: T = object.__new__(type(value))
    held = vars(other)
    held.update(vars(value))
    if len(held) > len(names):
        for name in held.keys() - names:
            del held[name]
    held.update(changes)
    return other


@cache
def _names(kind: type) -> frozenset[str]:
    return frozenset(field.name for field in fields(kind))
