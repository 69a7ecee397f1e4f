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
    kind: str = ""
    """Of a suggestion; the score of a rating; empty where there is none to compare."""
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
                    rows[laid] = Expected(laid, "suggestion", group, one.person, fields["text"], "offered", kind="idea")
            case "drop_idea":
                if fields["idea"] in rows and rows[fields["idea"]].status == "kept":
                    rows[fields["idea"]].status = "dropped"
            case "bring_idea":
                idea = rows.get(fields["idea"])
                if idea is not None and fields["idea"] not in brought:
                    brought.add(fields["idea"])
                    idea.status = "brought"
                    kind = fields.get("kind", "idea")
                    rows[new] = Expected(new, "suggestion", group, one.person, idea.text, "offered", kind=kind)
            case "offer_suggestion":
                author = fields.get("author") or one.person
                kind = fields.get("kind", "idea")
                rows[new] = Expected(new, "suggestion", group, author, fields["text"], "offered", kind=kind)
            case "edit_suggestion":
                if fields["suggestion"] in rows:
                    rows[fields["suggestion"]].text = fields["text"]
                    rows[fields["suggestion"]].kind = fields.get("kind", "idea")
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
            case "leave_table" | "decline_client":
                if clients.get(group) == fields.get("person", one.person):
                    del clients[group]
            case "change_case" | "stop_round":
                _end(rows, group, one.round, bool(fields.get("keep")))
            case "remove_action":
                if fields["action"] in rows:
                    rows[fields["action"]].status = "removed"
            case "write_contract":
                key = f"{group}-{one.round}-contract"
                author = rows[key].author if key in rows else one.person
                rows[key] = Expected(key, "contract", group, author, fields["sentence"], "written")
                rows[key].extra = {"helps": list(fields.get("helps", ()))}
            case "record_learning":
                key = f"{group}-{one.round}-l-{one.person}"
                release = fields.get("release", "private")
                rows[key] = Expected(key, "learning", group, one.person, fields["text"], "recorded", release=release)
            case "write_notes":
                key = f"{group}-{one.round}-n-{one.person}"
                rows[key] = Expected(key, "notes", group, one.person, fields["text"], "written")
            case "rate_round":
                key = f"{group}-{one.round}-r-{one.person}"
                rows[key] = Expected(key, "rating", group, one.person, "", "given", kind=str(fields["score"]))
            case _:
                pass
        for row in rows.values():
            row.round = row.round or (one.round if row.group == group else 0)
    return rows


def _end(rows: dict[str, Expected], group: str, round: int, keep: bool) -> None:
    """What a round leaves that was ended before its time: words for its client alone, or none."""
    for row in rows.values():
        if (row.group, row.round) != (group, round):
            continue
        if keep:
            row.release = "withheld"
        else:
            row.text, row.status, row.extra = "", "erased", {}
