"""The clock of a table as a value."""

from hypothesis import given
from hypothesis import strategies as st

from facilitation.domain.clock import Clock

instants = st.integers(0, 10**13)
durations = st.integers(0, 10**8)


@st.composite
def clocks(draw):
    """A clock that was started, and held or changed or both."""
    clock = Clock.started(draw(durations), draw(instants))
    if draw(st.booleans()):
        clock = clock.changed(draw(st.integers(-(10**8), 10**8)), draw(instants))
    return clock.hold(draw(instants)) if draw(st.booleans()) else clock


def test_a_started_clock_ends_where_it_was_planned():
    """And counts below zero afterwards."""
    clock = Clock.started(60_000, 1000)
    assert clock.deadline == 61_000
    assert [clock.left(now) for now in (1000, 31_000, 61_000, 71_000)] == [60_000, 30_000, 0, -10_000]


@given(clocks(), instants, instants)
def test_a_pause_costs_no_time(clock, held, released):
    """What was left when it was held is left when it goes on."""
    left = clock.left(held)
    again = clock.hold(held).release(released)
    assert again.left(released) == left
    assert (again.planned, again.elapsed) == (clock.planned, clock.elapsed)


@given(clocks(), instants)
def test_it_runs_or_is_held(clock, now):
    """Exactly one of the two values is there; doing it twice is doing it once."""
    for state in (clock, clock.hold(now), clock.release(now), clock.ran_out(), clock.changed(5, now)):
        assert (state.deadline is None) == (state.remaining is not None) == state.held
    assert clock.hold(now).hold(now + 5) == clock.hold(now)
    assert clock.release(now).release(now + 5) == clock.release(now)


@given(clocks(), st.integers(-(10**7), 10**7), instants)
def test_added_time_is_added_whether_it_runs_or_not(clock, by, now):
    """The plan never goes below nothing."""
    changed = clock.changed(by, now)
    assert changed.left(now) == clock.left(now) + by
    assert changed.planned == max(0, clock.planned + by)


def test_an_end_that_was_announced_is_announced_again_only_if_time_came_back():
    """Three minutes more after the end: the end will come again; less time: it will not."""
    over = Clock.started(60_000, 0).ran_out()
    assert not over.changed(180_000, 90_000).elapsed
    assert over.changed(10_000, 90_000).elapsed
    assert over.changed(-10_000, 90_000).elapsed
    assert over.hold(90_000).changed(10_000, 95_000).elapsed
    assert not over.hold(90_000).changed(31_000, 95_000).elapsed
