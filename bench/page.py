"""The table of ``docs/performance.md``, written from the results of a run."""

from pathlib import Path
from typing import Any

GOALS = {
    "fanout_vs_node": 0.90, "fanout_vs_floor": 1.30, "fanout_deflate_vs_plain": 1.10, "conduct_400_vs_node": 2.0,
    "join_vs_node": 1.0, "ack_vs_bare_insert": 0.5, "ack_p99_ms_400": 100, "kb_per_client": 60,
    "idle_state_messages_per_s": 0, "replan_400_s": 5, "page_kb": 80,
}  # fmt: skip
AT_LEAST = {"join_vs_node", "ack_vs_bare_insert"}
"""Where more is better; everywhere else less is."""
SAID = {
    "fanout_vs_node": "a snapshot to 1,000 people in one room, until the last has it / Node's socket.io",
    "fanout_vs_floor": "the same / asyncio that writes a prepared frame to raw sockets",
    "fanout_vs_eventlet_floor": "the same / eventlet that writes a prepared frame to raw sockets",
    "fanout_vs_stock": "the same / Flask-SocketIO as it comes, on eventlet",
    "fanout_deflate_vs_plain": "the same, when browsers offer compression / when they do not",
    "conduct_400_vs_node": "the pilot's act on 50 tables of 8, committed / Node sends the same texts to the same rooms",
    "join_vs_node": "people who come in each second, with the same first snapshot / Node's socket.io",
    "ack_vs_bare_insert": "contributions acknowledged each second / rows inserted and committed, nothing else",
    "ack_p99_ms_400": "milliseconds for 99 of 100 acknowledgements: 400 connected, 100 contributions each second",
    "kb_per_client": "memory of the server for one connected person, kilobytes",
    "idle_state_messages_per_s": "snapshots each second to 400 people while nobody acts",
    "replan_400_s": "seconds to seat 400 people at 50 tables",
    "page_kb": "the participant's page with all that it loads, gzip, kilobytes",
}
"""What each figure is: ours / other where it is a ratio."""
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"


def written(page: Path, told: dict[str, Any]) -> None:
    """Replace the table between its two marks."""
    rows = ["| figure | what | seen (95 % interval) | goal |", "| --- | --- | --- | --- |"]
    for key, words in SAID.items():
        if key in told["ratios"]:
            low, high = told["intervals"][key]
            rows.append(f"| `{key}` | {words} | {told['ratios'][key]:g} ({low:g} to {high:g}) | {_goal(key)} |")
    rows += [
        "",
        f"{told['repetitions']} repetitions, {told['seconds']} s, {told['machine']['cores']} cores, snapshots of",
    ]
    rows[-1] += (
        f" {told['bytes']} bytes; the load client computed at most {told['figures']['client_busy']:.0%} of the time"
    )
    rows[-1] += " from a push to its last byte."
    before, _, rest = page.read_text().partition(BEGIN)
    page.write_text("\n".join([before + BEGIN, *rows, END]) + rest.partition(END)[2])


def _goal(key: str) -> str:
    if key not in GOALS:
        return ""
    return f"{'at least' if key in AT_LEAST else 'at most'} {GOALS[key]:g}"
