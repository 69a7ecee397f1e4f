"""A page that is the same for everybody but for a few values: rendered once, filled in for each who asks for it.

A table's page says three thousand words, and a room of three hundred asks for it within seconds. What differs from one
person to the next is who they are and their first snapshots. For a second, a page of one kind is kept with a mark in
the place of each of these, so nothing of a person is ever kept; then it is rendered anew, for files may have changed.
"""

import re
import secrets
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from threading import Lock
from time import monotonic

from markupsafe import Markup

from ..assets import LOOKS_EVERY, carry_inline_blocks, inline_blocks

_SIGN = f"stencil-{secrets.token_urlsafe(9)}-"
_MARK = re.compile(f"{re.escape(_SIGN)}([a-z]+)-")
_PLAIN = re.compile(r"[A-Za-z0-9_ -]*")


def mark(name: str) -> str:
    """What stands for a value: letters, digits and dashes, which nothing that writes a page writes otherwise."""
    return f"{_SIGN}{name}-"


@dataclass(frozen=True)
class _Kept:
    parts: list[str]
    """Text and names in turn, text first and last."""
    blocks: tuple[str, ...]
    at: float


class Stencils:
    """Pages of one application; ``now`` are seconds, from wherever."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._kept: dict[Hashable, _Kept] = {}
        self._lock = Lock()

    def page(self, kind: Hashable, render: Callable[[], str], values: Mapping[str, str]) -> str:
        """The page of this kind with these values. ``render`` makes it with marks; what it says must follow from
        ``kind`` alone. A value is an identifier or words of this code, or Markup, which is taken as it is.
        Raises ValueError for any other."""
        for name, value in values.items():
            if not isinstance(value, Markup) and not _PLAIN.fullmatch(value):
                raise ValueError(f"{name} would have to be escaped")
        kept, now = self._kept.get(kind), self._now()
        if kept is None or now >= kept.at + LOOKS_EVERY:
            kept = _Kept(_MARK.split(render()), inline_blocks(), now)
            with self._lock:  # what nobody asked for since goes too: a page is a hundred kilobytes
                fresh = {one: page for one, page in self._kept.items() if now < page.at + LOOKS_EVERY}
                self._kept = fresh | {kind: kept}
        else:
            carry_inline_blocks(kept.blocks)
        filled = list(kept.parts)
        filled[1::2] = [values[name] for name in kept.parts[1::2]]
        return "".join(filled)
