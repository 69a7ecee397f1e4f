"""JSON of the database, read once where it is long: every table of a room carries the same format."""

import json
from functools import lru_cache
from typing import Any

LONG = 400
"""Characters from which a text is remembered: formats and what holds them."""
REMEMBERED = 256


class Packed(dict[str, Any]):
    """What a long text held. Whoever reads the same text again gets the same object: it is never changed in place.

    ``value`` is what was made of it, once somebody did.
    """

    value: Any = None


@lru_cache(maxsize=REMEMBERED)
def _packed(text: str) -> Any:
    data = json.loads(text)
    return Packed(data) if type(data) is dict else data


def read_json(text: str) -> Any:
    """What a column of JSON holds."""
    return _packed(text) if len(text) >= LONG else json.loads(text)
