"""Tables as they were last committed, so that one that did not change is not read out of its columns again."""

from collections import OrderedDict
from threading import Lock

from ..domain.group import Group

MOST = 2_000
"""Tables; a house of 400 people has about sixty."""
KEY = "remembered"
"""Where a session carries them, in its ``info``."""


class Remembered:
    """The last known value of each table. A version is committed once, so identifier and version name one value.

    Only what is committed is put here: a transaction that is rolled back leaves its versions to another one.
    """

    def __init__(self) -> None:
        self._groups: OrderedDict[str, Group] = OrderedDict()
        self._lock = Lock()

    def get(self, id: str, version: int) -> Group | None:
        """The table at this version, or None when it is not known."""
        group = self._groups.get(id)
        return group if group is not None and group.version == version else None

    def put(self, *groups: Group) -> None:
        """Remember tables as they are committed."""
        with self._lock:
            for group in groups:
                self._groups[group.id] = group
                self._groups.move_to_end(group.id)
            while len(self._groups) > MOST:
                self._groups.popitem(last=False)
