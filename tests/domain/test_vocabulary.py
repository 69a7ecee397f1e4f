"""The vocabulary is complete: whatever can be asked is ruled and decided, whatever happens is folded."""

import dataclasses

import pytest

from facilitation.domain.commands import COMMANDS, TIMEKEEPER_ONLY
from facilitation.domain.decide import DECIDERS
from facilitation.domain.events import EVENTS, Event, word_fields
from facilitation.domain.evolve import EVOLVERS
from facilitation.domain.formats import SHIPPED
from facilitation.domain.group import Role
from facilitation.domain.permissions import RULES
from facilitation.domain.phases import MINUTE, NATURE, Kind


def test_every_command_has_one_rule():
    """No command is forgotten by the permission table, and it names no other."""
    assert set(RULES) == set(COMMANDS)
    assert len(COMMANDS) == 60


def test_every_command_of_a_table_has_one_decider():
    """The commands of the workshop are decided elsewhere."""
    here = {name for name, cls in COMMANDS.items() if cls.scope == "group"}
    assert {cls.wire() for cls in DECIDERS} == here
    assert set(COMMANDS) - here == {"propose_case", "withdraw_case", "wish_case", "place_case", "seat_by_wishes"}


@pytest.mark.parametrize("cls", COMMANDS.values(), ids=lambda c: c.wire())
def test_a_decider_carries_the_name_of_its_command(cls):
    """One name for each act; and a command explains itself."""
    if cls.scope == "group":
        assert DECIDERS[cls].__name__ == cls.wire()
    assert cls.__doc__


def test_every_event_has_one_evolver():
    """Nothing can happen that a table would not know how to fold."""
    assert set(EVOLVERS) == set(EVENTS.values())


@pytest.mark.parametrize("cls", EVENTS.values(), ids=lambda c: c.__name__)
def test_an_event_is_frozen_and_its_words_may_be_left_out(cls):
    """The journal gives events back without words: these fields must have a default, and be texts."""
    assert issubclass(cls, Event)
    assert dataclasses.is_dataclass(cls)
    for field in dataclasses.fields(cls):
        if field.name in word_fields(cls):
            assert field.default == ""
            assert field.type in (str, "str")


def test_free_text_of_commands_travels_in_word_fields_only():
    """An event that takes a text from a command marks it as words, so that the journal never holds it."""
    texts = {f.name for c in COMMANDS.values() for f in dataclasses.fields(c) if f.metadata["type"] == "text"}
    unmarked = {(name, f) for name, cls in EVENTS.items() for f in {x.name for x in dataclasses.fields(cls)} & texts
                if f not in word_fields(cls)}  # fmt: skip
    assert unmarked == set()


def test_only_the_timekeeper_asks_the_timekeepers_questions():
    """And the timekeeper asks nothing else."""
    assert {name for name, rule in RULES.items() if rule.roles == {Role.SYSTEM}} == TIMEKEEPER_ONLY


def test_every_kind_has_a_nature():
    """A kind without one could not stand in a format."""
    assert set(NATURE) == set(Kind)


@pytest.mark.parametrize("key", SHIPPED)
def test_a_shipped_format_lasts_what_it_says(key):
    """To the minute, reserve included; no minimum is longer than its phase."""
    format = SHIPPED[key]
    minutes = 190 if key == "half_day" else int(key)
    assert format.total == minutes * MINUTE
    assert all(0 < p.minimum <= p.planned for p in format.phases)
    assert {Kind.EXPOSITION, Kind.CLARIFICATION, Kind.SUGGESTIONS, Kind.ACTION_PLAN} <= {p.kind for p in format.phases}
    assert format.flash == (minutes <= 45)


def test_a_rehearsal_is_the_same_format_faster():
    """Its minutes are shorter too, and it does not become a flash format."""
    fast = SHIPPED["150"].divided(120)
    assert fast.minute == MINUTE // 120
    assert not fast.flash
    assert SHIPPED["45"].divided(10).flash
    edited = fast.with_minutes(tuple(7 for _ in fast.phases))
    assert {p.planned for p in edited.phases} == {7 * MINUTE // 120}
