"""Who may do what, and when: one table, asked by ``decide`` to refuse and by the snapshots to offer.

A rule names roles, kinds of phase and states of the table; what is left to say is a condition: a small function of the
table and the roles. A closed round has no phase any more, so kinds are not asked of it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from .formats import Option
from .group import TABLE_ROLES, Agreement, Group, Role, Status
from .phases import ClientMode, Kind, Scope
from .refusals import Code

Condition = Callable[[Group, frozenset[Role]], Code | None]

LEADERS = frozenset({Role.HOST, Role.FACILITATOR})
"""Who leads a table; never its client."""

_STEERS = LEADERS | {Role.CONDUCTOR}
_NOTES = LEADERS | {Role.SCRIBE}
_HELPS = _NOTES | {Role.CONSULTANT}
_WITNESSES = _HELPS | {Role.OBSERVER, Role.TIMEKEEPER, Role.DEPUTY}

_ALWAYS = frozenset(Status)
_RUNNING = frozenset({Status.RUNNING})
_PAUSED = frozenset({Status.PAUSED})
_OPEN = frozenset({Status.WAITING, Status.RUNNING, Status.PAUSED})
_NOT_PAUSED = _ALWAYS - _PAUSED
_RUNNING_OR_CLOSED = frozenset({Status.RUNNING, Status.CLOSED})

_CLARIFYING = frozenset({Kind.CLARIFICATION, Kind.CONTRACT, Kind.SILENT_WRITING, Kind.PAUSE})
"""A sentence begun in one phase may be sent in the next: nobody loses what they were typing."""
_REQUEST = frozenset({Kind.CONTRACT, Kind.SILENT_WRITING, Kind.PAUSE, Kind.SUGGESTIONS, Kind.ACTION_PLAN})
_LISTENING = frozenset({Kind.EXPOSITION, Kind.CLARIFICATION}) | _REQUEST
_HELPING = frozenset({Kind.SUGGESTIONS, Kind.ACTION_PLAN})
_CLOSING = frozenset({Kind.ACTION_PLAN, Kind.LEARNINGS, Kind.PLENARY})
SPOKEN = frozenset(Kind) - {Kind.EXPOSITION, Kind.SILENT_WRITING, Kind.PAUSE, Kind.ACTION_PLAN}
"""Phases in which people may speak in turn."""


def _room_leads(group: Group, roles: frozenset[Role]) -> Code | None:
    if Role.CONDUCTOR not in roles and group.in_room_phase:
        return Code.ROOM_PHASE
    return None


def _next_is_ours(group: Group, roles: frozenset[Role]) -> Code | None:
    following = -1 if group.position is None else group.position + 1
    if following >= len(group.format.phases):
        return Code.LAST_PHASE
    if Role.CONDUCTOR not in roles and group.format.phases[following].scope is Scope.ROOM:
        return Code.ROOM_PHASE
    return None


def _late_enough(group: Group, roles: frozenset[Role]) -> Code | None:
    return None if Role.CONDUCTOR in roles or group.kind in _CLOSING else Code.WRONG_PHASE


def _time_to_change(group: Group, roles: frozenset[Role]) -> Code | None:
    return None if group.clock_runs else Code.ROUND_CLOSED


_ALWAYS_OWN = frozenset({"start_round", "pause", "resume", "shorten_phase", "finish_on_time"})
"""Acts that a table does even while the room leads, and so takes back."""


def _own_act(group: Group, roles: frozenset[Role]) -> Code | None:
    """A table takes back what it did itself; what the room did, or what leads back to the room, is the pilot's."""
    if group.undoable is None:
        return Code.NOTHING_TO_UNDO
    if Role.CONDUCTOR in roles or group.undoable.act in _ALWAYS_OWN:
        return None
    before = group.undoable.before.position
    from_room = before is not None and group.format.phases[before].scope is Scope.ROOM
    if group.undoable.act == "bring_tables" or group.in_room_phase or from_room:
        return Code.ROOM_PHASE
    return None


def _summoned(group: Group, roles: frozenset[Role]) -> Code | None:
    if group.summons is None:
        return Code.NO_SUMMONS
    return Code.ALREADY_DELAYED if group.summons.delayed else None


def _not_leading(group: Group, roles: frozenset[Role]) -> Code | None:
    return Code.HOST_CANNOT_BE_CLIENT if roles & LEADERS else None


def _not_client(group: Group, roles: frozenset[Role]) -> Code | None:
    return Code.HOST_CANNOT_BE_CLIENT if Role.CLIENT in roles else None


def _client_free(group: Group, roles: frozenset[Role]) -> Code | None:
    return Code.CLIENT_TAKEN if group.client is not None and Role.CLIENT not in roles else None


def _has_client(group: Group, roles: frozenset[Role]) -> Code | None:
    return Code.NO_CLIENT if group.client is None else None


def _has_contract(group: Group, roles: frozenset[Role]) -> Code | None:
    return Code.NO_CONTRACT if group.agreement is Agreement.NONE else None


def _contract_open(group: Group, roles: frozenset[Role]) -> Code | None:
    return Code.CONTRACT_CONFIRMED if group.agreement is Agreement.CONFIRMED else None


def _may_signal(group: Group, roles: frozenset[Role]) -> Code | None:
    silent = group.phase is not None and group.phase.client_mode is ClientMode.SILENT
    return Code.SILENT_CLIENT if silent else None


def _client_may_reword(group: Group, roles: frozenset[Role]) -> Code | None:
    """While the others suggest, only a client who interacts takes a request back by hand; the host always may."""
    alone = Role.CLIENT in roles and roles.isdisjoint(_NOTES) and group.kind is Kind.SUGGESTIONS
    listens = group.phase is not None and group.phase.client_mode is not ClientMode.INTERACTS
    return Code.SILENT_CLIENT if alone and listens else None


def _may_type_questions(group: Group, roles: frozenset[Role]) -> Code | None:
    if roles & _NOTES or Option.TYPED_QUESTIONS in group.format.options:
        return None
    return Code.NOT_ALLOWED


def _chosen(option: Option) -> Condition:
    def condition(group: Group, roles: frozenset[Role]) -> Code | None:
        return None if option in group.format.options else Code.NOT_CHOSEN

    return condition


def _tour_goes(group: Group, roles: frozenset[Role]) -> Code | None:
    return None if group.tour else Code.NO_TOUR


def _not_stopped(group: Group, roles: frozenset[Role]) -> Code | None:
    return Code.ROUND_CLOSED if group.stopped else None


@dataclass(frozen=True)
class Rule:
    """``roles`` None: anybody in the workshop; ``kinds`` None: any phase, and before the first."""

    roles: frozenset[Role] | None
    kinds: frozenset[Kind] | None = None
    statuses: frozenset[Status] = _ALWAYS
    conditions: tuple[Condition, ...] = ()


_CLIENT = frozenset({Role.CLIENT})
_TIMES = frozenset({Role.TIMEKEEPER})
_SYSTEM = frozenset({Role.SYSTEM})
_CONDUCTOR = frozenset({Role.CONDUCTOR})

RULES: dict[str, Rule] = {
    # Places
    "sit": Rule(None),
    "leave_table": Rule(None),
    "welcome_person": Rule(LEADERS | _CLIENT),
    "change_roles": Rule(TABLE_ROLES | _CONDUCTOR),
    "take_over_table": Rule(TABLE_ROLES, conditions=(_not_client,)),
    "accept_client": Rule(TABLE_ROLES, statuses=_OPEN, conditions=(_not_leading, _client_free)),
    "decline_client": Rule(_CLIENT, statuses=_OPEN),
    "call_pilot": Rule(TABLE_ROLES),
    "answer_call": Rule(_STEERS),
    # Phase and clock
    "start_round": Rule(_STEERS, statuses=frozenset({Status.WAITING, Status.CLOSED})),
    "advance_phase": Rule(_STEERS, statuses=_RUNNING, conditions=(_room_leads, _next_is_ours)),
    "return_to_phase": Rule(_STEERS, statuses=_RUNNING, conditions=(_room_leads,)),
    "catch_up": Rule(_STEERS, statuses=_RUNNING, conditions=(_room_leads,)),
    "change_time": Rule(_STEERS | _TIMES, statuses=_RUNNING_OR_CLOSED, conditions=(_time_to_change, _room_leads)),
    "finish_on_time": Rule(_STEERS, statuses=_OPEN),
    "undo": Rule(_STEERS, conditions=(_own_act,)),
    "close_round": Rule(_STEERS, statuses=_RUNNING, conditions=(_late_enough,)),
    "pause": Rule(_STEERS | _CLIENT, statuses=_RUNNING),
    "resume": Rule(_STEERS | _CLIENT, statuses=_PAUSED),
    "shorten_phase": Rule(_STEERS, statuses=_PAUSED),
    "change_case": Rule(_STEERS, statuses=_PAUSED),
    "stop_round": Rule(_STEERS | _CLIENT, statuses=_PAUSED),
    "bring_tables": Rule(_CONDUCTOR, statuses=_NOT_PAUSED),
    "delay_summons": Rule(LEADERS, statuses=_NOT_PAUSED, conditions=(_summoned,)),
    "ring_phase": Rule(_SYSTEM),
    "answer_summons": Rule(_SYSTEM),
    # What the pilot does beside the phases
    "send_message": Rule(_CONDUCTOR),
    "withdraw_message": Rule(_CONDUCTOR),
    "acknowledge_message": Rule(LEADERS),
    "shut_table": Rule(_CONDUCTOR),
    # Words of the workshop
    "propose_case": Rule(None),
    "withdraw_case": Rule(None),
    "wish_case": Rule(None),
    "place_case": Rule(_CONDUCTOR),
    "seat_by_wishes": Rule(_CONDUCTOR),
    # Turns
    "open_tour": Rule(LEADERS, SPOKEN, _RUNNING),
    "pass_turn": Rule(TABLE_ROLES, SPOKEN, _RUNNING, (_tour_goes,)),
    "close_tour": Rule(LEADERS, SPOKEN, _RUNNING, (_tour_goes,)),
    "say_ready": Rule(_HELPS | _CLIENT, frozenset({Kind.SILENT_WRITING}), _RUNNING, (_chosen(Option.READY),)),
    # Words of the table
    "ask_question": Rule(_HELPS, _CLARIFYING, _RUNNING, (_may_type_questions,)),
    "answer_question": Rule(_NOTES | _CLIENT, _CLARIFYING, _RUNNING),
    "keep_idea": Rule(_HELPS, _LISTENING, _RUNNING),
    "bring_idea": Rule(_HELPS, _HELPING, _RUNNING),
    "drop_idea": Rule(TABLE_ROLES, None, _RUNNING_OR_CLOSED, (_not_stopped,)),
    "write_contract": Rule(_NOTES | _CLIENT, _REQUEST, _RUNNING, (_has_client, _contract_open)),
    "confirm_contract": Rule(LEADERS | _CLIENT, _REQUEST, _RUNNING, (_has_client, _has_contract)),
    "reopen_contract": Rule(LEADERS | _CLIENT, _REQUEST, _RUNNING, (_has_contract, _client_may_reword)),
    "offer_suggestion": Rule(_HELPS, _HELPING, _RUNNING),
    "edit_suggestion": Rule(_HELPS, _HELPING, _RUNNING),
    "withdraw_suggestion": Rule(_HELPS, _HELPING, _RUNNING),
    "signal_drift": Rule(_CLIENT, frozenset({Kind.SUGGESTIONS}), _RUNNING, (_may_signal,)),
    "clear_drift": Rule(LEADERS, None, _RUNNING_OR_CLOSED),
    "sort_suggestion": Rule(_CLIENT, _CLOSING, _RUNNING_OR_CLOSED, (_not_stopped,)),
    "plan_action": Rule(_NOTES | _CLIENT, _CLOSING, _RUNNING_OR_CLOSED, (_not_stopped, _has_client)),
    "remove_action": Rule(_NOTES | _CLIENT, _CLOSING, _RUNNING_OR_CLOSED, (_not_stopped, _has_client)),
    "follow_action": Rule(TABLE_ROLES, None, _ALWAYS - {Status.WAITING}),
    "support_client": Rule(_WITNESSES, _CLOSING, _RUNNING_OR_CLOSED, (_not_stopped, _has_client)),
    "record_learning": Rule(TABLE_ROLES, _CLOSING, _RUNNING_OR_CLOSED, (_not_stopped,)),
    "rate_round": Rule(TABLE_ROLES, _CLOSING, _RUNNING_OR_CLOSED, (_not_stopped, _chosen(Option.ROTI))),
    "write_notes": Rule(_CLIENT, None, _ALWAYS - {Status.WAITING}, (_not_stopped,)),
}
"""The rule of each command, by its wire name."""


def _wrong_status(rule: Rule, status: Status) -> Code:
    match status:
        case Status.WAITING:
            return Code.NOT_STARTED
        case Status.PAUSED:
            return Code.PAUSED
        case Status.CLOSED:
            return Code.ROUND_CLOSED
        case Status.RUNNING:
            return Code.NOT_PAUSED if Status.PAUSED in rule.statuses else Code.ALREADY_STARTED


_TYPED_LATER = frozenset(
    {"accept_client", "ask_question", "answer_question", "write_contract", "confirm_contract", "offer_suggestion"}
    | {"reopen_contract", "edit_suggestion", "withdraw_suggestion"}
)
"""What the members of a table on paper type in once its round is over."""


_AT_A_SHUT_TABLE = frozenset({"shut_table", "leave_table", "ring_phase", "answer_summons"})


def permitted(group: Group, name: str, roles: frozenset[Role]) -> Code | None:
    """None when somebody with these roles may do this now, else the code of the refusal.

    What depends on the person or on the values of the command is for ``decide`` alone to say.
    """
    rule = RULES[name]
    if rule.roles is not None and rule.roles.isdisjoint(roles):
        return Code.NOT_ALLOWED if roles else Code.NOT_AT_TABLE
    code = out_of_time(group, name, rule)
    if code is not None:
        return code
    return next((code for condition in rule.conditions if (code := condition(group, roles))), None)


def out_of_time(group: Group, name: str, rule: Rule) -> Code | None:
    """Why nobody at all may do this now."""
    if group.shut and name not in _AT_A_SHUT_TABLE:
        return Code.TABLE_SHUT
    later = group.paper and group.status is Status.CLOSED and name in _TYPED_LATER
    if group.status not in rule.statuses and not later:
        return _wrong_status(rule, group.status)
    if rule.kinds is not None and group.status is not Status.CLOSED and group.kind not in rule.kinds:
        return Code.WRONG_PHASE
    return Code.ROUND_CLOSED if later and group.stopped else None
