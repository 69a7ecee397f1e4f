"""What people write: whose it is, when, and that no text is kept where it should not be."""

from dataclasses import replace

import pytest

from facilitation.domain import commands as c
from facilitation.domain.contributions import contract_id, evolve_words, learning_id, notes_id
from facilitation.domain.events import PersonErased, SuggestionOffered
from facilitation.domain.formats import SHIPPED
from facilitation.domain.group import Actor, Agreement
from facilitation.domain.phases import Kind
from facilitation.domain.refusals import Code, Refusal
from facilitation.domain.workshop import Case, Workshop, WorkshopStatus, decide_workshop, evolve_workshop
from tests.domain.tables import PILOT, Table, at, closed

UNKNOWN = Refusal(Code.UNKNOWN_THING)


def only(table: Table, type: str) -> str:
    """The id of the only row of this type."""
    (id,) = [row.id for row in table.words.values() if row.type == type]
    return id


def test_a_kept_idea_becomes_a_suggestion_once():
    """It stays its author's; a second press finds it brought; nobody else brings it."""
    table = at(Kind.SUGGESTIONS)
    table.do(c.KeepIdea("…"), "consultant")
    idea = only(table, "idea")
    assert table.ask(c.BringIdea(idea), "scribe") == Refusal(Code.NOT_YOURS)
    table.do(c.BringIdea(idea, "metaphor"), "consultant")
    brought = table.words[only(table, "suggestion")]
    assert (brought.author, brought.kind, brought.status) == ("consultant", "metaphor", "offered")
    assert table.words[idea].status == "brought"
    assert table.ask(c.BringIdea(idea), "consultant") == []
    assert table.ask(c.DropIdea(idea), "consultant") == []


def test_a_dropped_idea_is_not_brought():
    """Thrown away is thrown away."""
    table = at(Kind.SUGGESTIONS)
    table.do(c.KeepIdea("…"), "consultant")
    table.do(c.DropIdea(only(table, "idea")), "consultant")
    assert table.ask(c.BringIdea(only(table, "idea")), "consultant") == UNKNOWN


def test_the_scribe_notes_for_somebody():
    """Both may correct it; a consultant speaks only in his or her own name; the client suggests nothing."""
    table = at(Kind.SUGGESTIONS)
    table.do(c.OfferSuggestion("…", author="consultant"), "scribe")
    row = table.words[only(table, "suggestion")]
    assert (row.author, row.writer) == ("consultant", "scribe")
    for person in ("consultant", "scribe"):
        assert isinstance(table.ask(c.EditSuggestion(row.id, "…"), person), list)
    assert table.ask(c.EditSuggestion(row.id, "…"), "host") == Refusal(Code.NOT_YOURS)
    assert table.ask(c.OfferSuggestion("…", author="scribe"), "consultant") == Refusal(Code.NOT_ALLOWED)
    assert table.ask(c.OfferSuggestion("…", author="stranger"), "scribe") == Refusal(Code.NOT_AT_TABLE)
    assert table.ask(c.OfferSuggestion("…", author="client"), "scribe").code is Code.BAD_VALUE


def test_a_withdrawn_suggestion_is_gone():
    """Neither corrected nor sorted."""
    table = at(Kind.SUGGESTIONS)
    table.do(c.OfferSuggestion("…"), "consultant")
    row = only(table, "suggestion")
    table.do(c.WithdrawSuggestion(row), "consultant")
    assert table.ask(c.EditSuggestion(row, "…"), "consultant") == UNKNOWN
    table.do(c.AdvancePhase())
    assert table.ask(c.SortSuggestion(row, "keep"), "client") == UNKNOWN


def test_sorting_can_change_and_be_taken_back():
    """Keep, dig, none."""
    table = at(Kind.SUGGESTIONS)
    table.do(c.OfferSuggestion("…"), "consultant")
    row = only(table, "suggestion")
    table.do(c.AdvancePhase())
    for verdict in ("keep", "dig", "none"):
        table.do(c.SortSuggestion(row, verdict), "client")
        assert table.words[row].verdict == verdict
    assert table.ask(c.SortSuggestion(row, "none"), "client") == []


@pytest.mark.parametrize(
    ("kind", "command"),
    [
        (Kind.CLARIFICATION, c.AnswerQuestion("x", "…")),
        (Kind.SUGGESTIONS, c.BringIdea("x")),
        (Kind.SUGGESTIONS, c.DropIdea("x")),
        (Kind.SUGGESTIONS, c.EditSuggestion("x", "…")),
        (Kind.SUGGESTIONS, c.WithdrawSuggestion("x")),
        (Kind.ACTION_PLAN, c.PlanAction("…", action="x")),
        (Kind.ACTION_PLAN, c.RemoveAction("x")),
    ],
)
def test_a_row_that_is_not_there_or_not_of_this_type_or_round(kind, command):
    """The same answer for all of them: nothing is learnt by guessing."""
    table = at(kind)
    assert table.ask(command, "scribe") == UNKNOWN
    name = next(n for n in ("question", "idea", "suggestion", "action") if hasattr(command, n))
    other = {"question": "idea", "idea": "suggestion", "suggestion": "action", "action": "question"}[name]
    mine = Table().words
    mine = evolve_words(mine, table.group, SuggestionOffered("x", "scribe", "scribe", "idea"))["x"]
    for row in (
        replace(mine, type=other),
        replace(mine, type=name, group="elsewhere"),
        replace(mine, type=name, round=7),
        replace(mine, type=name, status="erased"),
    ):
        table.words = {"x": row}
        assert table.ask(command, "scribe") == UNKNOWN


def test_a_confirmed_contract_is_reopened_before_it_changes():
    """The client confirms by hand; the host passes on a yes that was said aloud."""
    table = at(Kind.CONTRACT)
    assert table.ask(c.ConfirmContract(), "client") == Refusal(Code.NO_CONTRACT)
    table.do(c.WriteContract("…"), "scribe")
    assert table.ask(c.ConfirmContract(), "host") == Refusal(Code.NOT_ALLOWED)
    assert table.ask(c.ConfirmContract(aloud=True), "scribe") == Refusal(Code.NOT_ALLOWED)
    table.do(c.ConfirmContract(aloud=True), "host")
    assert (table.group.agreement, table.group.aloud) == (Agreement.CONFIRMED, True)
    assert table.ask(c.ConfirmContract(), "client") == []
    assert table.ask(c.WriteContract("…"), "client") == Refusal(Code.CONTRACT_CONFIRMED)
    table.do(c.ReopenContract(), "client")
    table.do(c.WriteContract("…"), "client")
    table.do(c.ConfirmContract(), "client")
    assert (table.group.agreement, table.group.aloud) == (Agreement.CONFIRMED, False)
    assert only(table, "contract") == contract_id("table", 1, "client")


def test_a_second_client_writes_their_own_contract():
    """The first one's words stay theirs, and are nobody else's to confirm."""
    table = at(Kind.CONTRACT)
    table.do(c.WriteContract("…"), "client")
    table.do(c.ConfirmContract(), "client")
    table.do(c.DeclineClient(), "client")
    table.do(c.AcceptClient(), "consultant")
    table.do(c.Resume())
    assert table.ask(c.ConfirmContract(), "consultant") == Refusal(Code.NO_CONTRACT)
    table.do(c.WriteContract("…"), "scribe")
    rows = {id: row.author for id, row in table.words.items() if row.type == "contract"}
    assert rows == {contract_id("table", 1, person): person for person in ("client", "consultant")}


def test_without_a_client_there_is_no_contract_and_no_plan():
    """Whose would they be?"""
    table = at(Kind.LEARNINGS)
    table.do(c.DeclineClient(), "client")
    for command in (c.PlanAction("…"), c.SupportClient()):
        assert table.ask(command, "scribe") == Refusal(Code.NO_CLIENT)
    table = at(Kind.CASE_CHOICE)
    table.do(c.DeclineClient(), "client")
    table.do(c.BringTables(Kind.CONTRACT), PILOT)
    assert table.ask(c.WriteContract("…"), "scribe") == Refusal(Code.NO_CLIENT)


def test_a_plan_has_three_lines():
    """One may be rewritten, or make room for another; a removed line does not come back."""
    table = at(Kind.ACTION_PLAN)
    lines = [table.do(c.PlanAction("…"), "client")[0].action for _ in range(3)]
    assert table.ask(c.PlanAction("…"), "client") == Refusal(Code.TOO_MANY_ACTIONS, {"limit": 3})
    assert table.do(c.PlanAction("…", action=lines[1]), "scribe")[0].action == lines[1]
    assert table.words[lines[1]].author == "client"
    table.do(c.RemoveAction(lines[0]), "client")
    assert table.ask(c.RemoveAction(lines[0]), "client") == []
    assert table.ask(c.PlanAction("…", action=lines[0]), "client") == UNKNOWN
    table.do(c.PlanAction("…"), "client")
    assert len(table.group.actions) == 3


def test_one_learning_for_each_person_and_one_page_of_notes():
    """Written again, they are the same rows."""
    table = at(Kind.LEARNINGS)
    for release in ("private", "released", "table"):
        table.do(c.RecordLearning("…", release), "observer")
        assert table.words[learning_id("table", 1, "observer")].release == release
    table.do(c.WriteNotes("…"), "client")
    table.do(c.WriteNotes(""), "client")
    assert set(table.words) == {learning_id("table", 1, "observer"), notes_id("table", 1, "client")}


def test_a_sentence_begun_in_time_is_not_lost():
    """The host presses next while somebody types: the sentence still arrives, in the phase that follows."""
    assert isinstance(at(Kind.CONTRACT).ask(c.AskQuestion("…"), "scribe"), list)
    assert isinstance(at(Kind.ACTION_PLAN).ask(c.OfferSuggestion("…"), "consultant"), list)
    assert isinstance(at(Kind.SUGGESTIONS).ask(c.WriteContract("…"), "client"), list)
    assert isinstance(closed().ask(c.PlanAction("…"), "client"), list)
    assert isinstance(closed().ask(c.RecordLearning("…"), "consultant"), list)


def test_a_silent_client_does_not_signal():
    """Formats that ask for silence mean it."""
    assert at(Kind.SUGGESTIONS, SHIPPED["60"]).ask(c.SignalDrift(), "client") == Refusal(Code.SILENT_CLIENT)


def test_an_erased_persons_rows_are_erased():
    """What they said to the table too; what others wrote stays."""
    table = at(Kind.SUGGESTIONS)
    table.do(c.KeepIdea("…"), "consultant")
    table.do(c.OfferSuggestion("…"), "consultant")
    table.do(c.KeepIdea("…"), "scribe")
    table.fold(PersonErased("consultant"))
    assert sorted((r.author, r.status) for r in table.words.values()) == [
        ("consultant", "erased"), ("consultant", "erased"), ("scribe", "kept"),
    ]  # fmt: skip


def test_an_erased_clients_request_and_plan_go_too():
    """Whoever typed them; what the others brought is theirs."""
    table = at(Kind.ACTION_PLAN)
    table.do(c.WriteContract("…"), "scribe")
    table.do(c.ConfirmContract(aloud=True), "host")
    table.do(c.OfferSuggestion("…"), "consultant")
    table.do(c.PlanAction("…"), "scribe")
    table.fold(PersonErased("client", (table.group.round,), tuple(table.group.actions)))
    assert sorted((r.type, r.status) for r in table.words.values()) == [
        ("action", "erased"), ("contract", "erased"), ("suggestion", "offered"),
    ]  # fmt: skip
    assert (table.group.client, table.group.actions, table.group.agreement) == (None, frozenset(), Agreement.NONE)


def test_following_ones_plan():
    """The line's own client, also a round later; nobody else, and no line that is off the plan."""
    table = at(Kind.ACTION_PLAN)
    table.do(c.PlanAction("…"), "scribe")
    (line,) = table.group.actions
    assert table.ask(c.FollowAction(line, "done"), "scribe") == Refusal(Code.NOT_YOURS)
    table.do(c.CloseRound(), PILOT)
    table.do(c.StartRound(), PILOT)
    table.do(c.FollowAction(line, "tried", share=True), "client")
    assert (table.words[line].kind, table.words[line].release) == ("tried", "released")
    table.do(c.FollowAction(line, "dropped"), "client")
    assert (table.words[line].kind, table.words[line].release) == ("dropped", "table")
    assert table.ask(c.FollowAction("nothing", "done"), "client") == Refusal(Code.UNKNOWN_THING)


def test_one_case_for_each_person():
    """A second replaces the first and keeps its id; taking back nothing does nothing."""
    workshop = Workshop("w")
    ana = Actor("ana")

    def do(command: c.Command, fresh: str) -> None:
        nonlocal workshop
        for event in decide_workshop(workshop, command, ana, 0, fresh):
            workshop = evolve_workshop(workshop, event)

    do(c.ProposeCase("…"), "c1")
    do(c.ProposeCase("…", "project"), "c2")
    assert workshop.cases == {"c1": Case("c1", "ana", "project")}
    assert workshop.version == 2
    do(c.WithdrawCase(), "c3")
    assert workshop.cases == {}
    assert decide_workshop(workshop, c.WithdrawCase(), ana, 0, "c4") == []
    do(c.ProposeCase("…"), "c5")
    assert evolve_workshop(workshop, PersonErased("ana")).cases == {}
    over = Workshop("w", status=WorkshopStatus.CLOSED)
    assert decide_workshop(over, c.ProposeCase("…"), ana, 0, "c") == Refusal(Code.WORKSHOP_CLOSED)
    assert decide_workshop(workshop, c.Pause(), ana, 0, "c") == Refusal(Code.UNKNOWN_COMMAND)
    assert at(Kind.CONTRACT).ask(c.ProposeCase("…"), "host") == Refusal(Code.UNKNOWN_COMMAND)
