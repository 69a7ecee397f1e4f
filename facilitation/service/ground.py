"""What every use case stands on: the rows, the writer, the clock and the secret."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from ..storage.engine import alone, reading
from ..storage.remembered import KEY, Remembered
from .instants import Instants
from .throttle import Throttle
from .writer import Writer


class View(Session):
    """A session that only reads, on one view of the rows: what it read once stays as it is, and is not read again."""


@event.listens_for(View, "loaded_as_persistent")
def _hold(view: Session, row: object) -> None:
    """A session forgets rows that nobody holds; a table would be read again for each of its people."""
    view.info.setdefault("held", []).append(row)


@dataclass
class Ground:
    """Shared by all services of one process."""

    engine: Engine
    writer: Writer
    instants: Instants
    secret: bytes
    remembered: Remembered = field(default_factory=Remembered)
    failures: Throttle = field(default_factory=Throttle)
    """Failed codes and passwords of one device: who failed ten times in a minute waits."""
    crowd: Throttle = field(default_factory=lambda: Throttle(by_key=100, in_all=100, beyond=10))
    """The same of one address, which may be a whole venue: only somebody who guesses fails 100 times in a minute.

    Cookies are free, so this is what holds a guesser (tests/security/test_codes.py). While one is at work elsewhere, a
    venue still mistypes ten times a minute."""
    off_hub: Callable[..., Any] = field(default=lambda slow, *args, **options: slow(*args, **options))
    """How slow work that touches no row (a password's hash) leaves the loop free; the server's mode decides."""
    returns: Throttle = field(default_factory=lambda: Throttle(by_key=20, in_all=1_000, window=600_000))
    """Return codes are short, so their failures are counted for each workshop too."""

    def must_wait(self, what: str, device: str, address: str) -> bool:
        """True when this device or this address failed too often at ``what``."""
        now = self.instants.now()
        return self.failures.refuses(now, f"{what}:{device}") or self.crowd.refuses(now, f"{what}:{address}")

    def failed(self, what: str, device: str, address: str) -> None:
        """Remember a failure. Successes are never counted."""
        now = self.instants.now()
        self.failures.failed(now, f"{what}:{device}")
        self.crowd.failed(now, f"{what}:{address}")

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session on one consistent view of the rows. Leave it before doing anything that waits."""
        known: dict[Any, Any] = {KEY: self.remembered}
        with View(reading(self.engine), expire_on_commit=False, autoflush=False, info=known) as session:
            yield session

    @cached_property
    def asked(self) -> Engine:
        """For one question whose answer is columns: a session, or a transaction, would cost more than the question."""
        return alone(self.engine)
