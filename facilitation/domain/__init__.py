"""The method, as values and pure functions.

Nothing here reads a clock, draws a random number, opens a file or imports anything outside the standard
library and this folder. Instants are integers: milliseconds since the Unix epoch, UTC. Identifiers are opaque
strings. A function that cannot do what it is asked returns a :class:`~.refusals.Refusal`; it does not raise.
"""
