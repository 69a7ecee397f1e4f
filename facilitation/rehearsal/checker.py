"""The checker: what was acknowledged against what the database and every screen hold.

It shares no code with the server. ``lost`` counts what somebody was told is kept and that is not there (a row, a
command, a part of a screen); ``duplicated`` counts what is there once too often.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .database import Database, Row, reading
from .expected import Expected, expected_cases, expected_rows
from .ledger import Ledger, Said
from .screens import differences, person_as_shown, person_as_stored, table_as_shown, table_as_stored

Snapshots = dict[str, dict[str, Any]]
SHARED = ("room", "projector")
"""What changes with every table's version, though often nothing of it can be seen there."""


@dataclass
class Verdict:
    """What the checker found: one sentence for each thing lost or doubled (ids and names of parts, never words)."""

    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    rounds_closed: int = 0

    @property
    def clean(self) -> bool:
        """True when nothing is missing and nothing is there twice."""
        return not self.lost and not self.duplicated


class WrongDatabase(RuntimeError):
    """The workshop is not in this database: the server uses another one."""


def check(url: str, workshop: str, ledger: Ledger, screens: Iterable[tuple[str, Snapshots]]) -> Verdict:
    """Compare everything. ``screens`` are names with the last snapshot of each audience. Raises WrongDatabase."""
    verdict = Verdict()
    accepted = ledger.accepted()
    with reading(url) as database:
        room = database.one("SELECT id, version FROM workshops WHERE id = ?", workshop)
        if room is None:
            raise WrongDatabase(f"no workshop {workshop} in this database")
        groups = {g["id"]: g for g in database.rows("SELECT * FROM groups WHERE workshop_id = ?", workshop)}
        _check_commands(database, workshop, accepted, verdict)
        _check_words(database, workshop, expected_rows(accepted, ledger.together), verdict)
        _check_cases(database, workshop, groups, expected_cases(accepted), verdict)
        _check_screens(database, room, groups, screens, verdict)
        closed = database.one(
            "SELECT count(*) AS closed FROM rounds JOIN groups ON groups.id = rounds.group_id"
            " WHERE groups.workshop_id = ? AND rounds.closed IS NOT NULL AND rounds.reason = 'finished'",
            workshop,
        )
        verdict.rounds_closed = closed["closed"] if closed else 0
    verdict.duplicated += [f"command {id}: two different answers" for id in ledger.fickle]
    return verdict


def versions(url: str, workshop: str) -> dict[str, int]:
    """The version that a screen of each audience of this workshop must have reached."""
    with reading(url) as database:
        room = database.one("SELECT id, version FROM workshops WHERE id = ?", workshop)
        if room is None:
            raise WrongDatabase(f"no workshop {workshop} in this database")
        groups = database.rows("SELECT id, version FROM groups WHERE workshop_id = ?", workshop)
        people = database.rows("SELECT id, version FROM people WHERE workshop_id = ?", workshop)
    return _versions(room, groups, people)


def _versions(room: Row, groups: Iterable[Row], people: Iterable[Row]) -> dict[str, int]:
    groups = list(groups)
    whole = room["version"] + sum(group["version"] for group in groups)
    wanted = {f"{name}:{room['id']}": whole for name in ("room", "conductors", "projector")}
    for group in groups:
        wanted[f"group:{group['id']}"] = wanted[f"hosts:{group['id']}"] = group["version"]
    return wanted | {f"person:{person['id']}": person["version"] for person in people}


def newest_of(screens: Iterable[Snapshots], wanted: dict[str, int]) -> Snapshots:
    """Of what all tables share, a body at its last version, by audience; nothing where no screen has it."""
    return {
        audience: body
        for snapshots in screens
        for audience, body in snapshots.items()
        if audience.partition(":")[0] in SHARED and body["version"] == wanted.get(audience)
    }


def shows(body: dict[str, Any], newest: dict[str, Any] | None) -> bool:
    """Whether this older body shows the same as the newest one (protocol: then nothing is pushed)."""
    return newest is not None and body | {"version": newest["version"]} == newest


def _check_commands(database: Database, workshop: str, accepted: list[Said], verdict: Verdict) -> None:
    """Each acknowledged command is among the answers already given, exactly once, with the same answer."""
    found: dict[str, list[Row]] = {}
    for row in database.rows("SELECT person, id, answer FROM commands WHERE workshop_id = ?", workshop):
        found.setdefault(row["id"], []).append(row)
    for said in accepted:
        rows = found.get(said.id, [])
        right = [
            r
            for r in rows
            if r["person"] == said.person and r["answer"]["ok"] and r["answer"]["version"] == said.version
        ]
        if not right:
            verdict.lost.append(f"command {said.id} ({said.command})")
        verdict.duplicated += [f"command {said.id} ({said.command})"] * (len(rows) - 1)


def _check_words(database: Database, workshop: str, wanted: dict[str, Expected], verdict: Verdict) -> None:
    """Each acknowledged text is there as it was last written, once; and nothing is there that nobody wrote; a second
    pilot, who is no part of the rehearsal, may speak to the tables."""
    rows = database.rows(
        "SELECT contributions.* FROM contributions JOIN groups ON groups.id = contributions.group_id"
        " WHERE groups.workshop_id = ?",
        workshop,
    )
    heard = {expected.author for expected in wanted.values()}
    unclaimed = {row["id"]: row for row in rows if row["type"] != "message" or row["author"] in heard}
    for expected in wanted.values():
        same = [row for row in _candidates(expected, unclaimed) if _agrees(expected, row)]
        if not same:
            verdict.lost.append(f"{expected.type} {expected.key}")
            for row in _candidates(expected, unclaimed):
                del unclaimed[row["id"]]
            continue
        del unclaimed[same[0]["id"]]
    verdict.duplicated += [f"{row['type']} {row['id']}" for row in unclaimed.values()]


def _candidates(expected: Expected, rows: dict[str, Row]) -> list[Row]:
    """The row itself; for what exists once per table or person, the rows that stand for it."""
    return [rows[expected.key]] if expected.key in rows else []


def _agrees(expected: Expected, row: Row) -> bool:
    same = (row["type"], row["group_id"], row["author"], row["text"], row["status"], row["verdict"])
    wanted = (
        expected.type, expected.group, expected.author, expected.text, expected.status, expected.verdict,
    )  # fmt: skip
    extra = all(row["extra"].get(name, "") == value for name, value in expected.extra.items())
    return same == wanted and extra and (not expected.release or row["release"] == expected.release)


def _check_cases(
    database: Database, workshop: str, groups: dict[str, Row], wanted: dict[str, str | None], verdict: Verdict
) -> None:
    """Each person's last case is there, once; what was taken back is not, unless its round was over: the
    notes keep it."""
    rows = database.rows("SELECT id, author, title FROM cases WHERE workshop_id = ? AND status = 'proposed'", workshop)
    over = "SELECT group_id, case_id FROM rounds WHERE words <> 'erased' AND reason IS NOT NULL AND reason <> 'undone'"
    told = {round["case_id"] for round in database.rows(over) if round["group_id"] in groups}
    rows = [row for row in rows if row["id"] not in told or (row["author"], row["title"]) in wanted.items()]
    titles = Counter((row["author"], row["title"]) for row in rows)
    for author, title in wanted.items():
        there = titles.pop((author, title), 0) if title is not None else 0
        if title is not None and not there:
            verdict.lost.append(f"case of {author}")
        verdict.duplicated += [f"case of {author}"] * (there - 1)
    known = set(wanted)
    verdict.duplicated += [f"case of {author}" for author, _title in titles if author in known]


def _check_screens(
    database: Database, room: Row, groups: dict[str, Row], screens: Iterable[tuple[str, Snapshots]], verdict: Verdict
) -> None:
    """Each screen has the last version of each audience it follows, and a table's screens show what its rows hold."""
    people = database.rows("SELECT id, version FROM people WHERE workshop_id = ?", room["id"])
    wanted = _versions(room, groups.values(), people)
    screens = list(screens)
    newest = newest_of((snapshots for _, snapshots in screens), wanted)
    stored = {id: table_as_stored(database, group) for id, group in groups.items()}
    for name, snapshots in screens:
        for audience, body in snapshots.items():
            kind, subject = audience.split(":", 1)
            if audience not in wanted:
                verdict.lost.append(f"screen of {name}: {audience} is of another workshop")
                continue
            if body["version"] != wanted[audience] and not shows(body, newest.get(audience)):
                verdict.lost.append(f"screen of {name}: {kind} at {body['version']}, not {wanted[audience]}")
                continue
            if kind == "group":
                _compare(name, stored[subject], table_as_shown(body), verdict)
            elif kind == "person" and not body["shared"]:  # a shared device shows nobody's private words
                table = groups.get(body["group"] or "")
                _compare(name, person_as_stored(database, subject, table), person_as_shown(body), verdict)


def _compare(name: str, stored: dict[str, Any], shown: dict[str, Any], verdict: Verdict) -> None:
    lacking, doubled = differences(stored, shown)
    verdict.lost += [f"screen of {name}: {part}" for part in lacking]
    verdict.duplicated += [f"screen of {name}: {part}" for part in doubled]
