"""What every screen must show at the end: the same version as the database, and the same words."""

from typing import Any

from .database import Database, Row

Shown = dict[str, Any]
PLAN = ("first_step", "when", "support", "watch")


def table_as_stored(database: Database, group: Row) -> Shown:
    """What the screens of a table must show, read from its rows."""
    round_ = database.one("SELECT words FROM rounds WHERE group_id = ? AND number = ?", group["id"], group["round"])
    hidden = group["status"] == "paused" or (round_ is not None and round_["words"] != "kept")
    written = [] if hidden else database.rows(
        "SELECT id, type, author, status, release, kind, text, extra FROM contributions"
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

    contract = next(iter(of("contract", "written")), None)
    learnings = [row for row in of("learning", "recorded") if row["release"] in ("table", "released")]
    return {
        "version": group["version"],
        "step": group["step"],
        "status": group["status"],
        "round": group["round"],
        "people": sorted((person, tuple(sorted(roles))) for person, roles in group["roles"].items()),
        "tour": group["tour"],
        "ready": sorted(group["ready"]),
        "case": case["title"] if case and not hidden else None,
        "contract": (group["agreement"] if contract else "none", contract["text"] if contract else ""),
        "helps": contract["extra"].get("helps", []) if contract else [],
        "questions": [(row["id"], row["text"], row["extra"].get("answer", "")) for row in of("question", "asked")],
        "suggestions": [(row["id"], row["text"], row["author"], row["kind"]) for row in of("suggestion", "offered")],
        "actions": sorted(
            (row["id"], row["text"], *(row["extra"].get(name, "") for name in PLAN)) for row in of("action", "planned")
        ),
        "learnings": sorted((row["id"], row["text"]) for row in learnings),
        "supporters": 0 if hidden else len(set(group["supporters"]) & group["roles"].keys()),
    }


def table_as_shown(body: Shown) -> Shown:
    """The same, read from the last snapshot that a screen received."""
    return {
        "version": body["version"],
        "step": body["step"],
        "status": body["status"],
        "round": body["round"],
        "people": sorted((person["id"], tuple(sorted(person["roles"]))) for person in body["people"]),
        "tour": [person["id"] for person in body["tour"]],
        "ready": sorted(body["ready"]),
        "case": body["case"]["title"] if body["case"] else None,
        "contract": (body["contract"]["status"], body["contract"]["sentence"] or ""),
        "helps": body["contract"]["helps"],
        "questions": [(row["id"], row["text"], row["answer"] or "") for row in body["questions"]],
        "suggestions": [(row["id"], row["text"], row["author"]["id"], row["kind"]) for row in body["suggestions"]],
        "actions": sorted((row["id"], row["what"], *(row[name] for name in PLAN)) for row in body["actions"]),
        "learnings": sorted((row["id"], row["text"]) for row in body["learnings"]),
        "supporters": len(body["supporters"]),
    }


def person_as_stored(database: Database, person: str, group: Row | None) -> Shown:
    """What somebody's own screen must show of what nobody else reads."""
    written = []
    if group is not None:
        written = database.rows(
            "SELECT id, type, status, text, kind, release FROM contributions"
            " WHERE group_id = ? AND round = ? AND author = ? AND status <> 'erased'"
            " AND type IN ('idea', 'notes', 'learning', 'rating') ORDER BY born, id",
            group["id"], group["round"], person,
        )  # fmt: skip
    case = database.one("SELECT title, draft FROM cases WHERE author = ? AND status = 'proposed'", person)
    wish = database.one("SELECT first, second FROM wishes WHERE person_id = ?", person)
    sorted_ = group is not None and "client" in group["roles"].get(person, ())
    verdicts = database.rows(
        "SELECT id, verdict FROM contributions WHERE group_id = ? AND round = ? AND verdict <> 'none'"
        " AND type = 'suggestion' AND status <> 'erased'",
        group["id"], group["round"],
    ) if group is not None and sorted_ else []  # fmt: skip
    return {
        "case": (case["title"], bool(case["draft"])) if case else None,
        "wish": (wish["first"], wish["second"]) if wish else ("", ""),
        "verdicts": sorted((row["id"], row["verdict"]) for row in verdicts),
        "rating": next((int(row["kind"]) for row in written if row["type"] == "rating"), 0),
        "ideas": sorted((row["id"], row["text"], row["status"]) for row in written if row["type"] == "idea"),
        "notes": next((row["text"] for row in written if row["type"] == "notes"), ""),
        "learning": next(((row["text"], row["release"]) for row in written if row["type"] == "learning"), None),
    }


def person_as_shown(body: Shown) -> Shown:
    """The same, read from the person's last snapshot."""
    case = body["case"]
    return {
        "case": (case["title"], case["draft"]) if case else None,
        "wish": (body["wish"]["first"], body["wish"]["second"]),
        "verdicts": sorted(body["verdicts"].items()),
        "rating": body["rating"],
        "ideas": sorted((row["id"], row["text"], row["status"]) for row in body["ideas"]),
        "notes": body["notes"] or "",
        "learning": (body["learning"]["text"], body["learning"]["release"]) if body["learning"] else None,
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
