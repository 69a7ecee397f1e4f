"""A task waits a moment where it stands, then lets others go on."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg2 import OperationalError
from psycopg2.extensions import POLL_ERROR, POLL_OK, POLL_READ, POLL_WRITE

from facilitation.waiting import waiter

KINDS = {POLL_READ: True, POLL_WRITE: False}


def waited(states, quick):
    """What happened in order: each wait where it stood, with its outcome, and each turn given to others."""
    left, outcomes, seen = iter([*states, POLL_OK]), iter(quick), []
    connection = SimpleNamespace(poll=lambda: next(left), fileno=lambda: 7)

    def soon(file, reads):
        outcome = next(outcomes)
        seen.append(("here", file, reads, outcome))
        return outcome

    waiter(soon, lambda file, reads: seen.append(("others", file, reads)))(connection)
    assert next(left, None) is None, "it ends with the answer, and not before"
    return seen


@given(st.lists(st.tuples(st.sampled_from(sorted(KINDS)), st.booleans()), max_size=8))
def test_each_wait(turns):
    """Whatever the connection waits for, and however quickly it comes."""
    expected = []
    for state, quick in turns:
        expected.append(("here", 7, KINDS[state], quick))
        if not quick:
            expected.append(("others", 7, KINDS[state]))
    assert waited([state for state, _ in turns], [quick for _, quick in turns]) == expected


def test_an_unknown_state_is_an_error():
    """As psycopg2 itself has it."""
    with pytest.raises(OperationalError):
        waited([POLL_ERROR], [])
