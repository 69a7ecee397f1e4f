"""Every cell of the hand-written table, asked of the domain: what it permits, what it decides, what screens offer."""

from collections import Counter
from dataclasses import replace

from facilitation.domain.commands import COMMANDS, TIMEKEEPER_ONLY, read_command
from facilitation.domain.decide import DECIDERS, decide
from facilitation.domain.group import Actor, Role
from facilitation.domain.offers import can
from facilitation.domain.permissions import RULES, permitted
from facilitation.domain.refusals import Refusal
from facilitation.domain.workshop import Case, Workshop, decide_workshop
from tests.matrix.expected import ALONE, MODES, ROLES, STATES, STRANGER, USUAL, Cell, cells, whole
from tests.matrix.states import Table, fields_of, roles_of, table_in

NOW = 1_712_664_000_000


def wrong(cell: Cell, *told: object) -> str:
    """A line for the report."""
    return " ".join(map(str, (cell, "should be", "allowed," if cell.allowed else "refused,", "and is", *told)))


def report(lines: list[str]) -> None:
    """Fail with every cell that differs, not with the first."""
    assert not lines, f"{len(lines)} cells differ from tests/matrix/expected.csv:\n" + "\n".join(lines[:60])


def test_no_cell_is_left_out(covers):
    """Each command, role, kind of phase, status and client mode of the product, once; a new one needs its line."""
    seen = Counter(cell.key for cell in cells())
    absent = sorted({key[:2] for key in whole() - seen.keys()})
    assert not absent, f"write lines in tests/matrix/expected.csv for {absent}"
    unknown = sorted({key[:2] for key in seen.keys() - whole()})
    assert not unknown, f"no such command: {unknown}"
    twice = sorted({key[:2] for key, times in seen.items() if times > 1})
    assert not twice, f"said twice: {twice}"
    allowed = sum(cell.allowed for cell in cells())
    covers(
        f"permissions: {len(cells())} cells: {len(COMMANDS)} commands × {len(ROLES)} roles × {len(STATES)} states × "
        f"{len(MODES)} client modes, {allowed} allowed, {len(cells()) - allowed} refused, none left out"
    )


def test_the_permissions_are_the_table():
    """``permitted`` says the same of each cell. What the clock asks is nobody's to ask."""
    differing = []
    for cell in cells():
        code = permitted(table_in(cell, "t", "w", NOW).group, cell.command, roles_of(cell))
        if (code is None) != cell.allowed:
            differing.append(wrong(cell, code))
    report(differing)
    clocks = {name for name, rule in RULES.items() if rule.roles is not None and Role.SYSTEM in rule.roles}
    assert clocks == TIMEKEEPER_ONLY


def decided(cell: Cell, table: Table) -> object:
    """What really follows, with good values."""
    command = read_command(cell.command, fields_of(cell, table, NOW))
    assert not isinstance(command, Refusal), (cell, command)
    asker = table.person(cell.role)
    if type(command) in DECIDERS:
        named = next(
            (v for k, v in fields_of(cell, table, NOW).items() if k in ("question", "idea", "suggestion", "action")), ""
        )
        row = next((row for row in table.words if row.id == named), None)
        return decide(table.group, command, Actor(asker, roles_of(cell)), NOW, "fresh", row)
    shop = Workshop(
        "w", cases={table.row("shown"): Case(table.row("shown"), "x", "problem"), "own": Case("own", asker, "problem")},
        options=table.group.format.options, tables=frozenset({"t"}),
    )  # fmt: skip
    return decide_workshop(shop, command, Actor(asker, roles_of(cell)), NOW, "fresh")


def test_decisions_are_the_table():
    """An allowed act is done, and a refused one is refused for the reason that the permissions give."""
    differing = []
    done = changing = 0
    for cell in cells():
        if cell.command == "seat_by_wishes":  # the service's; tests/matrix/test_sockets.py asks it
            continue
        table = table_in(cell, "t", "w", NOW)
        answer = decided(cell, table)
        code = permitted(table.group, cell.command, roles_of(cell))
        done += 1
        changing += answer != [] and not isinstance(answer, Refusal)
        if isinstance(answer, Refusal) == cell.allowed:
            differing.append(wrong(cell, answer))
        elif isinstance(answer, Refusal) and COMMANDS[cell.command].scope == "group" and answer != Refusal(code):
            differing.append(f"{cell}: refused with {answer}, permissions say {code}")
    report(differing)
    print(f"\n{done} cells decided, {changing} of them change something")


def test_screens_offer_the_table():
    """``can``, which goes with every snapshot, lists for each role exactly the commands of the table."""
    differing = []
    for state in STATES:
        for mode in MODES:
            for given in (USUAL, ALONE):
                here = [c for c in cells() if (c.state, c.mode, c.given) == (state, mode, given)]
                offered = can(table_in(replace(here[0], command="", role="host"), "t", "w", NOW).group)
                differing += [
                    wrong(c, "offered" if c.command in offered[c.role] else "not offered")
                    for c in here
                    if c.role != STRANGER and COMMANDS[c.command].scope == "group"
                    if (c.command in offered[c.role]) != c.allowed
                ]
    report(differing)
