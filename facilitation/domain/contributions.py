"""What people wrote, without the words: each contribution is its own small aggregate under the lock of its table.

``evolve_words`` says which rows an event changes and how; the texts stay with the rows. It reads nothing that the
journal leaves out, so a fold of the journal gives the same contributions as the rows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .events import (
    ActionFollowed,
    ActionPlanned,
    ActionRemoved,
    ContractWritten,
    Event,
    IdeaBrought,
    IdeaDropped,
    IdeaKept,
    LearningRecorded,
    MessageSent,
    MessageWithdrawn,
    NotesWritten,
    PersonErased,
    QuestionAsked,
    RoundRated,
    SuggestionEdited,
    SuggestionOffered,
    SuggestionSorted,
    SuggestionWithdrawn,
    WordsErased,
    WordsWithheld,
)
from .group import Group
from .values import replace

TYPES = ("question", "idea", "suggestion", "action", "learning", "notes", "contract", "rating", "message")
TOGETHER = "together"
"""The ``release`` of an idea that is laid on the table with all others when suggestions open; private until then."""
WITHHELD = "withheld"
"""The ``release`` of everything in a round that was kept for its client alone."""


@dataclass(frozen=True)
class Contribution:
    """One row that somebody wrote; ``author`` said it, ``writer`` typed it.

    ``status``: question ``asked``; idea ``kept``, ``brought``, ``dropped``; suggestion ``offered``, ``withdrawn``;
    action ``planned``, ``removed``; learning ``recorded``; notes and contract ``written``; rating ``given``; message
    ``sent``, ``withdrawn``; any of them ``erased``. ``kind``: of a suggestion; the score of a rating; what became of an
    action. ``verdict``: of a suggestion, ``none`` until sorted; ``sorter`` is the client who did. ``release``:
    ``private``, ``table`` or ``released`` for a learning, the last two for an action, and ``withheld`` for all words of
    a round kept for its client.
    """

    id: str
    group: str
    round: int
    type: str
    author: str
    writer: str
    kind: str = ""
    status: str = ""
    verdict: str = "none"
    sorter: str = ""
    release: str = "table"

    def of(self, group: Group) -> bool:
        """True when it belongs to the current round of this table and was not erased."""
        return self.group == group.id and self.round == group.round and self.status != "erased"


Contributions = Mapping[str, Contribution]
_Fold = Callable[[dict[str, Contribution], Group, Any], None]


def contract_id(group: str, round: int, client: str) -> str:
    """The row of a client's contract in a round: a second client writes their own, and the first one's stays theirs."""
    return f"{group}-{round}-contract-{client}"


def message_id(group: str, fresh: str) -> str:
    """The row of a message at one of the tables to which it was said."""
    return f"{group}-m-{fresh}"


def notes_id(group: str, round: int, person: str) -> str:
    """The row of a person's notes of a round: there is one."""
    return f"{group}-{round}-n-{person}"


def learning_id(group: str, round: int, person: str) -> str:
    """The row of what a person takes away from a round: there is one."""
    return f"{group}-{round}-l-{person}"


def rating_id(group: str, round: int, person: str) -> str:
    """The row of a person's rating of a round: there is one."""
    return f"{group}-{round}-r-{person}"


def _add(
    rows: dict[str, Contribution], group: Group, id: str, type: str, author: str, status: str, **more: Any
) -> None:
    """A new row, or the same row written again: it keeps its first author."""
    if id in rows:
        rows[id] = replace(rows[id], status=status, **more)
    else:
        writer = more.pop("writer", author)
        rows[id] = Contribution(id, group.id, group.round, type, author, writer, status=status, **more)


def _change(rows: dict[str, Contribution], id: str, **changes: Any) -> None:
    if id in rows:
        rows[id] = replace(rows[id], **changes)


def _question_asked(rows: dict[str, Contribution], group: Group, e: QuestionAsked) -> None:
    _add(rows, group, e.question, "question", e.author, "asked")


def _idea_kept(rows: dict[str, Contribution], group: Group, e: IdeaKept) -> None:
    _add(rows, group, e.idea, "idea", e.author, "kept", release=TOGETHER if e.together else "private")


def _idea_brought(rows: dict[str, Contribution], group: Group, e: IdeaBrought) -> None:
    _change(rows, e.idea, status="brought")
    _add(rows, group, e.suggestion, "suggestion", e.author, "offered", kind=e.kind)


def _idea_dropped(rows: dict[str, Contribution], group: Group, e: IdeaDropped) -> None:
    _change(rows, e.idea, status="dropped")


def _contract_written(rows: dict[str, Contribution], group: Group, e: ContractWritten) -> None:
    _add(rows, group, contract_id(group.id, group.round, e.author), "contract", e.author, "written")


def _suggestion_offered(rows: dict[str, Contribution], group: Group, e: SuggestionOffered) -> None:
    _add(rows, group, e.suggestion, "suggestion", e.author, "offered", writer=e.writer, kind=e.kind)


def _suggestion_edited(rows: dict[str, Contribution], group: Group, e: SuggestionEdited) -> None:
    _change(rows, e.suggestion, kind=e.kind)


def _suggestion_withdrawn(rows: dict[str, Contribution], group: Group, e: SuggestionWithdrawn) -> None:
    _change(rows, e.suggestion, status="withdrawn")


def _suggestion_sorted(rows: dict[str, Contribution], group: Group, e: SuggestionSorted) -> None:
    _change(rows, e.suggestion, verdict=e.verdict, sorter=group.client or "")


def _action_planned(rows: dict[str, Contribution], group: Group, e: ActionPlanned) -> None:
    _add(rows, group, e.action, "action", e.author, "planned")


def _action_removed(rows: dict[str, Contribution], group: Group, e: ActionRemoved) -> None:
    _change(rows, e.action, status="removed")


def _action_followed(rows: dict[str, Contribution], group: Group, e: ActionFollowed) -> None:
    row = rows.get(e.action)
    if row is not None:
        release = "released" if e.shared else "table"
        rows[e.action] = replace(row, kind=e.outcome, release=row.release if row.release == WITHHELD else release)


def _learning_recorded(rows: dict[str, Contribution], group: Group, e: LearningRecorded) -> None:
    _add(rows, group, e.learning, "learning", e.author, "recorded", release=e.release)


def _round_rated(rows: dict[str, Contribution], group: Group, e: RoundRated) -> None:
    _add(rows, group, e.rating, "rating", e.author, "given", kind=str(e.score), release="private")


def _notes_written(rows: dict[str, Contribution], group: Group, e: NotesWritten) -> None:
    id = notes_id(group.id, group.round, e.author)
    _add(rows, group, id, "notes", e.author, "written", release="private")


def _message_sent(rows: dict[str, Contribution], group: Group, e: MessageSent) -> None:
    if group.message is not None:
        _change(rows, group.message.id, status="withdrawn")
    _add(rows, group, e.message, "message", e.author, "sent")


def _message_withdrawn(rows: dict[str, Contribution], group: Group, e: MessageWithdrawn) -> None:
    _change(rows, e.message, status="withdrawn")


def _words_erased(rows: dict[str, Contribution], group: Group, e: WordsErased) -> None:
    """The pilot's message to the table is no word of the round."""
    for id, row in rows.items():
        if row.group == group.id and row.round == e.round and row.type != "message":
            rows[id] = replace(row, status="erased")


def _words_withheld(rows: dict[str, Contribution], group: Group, e: WordsWithheld) -> None:
    for id, row in rows.items():
        if row.group == group.id and row.round == e.round and row.type != "message":
            rows[id] = replace(row, release=WITHHELD)


def _person_erased(rows: dict[str, Contribution], group: Group, e: PersonErased) -> None:
    """A question loses its words and stays: what was answered to it is not theirs to take along."""
    for id, row in rows.items():
        if row.group == group.id and row.author == e.person and row.type != "question":
            rows[id] = replace(row, status="erased")
        elif row.group == group.id and row.sorter == e.person:
            rows[id] = replace(row, verdict="none", sorter="")


_FOLDS: dict[type[Event], _Fold] = {
    QuestionAsked: _question_asked,
    IdeaKept: _idea_kept,
    IdeaBrought: _idea_brought,
    IdeaDropped: _idea_dropped,
    ContractWritten: _contract_written,
    SuggestionOffered: _suggestion_offered,
    SuggestionEdited: _suggestion_edited,
    SuggestionWithdrawn: _suggestion_withdrawn,
    SuggestionSorted: _suggestion_sorted,
    ActionPlanned: _action_planned,
    ActionRemoved: _action_removed,
    ActionFollowed: _action_followed,
    LearningRecorded: _learning_recorded,
    RoundRated: _round_rated,
    NotesWritten: _notes_written,
    MessageSent: _message_sent,
    MessageWithdrawn: _message_withdrawn,
    WordsErased: _words_erased,
    WordsWithheld: _words_withheld,
    PersonErased: _person_erased,
}


def evolve_words(contributions: Contributions, group_before: Group, event: Event) -> Contributions:
    """The contributions after an event; ``group_before`` is the table as it stood when the event happened.

    The same mapping comes back when the event changes no row. An idea that is brought keeps its row; the new suggestion
    takes its text from it.
    """
    fold = _FOLDS.get(type(event))
    if fold is None:
        return contributions
    rows = dict(contributions)
    fold(rows, group_before, event)
    return rows
