"""Hypothesis strategies for the vocabulary of the domain: commands as values, and commands as messages from outside."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from facilitation.domain.commands import COMMANDS, Command
from facilitation.domain.events import Event, word_fields

ID = st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True)


def texts(limit: int) -> st.SearchStrategy[str]:
    """Words as people type them, within a limit; never blank."""
    return st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=min(limit, 40)).filter(
        str.strip
    )


def _value(meta: Any, ids: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """A value of the message that this field accepts."""
    match meta["type"]:
        case "text":
            return texts(meta["limit"]) if meta["required"] else st.just("") | texts(meta["limit"])
        case "id":
            return ids if meta["required"] else st.just("") | ids
        case "int":
            return st.integers(meta["low"], meta["high"])
        case "choice":
            return st.sampled_from([str(option) for option in meta["options"]])
        case "choices":
            return st.lists(st.sampled_from([str(option) for option in meta["options"]]))
        case "flag":
            return st.booleans()
        case other:
            raise AssertionError(f"a field of a new type: {other}")


@st.composite
def messages(draw: Any, cls: type[Command], named: Mapping[str, Sequence[str]] | None = None) -> dict[str, Any]:
    """The fields of a message that asks for this command; what may be left out sometimes is.

    ``named`` says what the fields that hold ids may name; without it they hold any id.
    """
    fields: dict[str, Any] = {}
    for field in dataclasses.fields(cls):
        if field.metadata["required"] or draw(st.booleans()):
            ids = st.sampled_from(list(named.get(field.name) or ["nothing"])) if named is not None else ID
            fields[field.name] = draw(_value(field.metadata, ids))
    return fields


@st.composite
def commands(draw: Any, cls: type[Command], named: Mapping[str, Sequence[str]]) -> Command:
    """A command of this class that names people and rows of a known world, by the name of the field."""
    fields = draw(messages(cls, named))
    return cls(**{key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=10,
)
"""Anything that a message can hold."""

NAMES = st.sampled_from(sorted(COMMANDS)) | st.text(max_size=20) | JSON
"""What may stand where a command's name should be."""


def journaled(event: Event) -> Event:
    """The event as the journal gives it back: without anybody's words."""
    return dataclasses.replace(event, **dict.fromkeys(word_fields(event), ""))
