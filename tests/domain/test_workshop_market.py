"""Cases beside the tables: drafts, wishes, and a table for each."""

import pytest

from facilitation.domain import commands as c
from facilitation.domain.events import CaseProposed, PersonErased
from facilitation.domain.formats import Option
from facilitation.domain.group import Actor, Role
from facilitation.domain.refusals import Code, Refusal
from facilitation.domain.workshop import Workshop, decide_workshop, evolve_workshop

PILOT = Actor("pilot", frozenset({Role.CONDUCTOR}))


class Market:
    """A workshop that folds what it decides."""

    def __init__(self, *options: Option, told: dict[str, str] | None = None, telling: tuple[str, ...] = ()) -> None:
        self.shop = Workshop(
            "w", options=frozenset(options), tables=frozenset({"t1", "t2"}), told=told or {}, telling=frozenset(telling)
        )  # fmt: skip

    def ask(self, command: c.Command, person: str = "ana"):
        """What would follow."""
        actor = PILOT if person == "pilot" else Actor(person)
        return decide_workshop(self.shop, command, actor, 0, f"case-{person}")

    def do(self, command: c.Command, person: str = "ana") -> None:
        """Done, or the test fails."""
        events = self.ask(command, person)
        assert isinstance(events, list), events
        for event in events:
            self.shop = evolve_workshop(self.shop, event)


def shown(*options: Option, told: dict[str, str] | None = None, telling: tuple[str, ...] = ()) -> Market:
    """Two cases that the room sees."""
    market = Market(*options, told=told, telling=telling)
    market.do(c.ProposeCase("x"), "ana")
    market.do(c.ProposeCase("y"), "bea")
    return market


def test_a_draft_is_nobody_elses():
    """It is neither wished nor placed until its author shows it; hiding it again takes it off its table."""
    market = shown(Option.WISHES)
    market.do(c.ProposeCase("z", draft=True), "cyr")
    assert market.ask(c.WishCase("case-cyr"), "ana") == Refusal(Code.UNKNOWN_THING)
    assert market.ask(c.PlaceCase("case-cyr", "t1"), "pilot") == Refusal(Code.UNKNOWN_THING)
    market.do(c.ProposeCase("z"), "cyr")
    market.do(c.PlaceCase("case-cyr", "t1"), "pilot")
    market.do(c.ProposeCase("zz"), "cyr")
    assert market.shop.cases["case-cyr"].table == "t1", "another wording keeps the place"
    market.do(c.ProposeCase("zz", draft=True), "cyr")
    assert market.shop.cases["case-cyr"].table is None


def test_wishes_where_they_were_chosen():
    """First and second, said again, taken back; twice the same is one wish."""
    assert shown().ask(c.WishCase("case-ana"), "bea") == Refusal(Code.NOT_CHOSEN)
    market = shown(Option.WISHES)
    market.do(c.WishCase("case-ana", "case-bea"), "cyr")
    assert market.shop.wishes == {"cyr": ("case-ana", "case-bea")}
    assert market.ask(c.WishCase("case-ana", "case-bea"), "cyr") == []
    market.do(c.WishCase("case-ana", "case-ana"), "cyr")
    assert market.shop.wishes == {"cyr": ("case-ana", "")}
    assert market.ask(c.WishCase("", "case-ana"), "cyr") == Refusal(Code.UNKNOWN_THING)
    market.do(c.WishCase(), "cyr")
    assert market.shop.wishes == {}


def test_one_case_for_a_table_and_one_table_for_a_case():
    """The case that comes takes the place of the one that was there."""
    market = shown()
    market.do(c.PlaceCase("case-ana", "t1"), "pilot")
    market.do(c.PlaceCase("case-ana", "t2"), "pilot")
    assert market.shop.cases["case-ana"].table == "t2"
    market.do(c.PlaceCase("case-bea", "t2"), "pilot")
    assert (market.shop.cases["case-ana"].table, market.shop.cases["case-bea"].table) == (None, "t2")
    assert market.ask(c.PlaceCase("case-bea", "t2"), "pilot") == []
    market.do(c.PlaceCase("case-bea"), "pilot")
    assert market.shop.cases["case-bea"].table is None


@pytest.mark.parametrize(("case", "table"), [("case-ana", "t2"), ("case-ana", ""), ("case-bea", "t1")])
def test_a_case_that_is_told_stays_where_it_is_told(case, table):
    """Wanted by two tables it stays with its client at one; and that table takes no other."""
    market = shown(told={"case-ana": "t1"}, telling=("t1",))
    assert market.ask(c.PlaceCase(case, table), "pilot") == Refusal(Code.CASE_TAKEN)


def test_a_table_that_told_its_case_is_given_the_next():
    """In a second round; the case that it told goes nowhere else."""
    market = shown(told={"case-ana": "t1"})
    market.do(c.PlaceCase("case-bea", "t1"), "pilot")
    assert market.shop.cases["case-bea"].table == "t1"
    assert market.ask(c.PlaceCase("case-ana", "t2"), "pilot") == Refusal(Code.CASE_TAKEN)


def test_another_case_of_the_same_author_is_another_case():
    """What was told keeps its table for itself, in the journal too; the last one proposed is the one reworded."""
    market = shown()
    market.do(c.PlaceCase("case-ana", "t1"), "pilot")
    market.shop = evolve_workshop(market.shop, CaseProposed("another", "ana", "", False, "z"))
    assert [(case.id, case.table) for case in market.shop.cases.values() if case.author == "ana"] == [
        ("case-ana", "t1"), ("another", None),
    ]  # fmt: skip
    (event,) = market.ask(c.ProposeCase("zz"), "ana")
    assert event.case == "another"
    market.shop = evolve_workshop(market.shop, PersonErased("ana"))
    assert [case.author for case in market.shop.cases.values()] == ["bea"]


def test_only_the_pilot_places():
    """And only at tables of this workshop."""
    market = shown()
    assert market.ask(c.PlaceCase("case-ana", "t1"), "ana") == Refusal(Code.NOT_ALLOWED)
    assert market.ask(c.PlaceCase("case-ana", "elsewhere"), "pilot") == Refusal(Code.UNKNOWN_TABLE)
