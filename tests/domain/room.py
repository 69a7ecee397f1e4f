"""A room of tables for the state machine: it plays the part of door and storage, and checks each act as it is made."""

from collections import Counter
from dataclasses import fields, replace

from facilitation.domain.commands import (
    CatchUp,
    ChangeRoles,
    Command,
    ConfirmContract,
    FinishOnTime,
    LeaveTable,
    ReturnToPhase,
    ShutTable,
    Undo,
    WelcomePerson,
)
from facilitation.domain.commands.base import Steering
from facilitation.domain.contributions import Contribution, evolve_words
from facilitation.domain.decide import decide
from facilitation.domain.events import (
    ActUndone,
    ClockReleased,
    ContractConfirmed,
    Event,
    PersonSeated,
    RoundStarted,
    TimeChanged,
    TimeRanOut,
)
from facilitation.domain.evolve import evolve, fold
from facilitation.domain.formats import Format
from facilitation.domain.group import SYSTEM, Actor, Group, Role, Status
from facilitation.domain.permissions import LEADERS, permitted
from facilitation.domain.refusals import Code, Refusal
from facilitation.domain.workshop import Case, Workshop
from tests.strategies import journaled

PILOT = "pilot"
REPEATABLE = frozenset(
    {
        "advance_phase", "return_to_phase", "change_time", "ask_question", "answer_question", "keep_idea",
        "write_contract", "offer_suggestion", "edit_suggestion", "plan_action", "record_learning", "write_notes",
        "pass_turn", "rate_round", "follow_action", "send_message",
    }
)  # fmt: skip
"""Commands that do something each time they are asked for; all the others do it once."""


class Spot:
    """One table: its state, its rows, its journal, and what the checks have to count."""

    def __init__(self, id: str, format: Format) -> None:
        self.born = self.group = Group(id, "workshop", format)
        self.words: dict[str, Contribution] = {}
        self.journal: list[Event] = []
        self.rings: Counter[int] = Counter()
        self.chances: Counter[int] = Counter()

    def names(self, people: list[str], cases: list[str]) -> dict[str, list[str]]:
        """What the fields of commands may name here: people, and rows of the right type."""
        rows: dict[str, list[str]] = {"person": people, "author": people, "case": cases}
        for row in self.words.values():
            rows.setdefault(row.type, []).append(row.id)
        return rows

    def record(self, event: Event) -> None:
        """Fold one event and write it down without words."""
        before = self.group
        self.words = dict(evolve_words(self.words, before, event))
        self.group = evolve(before, event)
        self.journal.append(journaled(event))
        if isinstance(event, TimeRanOut):
            self.rings[before.run] += 1
        gives_back = isinstance(event, ClockReleased | ActUndone) or (isinstance(event, TimeChanged) and event.by > 0)
        if gives_back:
            self.chances[self.group.run] += 1

    def refolded(self) -> tuple[Group, dict[str, Contribution]]:
        """The state that the journal gives."""
        group, words = self.born, {}
        for event in self.journal:
            words = dict(evolve_words(words, group, event))
            group = evolve(group, event)
        return group, words


class Room:
    """All the tables, and one instant for all of them."""

    def __init__(self, now: int, formats: dict[str, Format]) -> None:
        self.now = now
        self.spots = {id: Spot(id, format) for id, format in formats.items()}
        self.workshop = Workshop("workshop")
        self.count, self.starts = 0, self.now

    def actor(self, person: str) -> Actor:
        """The pilot and the timekeeper bring their role; a table knows the others."""
        return SYSTEM if person == "system" else Actor(person, frozenset({Role.CONDUCTOR} if person == PILOT else ()))

    def subject(self, spot: Spot, command: Command) -> Contribution | Case | None:
        """The row that a command names, as storage would find it."""
        for name in ("question", "idea", "suggestion", "action"):
            if isinstance(row := getattr(command, name, None), str):
                return spot.words.get(row)
        return next((c for c in self.workshop.cases.values() if c.id == getattr(command, "case", "")), None)

    def submit(self, id: str, command: Command, person: str, step: int | None = None) -> list[Event] | Refusal:
        """One command at one table, through the door."""
        spot = self.spots[id]
        if step is not None and step != spot.group.step:
            return Refusal(Code.STALE_STEP, {"step": spot.group.step})
        answer = self.ask(spot, command, person)
        self.count += 1
        self.check_permission(spot.group, command, person, answer)
        if isinstance(answer, Refusal):
            return answer
        before, words = spot.group, spot.words
        for event in answer:
            self.check_event(spot.group, event)
            spot.record(event)
            if isinstance(event, PersonSeated):
                self.leave_others(id, event.person)
        if answer:
            self.check_act(spot, before, words, command, person)
        return answer

    def ask(self, spot: Spot, command: Command, person: str) -> list[Event] | Refusal:
        """What would follow."""
        subject = self.subject(spot, command)
        return decide(spot.group, command, self.actor(person), self.now, f"row-{self.count}", subject, self.starts)

    def leave_others(self, id: str, person: str) -> None:
        """Who sits down here gets up there."""
        for other, spot in self.spots.items():
            if other != id and person in spot.group.roles:
                left = decide(spot.group, LeaveTable(), Actor(person), self.now, "")
                assert isinstance(left, list)
                assert left
                for event in left:
                    spot.record(event)

    def check_permission(self, group: Group, command: Command, person: str, answer: object) -> None:
        """Decide refuses what the table of permissions refuses, for the same reason."""
        roles = self.actor(person).roles | group.roles.get(person, frozenset())
        code = permitted(group, command.wire(), roles)
        if code is not None:
            assert answer == Refusal(code)
        assert permitted(group, command.wire(), roles) is code

    def check_event(self, before: Group, event: Event) -> None:
        """What an event promises by itself."""
        held = dict(vars(before))
        after = evolve(before, event)
        assert {name: vars(before)[name] for name in held} == held, "a table never changes"
        assert evolve(before, event) is not after, "each time another one, that nobody else holds"
        assert after.version == before.version + 1
        assert after.step == before.step + event.steering
        if isinstance(event, TimeRanOut):
            assert before.clock is not None
            assert not before.clock.elapsed
            assert before.clock.left(self.now) <= 0
            assert after.undoable == before.undoable, "nobody acted"
        if isinstance(event, ContractConfirmed):
            by_client = event.by == before.client
            assert by_client or (event.aloud and before.roles[event.by] & LEADERS)
        if before.status is Status.CLOSED and after.status is not Status.CLOSED:
            reopened = isinstance(event, ActUndone) and event.act in ("close_round", "start_round")
            assert isinstance(event, RoundStarted) or reopened

    def check_act(
        self, spot: Spot, before: Group, words: dict[str, Contribution], command: Command, person: str
    ) -> None:
        """What holds right after an act that did something."""
        group = spot.group
        if isinstance(command, Steering):
            assert group.step > before.step, "a second press with the same step would pass"
        if isinstance(command, Undo):
            assert spot.words == words
            assert group.undoable is None
        if command.wire() not in REPEATABLE and not self.moves_on(before, group, command):
            again = self.ask(spot, command, person)
            assert isinstance(again, Refusal) or again == [], (command, again)
        if isinstance(command, Steering) and group.undoable is not None and group.undoable != before.undoable:
            self.check_undo(spot, before)
        assert words.keys() <= spot.words.keys(), "rows are never taken away"
        if before.stopped:
            assert _of_the_round(spot.words) == _of_the_round(words), "a round that was stopped stays empty"

    @staticmethod
    def moves_on(before: Group, after: Group, command: Command) -> bool:
        """A person who gives a role away may find the same words mean something else afterwards."""
        return isinstance(command, Undo) and after.status is not before.status

    def check_undo(self, spot: Spot, before: Group) -> None:
        """Undone at once, on a branch: phase, clock, pause and call are what they were, and every word is there."""
        events = decide(spot.group, Undo(), self.actor(PILOT), self.now, "")
        assert isinstance(events, list)
        branch = fold(spot.group, events)
        due = before.summons is not None and before.summons.at <= self.now
        assert (branch.position, branch.clock, branch.status, branch.run, branch.round) == (
            before.position, before.clock, before.status, before.run, before.round,
        )  # fmt: skip
        assert branch.expected == before.expected
        assert branch.summons == before.summons or (due and branch.summons is None)
        assert (branch.client, branch.case, branch.agreement, branch.aloud) == (
            before.client, before.case, before.agreement, before.aloud,
        )  # fmt: skip
        assert (branch.supporters, branch.actions) == (before.supporters, before.actions)
        words = spot.words
        for event in events:
            words = evolve_words(words, spot.group, event)
        assert words == spot.words


def good_instance(
    group: Group, name: str, cls: type[Command], person: str, now: int
) -> tuple[Command, Contribution | None]:
    """A command that nothing but role, phase and state could refuse, with the row it names."""
    names = {f.name: f.metadata for f in fields(cls)}
    for type in ("question", "idea", "suggestion", "action"):
        if type in names and names[type]["required"]:
            row = Contribution("row", group.id, group.round, type, person, person, status="kept")
            values = {"text": "x", "verdict": "dig", "outcome": "done"}
            more = {n: value for n, value in values.items() if n in names}
            return cls(**{type: "row"}, **more), row
    opening = group.format.opening(group.position)
    ours = next((i for i, p in enumerate(group.format.phases) if p.scope == "group" and i >= opening), 0)
    other = person if person in group.roles else "holder"
    special: dict[str, Command] = {
        "change_roles": ChangeRoles(other, tuple(sorted(group.roles[other]))),
        "welcome_person": WelcomePerson(person),
        "return_to_phase": ReturnToPhase(ours, 5),
        "catch_up": CatchUp(ours, 5),
        "finish_on_time": FinishOnTime(now),
        "shut_table": ShutTable(reopen=True),
        "confirm_contract": ConfirmContract(aloud=True),
    }
    if name in special:
        return special[name], None
    plain = {"int": 5, "choice": "plenary", "text": "x"}
    values = {name: plain[meta["type"]] for name, meta in names.items() if meta["required"]}
    return cls(**values), None


def with_holder(group: Group, role: Role) -> tuple[Group, str] | None:
    """The same table with somebody who holds exactly this role; None when nobody could."""
    if role is Role.CLIENT:
        client = group.client
        return (
            None
            if client in (None, PILOT)
            else (replace(group, roles={**group.roles, client: frozenset({role})}), client)
        )
    if role is Role.CONDUCTOR:
        seated = {person: roles for person, roles in group.roles.items() if person != PILOT}
        return replace(group, roles={**seated, "holder": frozenset({Role.OBSERVER})}), PILOT
    return replace(group, roles={**group.roles, "holder": frozenset({role})}), "holder"


def _of_the_round(words: dict[str, Contribution]) -> dict[str, Contribution]:
    """What people of the table wrote; the pilot speaks to every table."""
    return {id: row for id, row in words.items() if row.type != "message"}
