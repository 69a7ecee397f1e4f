"""The checker finds what was planted: missing rows, doubled rows, stale and wrong screens."""

import copy
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from facilitation.rehearsal.checker import Verdict, WrongDatabase, _check_cases, check
from facilitation.rehearsal.expected import expected_cases, expected_rows
from facilitation.rehearsal.ledger import Ledger
from tests.rehearsal.played import Played

pytestmark = pytest.mark.server

COLUMNS = "group_id, round, type, author, writer, kind, status, verdict, sorter, release, text, extra, born"
"""Of a contribution, besides its id."""
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
        " (SELECT id FROM contributions WHERE type = 'question' AND extra LIKE '%answer\":\"_%' LIMIT 1)", 1, 0,
    ),
    "a suggestion is there twice": (
        f"INSERT INTO contributions (id, {COLUMNS}) SELECT id || 'x', {COLUMNS}"
        " FROM contributions WHERE type = 'suggestion' AND status = 'offered' LIMIT 1", 0, 1,
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
        "DELETE FROM commands WHERE id = (SELECT id FROM commands WHERE answer LIKE '%\"ok\":true%' LIMIT 1)", 1, 0,
    ),
    "a command was answered for two people": (
        "INSERT INTO commands SELECT person || 'x', id, workshop_id, body_hash, answer, at FROM commands"
        " WHERE answer LIKE '%\"ok\":true%' LIMIT 1", 0, 1,
    ),
}  # fmt: skip


def judge(played: Played, database: Path, screens=None) -> Verdict:
    return check(f"sqlite:///{database}", played.workshop, played.ledger, screens or played.screens)


def test_a_true_copy_is_clean(played: Played, tmp_path: Path):
    """Nothing lost, nothing doubled, both rounds closed."""
    verdict = judge(played, played.copy(tmp_path))
    assert (verdict.lost, verdict.duplicated, verdict.rounds_closed) == ([], [], 2)


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
        snapshots = screens[0][1]
        audience = next(a for a in snapshots if a.startswith("group:"))
        snapshots[audience] = copy.deepcopy(snapshots[audience])
        change(snapshots[audience]["suggestions"])
        assert len(getattr(judge(played, played.copy(tmp_path), screens), which)) == 1


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


def say(ledger: Ledger, id: str, person: str, command: str, version: int, **fields: str) -> None:
    ledger.acknowledged(id, person, command, "t", fields, {"ok": True, "version": version})


def test_what_is_expected_follows_the_order_of_the_server():
    """The version of the table orders what two people did at once, not the order in which they heard of it."""
    ledger = Ledger()
    say(ledger, "b" * 16, "ali", "accept_client", 7)
    say(ledger, "c" * 16, "zoe", "write_contract", 9, sentence="seconde phrase")
    say(ledger, "d" * 16, "ali", "write_contract", 8, sentence="première phrase")
    say(ledger, "e" * 16, "ali", "propose_case", 3, title="un sujet")
    say(ledger, "f" * 16, "ali", "propose_case", 4, title="le sujet, mieux dit")
    say(ledger, "g" * 16, "zoe", "propose_case", 5, title="autre chose")
    say(ledger, "h" * 16, "zoe", "withdraw_case", 6)
    (contract,) = expected_rows(ledger.accepted()).values()
    assert (contract.text, contract.author) == ("seconde phrase", "ali")
    assert expected_cases(ledger.accepted()) == {"ali": "le sujet, mieux dit", "zoe": None}


def test_a_round_that_is_over_keeps_its_case():
    """Its author proposes another; a later round that is stopped without its words takes back neither of them."""
    ledger = Ledger()

    def at(round: int, id: str, person: str, command: str, **fields: str) -> None:
        answer = {"ok": True, "version": len(ledger.said) + 1}
        ledger.acknowledged(id * 16, person, command, "t", fields, answer, round)

    at(0, "a", "ali", "propose_case", title="le matin")
    at(0, "b", "ali", "accept_client", case="one")
    at(2, "c", "ali", "propose_case", title="le soir")
    at(2, "d", "zoe", "accept_client")
    at(2, "e", "zoe", "stop_round")
    assert expected_cases(ledger.accepted()) == {"ali": "le soir"}
    at(3, "f", "ali", "accept_client", case="two")
    at(3, "g", "zoe", "stop_round")
    assert expected_cases(ledger.accepted()) == {"ali": None}


@pytest.mark.parametrize(("over", "doubled"), [(["one"], []), ([], ["case of ali"])])
def test_a_case_before_the_last_is_there_for_the_round_that_told_it_alone(over: list[str], doubled: list[str]):
    """Told in a round that is over it stays for the notes; otherwise it should have been replaced."""

    class Rows:
        def rows(self, question: str, *values: str) -> list[dict[str, str]]:
            if "FROM cases" in question:
                return [
                    {"id": id, "author": "ali", "title": title} for id, title in (("one", "matin"), ("two", "soir"))
                ]
            return [{"group_id": "t", "case_id": case} for case in over]

    verdict = Verdict()
    _check_cases(Rows(), "w", {"t": {}}, {"ali": "soir"}, verdict)
    assert (verdict.lost, verdict.duplicated) == ([], doubled)


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
