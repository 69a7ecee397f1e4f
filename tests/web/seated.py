"""A workshop whose organiser is at the desk, and the pages of its seating."""

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from facilitation.storage.workshops import WorkshopRow
from tests.builders import Open, open_workshop
from tests.web.desk import Desk, fields_of, signed_in
from tests.web.desk import words_of as words_as_set

HEAD = "nom;structure;territoire;table\n"


def words_of(page: str) -> str:
    """The words of a page, every space a plain one."""
    return words_as_set(page).replace("\u00a0", " ").replace("\u202f", " ")


@dataclass
class Room:
    """A workshop of this desk, and where its seating is."""

    desk: Desk
    open: Open
    path: str

    def page(self, more: str = "") -> str:
        """The words of the page."""
        return words_of(self.desk.see(self.path + more))

    def act(self, act: str, status: int = 303, **form: Any) -> Any:
        """Press a button of the page, with the step that it shows."""
        step = fields_of(self.desk.see(self.path)).get("step", "0")
        answer = self.desk.browser.post(
            self.path, data={"act": act, "step": step, **form}, headers={"Origin": "http://localhost"}
        )
        assert answer.status_code == status, words_of(answer.text)[:2000]
        return answer

    def take(self, text: str) -> None:
        """Take a list of people."""
        answer = self.desk.post(f"{self.path}/list", text=text, sure="yes")
        assert answer.status_code == 303, words_of(answer.text)


@pytest.fixture
def room(app: Flask) -> Room:
    """Two tables of three, of an organiser who is signed in."""
    desk = signed_in(app)
    made = open_workshop(app, tables=2, people=3)
    house = app.extensions["tablee"]
    house.ground.writer.do(lambda unit: _owned_by(unit, made.workshop.id, desk.account))
    return Room(desk, made, f"/workshops/{made.workshop.id}/seating")


def _owned_by(unit: Any, workshop: str, account: str) -> None:
    unit.session.get(WorkshopRow, workshop).account_id = account
