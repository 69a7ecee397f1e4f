"""After the commit: one snapshot for each audience that changed."""

from collections.abc import Callable, Iterable
from typing import Any

from .snapshots import Snapshots
from .unit import Touched

Publish = Callable[[str, str, int], None]
"""Takes an audience, the JSON of its snapshot and its version."""
Moved = Callable[[frozenset[str]], None]


def audiences(touched: Touched) -> list[str]:
    """Who sees something else now."""
    found = [f"{kind}:{group}" for group in sorted(touched.groups) for kind in ("group", "hosts")]
    found += [f"{kind}:{shop}" for shop in sorted(touched.workshops) for kind in ("conductors", "projector", "room")]
    return found + [f"person:{person}" for person in sorted(touched.people)]


class Publisher:
    """Builds what changed, for the audiences somebody listens to, and hands it on.

    ``publish``, ``listening``, ``moved`` and ``postponed`` belong to whoever holds the sockets; by default everything
    is published at once. ``moved`` hears first of the people whose table, roles or places changed. Whoever says that
    an audience is ``postponed`` calls ``send`` for it a moment later.
    """

    def __init__(self, publish: Publish) -> None:
        self.publish = publish
        self.listening: Callable[[str], bool] = lambda _audience: True
        self.moved: Moved = lambda _people: None
        self.postponed: Callable[[str], bool] = lambda _audience: False
        self._snapshots: Snapshots | None = None

    def reads(self, snapshots: Snapshots) -> None:
        """From here snapshots are read."""
        self._snapshots = snapshots

    def tell(self, touched: Touched) -> None:
        """Publish what a commit changed: first to the pilot who acted, who waits for it."""
        if touched.moved:
            self.moved(frozenset(touched.moved))
        board = [f"conductors:{shop}" for shop in sorted(touched.piloted)]
        self.send(board)
        rest = [one for one in audiences(touched) if self.listening(one) and not self.postponed(one)]
        self.send(one for one in rest if one not in board)

    def hear(self, notice: dict[str, Any]) -> None:
        """Publish what another process changed."""
        self.tell(
            Touched(
                groups=dict(notice.get("groups", {})),
                workshops=set(notice.get("workshops", ())),
                people=set(notice.get("people", ())),
                moved=set(notice.get("moved", ())),
            )
        )

    def send(self, wanted: Iterable[str]) -> None:
        """Publish what these audiences see now, each as soon as it is read: the first need not wait for the last."""
        heard = [audience for audience in wanted if self.listening(audience)]
        if not heard or self._snapshots is None:
            return
        for audience, version, text in self._snapshots.each(heard):
            self.publish(audience, text, version)
