"""The checker finds what was planted: missing rows, doubled rows, stale and wrong screens."""

import copy
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from facilitation.rehearsal.checker import Verdict, WrongDatabase, check
from facilitation.rehearsal.expected import expected_rows
from facilitation.rehearsal.ledger import Ledger
from facilitation.rehearsal.proposals import expected_proposals, expected_wishes
from tests.rehearsal.played import Played

pytestmark = pytest.mark.server

PLANTS = {
    "a suggestion is missing": (
        "DELETE FROM contributions WHERE id = (SELECT id FROM contributions WHERE type = 'suggestion' LIMIT 1)", 1, 0,
    ),
    "a private idea is missing": (
        "DELETE FROM contributions WHERE id = (SELECT id FROM contributions WHERE type = 'idea' LIMIT 1)", 1, 0,
    ),
    "the notes lost their last line": ("UPDATE contributions SET text = 'x' WHERE type = 'notes'", 1, 0),
    "an answer is missing": (
        "UPDATE contributions SET extra = '{\"answer\": \"\"}' WHERE id ="
        " (SELECT id FROM contributions WHERE type = 'question' AND extra LIKE '%answer\": \"_%' LIMIT 1)", 1, 0,
    ),
    "a suggestion is there twice": (
        "INSERT INTO contributions SELECT id || 'x', group_id, round, type, author, writer, kind, status, verdict,"
        " release, text, extra, born FROM contributions WHERE type = 'suggestion' AND status = 'offered' LIMIT 1", 0, 1,
    ),
    "a case is there twice": (
        "INSERT INTO cases (id, workshop_id, author, kind, title, status, draft, born)"
        " SELECT id || 'x', workshop_id, author, kind, title, status, draft, born"
        " FROM cases WHERE status = 'proposed' LIMIT 1", 0, 1,
    ),
    "a case is missing": (
        "DELETE FROM cases WHERE id = (SELECT id FROM cases WHERE status = 'proposed' LIMIT 1)", 1, 0,
    ),
    "a command is forgotten": (
        "DELETE FROM commands WHERE id = (SELECT id FROM commands WHERE answer LIKE '%\"ok\": true%' LIMIT 1)", 1, 0,
    ),
    "a command was answered for two people": (
        "INSERT INTO commands SELECT person || 'x', id, workshop_id, body_hash, answer, at FROM commands"
        " WHERE answer LIKE '%\"ok\": true%' LIMIT 1", 0, 1,
    ),
    "a wish is missing": ("DELETE FROM wishes WHERE person_id = (SELECT person_id FROM wishes LIMIT 1)", 1, 0),
    "a wish is another one": ("UPDATE wishes SET second = first", 1, 0),
    "somebody wishes who did not say so": (
        "INSERT INTO wishes SELECT id, workshop_id, 'x', '' FROM people WHERE name = 'Hélène'", 0, 1,
    ),
    "a rating is missing": (
        "DELETE FROM contributions WHERE id = (SELECT id FROM contributions WHERE type = 'rating' LIMIT 1)", 1, 0,
    ),
    "a rating is another one": ("UPDATE contributions SET kind = '0' WHERE type = 'rating'", 1, 0),
    "a draft was shown": ("UPDATE cases SET draft = 0 WHERE draft AND status = 'proposed'", 1, 0),
    "a case lost its table": ("UPDATE cases SET group_id = NULL WHERE status = 'proposed'", 1, 0),
    "the watch point of a plan is missing": (
        "UPDATE contributions SET extra = json_remove(extra, '$.watch') WHERE id = (SELECT id FROM contributions"
        " WHERE type = 'action' AND json_extract(extra, '$.watch') <> '' LIMIT 1)", 1, 0,
    ),
    "the first step of a plan is another one": (
        "UPDATE contributions SET extra = json_set(extra, '$.first_step', 'x') WHERE id ="
        " (SELECT id FROM contributions WHERE type = 'action' AND status = 'planned' LIMIT 1)", 1, 0,
    ),
    "the kinds of help are missing": (
        "UPDATE contributions SET extra = json_set(extra, '$.helps', json('[]'))"
        " WHERE type = 'contract' AND status = 'written'", 1, 0,
    ),
    "a suggestion is of another kind": (
        "UPDATE contributions SET kind = 'x' WHERE id ="
        " (SELECT id FROM contributions WHERE type = 'suggestion' AND status = 'offered' LIMIT 1)", 1, 0,
    ),
    "a sorting is forgotten": ("UPDATE contributions SET verdict = 'none' WHERE verdict <> 'none'", 1, 0),
    "kept words are not withheld": ("UPDATE contributions SET release = 'table' WHERE release = 'withheld'", 1, 0),
    "erased words are there again": ("UPDATE contributions SET text = 'x' WHERE status = 'erased'", 1, 0),
    "a tour goes on that no screen shows": ("UPDATE groups SET tour = '[\"x\"]'", 1, 0),
    "a round was stopped that counts as finished": (
        "UPDATE rounds SET reason = 'finished' WHERE reason = 'stopped'", 1, 0,
    ),
    "a round was changed once too often": (
        "INSERT INTO rounds (group_id, number, format, started, closed, reason, words)"
        " SELECT group_id, 9, format, started, closed, 'changed', words FROM rounds WHERE number = 1 LIMIT 1", 0, 1,
    ),
}  # fmt: skip


def judge(played: Played, database: Path, screens=None) -> Verdict:
    return check(f"sqlite:///{database}", played.workshop, played.ledger, screens or played.screens)


def test_a_true_copy_is_clean(played: Played, tmp_path: Path):
    """Nothing lost, nothing doubled; four rounds closed, two given up for another case, one stopped."""
    verdict = judge(played, played.copy(tmp_path))
    assert (verdict.lost, verdict.duplicated) == ([], [])
    assert (verdict.rounds_closed, verdict.rounds_changed, verdict.rounds_stopped) == (4, 2, 1)


@pytest.mark.parametrize("fault", PLANTS)
def test_a_planted_fault_is_found(played: Played, tmp_path: Path, fault: str):
    """One missing row raises lost, one doubled row raises duplicated, and neither hides behind the other."""
    statement, lost, doubled = PLANTS[fault]
    path = played.copy(tmp_path)
    with closing(sqlite3.connect(path)) as database, database:
        assert database.execute(statement).rowcount >= 1
    verdict = judge(played, path)
    assert bool(verdict.lost) >= bool(lost), verdict
    assert bool(verdict.duplicated) >= bool(doubled), verdict
    if not lost:  # a row too many may show on no screen, yet nothing of what was said is missing from the tables
        assert all(found.startswith("screen") for found in verdict.lost), verdict
    if not doubled:
        assert all(found.startswith("screen") for found in verdict.duplicated), verdict


def test_a_stale_screen_is_found(played: Played, tmp_path: Path):
    """A screen that stayed at an older version lacks something, whatever it shows."""
    screens = played.screens_again()
    name, snapshots = screens[0]
    audience = next(a for a in snapshots if a.startswith("group:"))
    snapshots[audience] = snapshots[audience] | {"version": snapshots[audience]["version"] - 1}
    verdict = judge(played, played.copy(tmp_path), screens)
    assert [found for found in verdict.lost if name in found] == verdict.lost
    assert len(verdict.lost) == 1


def test_a_wrong_screen_is_found(played: Played, tmp_path: Path):
    """The right version with a suggestion less, or one twice."""
    for change, which in ((lambda rows: rows.pop(), "lost"), (lambda rows: rows.append(rows[-1]), "duplicated")):
        screens = played.screens_again()
        snapshots, audience = next(
            (shown, a) for _, shown in screens for a in shown if a.startswith("group:") and shown[a]["suggestions"]
        )
        snapshots[audience] = copy.deepcopy(snapshots[audience])
        change(snapshots[audience]["suggestions"])
        assert len(getattr(judge(played, played.copy(tmp_path), screens), which)) == 1


def test_a_wrong_screen_of_the_room_is_found(played: Played, tmp_path: Path):
    """A case too many, as a draft that everybody reads; one that is missing; a wrong count of wishes."""

    def miscount(cases):
        cases[0]["wishes"] += 1

    changes = (
        (lambda cases: cases.append(cases[0] | {"id": "draft"}), "duplicated"),
        (lambda cases: cases.pop(), "lost"),
        (miscount, "lost"),
    )
    for change, which in changes:
        screens = played.screens_again()
        snapshots, audience = next((shown, a) for _, shown in screens for a in shown if a.startswith("room:"))
        snapshots[audience] = copy.deepcopy(snapshots[audience])
        change(snapshots[audience]["cases"])
        assert len(getattr(judge(played, played.copy(tmp_path), screens), which)) == 1


def test_an_act_without_network_is_found(played: Played, tmp_path: Path):
    """Whoever had no network did nothing meanwhile; a command of that moment was nobody's."""
    person, begins, ends = played.ledger.cut_off[0]
    path = played.copy(tmp_path)
    with closing(sqlite3.connect(path)) as database, database:
        moved = database.execute(
            "UPDATE commands SET at = ? WHERE id = (SELECT id FROM commands WHERE person = ? LIMIT 1)",
            ((begins + ends) / 2, person),
        )
        assert moved.rowcount == 1
    verdict = check(f"sqlite:///{path}", played.workshop, played.ledger, played.screens)
    assert (verdict.lost, len(verdict.duplicated)) == ([], 1)


def test_an_unfaithful_answer_is_found(played: Played, tmp_path: Path):
    """The same id received two different answers."""
    ledger = copy.copy(played.ledger)
    ledger.fickle = ["some-command-id-123"]
    verdict = check(f"sqlite:///{played.copy(tmp_path)}", played.workshop, ledger, played.screens)
    assert len(verdict.duplicated) == 1


def test_another_database_is_refused(played: Played, tmp_path: Path):
    """Figures of another workshop would say nothing."""
    with pytest.raises(WrongDatabase):
        check(f"sqlite:///{played.copy(tmp_path)}", "elsewhere", played.ledger, [])


def say(ledger: Ledger, id: str, person: str, command: str, version: int, **fields: object) -> None:
    ledger.acknowledged(id, person, command, "t", fields, {"ok": True, "version": version})


def test_what_is_expected_follows_the_order_of_the_server():
    """The version of the table orders what two people did at once, not the order in which they heard of it."""
    ledger = Ledger()
    say(ledger, "c" * 16, "zoe", "write_contract", 9, sentence="seconde phrase")
    say(ledger, "d" * 16, "ali", "write_contract", 8, sentence="première phrase")
    say(ledger, "e" * 16, "ali", "propose_case", 3, title="un sujet")
    say(ledger, "f" * 16, "ali", "propose_case", 4, title="le sujet, mieux dit")
    say(ledger, "g" * 16, "zoe", "propose_case", 5, title="autre chose")
    say(ledger, "h" * 16, "zoe", "withdraw_case", 6)
    (contract,) = expected_rows(ledger.accepted()).values()
    assert (contract.text, contract.author) == ("seconde phrase", "ali")
    cases = expected_proposals(ledger.accepted())
    assert {author: case and case.title for author, case in cases.items()} == {
        "ali": "le sujet, mieux dit",
        "zoe": None,
    }


def test_the_market_follows_the_order_of_the_server():
    """A table has one case, a hidden case has no table, and the last wish counts."""
    ledger = Ledger()
    say(ledger, "a" * 16, "ali", "propose_case", 1, title="un sujet")
    say(ledger, "b" * 16, "zoe", "propose_case", 2, title="un autre", draft=True)
    first, second = (case.id for case in expected_proposals(ledger.accepted()).values() if case)
    say(ledger, "c" * 16, "zoe", "propose_case", 3, title="un autre")
    say(ledger, "d" * 16, "pilot", "place_case", 4, case=first, table="t1")
    say(ledger, "e" * 16, "pilot", "place_case", 5, case=second, table="t1")
    say(ledger, "f" * 16, "zoe", "wish_case", 6, first=first, second=first)
    say(ledger, "g" * 16, "ali", "wish_case", 7, first=second)
    say(ledger, "h" * 16, "ali", "wish_case", 8)
    cases = expected_proposals(ledger.accepted())
    assert [(case.id, case.draft, case.table) for case in cases.values() if case] == [
        (first, False, None),
        (second, False, "t1"),
    ]
    assert expected_wishes(ledger.accepted()) == {"zoe": (first, ""), "ali": None}


def test_an_idea_is_brought_once():
    """Brought a second time, it makes no second suggestion; thrown away afterwards, it stays brought."""
    ledger = Ledger()
    say(ledger, "k" * 16, "ali", "keep_idea", 1, text="une piste")
    (idea,) = expected_rows(ledger.accepted())
    say(ledger, "b" * 16, "ali", "bring_idea", 2, idea=idea)
    say(ledger, "a" * 16, "ali", "bring_idea", 2, idea=idea)
    say(ledger, "z" * 16, "ali", "drop_idea", 2, idea=idea)
    rows = expected_rows(ledger.accepted())
    assert sorted((row.type, row.status, row.text) for row in rows.values()) == [
        ("idea", "brought", "une piste"),
        ("suggestion", "offered", "une piste"),
    ]
