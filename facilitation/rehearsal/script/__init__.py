"""What the simulated people say: sentences of our own, for a regional network of participatory territories."""

from .people import NAMES, ORGANISATIONS, Cast, cast
from .story import Line, Phrasebook, Story
from .townhall import ARCHIVE
from .valleys import HARBOUR, MARSH
from .villages import CANTEEN, SQUARE

STORIES: tuple[Story, ...] = (SQUARE, CANTEEN, MARSH, HARBOUR, ARCHIVE)
"""One story for each of the five tables; a sixth table plays the first one again."""

__all__ = ["NAMES", "ORGANISATIONS", "STORIES", "Cast", "Line", "Phrasebook", "Story", "cast"]
