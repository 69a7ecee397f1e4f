"""What we expect of each command of a table, written by hand, apart from the product's own table of permissions."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial, update_wrapper

from facilitation.domain import commands as c
from facilitation.domain.events import ActionPlanned, DriftSignalled, Event, IdeaKept, SeatRequested, SuggestionOffered
from facilitation.domain.formats import SHIPPED, Format
from facilitation.domain.phases import Kind
from facilitation.domain.refusals import Code
from tests.domain.tables import FULL, Table, at, paused, seated

K = Kind
LEAD = ("host", "facilitator")
STEER = (*LEAD, "pilot")
NOTE = (*LEAD, "scribe")
HELP = (*NOTE, "consultant")
TABLE = (*HELP, "timekeeper", "deputy", "observer", "client")
CLARIFYING = {K.CLARIFICATION, K.CONTRACT, K.SILENT_WRITING}
REQUEST = {K.CONTRACT, K.SILENT_WRITING, K.SUGGESTIONS, K.ACTION_PLAN}
HELPING = {K.SUGGESTIONS, K.ACTION_PLAN}
CLOSING = {K.ACTION_PLAN, K.LEARNINGS}
SPOKEN = {K.CLARIFICATION, K.CONTRACT, K.SUGGESTIONS, K.LEARNINGS}
NOT_STARTED, PAUSED, OVER = Code.NOT_STARTED, Code.PAUSED, Code.ROUND_CLOSED
BOTH = Code.HOST_CANNOT_BE_CLIENT
GONE = Code.UNKNOWN_THING


@dataclass(frozen=True)
class Row:
    """``who`` may (the first of them is who asks), what follows, and what a second time gives."""

    name: str
    command: Callable[[Table], c.Command]
    who: tuple[str, ...]
    events: str
    where: Callable[[], Table]
    again: str = "done"
    kinds: set[Kind] | None = None
    set_up: Callable[[Table], Table] = lambda table: table
    others: dict[str, Code] = field(default_factory=dict)
    waiting: Code | None = None
    pausing: Code | None = None
    over: Code | None = None
    format: Format = SHIPPED["150"]


def within(kind: Kind, format: Format = SHIPPED["150"]) -> Callable[[], Table]:
    """The table in this phase."""
    return update_wrapper(partial(at, kind, format), at)


def having(*acts: tuple[c.Command, str]) -> Callable[[Table], Table]:
    """These were done before."""

    def prepared(table: Table) -> Table:
        for act, person in acts:
            table.do(act, person)
        return table

    return prepared


def after(event: Event) -> Callable[[Table], Table]:
    """This happened before, in whatever phase."""

    def prepared(table: Table) -> Table:
        table.fold(event)
        return table

    return prepared


def held(type: str) -> Callable[[Table], str]:
    """The id of the first row of this type, or of none."""
    return lambda table: next((id for id, row in table.words.items() if row.type == type), "none")


def says(command: c.Command) -> Callable[[Table], c.Command]:
    """Always the same."""
    return lambda table: command


QUESTION, ACTION = (c.AskQuestion("?"), "scribe"), (c.PlanAction("x"), "scribe")
KEPT, OFFERED = IdeaKept("i", "consultant"), SuggestionOffered("s", "consultant", "consultant", "idea")
PLANNED = ActionPlanned("a", "client")
SENTENCE = (c.WriteContract("x"), "scribe")
the_question, the_idea = held("question"), held("idea")
the_suggestion, the_action = held("suggestion"), held("action")
STEERED = {"waiting": NOT_STARTED, "pausing": PAUSED, "over": OVER}

ROWS = sorted(
    (
        Row("sit", says(c.Sit()), ("stranger", *TABLE, "pilot", "system"), "SeatRequested", within(K.EXPOSITION),
            "already"),
        Row("leave_table", says(c.LeaveTable()), ("consultant", *TABLE, "pilot", "stranger", "system"), "PersonLeft",
            within(K.EXPOSITION), "already"),
        Row("welcome_person", says(c.WelcomePerson("newcomer")), ("client", *LEAD), "PersonSeated",
            within(K.EXPOSITION), "already", set_up=after(SeatRequested("newcomer")), waiting=GONE, pausing=GONE,
            over=GONE),
        Row("change_roles", says(c.ChangeRoles("consultant", ("observer", "consultant"))),
            (*STEER, "consultant"), "RolesChanged", within(K.EXPOSITION), "already"),
        Row("take_over_table", says(c.TakeOverTable()), ("consultant", *HELP, "timekeeper", "deputy", "observer"),
            "RolesChanged RolesChanged", within(K.EXPOSITION), "already", others={"client": BOTH}),
        Row("accept_client", says(c.AcceptClient()), ("consultant", "scribe", "timekeeper", "deputy", "observer"),
            "ClientAccepted", seated, "already", set_up=having((c.DeclineClient(), "client")),
            others={"host": BOTH, "facilitator": BOTH, "client": None},
            waiting=Code.CLIENT_TAKEN, pausing=Code.CLIENT_TAKEN, over=OVER),
        Row("decline_client", says(c.DeclineClient()), ("client",), "ClientDeclined ClockHeld", within(K.EXPOSITION),
            Code.NOT_ALLOWED, over=OVER),
        Row("open_tour", says(c.OpenTour()), LEAD, "TourOpened", within(K.SUGGESTIONS), "already", kinds=SPOKEN,
            **STEERED),
        Row("pass_turn", says(c.PassTurn()), (*LEAD, "consultant"), "TurnPassed", within(K.SUGGESTIONS), kinds=SPOKEN,
            set_up=having((c.OpenTour(), "host")), others=dict.fromkeys(TABLE, Code.NOT_YOUR_TURN), **STEERED),
        Row("close_tour", says(c.CloseTour()), LEAD, "TourClosed", within(K.SUGGESTIONS), Code.NO_TOUR, kinds=SPOKEN,
            set_up=having((c.OpenTour(), "host")), **STEERED),
        Row("say_ready", says(c.SayReady()), ("consultant", *HELP, "client"), "ReadySaid",
            within(K.SILENT_WRITING, FULL), "already", kinds={K.SILENT_WRITING}, format=FULL, **STEERED),
        Row("call_pilot", says(c.CallPilot()), TABLE, "PilotCalled", within(K.EXPOSITION), "already"),
        Row("answer_call", says(c.AnswerCall()), STEER, "CallAnswered", within(K.EXPOSITION), "already",
            set_up=having((c.CallPilot(), "client"))),
        # Phase and clock
        Row("start_round", says(c.StartRound()), STEER, "RoundStarted PhaseStarted", seated, Code.ALREADY_STARTED,
            pausing=PAUSED),
        Row("advance_phase", says(c.AdvancePhase()), ("pilot", *LEAD), "PhaseStarted", within(K.CLARIFICATION),
            **STEERED),
        Row("return_to_phase", says(c.ReturnToPhase(2, 5)), STEER, "PhaseStarted", within(K.CLARIFICATION),
            **STEERED),
        Row("catch_up", says(c.CatchUp(4, 60)), STEER, "PhaseStarted", within(K.CLARIFICATION), "already",
            **STEERED),
        Row("change_time", says(c.ChangeTime(5)), (*STEER, "timekeeper"), "TimeChanged",
            within(K.CLARIFICATION), **STEERED),
        Row("undo", says(c.Undo()), STEER, "ActUndone", within(K.CLARIFICATION), Code.NOTHING_TO_UNDO,
            set_up=having((c.ChangeTime(5), "host")), waiting=Code.NOTHING_TO_UNDO),
        Row("close_round", says(c.CloseRound()), STEER, "RoundClosed", within(K.LEARNINGS), OVER, kinds=CLOSING,
            **STEERED),
        Row("pause", says(c.Pause()), (*STEER, "client"), "ClockHeld", within(K.SUGGESTIONS), PAUSED, **STEERED),
        Row("resume", says(c.Resume()), (*STEER, "client"), "ClockReleased", paused, Code.NOT_PAUSED,
            waiting=NOT_STARTED, over=OVER),
        Row("shorten_phase", says(c.ShortenPhase(5)), STEER, "ClockReleased", paused, Code.NOT_PAUSED,
            waiting=NOT_STARTED, over=OVER),
        Row("change_case", says(c.ChangeCase()), STEER, "RoundClosed WordsErased RoundStarted PhaseStarted", paused,
            Code.NOT_PAUSED, waiting=NOT_STARTED, over=OVER),
        Row("stop_round", says(c.StopRound()), (*STEER, "client"), "RoundClosed WordsErased", paused, OVER,
            waiting=NOT_STARTED, over=OVER),
        Row("bring_tables", says(c.BringTables(K.PLENARY)), ("pilot",), "PhaseStarted", within(K.CLARIFICATION),
            "already", pausing=PAUSED),
        Row("delay_summons", says(c.DelaySummons()), LEAD, "SummonsDelayed", within(K.CLARIFICATION),
            Code.ALREADY_DELAYED, set_up=having((c.BringTables(K.PLENARY, warn=True), "pilot")),
            waiting=Code.NO_SUMMONS, pausing=PAUSED, over=Code.NO_SUMMONS),
        Row("ring_phase", says(c.RingPhase()), ("system",), "TimeRanOut", within(K.CLARIFICATION), "already",
            set_up=lambda table: table.wait(60)),
        Row("answer_summons", says(c.AnswerSummons()), ("system",), "PhaseStarted", within(K.CLARIFICATION), "already",
            set_up=lambda table: having((c.BringTables(K.PLENARY, warn=True), "pilot"))(table).wait(2)),
        Row("finish_on_time", lambda t: c.FinishOnTime(t.now), STEER, "PhasesReplanned", within(K.CLARIFICATION),
            "already", set_up=lambda table: table.wait(75), over=OVER),
        # What the pilot does beside the phases
        Row("send_message", says(c.SendMessage("Café !")), ("pilot",), "MessageSent", within(K.SUGGESTIONS)),
        Row("withdraw_message", says(c.WithdrawMessage()), ("pilot",), "MessageWithdrawn", within(K.SUGGESTIONS),
            "already", set_up=having((c.SendMessage("Café !"), "pilot"))),
        Row("acknowledge_message", says(c.AcknowledgeMessage()), LEAD, "MessageAcknowledged", within(K.SUGGESTIONS),
            "already", set_up=having((c.SendMessage("Café !"), "pilot"))),
        Row("shut_table", says(c.ShutTable()), ("pilot",), "TableShut", Table, "already",
            others=dict.fromkeys(TABLE, Code.NOT_AT_TABLE), waiting=Code.TABLE_NOT_EMPTY,
            pausing=Code.TABLE_NOT_EMPTY, over=Code.TABLE_NOT_EMPTY),
        # Words
        Row("ask_question", says(c.AskQuestion("?")), NOTE, "QuestionAsked", within(K.CLARIFICATION),
            kinds=CLARIFYING, **STEERED),
        Row("answer_question", lambda t: c.AnswerQuestion(the_question(t), "!"), (*NOTE, "client"), "QuestionAnswered",
            within(K.CLARIFICATION), kinds=CLARIFYING, set_up=having(QUESTION), **STEERED),
        Row("keep_idea", says(c.KeepIdea("x")), HELP, "IdeaKept", within(K.EXPOSITION),
            kinds=set(K) - {K.LEARNINGS}, **STEERED),
        Row("bring_idea", lambda t: c.BringIdea(the_idea(t)), ("consultant", *HELP), "IdeaBrought",
            within(K.SUGGESTIONS), "already", kinds=HELPING, set_up=after(KEPT), **STEERED),
        Row("drop_idea", lambda t: c.DropIdea(the_idea(t)), ("consultant", *TABLE), "IdeaDropped",
            within(K.EXPOSITION), "already", set_up=after(KEPT),
            waiting=NOT_STARTED, pausing=PAUSED, over=GONE),
        Row("write_contract", says(c.WriteContract("x")), (*NOTE, "client"), "ContractWritten", within(K.CONTRACT),
            kinds=REQUEST, **STEERED),
        Row("confirm_contract", says(c.ConfirmContract(aloud=True)), ("client", *LEAD), "ContractConfirmed",
            within(K.CONTRACT), "already", kinds=REQUEST, set_up=having(SENTENCE), **STEERED),
        Row("reopen_contract", says(c.ReopenContract()), (*LEAD, "client"), "ContractReopened", within(K.CONTRACT),
            "already", kinds=REQUEST, set_up=having(SENTENCE, (c.ConfirmContract(aloud=True), "host")),
            **STEERED),
        Row("signal_drift", says(c.SignalDrift()), ("client",), "DriftSignalled", within(K.SUGGESTIONS), "already",
            kinds={K.SUGGESTIONS}, **STEERED),
        Row("clear_drift", says(c.ClearDrift()), LEAD, "DriftCleared", within(K.SUGGESTIONS), "already",
            set_up=after(DriftSignalled()), waiting=NOT_STARTED, pausing=PAUSED),
        Row("offer_suggestion", says(c.OfferSuggestion("x")), HELP, "SuggestionOffered", within(K.SUGGESTIONS),
            kinds=HELPING, **STEERED),
        Row("edit_suggestion", lambda t: c.EditSuggestion(the_suggestion(t), "y"), ("consultant", *HELP),
            "SuggestionEdited", within(K.SUGGESTIONS), kinds=HELPING, set_up=after(OFFERED), **STEERED),
        Row("withdraw_suggestion", lambda t: c.WithdrawSuggestion(the_suggestion(t)), ("consultant", *HELP),
            "SuggestionWithdrawn", within(K.SUGGESTIONS), "already", kinds=HELPING, set_up=after(OFFERED), **STEERED),
        Row("sort_suggestion", lambda t: c.SortSuggestion(the_suggestion(t), "keep"), ("client",), "SuggestionSorted",
            within(K.ACTION_PLAN), "already", kinds=CLOSING, set_up=after(OFFERED), waiting=NOT_STARTED,
            pausing=PAUSED, over=GONE),
        Row("plan_action", says(c.PlanAction("x")), (*NOTE, "client"), "ActionPlanned", within(K.ACTION_PLAN),
            kinds=CLOSING, waiting=NOT_STARTED, pausing=PAUSED),
        Row("remove_action", lambda t: c.RemoveAction(the_action(t)), (*NOTE, "client"), "ActionRemoved",
            within(K.ACTION_PLAN), "already", kinds=CLOSING, set_up=having(ACTION), waiting=NOT_STARTED,
            pausing=PAUSED, over=GONE),
        Row("follow_action", lambda t: c.FollowAction(the_action(t), "done"), ("client", *TABLE), "ActionFollowed",
            within(K.EXPOSITION), set_up=after(PLANNED), waiting=NOT_STARTED, pausing=GONE, over=GONE),
        Row("support_client", says(c.SupportClient()), (*HELP, "timekeeper", "deputy", "observer"), "ClientSupported",
            within(K.ACTION_PLAN), "already", kinds=CLOSING, waiting=NOT_STARTED, pausing=PAUSED),
        Row("record_learning", says(c.RecordLearning("x")), TABLE, "LearningRecorded", within(K.LEARNINGS),
            kinds=CLOSING, waiting=NOT_STARTED, pausing=PAUSED),
        Row("rate_round", says(c.RateRound(4)), TABLE, "RoundRated", within(K.LEARNINGS, FULL),
            kinds=CLOSING, format=FULL, waiting=NOT_STARTED, pausing=PAUSED, over=Code.NOT_CHOSEN),
        Row("write_notes", says(c.WriteNotes("x")), ("client",), "NotesWritten", within(K.SUGGESTIONS),
            waiting=NOT_STARTED),
    ),
    key=lambda row: row.name,
)  # fmt: skip
