"""The method's promises, held through thousands of steps of a room that does whatever comes to its mind.

The room is that of ``test_machine``; here it is watched for what the method protects: the contract is the client's,
what is written stays, and what is undone is as it was. ``tests/service/test_words_machine.py`` holds the rest, with the
words themselves.
"""

import os
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import initialize, invariant, run_state_machine_as_test

from facilitation.domain.commands import AcceptClient, ChangeCase, Command, Sit, StopRound, TakeOverTable
from facilitation.domain.contributions import Contribution
from facilitation.domain.events import ContractConfirmed, Event, WordsErased
from facilitation.domain.evolve import evolve
from facilitation.domain.formats import SHIPPED, Option
from facilitation.domain.group import Agreement, Group, Role
from facilitation.domain.permissions import LEADERS
from tests import GATE
from tests.domain.room import PILOT, Room, Spot
from tests.domain.tables import FULL
from tests.domain.test_machine import PEOPLE, TABLES, Afternoon

STEPS = 10_000 if GATE else 20_000
FIRST = int(os.environ.get("MACHINE_SEED", "0"))
"""The same stories in every run; another number tells others."""
GONE = {
    "withdraw_suggestion": "withdrawn", "drop_idea": "dropped", "remove_action": "removed",
    "send_message": "withdrawn", "withdraw_message": "withdrawn",
}  # fmt: skip
"""What becomes of a row when its author takes it back."""
counted = {"steps": 0, "acts": 0, "undone": 0, "confirmed": 0, "taken back": 0, "erased": 0}


class Watched(Room):
    """A room in which words go, and contracts are confirmed, by nothing but what the method says."""

    def check_event(self, before: Group, event: Event) -> None:
        """Only the client, or a leader who repeats aloud what a client who is there said, confirms."""
        super().check_event(before, event)
        if isinstance(event, ContractConfirmed):
            counted["confirmed"] += 1
            assert before.client is not None
            roles = before.roles[event.by]
            assert Role.CLIENT in roles or (event.aloud and roles & LEADERS)
        else:
            self.nobody_else_confirms(before, event)

    def nobody_else_confirms(self, before: Group, event: Event) -> None:
        """No other event makes a contract confirmed, but the undoing of a new round that brings the former one back."""
        after = evolve(before, event)
        if after.agreement is Agreement.CONFIRMED and before.agreement is not Agreement.CONFIRMED:
            assert type(event).__name__ == "ActUndone", event

    def check_act(
        self, spot: Spot, before: Group, words: Mapping[str, Contribution], command: Command, person: str
    ) -> None:
        """Each row is what it was, or its author took it back, or the round was ended without keeping it."""
        super().check_act(spot, before, dict(words), command, person)
        counted["acts"] += 1
        counted["undone"] += command.wire() == "undo"
        for id, row in words.items():
            now = spot.words[id]
            assert (now.type, now.author, now.round, now.group) == (row.type, row.author, row.round, row.group)
            if now.status != row.status:
                self.check_departure(before, row, now, command, person)

    def check_departure(
        self, before: Group, row: Contribution, now: Contribution, command: Command, person: str
    ) -> None:
        """A row left the screens, or came back."""
        if now.status == "erased":
            counted["erased"] += 1
            assert isinstance(command, StopRound | ChangeCase)
            assert not command.keep
            assert row.round == before.round
        elif now.status in GONE.values():
            counted["taken back"] += 1
            assert GONE[command.wire()] == now.status
            own = person in (row.author, row.writer)
            notes = row.type == "action" and before.roles[person] & {*LEADERS, Role.SCRIBE, Role.CLIENT}
            assert own or notes or (row.type == "message" and person == PILOT)
        else:  # written again, or an idea that was kept is brought: the words stay
            assert now.status not in ("erased", *GONE.values())


class Method(Afternoon):
    """Everybody presses everything; the steps are counted."""

    @initialize()
    def doors_open(self) -> None:
        """Two tables, as in the afternoon."""
        formats = dict(zip(TABLES, (FULL, replace(SHIPPED["half_day"], options=frozenset(Option))), strict=True))
        self.room = Watched(1_712_664_000_000, formats)
        for id, host, other in zip(TABLES, PEOPLE[::2], PEOPLE[1::2], strict=False):
            for command, who in ((Sit(), host), (Sit(), other), (TakeOverTable(), host), (AcceptClient(), other)):
                self.room.submit(id, command, who)
        counted["steps"] -= 1  # the invariants are asked after this too, and it is no step

    @invariant()
    def a_step_was_made(self) -> None:
        """Asked after each step."""
        counted["steps"] += 1

    @invariant()
    def what_was_erased_was_journaled(self) -> None:
        """No row is erased in a round of which the journal does not say so."""
        for spot in self.spots():
            said = {event.round for event in spot.journal if isinstance(event, WordsErased)}
            assert {row.round for row in spot.words.values() if row.status == "erased"} <= said


@pytest.mark.timeout(900)
def test_the_method_holds() -> None:
    """So many steps at least, really made."""
    run = settings(
        max_examples=60, stateful_step_count=60, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    for batch in range(STEPS // 60):  # an afternoon may be shorter than the longest: counted, not reckoned
        if counted["steps"] < STEPS:
            run_state_machine_as_test(seed(FIRST + batch)(Method), settings=run)
    print("\n" + ", ".join(f"{number} {what}" for what, number in counted.items()))
    assert counted["steps"] >= STEPS
    assert min(counted.values()) > 0, "something was never tried"
