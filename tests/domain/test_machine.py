"""A room of two tables does whatever comes to its mind; some things must hold all the same."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from facilitation.domain.clock import Clock
from facilitation.domain.commands import (
    COMMANDS,
    MOST_ACTIONS,
    AcceptClient,
    AdvancePhase,
    AnswerSummons,
    BringTables,
    Command,
    FinishOnTime,
    ProposeCase,
    Resume,
    ReturnToPhase,
    RingPhase,
    Sit,
    StartRound,
    TakeOverTable,
    WelcomePerson,
    WithdrawCase,
)
from facilitation.domain.decide import decide
from facilitation.domain.events import RoundStarted
from facilitation.domain.formats import SHIPPED, Option
from facilitation.domain.group import LARGEST_TABLE, Agreement, Role, Status
from facilitation.domain.offers import can, found_out
from facilitation.domain.permissions import LEADERS
from facilitation.domain.phases import MINUTE, Kind
from facilitation.domain.refusals import Code, Refusal
from facilitation.domain.workshop import decide_workshop, evolve_workshop
from tests.domain.room import PILOT, Room, Spot, good_instance, with_holder
from tests.domain.tables import FULL
from tests.strategies import commands, texts

PEOPLE = ["ana", "bea", "cyr", "dan", "eve", "fay", "gil"]
TABLES = ["somme", "oise"]
OFFERED = {name: cls for name, cls in sorted(COMMANDS.items()) if cls.scope == "group"}
STEERING = {name: cls for name, cls in OFFERED.items() if cls.steering}
WORDS = {name: cls for name, cls in OFFERED.items() if cls.__module__.endswith((".words", ".turns"))}
WRITTEN = {Kind.CLARIFICATION, Kind.CONTRACT, Kind.SUGGESTIONS, Kind.ACTION_PLAN, Kind.LEARNINGS}
OF_ROLE_AND_STATE = {
    Code.NOT_ALLOWED, Code.NOT_AT_TABLE, Code.WRONG_PHASE, Code.ROOM_PHASE, Code.NOT_STARTED, Code.ALREADY_STARTED,
    Code.PAUSED, Code.NOT_PAUSED, Code.ROUND_CLOSED, Code.LAST_PHASE, Code.NOTHING_TO_UNDO, Code.NO_SUMMONS,
    Code.ALREADY_DELAYED, Code.HOST_CANNOT_BE_CLIENT, Code.CLIENT_TAKEN, Code.NO_CLIENT, Code.NO_CONTRACT,
    Code.CONTRACT_CONFIRMED, Code.NOT_CHOSEN, Code.SILENT_CLIENT, Code.NO_TOUR, Code.TABLE_SHUT,
}  # fmt: skip
BROUGHT = [*(p.kind.value for p in FULL.phases), "case_choice.2", "suggestions.2", "learnings.2"]
table = st.sampled_from(TABLES)
person = st.sampled_from(PEOPLE)
anybody = st.sampled_from([*PEOPLE, PILOT, "system"])


class Afternoon(RuleBasedStateMachine):
    """Everybody presses everything."""

    @initialize()
    def doors_open(self) -> None:
        """Two people sit at each table; the first hosts it, the other is the client; some come late."""
        formats = dict(zip(TABLES, (FULL, replace(SHIPPED["half_day"], options=frozenset(Option))), strict=True))
        self.room = Room(1_712_664_000_000, formats)
        for id, host, other in zip(TABLES, PEOPLE[::2], PEOPLE[1::2], strict=False):
            self.room.submit(id, Sit(), host)
            self.room.submit(id, Sit(), other)
            self.room.submit(id, TakeOverTable(), host)
            self.room.submit(id, AcceptClient(), other)

    def spots(self) -> list[Spot]:
        """All the tables."""
        return list(self.room.spots.values())

    def draw_command(self, data, id, cls) -> Command:
        """With values that mean something at this table."""
        cases = [case.id for case in self.room.workshop.cases.values()]
        at_the_door = sorted(self.room.spots[id].group.requests) * 3
        return data.draw(commands(cls, self.room.spots[id].names([*at_the_door, *PEOPLE], cases)))

    @rule(data=st.data(), id=table, who=anybody, cls=st.sampled_from(list(OFFERED.values())))
    def anything(self, data, id, who, cls) -> None:
        """Any command with any values, from anybody."""
        self.room.submit(id, self.draw_command(data, id, cls), who)

    @rule(data=st.data(), id=table)
    def something_allowed(self, data, id) -> None:
        """A command that the screens offer, from somebody who sits at the table (or the pilot)."""
        self.offered(data, id, OFFERED)

    @rule(data=st.data(), id=table, kind=st.sampled_from(sorted(WRITTEN)))
    def a_phase_is_played(self, data, id, kind) -> None:
        """The table is in this phase, with a client, and people write what its screens let them write."""
        spot = self.room.spots[id]
        opening = {Status.PAUSED: Resume(), Status.CLOSED: StartRound(), Status.WAITING: StartRound()}
        if spot.group.status in opening:
            self.room.submit(id, opening[spot.group.status], PILOT)
        if spot.group.kind is not kind:
            position = spot.group.format.position(kind)
            self.room.submit(id, ReturnToPhase(position or 0, 5), PILOT)
        for who in sorted(spot.group.roles):
            self.room.submit(id, AcceptClient(), who)
        for _ in range(data.draw(st.integers(1, 8))):
            screens = can(spot.group)
            people = spot.group.roles.items()
            offered = sorted({(name, p) for p, held in people for r in held for name in screens[r] if name in WORDS})
            if offered:
                name, who = data.draw(st.sampled_from(offered))
                self.room.submit(id, self.draw_command(data, id, COMMANDS[name]), who)

    @rule(data=st.data(), id=table)
    def somebody_steers(self, data, id) -> None:
        """The same, for phase and clock."""
        self.offered(data, id, STEERING)

    def offered(self, data, id, among) -> None:
        """One of the commands that the screens of this table offer now."""
        group = self.room.spots[id].group
        who = data.draw(st.sampled_from([*sorted(group.roles), PILOT]))
        roles = {Role.CONDUCTOR} if who == PILOT else group.roles[who]
        assert can(group) == found_out(group), "remembered for a situation in which another table may do something else"
        names = sorted({name for role in roles for name in can(group)[role]} & among.keys())
        if names:
            cls = COMMANDS[data.draw(st.sampled_from(names))]
            self.room.submit(id, self.draw_command(data, id, cls), who)

    @rule(
        id=table,
        kind=st.sampled_from(BROUGHT),
        warn=st.booleans(),
    )
    def the_pilot_brings(self, id, kind, warn) -> None:
        """So that late phases are reached often."""
        self.room.submit(id, BringTables(kind, warn), PILOT)

    @rule(id=table, who=st.sampled_from([*PEOPLE, PILOT]), seen=st.integers(0, 299))
    def somebody_keeps_the_end(self, id, who, seen) -> None:
        """« Tenir 16 h 30 », as it was proposed a moment ago."""
        self.room.submit(id, FinishOnTime(self.room.now - 1000 * seen), who)

    @rule(id=table, who=person)
    def somebody_becomes_the_client(self, id, who) -> None:
        """With the case they proposed, if they did."""
        case = next((c for c in self.room.workshop.cases.values() if c.author == who), None)
        self.room.submit(id, AcceptClient(case.id if case else ""), who)

    @rule(id=table, who=person, welcome=st.booleans())
    def somebody_comes_late(self, id, who, welcome) -> None:
        """And waits for the client's yes when a case is being told."""
        spot = self.room.spots[id]
        answer = self.room.submit(id, Sit(), who)
        if spot.group.shut:
            assert answer == Refusal(Code.TABLE_SHUT)
            return
        asks = who in spot.group.requests
        assert asks or who in spot.group.roles
        says_yes = spot.group.client or spot.group.holder(Role.HOST) or spot.group.holder(Role.FACILITATOR)
        if asks and welcome and says_yes:
            self.room.submit(id, WelcomePerson(who), says_yes)
            assert who in spot.group.roles

    @rule(id=table, who=st.sampled_from([*PEOPLE, PILOT]), other=st.sampled_from([*PEOPLE, PILOT]))
    def two_press_next(self, id, who, other) -> None:
        """Both saw the same step: the table moves by one phase at most."""
        before = self.room.spots[id].group
        first = self.room.submit(id, AdvancePhase(), who, before.step)
        second = self.room.submit(id, AdvancePhase(), other, before.step)
        after = self.room.spots[id].group
        if isinstance(first, list):
            assert second == Refusal(Code.STALE_STEP, {"step": after.step})
            assert after.position == before.position + 1

    @rule(minutes=st.sampled_from([0, 1, 2, 3, 15, 60]), seconds=st.integers(0, 59))
    def time_passes(self, minutes, seconds) -> None:
        """The timekeeper asks its questions, twice: the second time there is nothing new."""
        self.room.now += minutes * MINUTE + seconds * 1000
        for id in TABLES:
            for question in (RingPhase(), AnswerSummons()):
                self.room.submit(id, question, "system")
                assert self.room.submit(id, question, "system") == []

    @rule(who=person, title=texts(120), kind=st.sampled_from(["problem", "concern", "project"]), draft=st.booleans())
    def somebody_proposes(self, who, title, kind, draft) -> None:
        """A case, or another in its place."""
        self.at_the_workshop(ProposeCase(title, kind, draft), who)
        assert len(self.room.workshop.cases) == len({c.author for c in self.room.workshop.cases.values()})

    @rule(who=person)
    def somebody_takes_the_case_back(self, who) -> None:
        """If there is one."""
        self.at_the_workshop(WithdrawCase(), who)
        assert who not in {c.author for c in self.room.workshop.cases.values()}

    def at_the_workshop(self, command, who) -> None:
        """Decided and folded."""
        self.room.count += 1
        workshop = self.room.workshop
        events = decide_workshop(workshop, command, self.room.actor(who), self.room.now, f"case-{self.room.count}")
        for event in events:
            self.room.workshop = evolve_workshop(self.room.workshop, event)

    @precondition(lambda self: hasattr(self, "room"))
    @rule(id=table)
    def the_screens_offer_exactly_what_is_allowed(self, id) -> None:
        """``can`` names the commands that role, phase and state do not refuse: no more and no less."""
        spot = self.room.spots[id]
        for role in can(spot.group):
            held = with_holder(spot.group, Role(role))
            if held is None:
                continue
            group, holder = held
            names = can(group)[role]
            for name, cls in OFFERED.items():
                command, row = good_instance(group, name, cls, holder, self.room.now)
                answer = decide(group, command, self.room.actor(holder), self.room.now, "fresh", row)
                refused = isinstance(answer, Refusal) and answer.code in OF_ROLE_AND_STATE
                assert refused == (name not in names), (role, name, answer, group.status, group.kind)

    @invariant()
    def roles_keep_apart(self) -> None:
        """Never host and client in one person, never two clients, nobody at two tables."""
        for spot in self.spots():
            held = spot.group.roles.values()
            assert not any(Role.CLIENT in roles and roles & LEADERS for roles in held)
            assert not any(Role.CLIENT in roles and Role.CONSULTANT in roles for roles in held)
            assert sum(Role.CLIENT in roles for roles in held) <= 1
            assert all(held)
            assert len(held) <= LARGEST_TABLE
            assert spot.group.requests.isdisjoint(spot.group.roles)
            assert not (spot.group.shut and (spot.group.roles or spot.group.requests))
            assert spot.group.relieved is None or spot.group.relieved in spot.group.roles
        everybody = [p for spot in self.spots() for p in spot.group.roles]
        assert len(everybody) == len(set(everybody))

    def teardown(self) -> None:
        """The journal, folded without a word, gives table and rows."""
        for spot in self.spots() if hasattr(self, "room") else []:
            assert spot.refolded() == (spot.group, spot.words)

    @invariant()
    def versions_and_steps_count_events(self) -> None:
        """Every event is a version; those on phase or clock are steps."""
        for spot in self.spots():
            assert spot.group.version == len(spot.journal)
            assert spot.group.step == sum(event.steering for event in spot.journal)

    @invariant()
    def the_clock_is_a_value(self) -> None:
        """It runs or is held, never both, and goes with the state of the table."""
        for group in (spot.group for spot in self.spots()):
            clock: Clock | None = group.clock
            assert (clock is None) == (group.position is None) == (group.status is Status.WAITING)
            if clock is not None:
                assert (clock.deadline is None) != (clock.remaining is None)
                assert clock.planned >= 0
                assert 0 <= group.position < len(group.format.phases)
            if group.status is Status.RUNNING:
                assert not clock.held
            if group.status is Status.PAUSED:
                assert clock.held

    @invariant()
    def what_belongs_to_a_client_goes_with_the_client(self) -> None:
        """Nobody stands for a contract, a case or a signal of somebody who is gone."""
        for group in (spot.group for spot in self.spots()):
            if group.client is None:
                assert group.agreement is not Agreement.CONFIRMED
                assert group.case is None
                assert not group.aloud
            assert not group.drifting or group.kind is Kind.SUGGESTIONS
            assert len(group.actions) <= MOST_ACTIONS

    @invariant()
    def the_end_of_the_time_is_said_once(self) -> None:
        """Once for each entry into a phase, and once more each time that time was given back."""
        for spot in self.spots():
            assert all(times <= 1 + spot.chances[run] for run, times in spot.rings.items())

    @invariant()
    def the_plan_of_the_table_is_the_plan_of_the_rows(self) -> None:
        """The ids that the table counts are the lines that stand.

        A round whose start was undone keeps its rows: the first one waits for them, a later one begins without them.
        """
        for spot in self.spots():
            round = spot.group.round or 1
            lines = {r.id for r in spot.words.values() if (r.type, r.round, r.status) == ("action", round, "planned")}
            begun = [event.round for event in spot.journal if isinstance(event, RoundStarted)].count(round)
            assert spot.group.actions == lines or (round > 1 and begun > 1 and spot.group.actions <= lines)


Afternoon.TestCase.settings = settings(
    max_examples=30, stateful_step_count=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
TestAfternoon = pytest.mark.timeout(600)(Afternoon.TestCase)  # a failure takes minutes to become a short story
