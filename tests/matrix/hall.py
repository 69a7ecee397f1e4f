"""The tables of the matrix as rows of a server that is not started yet: one for each allowed cell, for it changes
things, and one for all refused cells of a state, for they change nothing.

Rows are written down as they stand. A device for each role holds that role's seats at all the tables, so nine sockets
can ask everything.
"""

import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Engine, insert, update

from facilitation import create_app
from facilitation.domain.formats import Option
from facilitation.storage.cases import CaseRow
from facilitation.storage.contributions import ContributionRow
from facilitation.storage.groups import GroupRow, MembershipRow
from facilitation.storage.repository import columns_of
from facilitation.storage.seats import PersonRow, SeatRow
from facilitation.storage.workshops import WorkshopRow
from facilitation.trust import COOKIE, signed
from tests.live.browser import Browser, Place
from tests.matrix.expected import ROLES, STRANGER, Cell
from tests.matrix.states import SEATED, Table, table_in
from tests.server import Server

CONDUCTOR = "conductor"
TYPES = (PersonRow, SeatRow, GroupRow, MembershipRow, ContributionRow, CaseRow)
"""In an order in which no row names one that is not there yet."""


@dataclass
class Hall:
    """Where each cell is asked, and the devices that ask."""

    server: Server
    cookies: dict[str, str] = field(default_factory=dict)
    devices: dict[str, str] = field(default_factory=dict)
    workshops: dict[str, str] = field(default_factory=dict)
    """Workshops by what they are for; people of the same state sit in the same one."""
    tables: dict[str, Table] = field(default_factory=dict)
    """By name of the table: the cell's number where it is allowed, its state where it is refused."""
    rows: dict[Any, list[dict[str, Any]]] = field(default_factory=lambda: {type: [] for type in TYPES})

    def place(self, role: str, workshop: str, seat: str) -> Place:
        """A seat of this role, on the device of all its seats."""
        browser = Browser(self.server)
        browser.jar.cookies.set(COOKIE, self.cookies[role])
        return Place(browser, workshop, seat)


def shared_name(cell: Cell) -> str:
    """The table of every refused cell of this state."""
    return f"{cell.state}-{cell.mode.value}-{cell.given}".replace("_", "-")


def name_of(number: int, cell: Cell) -> str:
    """The table at which a cell is asked."""
    return f"c{number}" if cell.allowed else shared_name(cell)


def workshop_for(cell: Cell) -> str:
    """Seating by wishes moves whom it can: those tables stand apart."""
    apart = "wishes" if cell.command == "seat_by_wishes" else "done"
    return f"{apart if cell.allowed else 'refused'}-{cell.state}-{cell.mode.value}"


def furnished(server: Server, cells: Iterable[Cell]) -> Hall:
    """Write every table of these cells into the data of a server."""
    app = create_app({"DATABASE_URL": server.database_url, "INSTANCE": str(server.instance), "SECRET_KEY": ""})
    house, hall, now = app.extensions["tablee"], Hall(server), int(time.time() * 1000)
    for role in ROLES:
        token = secrets.token_urlsafe(32)
        hall.devices[role] = house.accounts.recognise(token).id
        hall.cookies[role] = signed(str(app.secret_key), token)
    account = house.accounts.create("Claire", "claire@lamachinerie.example", "une phrase assez longue").id
    for number, cell in enumerate(cells):
        purpose, name = workshop_for(cell), name_of(number, cell)
        if purpose not in hall.workshops:
            made = house.workshops.create(account, "Grille", "", now, now + 9_000_000, tables=1, options=tuple(Option))
            hall.workshops[purpose] = made.id
        if name not in hall.tables:
            hall.tables[name] = _unhurried(cell, table_in(cell, name, hall.workshops[purpose], now))
            _furnish(hall, hall.tables[name], cell, now)
    _write(house.engine, hall)
    house.close()
    house.engine.dispose()
    return hall


def _unhurried(cell: Cell, table: Table) -> Table:
    """The room's call stays where it is asked about: the timekeeper looks at every table that is called."""
    called = not cell.allowed or cell.command == "delay_summons"
    return table if called else replace(table, group=replace(table.group, summons=None))


def _write(engine: Engine, hall: Hall) -> None:
    with engine.begin() as connection:
        connection.execute(update(WorkshopRow).values(status="open"))
        for type in TYPES:
            connection.execute(insert(type), hall.rows[type])


def _furnish(hall: Hall, table: Table, cell: Cell, now: int) -> None:
    """A table with its people and rows. Only who asks needs a seat; where cells are refused that is everybody."""
    group, workshop = table.group, table.group.workshop
    for role in (*ROLES, "newcomer"):
        hall.rows[PersonRow].append(
            {"id": table.person(role), "workshop_id": workshop, "name": role, "organisation": "", "label": "",
             "return_code": f"{group.id}{role}", "version": 0, "joined": now}
        )  # fmt: skip
    row = GroupRow(id=group.id, workshop_id=workshop, number=2, name=group.id, **columns_of(group, None))
    hall.rows[GroupRow].append({column.key: getattr(row, column.key) for column in GroupRow.__table__.columns})
    for role in [cell.role] if cell.allowed else ROLES:
        hall.rows[SeatRow].append(
            {"id": f"{table.person(role)}-seat", "device_id": hall.devices[role], "person_id": table.person(role),
             "workshop_id": workshop, "workshop_roles": [CONDUCTOR] if role == CONDUCTOR else [], "shared": False,
             "revoked": False, "created": now}
        )  # fmt: skip
    hall.rows[MembershipRow] += [
        {"group_id": group.id, "person_id": person, "since": 1, "began": now, "ended": None} for person in group.roles
    ]
    hall.rows[ContributionRow] += [
        {"id": w.id, "group_id": w.group, "round": w.round, "type": w.type, "author": w.author, "writer": w.writer,
         "kind": w.kind, "status": w.status, "verdict": w.verdict, "sorter": w.sorter, "release": w.release,
         "text": "des mots",
         "extra": {}, "born": 1}
        for w in table.words
    ]  # fmt: skip
    cases = {"withdraw_case": cell.role, "wish_case": "newcomer", "place_case": "newcomer"}
    if cell.allowed and cell.command in cases:
        hall.rows[CaseRow].append(
            {"id": table.row("shown"), "workshop_id": workshop, "author": table.person(cases[cell.command]),
             "kind": "problem", "title": "Douze habitants", "status": "proposed", "draft": False, "group_id": None,
             "born": 1}
        )  # fmt: skip


def message_of(cell: Cell, table: Table, fields: dict[str, Any], number: int, at_table: bool) -> dict[str, Any]:
    """What the browser of this cell's person sends."""
    where = {"group": table.group.id, "step": table.group.step} if at_table else {}
    return {
        "id": f"cell-{number:012}", "as": f"{table.person(cell.role)}-seat", "command": cell.command,
        "fields": fields, **where,
    }  # fmt: skip


def seats_at(table: Table) -> tuple[str, str]:
    """A role that reads this table's snapshot, and its seat."""
    role = next(role for role in SEATED if table.person(role) in table.group.roles)
    return role, f"{table.person(role)}-seat"


__all__ = ["STRANGER", "Hall", "furnished", "message_of", "name_of", "seats_at", "shared_name", "workshop_for"]
