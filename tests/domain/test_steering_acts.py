"""Acts on phase and clock, one by one: what they do to the clock, and what they leave."""

import pytest

from facilitation.domain.commands import (
    AdvancePhase,
    CatchUp,
    ChangeCase,
    ChangeTime,
    CloseRound,
    ConfirmContract,
    DeclineClient,
    KeepIdea,
    OfferSuggestion,
    Pause,
    PlanAction,
    Resume,
    ReturnToPhase,
    ShortenPhase,
    SignalDrift,
    StartRound,
    StopRound,
    Undo,
    WriteContract,
    WriteNotes,
)
from facilitation.domain.formats import SHIPPED
from facilitation.domain.group import Agreement, Role, Status
from facilitation.domain.phases import MINUTE, Kind
from facilitation.domain.refusals import Code, Refusal
from tests.domain.tables import PEOPLE, PILOT, at, closed, paused, seated


def test_a_round_begins_with_the_room():
    """At the first phase of the format, with its planned time."""
    table = seated()
    table.do(StartRound())
    assert (table.group.round, table.group.kind, table.group.status) == (1, Kind.FRAMING, Status.RUNNING)
    assert table.group.clock.left(table.now) == 10 * MINUTE
    assert table.group.client == "client", "who accepted in the waiting room stays the client"


@pytest.mark.parametrize("kind", [Kind.FRAMING, Kind.CASE_CHOICE, Kind.PLENARY])
def test_phases_of_the_room_are_the_pilots(kind):
    """The host neither leaves nor stretches nor redoes them."""
    table = at(kind)
    for command in (AdvancePhase(), ReturnToPhase(3, 5), ChangeTime(5), CatchUp(3, 0)):
        if not (kind is Kind.PLENARY and isinstance(command, AdvancePhase)):
            assert table.ask(command, "host") == Refusal(Code.ROOM_PHASE)
            assert isinstance(table.ask(command, PILOT), list)


def test_the_host_does_not_lead_the_table_back_to_the_room():
    """Neither forward into the plenary nor back to the choice of the case."""
    assert at(Kind.LEARNINGS).ask(AdvancePhase(), "host") == Refusal(Code.ROOM_PHASE)
    assert at(Kind.EXPOSITION).ask(ReturnToPhase(1, 5), "host") == Refusal(Code.ROOM_PHASE)
    assert at(Kind.EXPOSITION).ask(CatchUp(9, 5), "host") == Refusal(Code.ROOM_PHASE)


def test_after_the_last_phase_there_is_none():
    """Closing is another act."""
    assert at(Kind.PLENARY).ask(AdvancePhase(), PILOT) == Refusal(Code.LAST_PHASE)
    assert at(Kind.LEARNINGS, SHIPPED["30"]).ask(AdvancePhase(), "host") == Refusal(Code.LAST_PHASE)


def test_a_position_that_the_format_does_not_have():
    """The refusal says how far it goes."""
    for command in (ReturnToPhase(10, 5), CatchUp(40, 0)):
        refusal = at(Kind.CONTRACT).ask(command, PILOT)
        assert refusal == Refusal(Code.BAD_VALUE, {"field": "position", "low": 0, "high": 9})


def test_going_back_keeps_words_and_contract():
    """A new passage with chosen minutes; what was agreed stays agreed."""
    table = at(Kind.CONTRACT)
    table.do(WriteContract("…"), "client")
    table.do(ConfirmContract(), "client")
    run, words = table.group.run, table.words
    table.do(ReturnToPhase(3, 8))
    assert table.group.kind is Kind.CLARIFICATION
    assert table.group.clock.left(table.now) == 8 * MINUTE
    assert table.group.run > run
    assert table.group.agreement is Agreement.CONFIRMED
    assert table.words == words


def test_a_pause_stops_the_clock_and_the_first_exit_takes_it_up():
    """With what was left."""
    table = at(Kind.CLARIFICATION).wait(10)
    table.do(Pause(), "client")
    table.wait(7)
    assert table.group.status is Status.PAUSED
    assert table.group.clock.left(table.now) == 15 * MINUTE
    table.do(Resume(), "client")
    assert table.group.clock.deadline == table.now + 15 * MINUTE


def test_the_second_exit_shortens():
    """Ten minutes were used, four are left to use."""
    table = at(Kind.CLARIFICATION).wait(10)
    table.do(Pause())
    table.wait(7).do(ShortenPhase(4))
    assert table.group.clock.left(table.now) == 4 * MINUTE
    assert table.group.clock.planned == 14 * MINUTE


def test_the_third_exit_begins_again_with_somebody_else():
    """The words of the first case are gone; nobody undoes that."""
    table = at(Kind.SUGGESTIONS)
    table.do(OfferSuggestion("…"), "consultant")
    table.do(Pause())
    table.do(ChangeCase())
    group = table.group
    assert (group.round, group.kind, group.status, group.client) == (2, Kind.EXPOSITION, Status.RUNNING, None)
    assert group.roles["client"] == {Role.CONSULTANT}
    assert [row.status for row in table.words.values()] == ["erased"]
    assert table.ask(Undo(), PILOT) == Refusal(Code.NOTHING_TO_UNDO)


def test_the_fourth_exit_stops_here():
    """Nothing is written after it, by anybody; another round may begin."""
    table = at(Kind.SUGGESTIONS)
    table.do(OfferSuggestion("…"), "consultant")
    table.do(Pause(), "client")
    table.do(StopRound(), "client")
    assert (table.group.status, table.group.stopped) == (Status.CLOSED, True)
    assert [row.status for row in table.words.values()] == ["erased"]
    assert table.ask(Undo(), PILOT) == Refusal(Code.NOTHING_TO_UNDO)
    assert table.ask(WriteNotes("…"), "client") == Refusal(Code.ROUND_CLOSED)
    assert table.ask(PlanAction("…"), "client") == Refusal(Code.ROUND_CLOSED)
    table.do(StartRound())
    assert not table.group.stopped


@pytest.mark.parametrize("exit", [StopRound(keep=True), ChangeCase(keep=True)])
def test_words_kept_are_kept_for_the_client(exit):
    """Rows stay, for one reader; without a client there is nobody to keep them for."""
    table = at(Kind.SUGGESTIONS)
    table.do(OfferSuggestion("…"), "consultant")
    table.do(Pause())
    events = table.do(exit)
    assert events[1].client == "client"
    assert [(row.status, row.release) for row in table.words.values()] == [("offered", "withheld")]
    table = paused()
    table.do(DeclineClient(), "client")
    assert table.ask(exit, "host") == Refusal(Code.NO_CLIENT)


def test_time_is_given_and_taken():
    """Nothing given is nothing done."""
    table = at(Kind.CONTRACT)
    table.do(ChangeTime(5))
    assert table.group.clock.left(table.now) == 15 * MINUTE
    table.do(ChangeTime(-12))
    assert table.group.clock.left(table.now) == 3 * MINUTE
    assert table.ask(ChangeTime(0), "host") == []


def test_minutes_of_a_rehearsal_are_shorter():
    """Five minutes at speed 120 are two seconds and a half."""
    table = at(Kind.CONTRACT, SHIPPED["150"].divided(120))
    table.do(ChangeTime(5))
    assert table.group.clock.left(table.now) == 15 * 500
    table.do(ReturnToPhase(3, 10))
    assert table.group.clock.left(table.now) == 10 * 500


def test_the_end_of_the_time_is_said_once():
    """Also to whoever asks later; not during a pause; again when time came back."""
    table = at(Kind.CONTRACT)
    assert table.wait(9.9).ring() == []
    assert len(table.wait(0.1).ring()) == 1
    assert table.wait(30).ring() == []
    table.do(ChangeTime(60))
    assert table.wait(29).ring() == []
    table.do(Pause())
    assert table.wait(29).ring() == []
    table.do(Resume())
    assert len(table.wait(1).ring()) == 1
    table.do(AdvancePhase())
    assert len(table.wait(5).ring()) == 1


def test_the_end_of_the_time_takes_no_undo_away():
    """Nobody acted."""
    table = at(Kind.CONTRACT)
    before = table.group.moment()
    table.do(AdvancePhase())
    table.wait(6).ring()
    table.do(Undo())
    assert table.group.moment() == before


def test_a_host_who_comes_back_says_where_the_table_is():
    """Contract since seven minutes; where the server already is, nothing changes."""
    table = at(Kind.CLARIFICATION).wait(32)
    table.do(CatchUp(4, 7 * 60))
    assert table.group.kind is Kind.CONTRACT
    assert table.group.clock.left(table.now) == 3 * MINUTE
    assert table.ask(CatchUp(4, 0), "host") == []


def test_a_closed_round_stays_closed():
    """Whatever is pressed but the next start, or the undo of the closing."""
    for act in (AdvancePhase(), ReturnToPhase(3, 5), Pause(), Resume(), CatchUp(3, 0), CloseRound(), ChangeTime(5)):
        assert closed().ask(act, PILOT) == Refusal(Code.ROUND_CLOSED)
    table = closed()
    table.do(PlanAction("…"), "client")
    table.do(StartRound())
    assert (table.group.round, table.group.kind, table.group.status) == (2, Kind.EXPOSITION, Status.RUNNING)


def test_closing_a_round_in_the_plenary_leaves_the_rooms_clock():
    """The plenary rings for a table that ends its round during it, and its undo changes no clock."""
    table = at(Kind.PLENARY)
    before = table.group.clock
    table.do(CloseRound(), PILOT)
    assert (table.group.status, table.group.clock) == (Status.CLOSED, before)
    table.wait(60)
    assert table.ring()
    assert closed().group.clock.deadline is None, "a table's own clock stops with its round"


def test_leaving_the_consultation_ends_a_signal():
    """The host does not carry it into the synthesis."""
    table = at(Kind.SUGGESTIONS)
    table.do(SignalDrift(), "client")
    table.do(AdvancePhase())
    assert not table.group.drifting


@pytest.mark.parametrize("person", PEOPLE)
def test_during_a_pause_nothing_is_written_but_notes(person):
    """The screens of the table are neutral."""
    for command in (KeepIdea("…"), WriteContract("…"), OfferSuggestion("…"), PlanAction("…"), SignalDrift()):
        answer = paused(Kind.SUGGESTIONS).ask(command, person)
        assert isinstance(answer, Refusal)
        assert answer.code in (Code.PAUSED, Code.NOT_ALLOWED)
    assert isinstance(paused().ask(WriteNotes("…"), "client"), list)
