"""The figures of the JSON line, and what is told beside them on stderr."""

import sys
from typing import Any

from .afternoon import Afternoon
from .checker import Verdict
from .instants import Afternoon as Instants

IN_TIME = 60.0
"""Seconds of the played afternoon by which the plenary and the end may be late."""
BUSY = 2.0
"""Real seconds by which they may be late whatever the speed: a busy machine is no late room."""
SUMMED = ("groups", "people", "rounds_closed", "commands_acked", "lost", "duplicated", "seconds")


def report(afternoon: Afternoon, verdict: Verdict, wish: dict[str, Any], seconds: float) -> tuple[dict[str, Any], bool]:
    """The figures of the JSON line and whether all is well; what is not is told on stderr."""
    ledger = afternoon.ledger
    result = {
        "groups": wish["groups"],
        "people": wish["people"],
        "rounds_closed": verdict.rounds_closed,
        "commands_acked": len(ledger.accepted()),
        "lost": len(verdict.lost),
        "duplicated": len(verdict.duplicated),
        "seconds": round(seconds, 1),
        "format": wish["format"],
        "profile": wish["profile"],
    }
    for name, found in (("lost", verdict.lost), ("duplicated", verdict.duplicated), ("odd", ledger.oddities)):
        for one in found[:40]:
            tell(f"{name}: {one}")
    for id, command in ledger.silent:
        tell(f"never acknowledged: {command} {id}")
    for refusal, times in sorted(ledger.refusals().items()):
        tell(f"refused {times} times: {refusal}")
    tell(f"acknowledged commands of each person: {fewest(afternoon)} at least")
    tell(f"sent again: {ledger.sent_again}, devices cut off: {ledger.cuts}")
    waits = sorted(ledger.waits) or [0.0]
    half, nearly_all = (waits[len(waits) * share // 100] * 1000 for share in (50, 99))
    tell(f"answered within {half:.0f} ms (half of the commands), {nearly_all:.0f} ms (99 %)")
    untroubled = not ledger.silent and not ledger.oddities
    good = verdict.clean and untroubled and verdict.rounds_closed >= afternoon.rounds
    return result, good


def fewest(afternoon: Afternoon) -> int:
    """The number of acknowledged commands of the person who has fewest, the pilot left out."""
    counts = afternoon.ledger.count_by_person()
    return min((counts.get(person.id, 0) for table in afternoon.tables for person in table.people), default=0)


def late_day(afternoon: Afternoon, verdict: Verdict, instants: Instants, late: int) -> tuple[dict[str, Any], bool]:
    """What the line of a day with incidents adds, and whether it went as it should: each case that had to be changed or
    stopped was, once, and the plenary and the end came when they were planned, not before and not much later."""
    told = instants.figures(late)
    allowed = max(IN_TIME, BUSY * instants.speed)
    errors = [told[f"{name}_error"] for name in ("plenary", "end")]
    in_time = all(error is not None and -1 <= error <= allowed for error in errors)
    happened = (verdict.rounds_changed, verdict.rounds_stopped) == (afternoon.changed, afternoon.stopped)
    if not in_time:
        tell(f"late: {told}")
    if not happened:
        tell(f"rounds changed {verdict.rounds_changed}, stopped {verdict.rounds_stopped}: not what had to happen")
    figures = {"day": "incident", "rounds_changed": verdict.rounds_changed, "rounds_stopped": verdict.rounds_stopped}
    return figures | {"people_cut_off": len(afternoon.ledger.cut_off)} | told, in_time and happened


def altogether(results: list[dict[str, Any]]) -> dict[str, Any]:
    """One line for several afternoons."""
    summed: dict[str, Any] = {name: sum(result[name] for result in results) for name in SUMMED}
    summed["seconds"] = round(summed["seconds"], 1)
    return {**summed, "afternoons": len(results), "journal": all(result["journal"] for result in results)}


def tell(what: str) -> None:
    """A line of progress."""
    print(what, file=sys.stderr, flush=True)
