"""What a field of a command may hold, and how a value from outside becomes one."""

import re
from collections.abc import Mapping
from dataclasses import field
from typing import Any

from ..refusals import Code, Refusal

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def text_field(limit: int, required: bool = True, blank: bool = False) -> Any:
    """Words of at most ``limit`` characters; ``blank`` when an empty text is an answer too."""
    meta = {"type": "text", "limit": limit, "required": required, "blank": blank}
    return field(metadata=meta) if required else field(default="", metadata=meta)


def id_field(required: bool = True) -> Any:
    """The identifier of a row."""
    meta = {"type": "id", "required": required}
    return field(metadata=meta) if required else field(default="", metadata=meta)


def int_field(low: int, high: int) -> Any:
    """A whole number between two bounds, both included."""
    return field(metadata={"type": "int", "low": low, "high": high, "required": True})


def choice_field(*options: str, default: str | None = None) -> Any:
    """One of the options."""
    meta = {"type": "choice", "options": options, "required": default is None}
    return field(metadata=meta) if default is None else field(default=default, metadata=meta)


def choices_field(*options: str, required: bool = True) -> Any:
    """A set of options."""
    meta = {"type": "choices", "options": options, "required": required}
    return field(metadata=meta) if required else field(default=(), metadata=meta)


def flag_field() -> Any:
    """True or false; false when left out."""
    return field(default=False, metadata={"type": "flag", "required": False})


def _read_text(value: object, meta: Mapping[str, Any], key: str) -> str | Refusal:
    if not isinstance(value, str) or "\x00" in value:
        return Refusal(Code.BAD_VALUE, {"field": key})
    try:
        value.encode()
    except UnicodeEncodeError:  # a lone surrogate: no database and no socket carries it
        return Refusal(Code.BAD_VALUE, {"field": key})
    text = value.replace("\r\n", "\n").strip()
    if len(text) > meta["limit"]:
        return Refusal(Code.TOO_LONG, {"field": key, "limit": meta["limit"], "length": len(text)})
    if not text and meta["required"] and not meta.get("blank"):
        return Refusal(Code.MISSING_FIELD, {"field": key})
    return text


def _read_id(value: object, meta: Mapping[str, Any], key: str) -> str | Refusal:
    if value == "" and not meta["required"]:
        return ""
    if not isinstance(value, str) or not _ID.fullmatch(value):
        return Refusal(Code.BAD_VALUE, {"field": key})
    return value


def _read_int(value: object, meta: Mapping[str, Any], key: str) -> int | Refusal:
    if type(value) is not int or not meta["low"] <= value <= meta["high"]:
        return Refusal(Code.BAD_VALUE, {"field": key, "low": meta["low"], "high": meta["high"]})
    return value


def _read_choice(value: object, meta: Mapping[str, Any], key: str) -> str | Refusal:
    return value if isinstance(value, str) and value in meta["options"] else Refusal(Code.BAD_VALUE, {"field": key})


def _read_choices(value: object, meta: Mapping[str, Any], key: str) -> tuple[str, ...] | Refusal:
    if not isinstance(value, list) or any(not isinstance(v, str) or v not in meta["options"] for v in value):
        return Refusal(Code.BAD_VALUE, {"field": key})
    return tuple(sorted(set(value)))


def _read_flag(value: object, meta: Mapping[str, Any], key: str) -> bool | Refusal:
    return value if isinstance(value, bool) else Refusal(Code.BAD_VALUE, {"field": key})


READERS = {
    "text": _read_text,
    "id": _read_id,
    "int": _read_int,
    "choice": _read_choice,
    "choices": _read_choices,
    "flag": _read_flag,
}
