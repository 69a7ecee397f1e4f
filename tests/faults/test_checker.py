"""The checker finds each planted fault, and nothing in a history without one."""

import copy
from typing import Any

import pytest

from faults.checker import Verdict, check
from faults.history import History
from faults.rows import Rows

TABLE, INES, PAUL = "table", "ines", "paul"
Case = tuple[History, Rows, dict[Any, Any], dict[Any, Any]]


def event(version: int, person: str, command: str, name: str) -> dict[str, Any]:
    """A row of the journal."""
    return {"subject": TABLE, "version": version, "person": person, "command": command, "event": name, "body": {}}


def answer(version: int, born: str = "") -> dict[str, Any]:
    """An acknowledgement, as it is sent and kept."""
    return {"ok": True, "version": version, "result": {"id": born} if born else {}}


def shown(kind: str, of: str, version: int, **more: Any) -> dict[str, Any]:
    """A snapshot."""
    return {"audience": f"{kind}:{of}", "version": version, **more}


def an_afternoon() -> Case:
    """A host leads on; somebody keeps two ideas and drops one, offers and rewrites; one answer never came."""
    history = History()
    said = [
        ("lead", PAUL, "advance_phase", {}, 1, answer(2)),
        ("keep1", INES, "keep_idea", {"text": "une idée"}, None, answer(3, "idea1")),
        ("keep2", INES, "keep_idea", {"text": "une autre"}, None, answer(4, "idea2")),
        ("drop2", INES, "drop_idea", {"idea": "idea2"}, None, answer(5)),
        ("offer", INES, "offer_suggestion", {"text": "proposer"}, None, answer(6, "sugg")),
        ("edit1", INES, "edit_suggestion", {"text": "proposer mieux", "suggestion": "sugg"}, None, answer(7)),
        ("late", INES, "keep_idea", {"text": "trop tard"}, None, {"ok": False, "refusal": "paused"}),
        ("cut", INES, "keep_idea", {"text": "coupée"}, None, None),
    ]
    for id, person, command, fields, step, told in said:
        history.invoke(id, person, command, TABLE, fields, step)
        if told is not None:
            history.answered(id, person, told)
    for version in range(1, 8):
        history.read("écran de Paul", f"group:{TABLE}", version)
    commands = [{"person": p, "id": i, "answer": a} for i, p, _, _, _, a in said if a is not None]
    journal = [
        event(1, "anybody", "join-1", "PersonSeated"), event(2, PAUL, "lead", "PhaseStarted"),
        event(3, INES, "keep1", "IdeaKept"), event(4, INES, "keep2", "IdeaKept"),
        event(5, INES, "drop2", "IdeaDropped"), event(6, INES, "offer", "SuggestionOffered"),
        event(7, INES, "edit1", "SuggestionEdited"),
    ]  # fmt: skip
    words = [
        {"id": "idea1", "group_id": TABLE, "type": "idea", "author": INES, "status": "kept", "text": "une idée"},
        {"id": "idea2", "group_id": TABLE, "type": "idea", "author": INES, "status": "dropped", "text": "une autre"},
        {
            "id": "sugg",
            "group_id": TABLE,
            "type": "suggestion",
            "author": INES,
            "status": "o",
            "text": "proposer mieux",
        },
    ]
    groups = [{"id": TABLE, "version": 7, "step": 2, "status": "running", "clock_deadline": 1}]
    runs = [
        {"group_id": TABLE, "run": 1, "kind": "exposition", "started": 10, "ended": 20, "undone": 0},
        {"group_id": TABLE, "run": 2, "kind": "clarification", "started": 20, "ended": None, "undone": 0},
    ]
    screens = {
        ("Paul", f"group:{TABLE}"): shown("group", TABLE, 7, step=2),
        ("Inès", f"person:{INES}"): shown("person", INES, 4, ideas=[{"id": "idea1"}, {"id": "idea2"}]),
    }
    return history, Rows(commands, journal, words, groups, runs), screens, copy.deepcopy(screens)


def judged(case: Case) -> Verdict:
    """The verdict on it."""
    return check(*case)


def test_an_afternoon_without_fault_is_clean():
    """An answer that never came is neither lost nor doubled, whether it was done or not."""
    case = an_afternoon()
    verdict = judged(case)
    assert verdict.clean, verdict.found()
    assert (verdict.acked, verdict.refused, verdict.unknown) == (6, 1, 1)
    rows = case[1]
    rows.commands.append({"person": INES, "id": "cut", "answer": answer(8, "idea3")})
    rows.journal.append(event(8, INES, "cut", "IdeaKept"))
    rows.groups[0]["version"] = 8
    rows.words.append(
        {"id": "idea3", "group_id": TABLE, "type": "idea", "author": INES, "status": "kept", "text": "coupée"}
    )
    assert judged(case).clean


def lost_row(case: Case) -> None:
    del case[1].words[0]


def lost_words(case: Case) -> None:
    case[1].words[2]["text"] = "proposer"


def lost_command(case: Case) -> None:
    del case[1].commands[1]


def lost_event(case: Case) -> None:
    del case[1].journal[2]


def lost_end(case: Case) -> None:
    """As after a cut that took the last commit away."""
    rows = case[1]
    del rows.journal[-1], rows.commands[-2]
    rows.words[2]["text"], rows.groups[0]["version"] = "proposer", 6


def other_answer(case: Case) -> None:
    case[1].commands[0]["answer"]["version"] = 3


def dropped_idea_is_back(case: Case) -> None:
    case[1].words[1]["status"] = "kept"


def idea_on_no_screen(case: Case) -> None:
    for screens in case[2:]:
        del screens["Inès", f"person:{INES}"]["ideas"][0]


@pytest.mark.parametrize(
    "plant",
    [lost_row, lost_words, lost_command, lost_event, lost_end, other_answer, dropped_idea_is_back, idea_on_no_screen],
)
def test_what_is_lost_is_found(plant):
    case = an_afternoon()
    plant(case)
    assert judged(case).lost


def twice_in_words(case: Case) -> None:
    case[1].words.append(case[1].words[0] | {"id": "idea1-again"})


def twice_in_journal(case: Case) -> None:
    rows = case[1]
    rows.journal.append(event(8, INES, "keep1", "IdeaKept"))
    rows.groups[0]["version"] = 8


def advanced_twice(case: Case) -> None:
    """Two hosts pressed at the same step, and both were let through."""
    history, rows = case[:2]
    history.invoke("lead2", INES, "advance_phase", TABLE, {}, 1)
    history.answered("lead2", INES, answer(8))
    rows.commands.append({"person": INES, "id": "lead2", "answer": answer(8)})
    rows.journal.append(event(8, INES, "lead2", "PhaseStarted"))
    rows.groups[0]["version"] = 8
    case[2]["Paul", f"group:{TABLE}"]["version"] = case[3]["Paul", f"group:{TABLE}"]["version"] = 8


def in_two_phases(case: Case) -> None:
    case[1].runs.append(case[1].runs[1] | {"run": 3, "kind": "contract", "started": 30})


def rang_twice(case: Case) -> None:
    rows = case[1]
    rows.journal += [event(8, "system", "ring_phase", "TimeRanOut"), event(9, "system", "ring_phase", "TimeRanOut")]
    rows.groups[0]["version"] = 9


def refused_yet_done(case: Case) -> None:
    rows = case[1]
    rows.journal.append(event(8, INES, "late", "IdeaKept"))
    rows.groups[0]["version"] = 8


def asked_by_nobody(case: Case) -> None:
    case[1].commands.append({"person": INES, "id": "ghost", "answer": answer(8)})


def words_of_nobody(case: Case) -> None:
    case[1].words.append(
        {"id": "x", "group_id": TABLE, "type": "idea", "author": INES, "status": "kept", "text": "jamais écrit"}
    )


def answered_otherwise(case: Case) -> None:
    case[0].answered("keep1", INES, answer(9, "idea9"))


@pytest.mark.parametrize(
    "plant",
    [
        twice_in_words, twice_in_journal, advanced_twice, in_two_phases, rang_twice, refused_yet_done, asked_by_nobody,
        words_of_nobody, answered_otherwise,
    ],
)  # fmt: skip
def test_what_is_there_once_too_often_is_found(plant):
    case = an_afternoon()
    plant(case)
    assert judged(case).duplicated


def test_a_version_that_goes_back_is_found():
    """On one screen, also across two connections."""
    case = an_afternoon()
    case[0].read("écran de Paul", f"group:{TABLE}", 5)
    assert judged(case).backwards


def test_a_screen_that_stays_behind_is_found():
    """By its version, or by its content at the same version."""
    case = an_afternoon()
    case[2]["Paul", f"group:{TABLE}"]["version"] = 5
    assert len(judged(case).behind) == 2
    case = an_afternoon()
    case[2]["Paul", f"group:{TABLE}"]["timetable"] = "a second later"
    assert judged(case).clean, "what is projected from the present differs between two instants"
    case[2]["Paul", f"group:{TABLE}"]["clock"] = {"deadline": 2}
    assert judged(case).behind
    case = an_afternoon()
    case[2]["Inès", f"person:{INES}"]["ideas"] = [{"id": "idea1"}]
    assert judged(case).behind


def test_a_history_that_was_written_is_read_again(tmp_path):
    """Another process's clients are judged with ours."""
    path = tmp_path / "history.jsonl"
    case = an_afternoon()
    written = History(path)
    for op in case[0].operations.values():
        written.invoke(op.id, op.person, op.command, op.group, op.fields, op.step)
        if op.outcome != "info":
            told = {"ok": op.outcome == "ok", "refusal": op.refusal, **answer(op.version, op.born)}
            written.answered(op.id, op.person, told | {"ok": op.outcome == "ok"})
    for version in (1, 7, 6):
        written.read("écran", f"group:{TABLE}", version)
    written.close()
    merged = History()
    merged.merge(path)
    assert {k: (o.outcome, o.version, o.born) for k, o in merged.operations.items()} == {
        k: (o.outcome, o.version, o.born) for k, o in case[0].operations.items()
    }
    assert judged((merged, *case[1:])).backwards
