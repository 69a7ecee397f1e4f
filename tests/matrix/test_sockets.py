"""Every cell of the hand-written table, executed: a real server, a socket for each role, a message for each cell."""

import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from facilitation.domain.commands import COMMANDS, TIMEKEEPER_ONLY
from facilitation.domain.permissions import permitted
from facilitation.domain.phases import ClientMode
from facilitation.domain.refusals import Code
from tests import GATE
from tests.databases import MEMORY
from tests.live.browser import Screen
from tests.matrix.expected import ROLES, STRANGER, Cell, cells, whole
from tests.matrix.hall import Hall, furnished, message_of, name_of, seats_at, shared_name, workshop_for
from tests.matrix.states import fields_of, roles_of
from tests.matrix.test_permissions import report, wrong
from tests.server import PATIENCE, Fleet, until

pytestmark = [pytest.mark.server, pytest.mark.timeout(600)]
IN_FLIGHT = 8
"""Messages of one socket that wait for their answer."""


@pytest.fixture(scope="module")
def hall() -> Iterator[Hall]:
    """A server with every table of the matrix; its rows lie in memory where the machine has such a folder."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None, prefix="matrix") as folder:
        fleet = Fleet(Path(folder))
        server = fleet.serve("threading", "sqlite", start=False)
        hall = furnished(server, cells())
        server.start()
        yield hall
        fleet.scuttle()


class Asker:
    """One socket that asks many things at once, for every seat of its device."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.answers: dict[int, dict[str, Any]] = {}
        self._free = threading.Semaphore(IN_FLIGHT)

    def ask(self, number: int, message: dict[str, Any]) -> None:
        """Send; the answer comes when it comes."""
        assert self._free.acquire(timeout=PATIENCE), "no answer came"

        def answered(answer: dict[str, Any]) -> None:
            self.answers[number] = answer
            self._free.release()

        self.screen.client.emit("command", message, callback=answered)


def asked(hall: Hall, role: str, mine: list[tuple[int, Cell]], answers: dict[int, dict[str, Any]]) -> None:
    """Every cell of one role, over one socket."""
    first = hall.tables[name_of(*next((n, c) for n, c in mine if not c.allowed))]
    screen = hall.place(role, first.group.workshop, f"{first.person(role)}-seat").screen("nothing")
    asker = Asker(screen)
    for number, cell in mine:
        table = hall.tables[name_of(number, cell)]
        at_table = COMMANDS[cell.command].scope == "group"
        asker.ask(number, message_of(cell, table, fields_of(cell, table, int(time.time() * 1000)), number, at_table))
    until(lambda: len(asker.answers) == len(mine), f"the last answers of {role}")
    screen.close()
    answers |= asker.answers


@cache
def sent() -> tuple[tuple[int, Cell], ...]:
    """The cells that are asked over sockets, with their numbers: all of them; in the gate a refusal that all client
    modes share is asked in one."""
    said = defaultdict(set)
    for cell in cells():
        said[cell.key[:3]].add(cell.allowed)
    return tuple(
        (number, cell)
        for number, cell in enumerate(cells())
        if not GATE or cell.allowed or len(said[cell.key[:3]]) > 1 or cell.mode is ClientMode.SIGNAL_ONLY
    )


@pytest.fixture(scope="module")
def answers(hall: Hall) -> dict[int, dict[str, Any]]:
    """The acknowledgement of each cell by its number in the file; the nine roles ask at the same time."""
    found: dict[int, dict[str, Any]] = {}
    by_role: dict[str, list[tuple[int, Cell]]] = defaultdict(list)
    for number, cell in sent():
        by_role[cell.role].append((number, cell))
    began = time.monotonic()
    threads = [threading.Thread(target=asked, args=(hall, role, by_role[role], found)) for role in ROLES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"\n{len(found)} messages were answered in {time.monotonic() - began:.0f} s")
    return found


def due(cell: Cell, hall: Hall) -> str:
    """The code with which the server must refuse this."""
    if cell.command in TIMEKEEPER_ONLY:
        return Code.UNKNOWN_COMMAND.value
    if COMMANDS[cell.command].scope == "workshop":
        return Code.NOT_ALLOWED.value
    code = permitted(hall.tables[shared_name(cell)].group, cell.command, roles_of(cell))
    return code.value if code is not None else "nothing"


def each_cell_is_executed(hall: Hall, answers: dict[int, dict[str, Any]]) -> str:
    """Done where the table says so, refused everywhere else, and for the reason that screens are told; in words."""
    differing, executed, changing = [], set(), 0
    for number, cell in sent():
        answer = answers[number]
        executed.add(cell.key)
        if answer["ok"] != cell.allowed:
            differing.append(wrong(cell, answer))
        elif not cell.allowed and answer["refusal"] != due(cell, hall):
            differing.append(f"{cell}: refused with {answer['refusal']}, permissions say {due(cell, hall)}")
        changing += bool(answer["ok"] and answer["version"] != hall.tables[name_of(number, cell)].group.version)
    report(differing)
    assert executed == {cell.key for _, cell in sent()}
    assert executed == whole() or GATE
    allowed = sum(cell.allowed for _, cell in sent())
    left = len(whole()) - len(executed)
    return (
        f"sockets: {len(executed)} cells executed over {len(ROLES)} sockets: {allowed} done ({changing} changed "
        f"something), {len(executed) - allowed} refused, {left} left out"
        + (": refusals that all client modes share, asked in one" if left else "")
    )


def what_was_refused_changed_nothing_and_was_not_offered(hall: Hall, answers: dict[int, dict[str, Any]]) -> None:
    """After all the refusals each table has the version and step it was born with; its snapshot offers each role the
    commands of the table, no more and no less."""
    tables: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells():
        if COMMANDS[cell.command].scope == "group" and cell.role != STRANGER:
            tables[shared_name(cell)].append(cell)
    differing = []
    for name, there in sorted(tables.items()):
        table = hall.tables[name]
        role, seat = seats_at(table)
        screen = hall.place(role, table.group.workshop, seat).screen("group")
        shown = screen.awaits("group", lambda s, id=table.group.id: s["group"]["id"] == id)
        screen.close()
        assert (shown["version"], shown["step"]) == (table.group.version, table.group.step), name
        differing += [
            wrong(cell, "offered by the snapshot" if cell.command in shown["can"][cell.role] else "not offered")
            for cell in there
            if (cell.command in shown["can"][cell.role]) != cell.allowed
        ]
    report(differing)
    print(f"\n{len(tables)} tables were asked in vain {sum(not cell.allowed for _, cell in sent())} times")


def test_each_cell_is_executed_and_what_was_refused_changed_nothing(
    hall: Hall, answers: dict[int, dict[str, Any]], covers: Callable[[str], None]
) -> None:
    """One test: workers that shared the two would each ask every cell."""
    covers(each_cell_is_executed(hall, answers))
    what_was_refused_changed_nothing_and_was_not_offered(hall, answers)


def test_each_workshop_is_of_one_state() -> None:
    """Acts of one cell cannot reach the table of another state."""
    assert len({workshop_for(cell) for cell in cells()}) == 3 * len({(cell.state, cell.mode) for cell in cells()})
