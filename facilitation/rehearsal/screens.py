"""What every screen must show at the end: the same version as the database, and the same words."""

from typing import Any

from .database import Database, Row

Shown = dict[str, Any]


def table_as_stored(database: Database, group: Row) -> Shown:
    """What the screens of a table must show, read from its rows."""
    written = database.rows(
        "SELECT id, type, author, status, release, text, extra FROM contributions"
        " WHERE group_id = ? AND round = ? ORDER BY born, id",
        group["id"], group["round"],
    )  # fmt: skip
    case = (
        database.one("SELECT title FROM cases WHERE id = ? AND status = 'proposed'", group["case_id"])
        if group["case_id"]
        else None
    )

    def of(type: str, *statuses: str) -> list[Row]:
        return [row for row in written if row["type"] == type and row["status"] in statuses]

    contracts = of("contract", "written") if group["agreement"] != "none" else []
    sentence = next((row["text"] for row in contracts if row["author"] == group["requester"]), "")
    learnings = [row for row in of("learning", "recorded") if row["release"] in ("table", "released")]
    return {
        "version": group["version"],
        "step": group["step"],
        "status": group["status"],
        "round": group["round"],
        "people": sorted((person, tuple(sorted(roles))) for person, roles in group["roles"].items()),
        "case": case["title"] if case else None,
        "contract": (group["agreement"], sentence),
        "questions": [(row["id"], row["text"], row["extra"].get("answer", "")) for row in of("question", "asked")],
        "suggestions": [(row["id"], row["text"], row["author"]) for row in of("suggestion", "offered")],
        "actions": sorted((row["id"], row["text"], row["extra"].get("when", "")) for row in of("action", "planned")),
        "learnings": sorted((row["id"], row["text"]) for row in learnings),
        "supporters": len(group["supporters"]),
    }


def table_as_shown(body: Shown) -> Shown:
    """The same, read from the last snapshot that a screen received."""
    return {
        "version": body["version"],
        "step": body["step"],
        "status": body["status"],
        "round": body["round"],
        "people": sorted((person["id"], tuple(sorted(person["roles"]))) for person in body["people"]),
        "case": body["case"]["title"] if body["case"] else None,
        "contract": (body["contract"]["status"], body["contract"]["sentence"] or ""),
        "questions": [(row["id"], row["text"], row["answer"] or "") for row in body["questions"]],
        "suggestions": [(row["id"], row["text"], row["author"]["id"]) for row in body["suggestions"]],
        "actions": sorted((row["id"], row["what"], row["when"]) for row in body["actions"]),
        "learnings": sorted((row["id"], row["text"]) for row in body["learnings"]),
        "supporters": len(body["supporters"]),
    }


def person_as_stored(database: Database, person: str, group: Row | None) -> Shown:
    """What somebody's own screen must show of what nobody else reads."""
    written = []
    if group is not None:
        written = database.rows(
            "SELECT id, type, status, text FROM contributions"
            " WHERE group_id = ? AND round = ? AND author = ?"
            " AND type IN ('idea', 'notes', 'learning') ORDER BY born, id",
            group["id"], group["round"], person,
        )  # fmt: skip
    return {
        "ideas": sorted((row["id"], row["text"], row["status"]) for row in written if row["type"] == "idea"),
        "notes": next((row["text"] for row in written if row["type"] == "notes"), ""),
        "learning": next((row["text"] for row in written if row["type"] == "learning"), None),
    }


def person_as_shown(body: Shown) -> Shown:
    """The same, read from the person's last snapshot."""
    return {
        "ideas": sorted((row["id"], row["text"], row["status"]) for row in body["ideas"]),
        "notes": body["notes"] or "",
        "learning": body["learning"].get("text") if body["learning"] else None,
    }


def differences(stored: Shown, shown: Shown) -> tuple[list[str], list[str]]:
    """What a screen lacks, and what it has too much of: the names of the parts that differ, each side of it."""
    lacking, doubled = [], []
    for name, wanted in stored.items():
        seen = shown[name]
        if seen == wanted:
            continue
        if isinstance(wanted, list) and len(seen) > len(wanted):
            doubled.append(name)
        else:
            lacking.append(name)
    return lacking, doubled
