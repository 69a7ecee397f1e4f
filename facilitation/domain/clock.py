"""The clock of a table: a value. Nothing ticks; what is left is computed when somebody asks."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Clock:
    """Either running towards ``deadline`` (an instant) or held with ``remaining`` left. All in milliseconds.

    ``planned`` is what the phase was given, added time included. ``elapsed`` is True once the end of the time was
    announced; it is announced exactly once for each entry into a phase, whoever asks. ``remaining`` below zero is time
    beyond what was planned.
    """

    planned: int
    deadline: int | None
    remaining: int | None = None
    elapsed: bool = False

    @classmethod
    def started(cls, planned: int, now: int) -> "Clock":
        """A clock that runs from now for ``planned`` milliseconds."""
        return cls(planned=planned, deadline=now + planned)

    def left(self, now: int) -> int:
        """Milliseconds left; below zero once the time is over."""
        if self.deadline is not None:
            return self.deadline - now
        return self.remaining or 0

    @property
    def held(self) -> bool:
        """True while the clock is stopped."""
        return self.deadline is None

    def hold(self, now: int) -> "Clock":
        """Stopped now, keeping what is left."""
        return self if self.held else Clock(self.planned, None, self.left(now), self.elapsed)

    def release(self, now: int) -> "Clock":
        """Running again with what was left."""
        return Clock(self.planned, now + self.left(now), None, self.elapsed) if self.held else self

    def changed(self, by: int, now: int) -> "Clock":
        """Longer or shorter by ``by`` milliseconds. Time that comes back can run out again."""
        planned = max(0, self.planned + by)
        if self.deadline is None:
            return Clock(planned, None, self.left(now) + by, self.elapsed and self.left(now) + by <= 0)
        deadline = self.deadline + by
        return Clock(planned, deadline, None, self.elapsed and deadline <= now)

    def ran_out(self) -> "Clock":
        """The same clock, its end announced."""
        return Clock(self.planned, self.deadline, self.remaining, True)
