"""A storm of changes reaches a whole room as a few pushes, the last one included; a quiet room is told at once."""

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from facilitation.live.coalescing import BYTES_A_SECOND, LONGEST_S, MOST_OWN, OWN_S, SHORTEST_S, Coalescer


class Room:
    """A clock that stands still, what is to happen later, and what screens of ``room:w`` saw last."""

    def __init__(self, weight: int = 0) -> None:
        self.now = 0.0
        self.alarms: list[tuple[float, object]] = []
        self.truth: Counter[str] = Counter()
        self.shown: Counter[str] = Counter()
        self.pushes: list[tuple[float, str]] = []
        self.coalescer = Coalescer(lambda _audience: weight, self.send, self.later, lambda: self.now)

    def later(self, seconds, act) -> None:
        self.alarms.append((self.now + seconds, act))

    def send(self, audiences) -> None:
        for audience in audiences:
            self.pushes.append((self.now, audience))
            self.shown[audience] = self.truth[audience]

    def change(self, audience: str) -> None:
        """As the publisher does after a commit."""
        self.truth[audience] += 1
        if not self.coalescer.postpones(audience):
            self.send([audience])

    def pass_time(self, seconds: float) -> None:
        end = self.now + seconds
        while due := sorted((at, i) for i, (at, _) in enumerate(self.alarms) if at <= end):
            self.now, act = self.alarms.pop(due[0][1])
            act()
        self.now = end


def test_a_quiet_room_is_told_at_once():
    """Nothing waits that comes alone."""
    room = Room()
    for _ in range(3):
        room.change("room:w")
        assert room.shown == room.truth
        room.pass_time(SHORTEST_S)


def test_a_table_never_waits():
    """What is its own goes at once, each time."""
    room = Room()
    for audience in ("group:g", "hosts:g") * 5:
        room.change(audience)
        assert room.shown == room.truth
    assert not room.alarms


def test_what_people_write_for_themselves_is_read_together():
    """At once after a silence; while all write without end, one reading for everybody, and the last one is shown."""
    room = Room()
    readings = []
    send = room.send
    room.coalescer._send = lambda audiences: (readings.append(list(audiences)), send(audiences))
    people = [f"person:{number}" for number in range(50)]
    for _ in range(10):
        for person in people:
            room.change(person)
        room.pass_time(OWN_S / 4)
    assert all(room.shown[person] for person in people)
    room.pass_time(OWN_S)
    assert room.shown == room.truth
    assert len(readings) <= 4
    assert readings[0] == sorted(people)
    room.pass_time(OWN_S)
    room.change(people[0])
    assert room.shown == room.truth
    assert not room.alarms


def test_people_of_other_days_are_forgotten():
    """Each is pushed to at once, and nobody is remembered for longer than the room needs."""
    room = Room()
    for number in range(3 * MOST_OWN):
        room.change(f"person:{number}")
        room.pass_time(OWN_S / 100)
    assert room.shown == room.truth
    assert len(room.coalescer._own_free_at) <= MOST_OWN + 1


def test_four_hundred_who_sit_down_are_a_few_pushes():
    """400 changes within 24 s to 400 screens of 20 kB: not more than the network's share, and the last one is shown."""
    room = Room(weight=400 * 20_000)
    for _ in range(400):
        room.change("room:w")
        room.pass_time(0.06)
    room.pass_time(LONGEST_S)
    assert room.shown == room.truth
    assert len(room.pushes) * 400 * 20_000 <= BYTES_A_SECOND * (24 + LONGEST_S) * 1.1


def test_no_screen_waits_for_longer_than_two_seconds():
    """However heavy an audience is."""
    room = Room(weight=10**12)
    room.change("room:w")
    room.change("room:w")
    room.pass_time(LONGEST_S)
    assert room.shown == room.truth
    assert len(room.pushes) == 2


@given(
    st.lists(st.tuples(st.sampled_from(("room:w", "room:v", "projector:w", "group:g")), st.floats(0, 0.4)), max_size=60)
)
def test_what_was_changed_last_is_shown_in_the_end(changes):
    """Whatever the rhythm: pushes of one shared audience keep their distance, and nothing stays unsaid."""
    room = Room()
    for audience, pause in changes:
        room.change(audience)
        room.pass_time(pause)
    room.pass_time(SHORTEST_S)
    assert room.shown == room.truth
    for shared in ("room:w", "room:v", "projector:w"):
        at = [moment for moment, audience in room.pushes if audience == shared]
        assert all(b - a >= SHORTEST_S - 1e-9 for a, b in pairwise(at))
