"""Who sits where and who does what."""

import pytest

from facilitation.domain.commands import (
    AcceptClient,
    AdvancePhase,
    ChangeCase,
    ChangeRoles,
    ConfirmContract,
    DeclineClient,
    LeaveTable,
    Sit,
    TakeOverTable,
    WelcomePerson,
    WriteContract,
)
from facilitation.domain.decide import decide
from facilitation.domain.events import (
    ClientAccepted,
    PersonErased,
    PersonLeft,
    PersonSeated,
    RolesChanged,
    SeatRequested,
)
from facilitation.domain.group import LARGEST_TABLE, Actor, Agreement, Role, Status
from facilitation.domain.phases import Kind
from facilitation.domain.refusals import Code, Refusal
from facilitation.domain.workshop import Case
from tests.domain.tables import PILOT, Table, at, closed, paused, seated


def test_sitting_down_makes_a_consultant():
    """Before any case is told, at once; twice is once."""
    table = Table()
    assert table.do(Sit(), "ana") == [PersonSeated("ana", frozenset({Role.CONSULTANT}))]
    assert table.ask(Sit(), "ana") == []


def test_a_table_has_a_last_chair():
    """Also for those who asked and were welcomed."""
    table = seated()
    table.fold(SeatRequested("newcomer"))
    for number in range(LARGEST_TABLE - len(table.group.roles)):
        table.do(Sit(), f"p{number}")
    full = Refusal(Code.TABLE_FULL, {"limit": LARGEST_TABLE})
    assert table.ask(Sit(), "late") == full
    assert table.ask(Sit(), PILOT) == full
    assert table.ask(WelcomePerson("newcomer"), "client") == full
    assert table.ask(Sit(), "p0") == []


@pytest.mark.parametrize("kind", [Kind.FRAMING, Kind.CASE_CHOICE])
def test_nobody_has_to_ask_while_no_case_is_told(kind):
    """Framing and choice are open."""
    assert isinstance(at(kind).do(Sit(), "late")[0], PersonSeated)


@pytest.mark.parametrize("kind", [Kind.EXPOSITION, Kind.SUGGESTIONS, Kind.LEARNINGS, Kind.PLENARY])
def test_a_newcomer_asks_the_client(kind):
    """And sits down with a yes; whoever pilots the room asks too: what is told at a table stays there."""
    table = at(kind)
    assert table.do(Sit(), "late") == [SeatRequested("late")]
    assert table.ask(Sit(), "late") == []
    assert table.ask(Sit(), PILOT) == [SeatRequested(PILOT)]
    table.do(WelcomePerson("late"), "client")
    assert table.group.roles["late"] == {Role.CONSULTANT}
    assert table.group.requests == frozenset()
    assert table.ask(WelcomePerson("late"), "client") == []


def test_what_was_told_outlives_its_client():
    """Who leads the table says yes then; the chair is free when another case begins."""
    table = at(Kind.EXPOSITION)
    table.do(DeclineClient(), "client")
    assert table.do(Sit(), "late") == [SeatRequested("late")]
    table.do(WelcomePerson("late"), "host")
    assert "late" in table.group.roles
    table.do(ChangeCase(), "host")
    assert isinstance(table.do(Sit(), "later")[0], PersonSeated)


def test_at_an_empty_table_there_is_nobody_to_ask():
    """The chairs are free."""
    table = closed()
    for person in list(table.group.roles):
        table.do(LeaveTable(), person)
    assert isinstance(table.do(Sit(), "late")[0], PersonSeated)


def test_the_client_may_say_no_to_a_newcomer_only():
    """Nobody is sent away from the table by another consultant or by the client."""
    table = at(Kind.EXPOSITION)
    table.do(Sit(), "late")
    assert table.ask(LeaveTable("late"), "consultant") == Refusal(Code.NOT_ALLOWED)
    assert table.do(LeaveTable("late"), "client") == [PersonLeft("late")]
    assert table.ask(WelcomePerson("late"), "client") == Refusal(Code.UNKNOWN_THING)
    assert table.ask(LeaveTable("scribe"), "client") == Refusal(Code.NOT_ALLOWED)
    assert table.ask(LeaveTable("scribe"), "host") == [PersonLeft("scribe")]
    assert table.ask(LeaveTable("nobody"), "host") == []


def test_who_asked_may_give_up_asking():
    """They sit nowhere and still may."""
    table = at(Kind.EXPOSITION)
    table.do(Sit(), "late")
    table.do(LeaveTable(), "late")
    assert table.group.requests == frozenset()


@pytest.mark.parametrize("departure", [DeclineClient(), LeaveTable()])
def test_when_the_client_goes_the_table_pauses(departure):
    """The four exits are offered; the contract is nobody's any more."""
    table = at(Kind.CONTRACT)
    table.do(WriteContract("…"), "client")
    table.do(ConfirmContract(), "client")
    table.do(departure, "client")
    assert (table.group.status, table.group.client) == (Status.PAUSED, None)
    assert (table.group.agreement, table.group.case) == (Agreement.WRITTEN, None)


@pytest.mark.parametrize("kind", [Kind.CASE_CHOICE, Kind.LEARNINGS])
def test_before_and_after_the_case_nothing_stops(kind):
    """A choice is still a choice; learnings go on."""
    table = at(kind)
    table.do(DeclineClient(), "client")
    assert table.group.status is Status.RUNNING
    assert table.group.roles["client"] == {Role.CONSULTANT}


def test_a_client_is_no_consultant_and_leads_nobody():
    """One at a time; a host must give the table to somebody else first."""
    table = at(Kind.EXPOSITION)
    assert table.group.roles["client"] == {Role.CLIENT}
    assert table.ask(AcceptClient(), "consultant") == Refusal(Code.CLIENT_TAKEN)
    assert table.ask(TakeOverTable(), "client") == Refusal(Code.HOST_CANNOT_BE_CLIENT)
    for role in ("host", "facilitator"):
        both = table.ask(ChangeRoles("client", (role,)), "host")
        assert both == Refusal(Code.HOST_CANNOT_BE_CLIENT)
    table.do(DeclineClient(), "client")
    assert table.ask(AcceptClient(), "host") == Refusal(Code.HOST_CANNOT_BE_CLIENT)
    table.do(AcceptClient(), "scribe")
    assert table.group.roles["scribe"] == {Role.SCRIBE, Role.CLIENT}


def test_the_client_brings_a_case_of_his_or_her_own():
    """Not somebody else's, not one that is not there; naming it later is possible."""
    table = seated()
    table.do(DeclineClient(), "client")
    table.cases = {"c1": Case("c1", "consultant", "problem"), "c2": Case("c2", "scribe", "project")}
    assert table.ask(AcceptClient("c2"), "consultant") == Refusal(Code.NOT_YOURS)
    assert table.ask(AcceptClient("c9"), "consultant") == Refusal(Code.UNKNOWN_THING)
    table.do(AcceptClient(), "consultant")
    assert table.do(AcceptClient("c1"), "consultant") == [ClientAccepted("consultant", "c1")]
    assert table.group.case == "c1"
    assert table.ask(AcceptClient("c1"), "consultant") == []
    assert table.ask(AcceptClient(), "consultant") == []


def test_taking_over_leaves_one_host():
    """The former one stays as a consultant."""
    table = seated()
    table.do(TakeOverTable(), "scribe")
    assert table.group.roles["scribe"] == {Role.SCRIBE, Role.HOST}
    assert table.group.roles["host"] == {Role.CONSULTANT}
    assert table.ask(TakeOverTable(), "scribe") == []


def test_leaders_change_everybodys_roles():
    """Except the client's being the client."""
    table = at(Kind.CONTRACT)
    table.do(ChangeRoles("consultant", ("scribe", "consultant")))
    assert table.group.roles["consultant"] == {Role.SCRIBE, Role.CONSULTANT}
    assert table.ask(ChangeRoles("client", ("consultant",)), "host") == []
    table.do(ChangeRoles("client", ("scribe", "consultant")))
    assert table.group.roles["client"] == {Role.SCRIBE, Role.CLIENT}
    assert table.ask(ChangeRoles("late", ("scribe",)), "host") == Refusal(Code.NOT_AT_TABLE)
    assert table.ask(ChangeRoles("scribe", ()), "host") == Refusal(Code.MISSING_FIELD, {"field": "roles"})


def test_people_take_and_give_the_pen_by_themselves():
    """Nobody makes oneself a leader this way, or changes a neighbour."""
    table = seated()
    table.do(ChangeRoles("consultant", ("scribe", "consultant")), "consultant")
    table.do(ChangeRoles("consultant", ("observer",)), "consultant")
    for roles in (("host", "observer"), ("facilitator",)):
        assert table.ask(ChangeRoles("consultant", roles), "consultant") == Refusal(Code.NOT_ALLOWED)
    assert table.ask(ChangeRoles("scribe", ("consultant",)), "consultant") == Refusal(Code.NOT_ALLOWED)
    assert isinstance(table.ask(ChangeRoles("scribe", ("consultant",)), PILOT), list)


def test_roles_are_the_tables_not_the_messages():
    """An actor who claims a role that the table does not know does not hold it."""
    table = at(Kind.CONTRACT)
    for person in ("consultant", "stranger"):
        claims = Actor(person, frozenset({Role.HOST, Role.CLIENT}))
        answer = decide(table.group, AdvancePhase(), claims, table.now, "fresh")
        assert isinstance(answer, Refusal)


def test_people_come_and_go_during_a_pause():
    """Roles, too: that is what the pause may be for."""
    table = paused()
    table.do(DeclineClient(), "client")
    table.do(AcceptClient(), "consultant")
    table.do(Sit(), "late")
    table.do(WelcomePerson("late"), "host")
    table.do(LeaveTable(), "observer")
    assert table.group.status is Status.PAUSED


def test_an_erased_person_is_gone_everywhere():
    """Also from what an undo would bring back."""
    table = at(Kind.CONTRACT)
    for event in (RolesChanged("consultant", frozenset({Role.SCRIBE})), SeatRequested("late")):
        table.fold(event)
    for person in ("client", "late", "consultant"):
        table.fold(PersonErased(person))
    assert set(table.group.roles) == {"host", "facilitator", "scribe", "timekeeper", "deputy", "observer"}
    assert (table.group.client, table.group.requests) == (None, frozenset())
