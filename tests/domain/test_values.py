"""A changed value is what the standard library makes of it, for every kind of value the domain has."""

import dataclasses
from functools import cached_property

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitation.domain import clock, contributions, events, formats, group, phases, workshop
from facilitation.domain.events import EVENTS
from facilitation.domain.values import replace


@dataclasses.dataclass(frozen=True)
class Pair:
    """Two numbers, and what they are together."""

    left: int = 0
    right: int = 0

    @cached_property
    def sum(self) -> int:
        return self.left + self.right


KINDS = [
    kind
    for module in (clock, contributions, events, formats, group, phases, workshop)
    for kind in vars(module).values()
    if isinstance(kind, type) and dataclasses.is_dataclass(kind)
] + list(EVENTS.values())


@given(st.integers(), st.integers(), st.dictionaries(st.sampled_from(["left", "right"]), st.integers()))
def test_it_is_what_the_standard_library_makes(left, right, changes):
    """And the value itself stays."""
    value = Pair(left, right)
    assert replace(value, **changes) == dataclasses.replace(value, **changes)
    assert value == Pair(left, right)


def test_what_it_knew_of_itself_is_not_taken_along():
    """It would be wrong of another value."""
    value = Pair(1, 2)
    assert value.sum == 3
    other = replace(value, left=5)
    assert other.sum == 7
    assert value.sum == 3
    assert set(vars(replace(value))) == {"left", "right"}


def test_a_name_that_is_no_field_is_refused():
    """Also that of what is computed."""
    for name in ("middle", "sum"):
        with pytest.raises(TypeError, match=name):
            replace(Pair(), **{name: 1})


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_our_values_are_of_the_kind_it_serves(kind):
    """Nothing happens after ``__init__``, nothing is held in slots, every field is given to ``__init__``."""
    assert not hasattr(kind, "__post_init__")
    assert not any("__slots__" in vars(base) for base in kind.__mro__[:-1])
    assert all(field.init for field in dataclasses.fields(kind))
