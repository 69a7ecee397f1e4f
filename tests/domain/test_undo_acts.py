"""Undo gives back phase, clock and state as if nothing had been pressed, and never takes a word away."""

import pytest

from facilitation.domain.commands import (
    AcceptClient,
    AdvancePhase,
    CatchUp,
    ChangeTime,
    CloseRound,
    ConfirmContract,
    KeepIdea,
    Pause,
    PlanAction,
    Resume,
    ReturnToPhase,
    ShortenPhase,
    SignalDrift,
    StartRound,
    TakeOverTable,
    Undo,
    WriteContract,
)
from facilitation.domain.group import Agreement, Role, Status
from facilitation.domain.phases import Kind
from facilitation.domain.refusals import Code, Refusal
from tests.domain.tables import PILOT, at, paused, seated

ACTS = [
    (AdvancePhase(), "host"), (ReturnToPhase(2, 5), "host"), (ChangeTime(5), "host"), (ChangeTime(-60), "host"),
    (Pause(), "client"), (CatchUp(6, 600), "host"), (CloseRound(), PILOT),
]  # fmt: skip


@pytest.mark.parametrize(("act", "person"), ACTS, ids=lambda v: str(v))
def test_undo_gives_the_moment_back(act, person):
    """Three minutes later: phase, deadline and state as if nothing had been pressed, and every word is there."""
    table = at(Kind.CONTRACT).wait(2)
    before = table.group.moment()
    table.do(act, person)
    if table.group.status is Status.RUNNING:
        table.do(KeepIdea("…"), "consultant")
    words = table.words
    table.wait(3).do(Undo(), "host")
    assert table.group.moment() == before
    assert table.words == words
    assert table.ask(Undo(), "host") == Refusal(Code.NOTHING_TO_UNDO)


@pytest.mark.parametrize("exit", [Resume(), ShortenPhase(3)])
def test_undoing_the_end_of_a_pause_is_a_pause(exit):
    """With what was left."""
    table = paused().wait(4)
    before = table.group.moment()
    table.do(exit)
    table.wait(1).do(Undo())
    assert table.group.moment() == before


def test_a_signal_does_not_follow_the_table_into_another_phase():
    """It stays when only the clock comes back."""
    table = at(Kind.CONTRACT)
    table.do(ReturnToPhase(6, 5))
    table.do(SignalDrift(), "client")
    table.do(Undo())
    assert (table.group.kind, table.group.drifting) == (Kind.CONTRACT, False)
    table = at(Kind.SUGGESTIONS)
    table.do(ChangeTime(5))
    table.do(SignalDrift(), "client")
    table.do(Undo())
    assert table.group.drifting


def test_undoing_the_start_brings_the_round_before_back():
    """With its client, its contract and its plan."""
    table = at(Kind.CONTRACT)
    table.do(WriteContract("…"), "client")
    table.do(ConfirmContract(aloud=True))
    for _ in range(3):
        table.do(AdvancePhase())
    table.do(PlanAction("…"), "client")
    table.do(CloseRound())
    before = table.group
    table.do(StartRound())
    assert (table.group.client, table.group.agreement, table.group.actions) == (None, Agreement.NONE, frozenset())
    table.do(Undo())
    for name in ("round", "position", "clock", "status", "client", "agreement", "aloud", "actions", "roles", "run"):
        assert getattr(table.group, name) == getattr(before, name), name
    table.do(StartRound())
    assert table.group.round == 2


def test_a_client_who_leads_the_table_meanwhile_is_not_made_client_again():
    """Undoing a start brings no forbidden pair of roles back, and no contract without its client."""
    table = at(Kind.CONTRACT)
    table.do(WriteContract("…"), "client")
    table.do(ConfirmContract(), "client")
    table.do(CloseRound(), PILOT)
    table.do(StartRound())
    table.do(TakeOverTable(), "client")
    table.do(AcceptClient(), "consultant")
    table.do(Undo(), "client")
    assert table.group.client is None
    assert table.group.roles["client"] == {Role.CONSULTANT, Role.HOST}
    assert (table.group.agreement, table.group.case) == (Agreement.WRITTEN, None)


def test_the_very_first_start_can_be_undone():
    """The table waits again."""
    table = seated()
    before = table.group.moment()
    table.do(StartRound())
    table.do(Undo())
    assert table.group.moment() == before


def test_what_the_room_did_only_the_pilot_undoes():
    """Also the step out of a phase of the room."""
    table = at(Kind.CASE_CHOICE)
    table.do(AdvancePhase(), PILOT)
    assert table.ask(Undo(), "host") == Refusal(Code.ROOM_PHASE)
    assert isinstance(table.ask(Undo(), PILOT), list)
