"""What every use case stands on: the rows, the writer, the clock and the secret."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from ..storage.engine import reading
from .instants import Instants
from .throttle import Throttle
from .writer import Writer


@dataclass
class Ground:
    """Shared by all services of one process."""

    engine: Engine
    writer: Writer
    instants: Instants
    secret: bytes
    failures: Throttle = field(default_factory=Throttle)
    returns: Throttle = field(default_factory=lambda: Throttle(by_key=20, in_all=1_000, window=600_000))
    """Return codes are short, so their failures are counted for each workshop too."""

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session on one consistent view of the rows. Leave it before doing anything that waits."""
        with Session(reading(self.engine), expire_on_commit=False, autoflush=False) as session:
            yield session
