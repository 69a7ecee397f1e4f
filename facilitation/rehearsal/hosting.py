"""What the host of a table does: waits for the end of each phase, then leads on; pauses, adds time, takes back."""

from . import incidents
from .person import Person

BELL_WITHIN = 30.0
"""Seconds after the end of a phase within which its end must be on the screen."""
PATIENCE = 20.0
"""Seconds that a host leaves to those who are still writing."""


def lead(me: Person) -> None:
    """Lead the table from the exposé to the end of the round."""
    settle(me)
    while not me.room.over:
        me.device.wait(lambda: _ours(me) or me.room.over, 1)
        here = me.place()
        if here is None or not _ours(me):
            continue
        (incidents.gestures if me.room.incident else gestures)(me, here[2])
        wait_for_the_end(me)
        me.device.wait(lambda: not me.table.busy() or me.room.over, PATIENCE)
        if me.place() == here:  # the room may have called the table meanwhile
            lead_on(me)


def settle(me: Person) -> None:
    """« J'anime cette table », and somebody takes the notes."""
    if "host" not in me.roles():
        me.say("take_over_table")
        me.device.wait(lambda: "host" in me.roles(), 10)
    scribe = next((p for p in me.table.people if p.cast.part == "scribe"), None)
    if scribe is not None:
        me.device.wait(lambda: any(p["id"] == scribe.id for p in me.group.get("people", [])), 20)
        me.say("change_roles", {"person": scribe.id, "roles": ["consultant", "scribe"]})


def gestures(me: Person, kind: str) -> None:
    """What a host does beside leading on. Tables differ, so that everything happens somewhere."""
    client = next((p for p in me.table.people if p.part == "client"), me)
    match kind:
        case "exposition":
            me.say("call_pilot")
        case "clarification" if not me.room.quiet:
            me.pause_for(me.left() / 3)
            me.steer("change_time", {"minutes": 2})
            me.steer("undo")
        case "silent_writing":
            someone = client if me.table.number % 2 and not me.table.shared else me
            someone.steer("pause")
            me.pause_for(0.3)
            someone.steer("resume")
        case "suggestions" if not me.room.quiet:
            if me.group.get("message"):
                me.say("acknowledge_message")
            me.device.wait(lambda: (me.device.of("hosts") or {}).get("drifting") or me.room.over, me.left() / 2)
            me.say("clear_drift")
            before = [line for line in me.group["timetable"] if line["position"] < me.group["phase"]["position"]]
            contract = next((line["position"] for line in reversed(before) if line["kind"] == "contract"), None)
            if contract is not None and me.table.number % 2 == 0:
                me.steer("return_to_phase", {"position": contract, "minutes": 3})
                me.steer("undo")
        case "action_plan":
            if me.table.number == 1:
                me.steer("pause")
                me.steer("shorten_phase", {"minutes": 10})
            else:
                me.steer("change_time", {"minutes": 1})
                me.steer("change_time", {"minutes": -1})


def wait_for_the_end(me: Person) -> None:
    """Until the time of the phase is over on the screen; the end is announced, nobody guesses it."""
    here = me.place()
    while not me.room.over and me.place() == here:
        if me.device.wait(lambda: _rang(me) or me.place() != here, me.left() + 0.5):
            return
        if me.left() == 0 and not me.device.wait(lambda: _rang(me) or me.place() != here, BELL_WITHIN):
            me.room.ledger.odd(f"table {me.table.number + 1}: the end of {here and here[2]} was never announced")
            return


def lead_on(me: Person) -> None:
    """The next phase, or the end of the round when what follows belongs to the room; the room may be faster."""
    here = me.place()
    contract = me.group.get("contract") or {}
    if me.kind == "contract" and contract.get("status") == "written":
        me.say("confirm_contract", {"aloud": True})
    if me.kind == "contract" and me.table.number == 0:  # too early: taken back, and done again
        me.steer("advance_phase")
        me.steer("undo")
    following = (me.device.of("hosts") or {}).get("next")
    if following is None or following["scope"] == "room":
        answer = me.steer("close_round")
    else:
        answer = me.steer("advance_phase")
    if not answer.get("ok") and not me.device.wait(lambda: me.place() != here, 5):
        me.room.ledger.odd(f"table {me.table.number + 1}: leading on from {me.kind}: {answer.get('refusal')}")
        me.pause_for(0.5)


def _rang(me: Person) -> bool:
    return bool((me.group.get("clock") or {}).get("elapsed"))


def _ours(me: Person) -> bool:
    phase = me.group.get("phase")
    return phase is not None and phase["scope"] == "group" and me.group["status"] in ("running", "paused")
