"""The judge: what clients did and saw, against the rows. It imports nothing of the server, and believes nothing of it.

What was acknowledged is in the rows (*ok ⊆ rows*); what is in the rows was asked for (*rows ⊆ ok ∪ info*); each thing
is there once; what was read is never unread; and every screen shows, in the end, what a fresh one shows.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from .history import FAIL, INFO, OK, History, Operation
from .rows import Row, Rows

Screens = Mapping[tuple[str, str], dict[str, Any]]
"""By screen and audience, the snapshot shown."""
ONCE = {
    "keep_idea": "IdeaKept", "drop_idea": "IdeaDropped", "offer_suggestion": "SuggestionOffered",
    "edit_suggestion": "SuggestionEdited", "write_notes": "NotesWritten", "start_round": "PhaseStarted",
    "advance_phase": "PhaseStarted", "pause": "ClockHeld", "resume": "ClockReleased", "undo": "ActUndone",
    "change_time": "TimeChanged", "return_to_phase": "PhaseStarted", "accept_client": "ClientAccepted",
}  # fmt: skip
"""The event that each command must have left, once."""
TEXT = {"keep_idea": "text", "offer_suggestion": "text", "edit_suggestion": "text", "write_notes": "text"}
FROM_NOW = frozenset({"timetable", "drift", "projected_end", "next"})
"""What is projected from the instant at which a snapshot was built: of two that show the same, it may differ."""
BY_TIME = "TimeRanOut"
BEFORE = ("join", "system")
"""What is done by the set-up and by time itself, and by no client."""


@dataclass
class Verdict:
    """One sentence for each fault: ids and names, never words."""

    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    backwards: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)
    acked: int = 0
    refused: int = 0
    unknown: int = 0

    @property
    def clean(self) -> bool:
        """Whether nothing at all was found."""
        return not (self.lost or self.duplicated or self.backwards or self.behind)

    def found(self) -> list[str]:
        """Every sentence, with its kind."""
        kinds = ("lost", "duplicated", "backwards", "behind")
        return [f"{kind}: {words}" for kind in kinds for words in getattr(self, kind)]


def check(history: History, rows: Rows, screens: Screens, fresh: Screens) -> Verdict:
    """Judge one room. ``screens`` are those that lived through it, ``fresh`` those opened afterwards."""
    verdict = Verdict(
        acked=len(history.of(OK)), refused=len(history.of(FAIL)), unknown=len(history.of(INFO)),
        duplicated=[f"{id} was answered in two ways" for id in history.contradictions],
    )  # fmt: skip
    _commands(history, rows, verdict)
    _journal(history, rows, verdict)
    _steps(history, rows, verdict)
    _words(history, rows, verdict)
    _reads(history, rows, verdict)
    _screens(history, screens, fresh, verdict)
    return verdict


def _commands(history: History, rows: Rows, verdict: Verdict) -> None:
    kept = {(row["person"], row["id"]): row["answer"] for row in rows.commands}
    for key, op in history.operations.items():
        answer = kept.get(key)
        if op.outcome == OK:
            if answer is None or not answer["ok"]:
                verdict.lost.append(f"{op.command} {op.id} was acknowledged and has no row")
            elif answer["version"] != op.version or (answer["result"] or {}).get("id", "") != op.born:
                verdict.lost.append(f"{op.command} {op.id} was acknowledged with another answer than is kept")
        elif op.outcome == FAIL and answer is not None and answer["ok"]:
            verdict.duplicated.append(f"{op.command} {op.id} was refused and done")
    for key in kept.keys() - history.operations.keys():
        verdict.duplicated.append(f"command {key[1]} was asked by nobody")


def _journal(history: History, rows: Rows, verdict: Verdict) -> None:
    """Each command once, where its acknowledgement says; versions without a gap; time's questions answered once."""
    done: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    at: dict[tuple[str, int], str] = {}
    last: dict[str, int] = {}
    rung: Counter[tuple[str, int]] = Counter()
    step_of: Counter[str] = Counter()
    for row in rows.journal:
        subject, version = row["subject"], row["version"]
        if subject in last and version != last[subject] + 1:
            verdict.lost.append(f"the journal of {subject} goes from {last[subject]} to {version}")
        last[subject] = version
        at[subject, version] = row["command"]
        done[row["person"], row["command"]][row["event"]] += 1
        if row["event"] == BY_TIME:
            rung[subject, step_of[subject]] += 1
        elif row["event"] in ("PhaseStarted", "ClockReleased", "TimeChanged", "ActUndone"):
            step_of[subject] += 1
    for op in history.of(OK):
        event = ONCE.get(op.command)
        times = done[op.person, op.id][event] if event else 1
        if times == 0 or at.get((op.group, op.version)) != op.id:
            verdict.lost.append(f"{op.command} {op.id} is not in the journal at version {op.version}")
    for (person, id), events in done.items():
        op = history.operations.get((person, id))
        if op is not None:
            if op.outcome == FAIL:
                verdict.duplicated.append(f"{op.command} {op.id} was refused and is in the journal")
            verdict.duplicated += [f"{op.command} {op.id}: {e} {n} times" for e, n in events.items() if n > 1]
        elif not id.startswith(BEFORE) and person not in BEFORE:
            verdict.duplicated.append(f"the journal has {id}, asked by nobody")
    verdict.duplicated += [f"the phase of {table} ran out {n} times" for (table, _), n in rung.items() if n > 1]
    for group in rows.groups:
        if last.get(group["id"], 0) != group["version"]:
            verdict.lost.append(f"{group['id']} is at {group['version']}, its journal at {last.get(group['id'])}")


def _steps(history: History, rows: Rows, verdict: Verdict) -> None:
    """Two who press with the same step in sight advance once; no passage is there twice."""
    pressed: dict[tuple[str, int], list[str]] = defaultdict(list)
    for op in history.of(OK):
        if op.step is not None:
            pressed[op.group, op.step].append(op.command)
    for (group, step), commands in pressed.items():
        if len(commands) > 1:
            verdict.duplicated.append(f"step {step} of {group} was left {len(commands)} times ({', '.join(commands)})")
    begun = Counter((row["group_id"], row["started"], row["kind"]) for row in rows.runs)
    verdict.duplicated += [f"{kind} began {n} times at {group}" for (group, _, kind), n in begun.items() if n > 1]
    open_ = Counter(row["group_id"] for row in rows.runs if row["ended"] is None and not row["undone"])
    verdict.duplicated += [f"{group} is in {n} phases" for group, n in open_.items() if n > 1]


def _words(history: History, rows: Rows, verdict: Verdict) -> None:
    there = {row["id"]: row for row in rows.words}
    possible = {str(op.fields.get(TEXT[op.command])) for op in history.operations.values() if op.command in TEXT}
    newest: dict[str, Operation] = {}
    unsure = {str(op.fields.get("suggestion") or op.person) for op in history.of(INFO) if op.command in TEXT}
    for op in history.of(OK):
        if op.command in TEXT:
            key = op.born or str(op.fields.get("suggestion") or op.person)
            if key not in newest or newest[key].version < op.version:
                newest[key] = op
    notes = {row["author"]: row["id"] for row in rows.words if row["type"] == "notes"}
    for key, op in newest.items():
        row = there.get(notes.get(key, key))
        if row is None:
            verdict.lost.append(f"{op.command} {op.id}: no words {key}")
        elif row["text"] != op.fields[TEXT[op.command]] and key not in unsure:
            verdict.lost.append(f"{op.command} {op.id}: other words in {key}")
    dropped = {str(op.fields["idea"]): op for op in history.of(OK) if op.command == "drop_idea"}
    for key, op in dropped.items():
        if key in there and there[key]["status"] != "dropped":
            verdict.lost.append(f"{op.command} {op.id}: the idea {key} is back")
    texts = Counter((row["group_id"], row["text"]) for row in rows.words if row["text"])
    verdict.duplicated += [f"a text stands {n} times at {group}" for (group, _), n in texts.items() if n > 1]
    verdict.duplicated += [
        f"{row['type']} {row['id']} says what nobody wrote"
        for row in rows.words
        if row["text"] and row["text"] not in possible
    ]


def _reads(history: History, rows: Rows, verdict: Verdict) -> None:
    ends = {f"group:{row['id']}": row["version"] for row in rows.groups}
    for (screen, audience), versions in history.reads.items():
        for before, after in pairwise(versions):
            if after < before:
                verdict.backwards.append(f"{audience} went from {before} back to {after} on {screen}")
        if audience in ends and max(versions) > ends[audience]:
            verdict.lost.append(f"{screen} saw {audience} at {max(versions)}; it is at {ends[audience]}")
    acked: dict[str, int] = {}
    for op in sorted(history.of(OK), key=lambda op: op.invoked):
        acked[op.group] = max(acked.get(op.group, 0), op.version)
    for group, version in acked.items():
        if version > ends.get(f"group:{group}", 0):
            verdict.lost.append(f"{group} acknowledged version {version} and is at {ends.get(f'group:{group}')}")


def _screens(history: History, screens: Screens, fresh: Screens, verdict: Verdict) -> None:
    newest: dict[str, int] = {}
    for op in history.of(OK):
        newest[f"group:{op.group}"] = max(newest.get(f"group:{op.group}", 0), op.version)
    for (screen, audience), shown in screens.items():
        if shown.get("version", 0) < newest.get(audience, 0):
            verdict.behind.append(f"{screen} shows {audience} at {shown.get('version')}, not {newest[audience]}")
    now = {audience: shown for (_, audience), shown in fresh.items()}
    for (screen, audience), shown in screens.items():
        if audience in now and not same(shown, now[audience]):
            verdict.behind.append(
                f"{screen} shows another {audience} than a fresh screen: {_parts(shown, now[audience])}"
            )
    ideas: dict[str, set[str]] = {
        audience.partition(":")[2]: {idea["id"] for idea in shown["ideas"]}
        for (_, audience), shown in fresh.items()
        if audience.startswith("person:")
    }
    for op in history.of(OK):
        if op.command == "keep_idea" and op.person in ideas and op.born not in ideas[op.person]:
            verdict.lost.append(f"{op.command} {op.id} is on no screen of who kept it")


def same(shown: Row, now: Row) -> bool:
    """Whether two snapshots show the same."""
    return _seen(shown) == _seen(now)


def _seen(shown: Row) -> Row:
    return {key: value for key, value in shown.items() if key not in FROM_NOW}


def _parts(one: Row, other: Row) -> str:
    return ", ".join(sorted(key for key in one.keys() | other.keys() if one.get(key) != other.get(key)))
