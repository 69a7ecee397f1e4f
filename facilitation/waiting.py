"""How a task waits for PostgreSQL where one loop serves everybody (eventlet).

It first waits where it stands, for as long as an answer from a healthy database takes. Otherwise every task that is
ready would run between two statements of a transaction: while a room comes in, the writer's locks were held that much
longer against other processes, and every connection of the pool was in the middle of something.
"""

from collections.abc import Callable
from typing import Any

from psycopg2 import OperationalError
from psycopg2.extensions import POLL_OK, POLL_READ, POLL_WRITE

HERE_S = 0.003
"""Seconds that the loop stands still for one answer. Then others go on: locks and frozen databases take longer."""

Soon = Callable[[int, bool], bool]
"""Whether this file is ready to be read (else: written) within ``HERE_S``."""
Later = Callable[[int, bool], None]
"""Lets others go on until it is."""


def waiter(soon: Soon, later: Later) -> Callable[[Any], None]:
    """What psycopg2 calls when a connection waits. Raises OperationalError for a state that it does not know."""

    def wait(connection: Any) -> None:
        while (state := connection.poll()) != POLL_OK:
            if state not in (POLL_READ, POLL_WRITE):
                raise OperationalError(f"a connection in state {state}")
            reads = state == POLL_READ
            if not soon(connection.fileno(), reads):
                later(connection.fileno(), reads)

    return wait
