"""For each command, a moment at which it is welcome: who asks, and with which fields."""

from collections.abc import Callable
from typing import Any

from facilitation.service.seats import Seat
from tests.builders import MINUTE, Hands, Open, enter, got

Asked = tuple[Seat, dict[str, Any]]
HOST, CLIENT, SCRIBE, OTHER = 0, 1, 2, 3


def refreshed(room: Open, place: int) -> Seat:
    """The seat as it is now."""
    seat = room.person(place)
    return got(room.house.people.seat(seat.id, seat.device_id))


def stranger(room: Open, name: str = "Zoé") -> Seat:
    """Somebody in the waiting room."""
    return enter(room.house, room.links.join, name)


def in_phase(room: Open, kind: str) -> None:
    """A table with a client and a scribe, in this phase; later phases are reached through consultation."""
    room.bring("case_choice")
    room.do(room.person(CLIENT), "accept_client")
    room.do(room.host(), "change_roles", person=room.person(SCRIBE).person, roles=["scribe", "consultant"])
    if kind != "case_choice":
        room.bring(kind)


def _contract(room: Open, confirmed: bool = False) -> None:
    in_phase(room, "contract")
    room.do(room.person(CLIENT), "write_contract", sentence="M’aider à dire non")
    if confirmed:
        room.do(room.person(CLIENT), "confirm_contract")


def _suggestion(room: Open) -> str:
    in_phase(room, "suggestions")
    answer = room.do(room.person(OTHER), "offer_suggestion", text="Commencer petit")
    return str(answer.result["id"])


def _paused(room: Open) -> None:
    in_phase(room, "exposition")
    room.do(room.person(CLIENT), "pause")


def _idea(room: Open) -> str:
    in_phase(room, "suggestions")
    return str(room.do(room.person(OTHER), "keep_idea", text="Plus tard").result["id"])


def _action(room: Open) -> str:
    in_phase(room, "action_plan")
    return str(room.do(room.person(CLIENT), "plan_action", what="Appeler la mairie").result["id"])


def _simple(place: int, kind: str | None = None, **fields: Any) -> Callable[[Open], Asked]:
    def situation(room: Open) -> Asked:
        if kind is not None:
            in_phase(room, kind)
        return room.person(place), fields

    return situation


def _after(prepare: Callable[[Open], Any], place: int, **fields: Any) -> Callable[[Open], Asked]:
    """After ``prepare``; a field equal to ``"?"`` is what it returned."""

    def situation(room: Open) -> Asked:
        made = prepare(room)
        return room.person(place), {key: made if value == "?" else value for key, value in fields.items()}

    return situation


def _welcome(room: Open) -> Asked:
    in_phase(room, "exposition")
    newcomer = stranger(room)
    room.do(newcomer, "sit")
    return room.person(CLIENT), {"person": newcomer.person}


def _roles(room: Open) -> Asked:
    return room.host(), {"person": room.person(OTHER).person, "roles": ["observer"]}


def _case(room: Open) -> Asked:
    someone = stranger(room)
    room.do(someone, "propose_case", None, title="Douze habitants à la réunion", kind="concern")
    return someone, {}


def _delayed(room: Open) -> Asked:
    in_phase(room, "exposition")
    assert room.send_room("bring_tables", target="contract", warn=True).ok
    return room.host(), {}


def _drift(room: Open) -> None:
    in_phase(room, "suggestions")
    room.do(room.person(CLIENT), "signal_drift")


def _question(room: Open) -> str:
    in_phase(room, "clarification")
    return str(room.do(room.person(SCRIBE), "ask_question", text="Depuis quand ?").result["id"])


def _bring(room: Open) -> Asked:
    return room.pilot, {"target": "exposition"}


def _shown(room: Open) -> str:
    answer = room.do(stranger(room), "propose_case", None, title="Qui vient aux réunions ?", kind="problem")
    return str(answer.result["id"])


def _wished(room: Open) -> Asked:
    room.do(room.person(OTHER), "wish_case", None, first=_shown(room))
    return room.pilot, {}


def _tour(room: Open) -> None:
    in_phase(room, "suggestions")
    room.do(room.host(), "open_tour")


def _said(room: Open) -> None:
    assert room.send_room("send_message", text="Le café est servi").ok


def _emptied(room: Open) -> Asked:
    for seat in room.seats[0]:
        room.do(seat, "leave_table")
    return room.pilot, {}


def _late(room: Open) -> Asked:
    """Half an hour after the planned start nobody has begun."""
    at = room.house.instants.pass_(30 * MINUTE)  # type: ignore[attr-defined]
    return room.host(), {"at": at}


SITUATIONS: dict[str, Callable[[Open], Asked]] = {
    "accept_client": _simple(CLIENT),
    "advance_phase": _simple(HOST, "exposition"),
    "answer_call": _after(lambda room: room.do(room.person(OTHER), "call_pilot"), HOST),
    "answer_question": _after(_question, SCRIBE, question="?", text="Depuis mars"),
    "ask_question": _simple(SCRIBE, "clarification", text="Combien de personnes ?"),
    "follow_action": _after(_action, CLIENT, action="?", outcome="done"),
    "bring_idea": _after(_idea, OTHER, idea="?", kind="metaphor"),
    "bring_tables": _bring,
    "call_pilot": _simple(OTHER),
    "catch_up": _simple(HOST, "exposition", position=4, elapsed=60),
    "change_case": _after(_paused, HOST, keep=True),
    "change_roles": _roles,
    "change_time": _simple(HOST, "exposition", minutes=5),
    "clear_drift": _after(_drift, HOST),
    "close_round": _simple(HOST, "learnings"),
    "finish_on_time": _late,
    "send_message": lambda room: (room.pilot, {"text": "Le café est servi", "wall": True}),
    "withdraw_message": lambda room: (_said(room), room.pilot, {})[1:],
    "acknowledge_message": _after(_said, HOST),
    "shut_table": _emptied,
    "confirm_contract": _after(_contract, CLIENT),
    "decline_client": _simple(CLIENT, "case_choice"),
    "delay_summons": _delayed,
    "drop_idea": _after(_idea, OTHER, idea="?"),
    "edit_suggestion": _after(_suggestion, OTHER, suggestion="?", text="Commencer petit, et vite"),
    "keep_idea": _simple(OTHER, "clarification", text="En parler à Nadège"),
    "leave_table": _simple(OTHER),
    "offer_suggestion": _simple(OTHER, "suggestions", text="Inviter les absents"),
    "pause": _simple(CLIENT, "exposition"),
    "plan_action": _simple(CLIENT, "action_plan", what="Écrire aux douze", when="lundi"),
    "propose_case": lambda room: (stranger(room), {"title": "Une place publique vide"}),
    "record_learning": _simple(OTHER, "learnings", text="Se taire aide", release="table"),
    "remove_action": _after(_action, CLIENT, action="?"),
    "reopen_contract": _after(lambda room: _contract(room, confirmed=True), CLIENT),
    "resume": _after(_paused, HOST),
    "return_to_phase": _simple(HOST, "contract", position=3, minutes=5),
    "shorten_phase": _after(_paused, HOST, minutes=4),
    "signal_drift": _simple(CLIENT, "suggestions"),
    "sit": lambda room: (stranger(room), {}),
    "sort_suggestion": lambda room: _sorting(room),
    "start_round": _simple(HOST),
    "stop_round": _after(_paused, HOST),
    "support_client": _simple(OTHER, "action_plan"),
    "take_over_table": _simple(OTHER),
    "undo": _simple(HOST, "exposition"),
    "welcome_person": _welcome,
    "withdraw_case": _case,
    "withdraw_suggestion": _after(_suggestion, OTHER, suggestion="?"),
    "wish_case": lambda room: (room.person(OTHER), {"first": _shown(room)}),
    "place_case": lambda room: (room.pilot, {"case": _shown(room), "table": room.table()}),
    "seat_by_wishes": _wished,
    "open_tour": _simple(HOST, "suggestions"),
    "pass_turn": _after(_tour, HOST),
    "close_tour": _after(_tour, HOST),
    "say_ready": _simple(OTHER, "silent_writing"),
    "rate_round": _simple(OTHER, "learnings", score=4),
    "write_contract": _simple(SCRIBE, "contract", sentence="M’aider à choisir"),
    "write_notes": _simple(CLIENT, "exposition", text="Ce que j’entends"),
}


def _sorting(room: Open) -> Asked:
    suggestion = _suggestion(room)
    room.bring("action_plan")
    return room.person(CLIENT), {"suggestion": suggestion, "verdict": "dig"}


def _undoing(room: Open) -> Asked:
    in_phase(room, "exposition")
    room.do(room.host(), "change_time", minutes=5)
    return room.host(), {}


SITUATIONS["undo"] = _undoing

BESIDE_TABLES = frozenset({"propose_case", "withdraw_case", "wish_case", "place_case", "seat_by_wishes"})
FOR_ANYBODY = frozenset({"sit", "leave_table", "propose_case", "withdraw_case", "wish_case"})


def later(hands: Hands, minutes: int) -> None:
    """Let minutes pass."""
    hands.pass_(minutes * MINUTE)
