"""Who sits where, by what people wish for: sizes, preferences, people mixed, some together, some apart, some placed.

``model`` says what is asked for and what came out, ``cost`` counts it, ``units`` finds wishes that cannot be,
``search`` seats quickly, ``exact`` asks HiGHS for the best, ``seat`` puts them together. ``draw`` asks for nothing,
``alike`` spares people a move that changes nothing.

Nothing here knows a workshop, a database or words for people.
"""

from .alike import with_fewer_moves
from .draw import drawn
from .model import Arrangement, Criteria, Guest, Quality, Table, Unmet
from .seat import seat

__all__ = ["Guest", "Arrangement", "Quality", "Table", "Unmet", "Criteria", "drawn", "seat", "with_fewer_moves"]
