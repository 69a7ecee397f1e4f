"""The market of cases after what was acknowledged: who proposes what, where it is told, who wishes to hear it."""

from collections.abc import Iterable
from dataclasses import dataclass

from .database import Database, Row
from .expected import in_order, row_id
from .ledger import Said


@dataclass
class Proposal:
    """One case. ``table`` is where the pilot placed it."""

    id: str
    author: str
    title: str
    kind: str
    draft: bool
    table: str | None = None


def expected_proposals(said: Iterable[Said]) -> dict[str, Proposal | None]:
    """The case of each person who proposed one; None for those who took it back, or whose words were erased."""
    cases: dict[str, Proposal | None] = {}
    brought: dict[str, str] = {}
    for one in in_order(said):
        mine, fields, table = cases.get(one.person), one.fields, one.group or ""
        match one.command:
            case "propose_case":
                cases[one.person] = Proposal(
                    mine.id if mine else row_id(one.person, one.id), one.person, fields["title"],
                    fields.get("kind", "problem"), bool(fields.get("draft")),
                    mine.table if mine and not fields.get("draft") else None,
                )  # fmt: skip
            case "withdraw_case":
                cases[one.person] = None
            case "place_case":
                _place(cases, fields["case"], fields.get("table") or None)
            case "accept_client":
                brought[table] = one.person
            case "leave_table" | "decline_client":
                if brought.get(table) == fields.get("person", one.person):
                    del brought[table]
            case "change_case" | "stop_round":
                client = brought.pop(table, None)
                if client in cases and not fields.get("keep"):
                    cases[client] = None
    return cases


def _place(cases: dict[str, Proposal | None], case: str, table: str | None) -> None:
    """A table has one case: the one that was there has none any more."""
    for one in cases.values():
        if one is not None and one.id == case:
            one.table = table
        elif one is not None and table is not None and one.table == table:
            one.table = None


def expected_wishes(said: Iterable[Said]) -> dict[str, tuple[str, str] | None]:
    """First and second choice of each person; None for those who wish nothing any more."""
    wishes: dict[str, tuple[str, str] | None] = {}
    for one in in_order(said):
        if one.command == "wish_case":
            first, second = one.fields.get("first", ""), one.fields.get("second", "")
            wishes[one.person] = (first, second if second != first else "") if first else None
    return wishes


def check_market(database: Database, workshop: str, accepted: list[Said], screens: list[Row]) -> tuple[list[str], ...]:
    """What is lost and what is doubled among cases and wishes; ``screens`` are the last ``room`` snapshots.

    A draft is its author's: a screen of the room that shows one has something too much.
    """
    lost: list[str] = []
    doubled: list[str] = []
    rows = database.rows(
        "SELECT id, author, title, kind, draft, group_id FROM cases WHERE workshop_id = ? AND status = 'proposed'",
        workshop,
    )
    wanted = expected_proposals(accepted)
    for author, proposal in wanted.items():
        found = [row for row in rows if row["author"] == author]
        right = [row for row in found if proposal is not None and _is(proposal, row)]
        if proposal is not None and not right:
            lost.append(f"case of {author}")
        doubled += [f"case of {author}"] * (len(found) - (proposal is not None and bool(found)))
    wishes = database.rows("SELECT person_id, first, second FROM wishes WHERE workshop_id = ?", workshop)
    given = {row["person_id"]: (row["first"], row["second"]) for row in wishes}
    for person, wish in expected_wishes(accepted).items():
        if wish is not None and given.get(person) != wish:
            lost.append(f"wish of {person}")
        if wish is None and person in given:
            doubled.append(f"wish of {person}")
    doubled += [f"wish of {person}" for person in given if person not in expected_wishes(accepted)]
    shown = {row["id"]: row["title"] for row in rows if not row["draft"]}
    counted = {case: sum(wish[0] == case for wish in given.values()) for case in shown}
    for body in screens:
        seen = {case["id"]: case["title"] for case in body["cases"]}
        lost += ["screen of the room: a case"] * (not shown.items() <= seen.items())
        doubled += ["screen of the room: a case"] * bool(seen.keys() - shown.keys())
        miscounted = any(case["wishes"] != counted.get(case["id"], 0) for case in body["cases"])
        lost += ["screen of the room: a count of wishes"] * miscounted
    return lost, doubled


def _is(proposal: Proposal, row: Row) -> bool:
    wanted = (proposal.id, proposal.title, proposal.kind, proposal.draft, proposal.table)
    return wanted == (row["id"], row["title"], row["kind"], bool(row["draft"]), row["group_id"])
