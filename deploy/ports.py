"""A free port for a server that starts a moment later."""

import random
import socket

FIRST, LAST = 10_000, 32_000
"""Below those that Linux gives to outgoing connections (32768 and up): a port of those may be taken by a client, of
whatever program, between the moment it was found free and the moment somebody listens."""
TRIES = 100


def free_port() -> int:
    """A port of this machine that nobody uses. Raises OSError when many in a row are taken."""
    chance = random.SystemRandom()
    for _ in range(TRIES):
        port = chance.randrange(FIRST, LAST)
        with socket.socket() as one:
            try:
                one.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError(f"no free port among {TRIES} from {FIRST} to {LAST}")
