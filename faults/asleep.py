"""A laptop: two people in a process of their own, which somebody stops and wakes.

``python -m faults.asleep GUESTS HISTORY PORT``: they keep ideas until a line on the standard input says which version
of each table is the newest; once their screens show it, one line of JSON says when.
"""

import json
import select
import sys
import time
from pathlib import Path
from typing import Any

from .crowd import Crowd
from .history import History

NAP_S = 3.0
"""Nothing ran here for so long: the machine slept. The page opens its lines again, as ``connection.js`` does."""


def main() -> None:
    """Work, sleep when told by a signal, wake, and say how it is."""
    guests = json.loads(Path(sys.argv[1]).read_text())
    history = History(Path(sys.argv[2]))
    for guest in guests:
        guest["name"] += " au portable"
    crowd = Crowd(guests, int(sys.argv[3]), history)
    crowd.until(crowd.all_live, "the laptop's people")
    clock = _clock(crowd)
    number, before = 0, time.monotonic()
    wanted: dict[str, int] | None = None
    while True:
        for person in crowd.people:
            if wanted is None and not person.pending and person.live:
                number += 1
                person.command("keep_idea", {"text": f"{person.name}, idée {number}"})
        crowd.turn(0.02)
        history.flush()
        now = time.monotonic()
        if now - before > NAP_S:
            for person in crowd.people:
                person.close(crowd.poll, crowd.by_line)
                person.retry_at = person.tries = 0
        before = now
        if wanted is None and select.select([sys.stdin], [], [], 0)[0]:
            wanted = json.loads(sys.stdin.readline())
        if wanted and crowd.all_live() and crowd.quiet() and _right(crowd, wanted):
            break
    after = _clock(crowd)
    off = max((abs(after[t][1] - clock[t][1]) for t in after if t in clock and after[t][0] == clock[t][0]), default=0.0)
    history.flush()
    print(json.dumps({"right_at": before, "clock_s": off}))


def _right(crowd: Crowd, wanted: dict[str, int]) -> bool:
    return all(person.version("group") >= wanted[person.table] for person in crowd.people)


def _clock(crowd: Crowd) -> dict[str, tuple[int, float]]:
    """By table, the step and the monotonic second at which its phase ends."""
    for person in crowd.people:
        person.ask_time()
    crowd.rest(0.2)
    found: dict[str, Any] = {}
    for person in crowd.people:
        clock = person.body("group").get("clock") or {}
        if clock.get("deadline"):
            found[person.table] = (person.step(), (clock["deadline"] - person.ahead) / 1000)
    return found


if __name__ == "__main__":
    main()
