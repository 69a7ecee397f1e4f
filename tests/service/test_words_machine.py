"""Real words through the door, for thousands of steps: private texts are seen by their author alone, nothing written is
gone without a reason, the same id changes nothing, and an act that is undone was never made."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from facilitation.domain.formats import Option
from facilitation.service.answers import Answer
from facilitation.service.seats import Seat
from tests import GATE
from tests.builders import Hands, enter, house_on, new_id, open_workshop
from tests.databases import MEMORY
from tests.service.written import Ledger

STEPS = 300 if GATE else 500
FIRST = int(os.environ.get("MACHINE_SEED", "0"))
"""The same stories in every run; another number tells others."""
PHASES = ["exposition", "clarification", "contract", "silent_writing", "suggestions", "action_plan", "learnings"]
STEERING = {
    "advance_phase": {}, "return_to_phase": {"position": 3, "minutes": 5}, "change_time": {"minutes": 3}, "pause": {},
    "close_round": {}, "resume": {}, "shorten_phase": {"minutes": 4}, "start_round": {},
}  # fmt: skip
TEXTS = (
    "ask_question", "answer_question", "keep_idea", "bring_idea", "drop_idea", "write_contract", "confirm_contract",
    "offer_suggestion", "edit_suggestion", "withdraw_suggestion", "sort_suggestion", "plan_action", "remove_action",
    "follow_action", "record_learning", "write_notes", "reopen_contract",
)  # fmt: skip
NAMED = {"idea": "idea", "suggestion": "suggestion", "question": "question", "action": "action"}
counted = dict.fromkeys(("steps", "acts", "refused", "undone", "confirmed", "stopped", "erased", "texts"), 0)
houses: list = []


@pytest.fixture(scope="module", autouse=True)
def a_house():
    """One house for all the workshops, on SQLite, in memory where the machine has such a folder."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None, prefix="words") as folder:
        house, _published = house_on(f"sqlite:///{Path(folder) / 'data.db'}", Hands())
        houses.append(house)
        yield
        houses.clear()
        house.close()
        house.engine.dispose()


def roles_in(shown: dict, seat: Seat) -> list[str]:
    """What this person does at the table that a snapshot shows."""
    return next((person["roles"] for person in shown["people"] if person["id"] == seat.person), [])


class Words(RuleBasedStateMachine):
    """Five people at a table, and the pilot."""

    @initialize()
    def doors_open(self) -> None:
        """A host, a client, a scribe, and two who help."""
        (self.house,) = houses
        self.room = open_workshop(self.house, people=5, options=tuple(Option))
        self.people: list[Seat] = list(self.room.seats[0])
        self.ledger = Ledger(self.room)
        self.sorters: dict[str, str] = {}
        self.room.bring("case_choice")
        self.room.do(self.people[1], "accept_client")
        self.room.do(self.people[0], "change_roles", person=self.people[2].person, roles=["scribe", "consultant"])
        counted["steps"] -= 1

    def say(self, seat: Seat, name: str, table: bool = True, **fields: object) -> Answer:
        """Ask twice with one id: the second time is told the same and changes nothing; nor does a refusal."""
        self.house.instants.pass_(4000)
        before, id, shown = self.ledger.state(), new_id(), self.room.see()
        message = {"id": id, "as": seat.id, "command": name, "fields": fields}
        message |= {"group": self.room.table(), "step": shown["step"]} if table else {}
        answer = self.house.door.receive(message, seat.device_id)
        after = self.ledger.state()
        again = self.house.door.receive(message, seat.device_id)
        assert again.to_wire() == answer.to_wire() | {"again": True}
        assert self.ledger.state() == after
        assert answer.ok or after == before, (name, answer.refusal)
        counted["acts" if answer.ok else "refused"] += 1
        if after != before:
            self.only_the_client_confirms(seat, name, fields, shown)
        return answer

    def only_the_client_confirms(self, seat: Seat, name: str, fields: dict, before: dict) -> None:
        """By hand, or through the host who repeats what a client who is there said aloud. A pause hides words."""
        after = self.room.see()
        if after["contract"]["status"] == "confirmed" != before["contract"]["status"] and before["status"] == "running":
            counted["confirmed"] += 1
            assert name in ("confirm_contract", "undo")
            roles = roles_in(before, seat)
            by_host = "host" in roles and fields.get("aloud") and before["client"]
            assert name == "undo" or "client" in roles or by_host

    @rule(data=st.data())
    def somebody_writes(self, data) -> None:
        """Wherever the table is."""
        self.somebody_writes_what_is_offered(data, 1)

    def somebody_writes_what_is_offered(self, data, times: int) -> None:
        """What their screens offer, several times."""
        for _ in range(times):
            shown = self.room.see()
            offered = {
                (i, name)
                for i, seat in enumerate(self.people)
                for role in roles_in(shown, seat)
                for name in shown["can"][role]
                if name in TEXTS
            }
            if not offered:
                return
            who, name = data.draw(st.sampled_from(sorted(offered)))
            self.written(data, self.people[who], name)

    def written(self, data, seat: Seat, name: str) -> None:
        """One command with good values; what it wrote is remembered."""
        ledger, text, me = self.ledger, self.ledger.fresh(), seat.person
        fields = {
            "ask_question": {"text": text}, "keep_idea": {"text": text}, "write_contract": {"sentence": text},
            "offer_suggestion": {"text": text}, "edit_suggestion": {"text": text}, "answer_question": {"text": text},
            "plan_action": {"what": text}, "write_notes": {"text": text},
            "record_learning": {"text": text, "release": data.draw(st.sampled_from(["private", "table", "released"]))},
            "confirm_contract": {"aloud": data.draw(st.booleans())}, "sort_suggestion": {"verdict": "dig"},
            "follow_action": {"outcome": "done", "note": text, "share": data.draw(st.booleans())},
        }.get(name, {})  # fmt: skip
        kind = name.rpartition("_")[2]
        if kind in NAMED and name not in ("ask_question", "keep_idea", "offer_suggestion", "plan_action"):
            there = ledger.of_round(kind)
            if not there:
                return
            fields[kind] = data.draw(st.sampled_from([w.key for w in there]))
        client = (self.room.see()["client"] or {}).get("id", "")
        answer = self.say(seat, name, **fields)
        if not answer.ok:
            return
        born, round = str(answer.result.get("id", "")), ledger.round()
        counted["texts"] += text in str(fields)
        match name:
            case "ask_question":
                ledger.write(text, "question", born, me)
            case "answer_question":
                key = f"{fields['question']}-answer"
                ledger.write(text, "answer", key, client or (ledger.alive[key].author if key in ledger.alive else ""))
            case "keep_idea":
                ledger.write(text, "idea", born, me, private=True)
            case "bring_idea" if born:
                idea = ledger.alive[fields["idea"]]
                idea.private = False
                ledger.write(idea.text, "suggestion", born, idea.author)
            case "write_contract":
                ledger.write(text, "contract", f"contract-{round}-{client}", client)
            case "offer_suggestion":
                ledger.write(text, "suggestion", born, me)
            case "edit_suggestion":
                self.edited(fields["suggestion"], text)
            case "plan_action":
                ledger.write(text, "action", born, client)
            case "follow_action":
                ledger.write(text, "became", f"{fields['action']}-became", me, private=True)
            case "record_learning":
                ledger.write(text, "learning", f"l-{round}-{me}", me, private=fields["release"] == "private")
            case "write_notes":
                ledger.write(text, "notes", f"n-{round}-{me}", me, private=True)
            case "sort_suggestion":
                self.sorters[fields["suggestion"]] = me

    def edited(self, key: str, text: str) -> None:
        """The idea that a suggestion came from keeps the words it was kept with."""
        former = self.ledger.alive[key]
        twins = [w for w in self.ledger.alive.values() if w.text == former.text and w.key != key]
        self.ledger.write(text, "suggestion", key, former.author)
        if twins:
            self.ledger.gone.discard(former.text)
            twins[0].private = True

    @rule(who=st.integers(0, 4), draft=st.booleans())
    def somebody_proposes(self, who, draft) -> None:
        """A draft is its author's alone."""
        seat, text = self.people[who], self.ledger.fresh()
        if self.say(seat, "propose_case", table=False, title=text, draft=draft).ok:
            case = self.room.private(seat)["case"]["id"]
            self.ledger.write(text, "case", f"case-{case}", seat.person, private=draft)

    @rule(who=st.integers(0, 4))
    def somebody_takes_it_back(self, who) -> None:
        """The case of this author goes; one that was told in a round that is over stays in its notes."""
        seat = self.people[who]
        case = self.room.private(seat)["case"] or {"id": ""}
        if self.say(seat, "withdraw_case", table=False).ok:
            self.ledger.erase(lambda w: w.key == f"case-{case['id']}")

    @rule(data=st.data(), phase=st.sampled_from(PHASES), times=st.integers(2, 8))
    def a_phase_is_played(self, data, phase, times) -> None:
        """The table is in this phase, wherever it was, with somebody as the client; people write."""
        shown = self.room.see()
        if shown["status"] == "paused":
            self.say(self.room.pilot, "resume")
        elif shown["status"] == "closed":
            self.say(self.room.pilot, "start_round")
        if self.room.see()["client"] is None:
            self.say(self.people[1], "accept_client")
        self.say(self.room.pilot, "return_to_phase", position=2 + PHASES.index(phase), minutes=5)
        self.somebody_writes_what_is_offered(data, times)

    @rule(name=st.sampled_from(sorted(STEERING)))
    def an_act_is_undone(self, name) -> None:
        """Phase, clock and pause are what they were."""
        before = self.room.see()
        if self.say(self.room.pilot, name, **STEERING[name]).ok and self.say(self.room.pilot, "undo").ok:
            after = self.room.see()
            for what in ("status", "phase", "clock", "round"):
                assert after[what] == before[what], (name, what)
            counted["undone"] += 1

    @rule(who=st.sampled_from([0, 1]), exit=st.sampled_from(["stop_round", "change_case"]), keep=st.booleans())
    def a_round_ends_early(self, who, exit, keep) -> None:
        """After a pause without a reason; what was said goes unless it is kept."""
        self.say(self.people[who], "pause")
        round, told = self.ledger.round(), self.ledger.told_case()
        if self.say(self.people[who], exit, keep=keep).ok:
            counted["stopped"] += 1
            if not keep:
                self.ledger.erase(lambda w: (w.kind != "case" and w.round == round) or w.key == f"case-{told}")
            else:  # for the client alone, on the page of notes: no screen shows them any more
                for w in self.ledger.alive.values():
                    if w.kind != "case" and w.round == round:
                        w.private = w.withheld = True

    @rule(who=st.integers(1, 4), sure=st.integers(0, 5))
    def somebody_is_erased(self, who, sure) -> None:
        """Their words, and what was typed for them as the client; somebody else takes the place."""
        if sure:
            return
        person = self.people[who].person
        rounds = self.ledger.rounds_of(person)
        assert self.house.privacy.erase(person)
        counted["erased"] += 1
        nobodys = {w.key for w in self.ledger.alive.values() if w.kind == "answer" and not w.author}
        self.ledger.erase(lambda w: w.author == person or (w.key in nobodys and w.round in rounds))
        self.people[who] = enter(self.house, self.room.links.join, f"Zoé{self.ledger.count}")
        self.say(self.people[who], "sit")
        self.say(self.people[0], "welcome_person", person=self.people[who].person)

    @invariant()
    def every_text_is_where_it_belongs(self) -> None:
        """Asked after each step."""
        counted["steps"] += 1
        if not hasattr(self, "ledger"):
            return
        self.ledger.check([seat.person for seat in (*self.people, self.room.pilot)])
        client = (self.room.see()["client"] or {}).get("id")
        for seat in self.people:
            sorted_ = self.room.private(seat)["verdicts"]
            assert all(self.sorters[one] == seat.person == client for one in sorted_)

    def teardown(self) -> None:
        """Purged: nothing is left of any text."""
        if hasattr(self, "ledger"):
            self.house.workshops.remove(self.room.workshop.id)
            assert self.ledger.rows() == ""


@pytest.mark.timeout(900)
def test_words_stay_where_they_belong() -> None:
    """Steps really made, and counted."""
    run = settings(
        max_examples=7, stateful_step_count=40, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    for batch in range(STEPS // 7):
        if counted["steps"] < STEPS:
            run_state_machine_as_test(seed(FIRST + batch)(Words), settings=run)
    print("\n" + ", ".join(f"{number} {what}" for what, number in counted.items()))
    assert counted["steps"] >= STEPS
    assert all(counted[what] for what in ("acts", "refused", "undone", "stopped", "erased", "texts")), counted
