"""A workshop in which every field that holds words holds the same ones: a corpus, or a canary."""

import dataclasses
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from facilitation.domain.commands import COMMANDS
from facilitation.domain.formats import SHIPPED, Option
from facilitation.domain.phases import Kind
from facilitation.service.formats import SCRIPT_LINES
from facilitation.service.house import House
from tests.builders import MINUTE, Open, enter, got
from tests.matrix.visitors import Visit, known
from tests.service.situations import CLIENT, OTHER, SCRIBE
from tests.web.desk import PASSWORD

MARK = "zqx"
"""What every payload holds, and nothing of the product does."""

CORPUS = {
    "an element, a comment": "<!--zqx--><script>zqx()</script><!--",
    "out of an attribute": '"><img src=x onerror=zqx()>',
    "out of a quoted attribute": "' onfocus=zqx() autofocus x='",
    "out of a script": "</script><svg onload=zqx()>",
    "out of a field": "</textarea><iframe onload=zqx()>",
    "an address, Markdown": "javascript:zqx() [x](javascript:zqx())",
    "escaped already": "&lt;img src=x onerror=zqx()&gt;",
    "a template, JSON": '{{zqx}}${x}{%x%}\\u003cimg>","x":"',
    "a cell": "=zqx();@zqx\t+zqx",
}
"""Texts that end what they stand in, or begin something else; the shortest field, a name, holds forty characters."""

Field = tuple[str, str]


def word_fields() -> set[Field]:
    """Every field of every command that holds words of people, by what the dataclasses say."""
    return {
        (name, field.name)
        for name, command in COMMANDS.items()
        for field in dataclasses.fields(command)
        if field.metadata["type"] == "text"
    }


@dataclass
class Planted:
    """The workshop, what was put into commands, and an organiser's format."""

    room: Open
    text: str
    said: set[Field]
    format: str
    organiser: str
    another: str


def plant(house: House, text: str) -> Planted:
    """Put this text wherever a text is accepted."""
    account = got(house.accounts.create(text, f"{secrets.token_hex(4)}{text}", PASSWORD)).id
    script = {kind.value: dict.fromkeys(SCRIPT_LINES, text) for kind in Kind}
    format = got(house.formats.duplicate(account, "150", text))
    shape = dataclasses.replace(SHIPPED["150"], key=format.format.key, options=frozenset(Option))
    own = got(house.formats.save(account, format.id, text, shape, script))
    start = house.instants.now()
    made = got(
        house.workshops.create(
            account, text, text, start, start + 150 * MINUTE, tables=2, options=tuple(Option), own=own
        )
    )
    links = got(house.workshops.links(made.id))
    room = Open(house, account, made, links, enter(house, links.conductor, ""))
    for table in made.tables:
        seats = [enter(house, links.hosts[table.id], f"{text}0", text)]
        seats += [enter(house, links.tables[table.id], f"{text}{i}", text) for i in range(1, 5)]
        room.seats.append([got(house.people.seat(seat.id, seat.device_id)) for seat in seats])
    got(house.people.sit_beside(room.person(4).device_id, room.person(4).id, f"{text}b", text))
    listed = ";".join('"{}"'.format(text.replace('"', '""')) for _ in range(3))
    house.guest_lists.take(made.id, account, f"nom;structure;territoire\n{listed}\n")
    another = got(house.accounts.create("Yann", f"{secrets.token_hex(4)}@exemple.fr", PASSWORD)).id
    return Planted(room, text, say_everything(room, text), own.id, account, another)


def say_everything(room: Open, text: str) -> set[Field]:
    """Every command that holds words, accepted with this text in each of its fields; those fields."""
    said: set[Field] = set()
    client, scribe, other, host = room.person(CLIENT), room.person(SCRIBE), room.person(OTHER), room.host()

    def do(seat: Any, command: str, *words: str, number: int | None = 1, **rest: Any) -> Any:
        answer = room.do(seat, command, number, **dict.fromkeys(words, text), **rest)
        said.update((command, word) for word in words)
        return (answer.result or {}).get("id")

    do(client, "propose_case", "title", number=None)
    do(other, "propose_case", "title", number=None)
    room.bring("case_choice")
    do(client, "accept_client")
    do(host, "change_roles", person=scribe.person, roles=["scribe", "consultant"])
    assert room.send_room("send_message", text=text, wall=True).ok
    said.add(("send_message", "text"))
    room.bring("clarification")
    question = do(scribe, "ask_question", "text", "answer")
    do(client, "answer_question", "text", question=question)
    do(other, "keep_idea", "text")
    do(client, "write_notes", "text")
    room.bring("contract")
    do(scribe, "write_contract", "sentence", helps=["ideas"])
    do(client, "confirm_contract")
    room.bring("suggestions")
    offered = do(other, "offer_suggestion", "text")
    do(scribe, "offer_suggestion", "text", author=other.person)
    do(other, "edit_suggestion", "text", suggestion=offered)
    room.bring("action_plan")
    do(client, "sort_suggestion", suggestion=offered, verdict="keep")
    action = do(client, "plan_action", "what", "first_step", "when", "support", "watch")
    do(client, "follow_action", "note", action=action, outcome="tried", share=True)
    room.bring("learnings")
    for seat in (client, scribe, other):
        do(seat, "record_learning", "text", release="released")
    return said


def visit(app: Flask, planted: Planted) -> Visit:
    """Everybody who may come to this workshop, with their browsers (tests/matrix/visitors.py)."""
    room = planted.room
    seats = {"member": room.person(CLIENT), "elsewhere": room.person(1, 2), "host": room.host(), "pilot": room.pilot}
    browsers: dict[str, FlaskClient] = {"stranger": app.test_client()}
    browsers |= {visitor: known(app, device=seat.device_id) for visitor, seat in seats.items()}
    browsers |= {"organiser": known(app, account=planted.organiser), "another": known(app, account=planted.another)}
    return Visit(app, room, browsers, {name: seat.id for name, seat in seats.items()}, planted.format)


Look = Callable[[str, str, Any], None]


def look_everywhere(app: Flask, planted: Planted, look: Look, only: Collection[tuple[str, str]] = ()) -> int:
    """Every page there is, asked for by everybody; ``look(route, visitor, answer)`` at each that opens. How many.

    ``only`` these routes and visitors are asked for, where it is known already what opens.
    """
    from tests.matrix.test_routes import lines

    there, seen = visit(app, planted), 0
    for line in lines():
        if line["method"] != "GET" or line["route"].startswith("/static/"):
            continue
        for visitor in there.browsers:
            if only and (line["route"], visitor) not in only:
                continue
            answer = there.ask(visitor, "GET", there.filled(line["route"], visitor, line["seat"]), "")
            if answer.status_code == 200:
                look(line["route"], visitor, answer)
                seen += 1
    return seen
