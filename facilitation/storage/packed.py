"""JSON of columns and of snapshots: orjson, and what is long is read once, as every table of a room has its format.

The standard library took a seventh of the pilot's act on 50 tables. What browsers send is still read by it: orjson
stops at half a surrogate pair, and somebody whose last smiley was cut in two must be answered.
"""

from functools import lru_cache
from typing import Any

import orjson

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
    data = orjson.loads(text)
    return Packed(data) if type(data) is dict else data


def read_json(text: str) -> Any:
    """What a column of JSON holds."""
    return _packed(text) if len(text) >= LONG else orjson.loads(text)


def written(value: Any) -> Any:
    """JSON that is made once and stands in several texts: ``write_json`` puts it there as it is."""
    return orjson.Fragment(orjson.dumps(value))


def write_json(value: Any) -> str:
    """The shortest JSON of a value. Raises TypeError for what no JSON is."""
    return orjson.dumps(value).decode()
