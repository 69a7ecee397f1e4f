"""People and pages as they are: the same page twice, an impatient finger, an old page, two who lead. F11, F13–F15.

Promised: both pages of a person show the same; ten presses are one act; what is not understood is refused with a
code and harms nothing else on the line; of two who press at the same step one wins and the other is told.
"""

import json
import secrets
import time
from typing import Any

from ..people import Person
from ..stage import Stage

STALE = (
    ("unknown_command", {"command": "vote_for_idea", "fields": {}}),
    ("unknown_field", {"command": "keep_idea", "fields": {"text": "page ancienne", "colour": "blue"}}),
    ("missing_field", {"command": "keep_idea", "fields": {}}),
    ("bad_value", {"command": "keep_idea", "fields": {"text": 3}}),
    ("unknown_field", {"command": "keep_idea", "body": {"text": "page ancienne"}}),
    ("malformed", {"command": "keep_idea", "fields": ["page ancienne"]}),
    ("bad_id", {"command": "keep_idea", "fields": {"text": "page ancienne"}, "id": "7"}),
)  # fmt: skip
"""What a page of an older or newer version could send, and what it must hear."""
ASK_WITHIN_S = 10.0


class Ill(AssertionError):
    """A promise was not kept."""


def duplicate_tab(stage: Stage, seconds: float) -> None:
    """Every fourth person opens the page a second time, and acts in both."""
    stage.load.work(0.2)
    twice = []
    for person in stage.crowd.people[::4]:
        other = stage.crowd.add(person.guest | {"name": f"{person.name} bis"}, stage.server.port)
        other.forgetful = person.forgetful
        twice.append(other)
    stage.crowd.until(stage.crowd.all_live, "the second pages")
    stage.load.work(seconds)
    stage.load.on = False
    stage.crowd.until(stage.crowd.quiet, "the last answers")
    stage.totals.note("duplicate_tab", pages=len(twice), converged_s=stage.converge())
    stage.load.on = True


def double_click(stage: Stage, times: int = 10) -> None:
    """Everybody who may keep an idea presses ten times at once: at tables that no host pauses or leads on, whose client
    listens."""
    stage.settle()
    helpers = (p for p in stage.crowd.people if not stage.load.steered(p) and not p.guest["host"])
    people = [p for p in helpers if p.guest["place"] != 1]
    before = len(stage.history.of("ok"))
    for person in people:
        person.command("keep_idea", {"text": f"{person.name} appuie {secrets.token_hex(4)}"}, times=times)
    stage.crowd.until(stage.crowd.quiet, "ten answers")
    stage.crowd.rest(0.5)  # nine answers more each, which must be the first one
    kept = len(stage.history.of("ok")) - before
    stage.totals.note("double_click", people=len(people), presses=times * len(people), kept=kept)
    stage.load.on = True


def _ask(stage: Stage, person: Person, message: dict[str, Any]) -> dict[str, Any]:
    """Send something raw and wait for its answer, outside of the history."""
    heard: list[dict[str, Any]] = []
    person.number += 1
    person.raw[person.number] = heard.append
    person.say(f"42{person.number}" + json.dumps(["command", message]))
    stage.crowd.until(lambda: heard, "an answer", ASK_WITHIN_S)
    return heard[0]


def stale_client(stage: Stage) -> None:
    """Messages of another version, then a good one, on the same line."""
    stage.settle()
    person = next(p for p in stage.crowd.people if stage.load.steered(p) and not p.guest["host"])
    lines = person.connections
    for code, message in STALE:
        base = {"id": secrets.token_urlsafe(12), "as": person.seat, "group": person.table}
        told = _ask(stage, person, base | message)
        if told.get("ok") or told.get("refusal") != code or not told.get("words"):
            raise Ill(f"a stale page should hear {code}, not {told}")
    _told_of_another_protocol(stage, person)
    person.command("keep_idea", {"text": f"{person.name} après coup"})
    stage.crowd.until(stage.crowd.quiet, "a good command after bad ones")
    if person.connections != lines:
        raise Ill("a stale message closed the line")
    stage.totals.note("stale_client", messages=len(STALE) + 1)
    stage.load.on = True


def _told_of_another_protocol(stage: Stage, person: Person) -> None:
    """Engine.IO 3, as spoken by a page of years ago: a refusal, and no crash."""
    from http.client import HTTPConnection

    line = HTTPConnection("127.0.0.1", stage.server.port, timeout=5)
    path = f"/socket.io/?EIO=3&transport=polling&w={person.guest['workshop']}"
    line.request("GET", path, headers={"Cookie": person.guest["cookie"]})
    answer = line.getresponse()
    if answer.status != 400:
        raise Ill(f"an old protocol was answered {answer.status}")
    line.close()


def two_hosts(stage: Stage, times: int = 10) -> None:
    """A host on two devices, and each presses « Étape suivante » at the step it sees, at the same moment."""
    stage.settle()
    pairs = []
    for host in [p for p in stage.crowd.people if p.guest["host"] and stage.load.steered(p)]:
        other = stage.crowd.add(host.guest | {"name": f"{host.name} aussi"}, stage.server.port)
        pairs.append((host, other))
    stage.crowd.until(stage.crowd.all_live, "the second devices")
    won = told = 0
    slowest = 0.0
    for turn in range(times):
        for pair in pairs:
            step = pair[0].step()
            kind = (pair[0].body("group")["phase"] or {}).get("kind")
            held = pair[0].body("group")["status"] == "paused"
            act = "resume" if held else "return_to_phase" if kind == "suggestions" else "advance_phase"
            fields = {"position": 0, "minutes": 5} if act == "return_to_phase" else {}
            began = time.monotonic()
            ids = [(one, one.command(act, fields, step=step)) for one in pair[:: -1 if turn % 2 else 1]]
            stage.crowd.until(stage.crowd.quiet, "two answers")
            slowest = max(slowest, time.monotonic() - began)
            ops = [stage.history.operations[one.id, id] for one, id in ids]
            won += sum(op.outcome == "ok" for op in ops)
            told += sum(op.refusal in ("stale_step", "paused", "not_paused") for op in ops)
            stage.crowd.until(lambda p=pair, s=step: all(one.step() > s for one in p), "both devices led on", 5)
    if (won, told) != (times * len(pairs), times * len(pairs)):
        raise Ill(f"of {times * len(pairs)} pairs of presses {won} won and {told} were told")
    stage.totals.note("two_hosts", pairs=won, told_within_s=slowest)
    stage.load.on = True
