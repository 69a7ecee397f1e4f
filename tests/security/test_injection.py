"""What people write stays what they wrote: a corpus in every field × every page, snapshot and file that shows it."""

import csv
import io
import json
import re
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from facilitation.storage.models import Base
from tests.builders import unheard
from tests.security.markup import Reading
from tests.security.planted import CORPUS, MARK, Planted, look_everywhere, plant, word_fields
from tests.web.desk import application

Covers = Callable[[str], None]
PLAIN = "des mots"
NO_WORDS = """
actions agreement answer author body body_hash case_id client client_word command event expected format group_id
groups.name kind label last last_act locale message password_hash person person_id pinned promised proposal ready
reason release relieved requester requests return_code roles rounds.words second sorter status summons_target
supporters timezone tour type undoable verdict wishes workshop_roles writer role first
"""
"""Columns of text that hold no words of people: identifiers, codes, names of ours, values of ours as JSON."""
FORMS = {
    "name", "organisation", "title", "place", "text", "aloud", "not_now", "watch", "note",
}  # fmt: skip
"""Controls for words, by their name, that ``plant`` fills through the service behind their page."""
NOT_KEPT = {"code", "return_code", "login", "start", "end", "days", "least", "most"}
"""Controls that only find something, or take an hour or a number: what was typed comes back when it was wrong."""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One application; each text has a workshop of its own in it."""
    return application(tmp_path_factory.mktemp("injection"))


def planted(app: Flask, text: str) -> Planted:
    """Everything holds this text."""
    with unheard(app.extensions["tablee"]):
        return plant(app.extensions["tablee"], text)


def shown(app: Flask, one: Planted, only: Collection[tuple[str, str]] = ()) -> dict[tuple[str, str], Any]:
    """Every answer, by route and visitor."""
    found: dict[tuple[str, str], Any] = {}
    look_everywhere(app, one, lambda route, visitor, answer: found.__setitem__((route, visitor), answer), only)
    return found


@pytest.fixture(scope="module")
def plain(app: Flask) -> dict[tuple[str, str], Any]:
    """The pages when everything holds words that mean nothing to a browser."""
    return shown(app, planted(app, PLAIN))


def rooms_of(one: Planted) -> list[str]:
    """Every audience of the first table."""
    room = one.room
    people = [f"person:{seat.person}" for seat in room.seats[0]]
    return [f"group:{room.table()}", f"hosts:{room.table()}", *people] + [
        f"{kind}:{room.workshop.id}" for kind in ("conductors", "projector", "room")
    ]


@pytest.mark.parametrize("name", CORPUS)
def test_nothing_written_becomes_markup(app: Flask, plain: dict, covers: Covers, name: str) -> None:
    """The elements of each page, and the names of their attributes, are those of a workshop of plain words."""
    one = planted(app, CORPUS[name])
    assert one.said == word_fields(), one.said ^ word_fields()
    answers = shown(app, one, plain.keys())
    assert answers.keys() == plain.keys()
    pages = files = shows = 0
    for key, answer in answers.items():
        text = answer.get_data(as_text=True)
        if answer.mimetype != "text/html":
            as_a_file(key, answer, text)
            files += 1
            continue
        page, model = Reading(text), Reading(plain[key].get_data(as_text=True))
        assert page.shape == model.shape, (name, key)
        assert not [lead for lead in page.leads if not re.match(r"(/|#|data:image/|https?://localhost/)", lead)], key
        blocks = page.data_blocks()
        pages += 1
        shows += MARK in "".join(page.texts) or MARK in json.dumps(blocks)
    for audience in rooms_of(one):
        assert isinstance(one.room.snapshot(audience), dict)
    assert shows > 20, "the corpus is seen"
    covers(
        f"injection: {len(CORPUS)} texts × {len(one.said)} fields of commands and {len(FORMS)} of forms × {pages} "
        f"pages ({shows} show them), {files} files, {len(rooms_of(one))} snapshots, 0 left out"
    )


FILES = {"text/markdown", "text/csv", "text/calendar", "application/json", "text/plain"}


def as_a_file(key: tuple[str, str], answer: Any, text: str) -> None:
    """No browser makes a page of it, no sheet a formula, no calendar another event."""
    assert answer.mimetype in FILES, key
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    if answer.mimetype == "text/plain":  # figures, where nobody's words are
        assert MARK not in text, key
    if answer.mimetype == "application/json":
        json.loads(text)
    if answer.mimetype == "text/csv":
        cells = [cell for row in csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=";") for cell in row]
        assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r")], key
    if answer.mimetype == "text/calendar":
        assert [line for line in text.split("\r\n") if line.startswith(("BEGIN:", "END:"))] == [
            "BEGIN:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "END:VCALENDAR",
        ]  # fmt: skip


def test_every_field_of_every_page_is_known(plain: dict, covers: Covers) -> None:
    """A control for words that a page shows is filled by this test, or only finds something."""
    names = set()
    for answer in plain.values():
        page = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
        page = re.sub(r"<form[^>]*data-command=.*?</form>", "", page, flags=re.DOTALL)  # these are commands
        for control in re.findall(r"<(?:input|textarea)\b[^>]*>", page):
            kind = re.search(r'\btype="([^"]*)"', control)
            name = re.search(r'\bname="([^"]*)"', control)
            if name and (kind is None or kind[1] in ("text", "search", "email")):
                names.add(name[1].split("-")[0])
    assert names <= FORMS | NOT_KEPT, names - FORMS - NOT_KEPT
    covers(f"fields: {len(word_fields())} of commands, {len(names)} of forms on pages, 0 left out")


def test_every_column_of_words_was_reached(app: Flask, covers: Covers) -> None:
    """Where words are kept, the text was: a new column of text is either reached or said to hold none."""
    text = next(iter(CORPUS.values()))
    begins = text[: len(MARK) + 4]  # with marks that no identifier has: three letters stand in one by chance
    assert begins == f"<!--{MARK}"
    planted(app, text)
    columns, reached, forgotten, no_words = 0, 0, [], set(NO_WORDS.split())
    with app.extensions["tablee"].ground.reading() as session:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if column.type.python_type not in (str, dict, list):
                    continue
                columns += 1
                values = session.execute(select(column)).scalars()
                holds = any(begins in json.dumps(value, ensure_ascii=False) for value in values)
                reached += holds
                named = {column.name, f"{table.name}.{column.name}"} & no_words
                if (holds and named) or not (
                    holds or named or column.primary_key or column.foreign_keys or column.unique
                ):
                    forgotten.append(f"{table.name}.{column.name}")
    assert not forgotten, f"reach these in tests/security/planted.py, or say that they hold no words: {forgotten}"
    assert reached >= 10
    covers(f"columns: {columns} of text, {reached} hold words of people and were reached, {len(forgotten)} left out")


def test_the_corpus_would_be_seen(tmp_path: Path) -> None:
    """The reading of a page tells each text that was not escaped from words."""
    model = Reading(f"<p title='{PLAIN}'>{PLAIN}</p>").shape
    raw = {name for name, text in CORPUS.items() if Reading(f"<p title='{text}'>{text}</p>").shape != model}
    assert raw >= {
        "an element, a comment",
        "out of an attribute",
        "out of a quoted attribute",
        "out of a script",
    }
