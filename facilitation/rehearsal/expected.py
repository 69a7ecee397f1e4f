"""What the rows must be, worked out from what was acknowledged: from the protocol's text, not the server's code."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from .ledger import Said


@dataclass
class Expected:
    """One row that somebody was told is kept. ``key`` is its id, or stands for it where there is one per person."""

    key: str
    type: str
    group: str
    author: str
    text: str
    status: str
    extra: dict[str, Any] = field(default_factory=dict)
    verdict: str = "none"
    release: str = ""
    round: int = 0


def row_id(person: str, command: str) -> str:
    """The id of the row that a command makes (protocol: sixteen bytes of BLAKE2b of person and command)."""
    digest = hashlib.blake2b(f"{person}:{command}".encode(), digest_size=16).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def in_order(said: Iterable[Said]) -> list[Said]:
    """As the server did them: by table and version, and by acknowledgement where a version says nothing."""
    return sorted(said, key=lambda s: (s.group or "", s.version, s.order))


def expected_rows(said: Iterable[Said], together: Collection[str] = ()) -> dict[str, Expected]:
    """The rows that these acknowledged commands must have left, by key; ``together`` are the ideas laid at once."""
    rows: dict[str, Expected] = {}
    brought: set[str] = set()
    clients: dict[str, str] = {}
    for one in in_order(said):
        fields, group = one.fields, one.group or ""
        new = row_id(one.person, one.id)
        match one.command:
            case "ask_question":
                extra = {"answer": fields.get("answer", "")}
                rows[new] = Expected(new, "question", group, one.person, fields["text"], "asked", extra)
            case "answer_question":
                if fields["question"] in rows:
                    rows[fields["question"]].extra = {"answer": fields["text"]}
            case "keep_idea":
                rows[new] = Expected(new, "idea", group, one.person, fields["text"], "kept")
                if new in together:  # the room opens them: each is a suggestion whose id comes of the idea's
                    brought.add(new)
                    rows[new].status = "brought"
                    laid = row_id(one.person, new)
                    rows[laid] = Expected(laid, "suggestion", group, one.person, fields["text"], "offered")
            case "drop_idea":
                if fields["idea"] in rows and rows[fields["idea"]].status == "kept":
                    rows[fields["idea"]].status = "dropped"
            case "bring_idea":
                idea = rows.get(fields["idea"])
                if idea is not None and fields["idea"] not in brought:
                    brought.add(fields["idea"])
                    idea.status = "brought"
                    rows[new] = Expected(new, "suggestion", group, one.person, idea.text, "offered")
            case "offer_suggestion":
                author = fields.get("author") or one.person
                rows[new] = Expected(new, "suggestion", group, author, fields["text"], "offered")
            case "edit_suggestion":
                if fields["suggestion"] in rows:
                    rows[fields["suggestion"]].text = fields["text"]
            case "withdraw_suggestion":
                if fields["suggestion"] in rows:
                    rows[fields["suggestion"]].status = "withdrawn"
            case "sort_suggestion":
                if fields["suggestion"] in rows:
                    rows[fields["suggestion"]].verdict = fields["verdict"]
            case "plan_action":
                key = fields.get("action") or new
                extra = {name: fields.get(name, "") for name in ("first_step", "when", "support", "watch")}
                author = rows[key].author if key in rows else clients.get(group, one.person)
                rows[key] = Expected(key, "action", group, author, fields["what"], "planned", extra)
            case "accept_client":
                clients[group] = one.person
            case "change_case" | "stop_round" if not fields.get("keep"):
                _erase(rows, group, one.round)
            case "remove_action":
                if fields["action"] in rows:
                    rows[fields["action"]].status = "removed"
            case "write_contract":
                author = clients.get(group, one.person)
                key = f"{group}-{one.round}-contract-{author}"
                rows[key] = Expected(key, "contract", group, author, fields["sentence"], "written")
            case "record_learning":
                key = f"{group}-{one.round}-l-{one.person}"
                rows[key] = Expected(
                    key, "learning", group, one.person, fields["text"], "recorded", release=fields["release"]
                )
            case "write_notes":
                key = f"{group}-{one.round}-n-{one.person}"
                rows[key] = Expected(key, "notes", group, one.person, fields["text"], "written")
            case "send_message" | "withdraw_message":
                for row in rows.values():
                    if (row.type, row.group, row.status) == ("message", group, "sent"):
                        row.status = "withdrawn"
                if one.command == "send_message":
                    key = f"{group}-m-{new}"
                    rows[key] = Expected(key, "message", group, one.person, fields["text"], "sent")
            case "rate_round":
                key = f"{group}-{one.round}-r-{one.person}"
                rows[key] = Expected(key, "rating", group, one.person, "", "given")
            case _:
                pass
        for row in rows.values():
            row.round = row.round or (one.round if row.group == group else 0)
    return rows


def _erase(rows: dict[str, Expected], group: str, round: int) -> None:
    for row in rows.values():
        if (row.group, row.round) == (group, round) and row.type != "message":
            row.text, row.status, row.extra, row.release = "", "erased", {}, ""


def expected_cases(said: Iterable[Said]) -> dict[str, str | None]:
    """The title of the case of each person who proposed one; None for those who took it back."""
    cases: dict[str, str | None] = {}
    told: dict[str, tuple[str, int]] = {}
    for one in in_order(said):
        client, round = told.get(one.group or "", ("", 0))
        if one.command == "propose_case":
            cases[one.person] = one.fields["title"]
        elif one.command == "withdraw_case":
            cases[one.person] = None
        elif one.command == "accept_client" and one.fields.get("case"):
            told[one.group or ""] = (one.person, max(1, one.round))  # before the start: the first round's
        elif one.command in ("leave_table", "decline_client") and client == one.person:
            del told[one.group or ""]
        elif one.command in ("change_case", "stop_round") and not one.fields.get("keep") and client:
            del told[one.group or ""]
            if round == max(1, one.round):  # what its author proposed since another round stays
                cases[client] = None
    return cases
