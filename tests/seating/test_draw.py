"""A draw makes equal tables of whoever is free, and people who are alike are spared a move that changes nothing."""

import random
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitation.seating import Criteria, Guest, Table, drawn, seat, with_fewer_moves
from facilitation.seating.cost import cost
from tests.seating.test_seat import drawn as room_of


@given(st.integers(0, 60), st.lists(st.integers(0, 6), min_size=1, max_size=8), st.integers())
def test_tables_are_equal_as_far_as_places_allow(free, sizes, seed):
    """Everybody once; no table that was given somebody is larger than another by more than one."""
    people = [f"p{n}" for n in range(free)]
    tables = {f"t{n}": size for n, size in enumerate(sizes)}
    seating = drawn(people, tables, random.Random(seed))
    assert set(seating) == set(people)
    given_ = Counter(seating.values())
    after = {table: size + given_[table] for table, size in tables.items()}
    assert all(after[table] <= min(after.values()) + 1 for table in given_)


def test_every_seating_comes_up():
    """Four people at two tables: each pair is together in a third of the draws, whoever is named first."""
    people, together = ["a", "b", "c", "d"], Counter()
    chance = random.Random(3)
    for _ in range(3000):
        seating = drawn(people, {"x": 0, "y": 0}, chance)
        together.update(pair for pair in combinations(people, 2) if seating[pair[0]] == seating[pair[1]])
    assert all(850 < number < 1150 for number in together.values())


def test_without_tables_nobody_is_seated():
    with pytest.raises(ValueError, match="no table"):
        drawn(["a"], {}, random.Random(1))


@pytest.mark.parametrize("seed", range(30))
def test_fewer_moves_cost_the_same(seed):
    """The same objective, the same pairs kept, the same sizes; who has a place keeps it, and fewer people move."""
    guests, tables, criteria = room_of(2000 + seed)
    found = seat(guests, tables, criteria).seating
    chance = random.Random(seed)
    now = {guest.id: chance.choice([*tables, Table("elsewhere")]).id for guest in guests}
    spared = with_fewer_moves(guests, criteria, found, now)
    assert cost(guests, criteria, spared) == cost(guests, criteria, found)
    assert Counter(spared.values()) == Counter(found.values())
    assert all(spared[guest.id] == guest.pinned for guest in guests if guest.pinned)
    for one, other in criteria.apart + criteria.together:
        assert (spared[one] == spared[other]) == (found[one] == found[other])
    moved = [sum(where[p] != now[p] for p in now) for where in (spared, found)]
    assert moved[0] <= moved[1]


def test_who_is_like_everybody_does_not_move():
    """Ten people of whom nothing is known, at two equal tables already."""
    guests = [Guest(f"p{n}") for n in range(10)]
    now = {guest.id: "xy"[n % 2] for n, guest in enumerate(guests)}
    found = seat(guests, [Table("x"), Table("y")])
    assert with_fewer_moves(guests, Criteria(), found.seating, now) == now
