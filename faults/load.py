"""What people do while things break: mostly words, some phases, pauses and undo; each waits for its answer, then acts.

Some lose an answer and send the same again; some press ten times.
"""

import itertools
import random
import time
from collections import defaultdict
from typing import Any

from .crowd import Crowd
from .people import Person

FORGETFUL = 0.1
DOUBLE = 0.01
CLICKS = 10
STEERED_EVERY = 4
"""Each fourth table is led on and back; at the others people write in the consultation."""
HOST_THINKS_S = 0.15
LAST = "suggestions"


class Load:
    """Everybody of a crowd, acting as soon as they were answered."""

    def __init__(
        self, crowd: Crowd, seed: int, steered_every: int = STEERED_EVERY, host_thinks_s: float = HOST_THINKS_S
    ) -> None:
        self.crowd = crowd
        self.chance = random.Random(seed)
        self.numbers = itertools.count(1)
        self.ideas: dict[str, list[str]] = defaultdict(list)
        self.suggestion: dict[str, str] = {}
        self.next_step: dict[str, float] = {}
        self.steered_every = steered_every
        self.host_thinks_s = host_thinks_s
        self.on = True
        for person in crowd.people:
            person.forgetful = FORGETFUL

    def steered(self, person: Person) -> bool:
        """Whether the phases of this person's table go on and back."""
        return (int(person.guest["number"]) - 1) % self.steered_every == 0

    def set_up(self) -> None:
        """Begin everywhere; where people write, go to the consultation, with a client."""
        hosts = [person for person in self.crowd.people if person.guest["host"]]
        clients = [p for p in self.crowd.people if p.guest["place"] == 1 and not self.steered(p)]
        self._all(hosts, "start_round")
        for person in clients:
            person.command("accept_client", {})
        self.crowd.until(self.crowd.quiet, "the clients")
        writing = [host for host in hosts if not self.steered(host)]
        for _ in range(2):
            self._all(writing, "advance_phase")

    def _all(self, hosts: list[Person], command: str) -> None:
        before = {host.id: host.step() for host in hosts}
        for host in hosts:
            host.command(command, {}, step=before[host.id])
        self.crowd.until(
            lambda: self.crowd.quiet() and all(host.step() > before[host.id] for host in hosts), command, 30
        )

    def go(self) -> None:
        """Whoever waits for nothing acts."""
        if self.on:
            for person in self.crowd.people:
                if not person.pending and person.live:
                    self.act(person)

    def work(self, seconds: float) -> None:
        """Work for so long."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.go()
            self.crowd.turn(0.01)

    def act(self, person: Person) -> None:
        """One act of one person, as chance will have it."""
        times = CLICKS if self.chance.random() < DOUBLE else 1
        if person.guest["host"] and self.steered(person):
            self._steer(person, times)
        elif person.guest["place"] == 1 and not self.steered(person):
            person.command("write_notes", {"text": self._words(person)}, times=times)
        elif self.steered(person) or (drawn := self.chance.random()) < 0.5:
            self._keep(person, times)
        elif drawn < 0.6 and self.ideas[person.id]:
            ideas = self.ideas[person.id]
            person.command("drop_idea", {"idea": ideas.pop(self.chance.randrange(len(ideas)))}, times=times)
        elif person.id in self.suggestion:
            fields = {"suggestion": self.suggestion[person.id], "text": self._words(person)}
            person.command("edit_suggestion", fields, times=times)
        else:
            person.command("offer_suggestion", {"text": self._words(person)}, times=times, then=self._offered(person))

    def _words(self, person: Person) -> str:
        return f"{person.name} écrit la phrase {next(self.numbers)} de cette table"

    def _keep(self, person: Person, times: int) -> None:
        def kept(answer: dict[str, Any]) -> None:
            if answer.get("ok"):
                self.ideas[person.id].append(answer["result"]["id"])

        person.command("keep_idea", {"text": self._words(person)}, times=times, then=kept)

    def _offered(self, person: Person) -> Any:
        def offered(answer: dict[str, Any]) -> None:
            if answer.get("ok"):
                self.suggestion[person.id] = answer["result"]["id"]

        return offered

    def _steer(self, host: Person, times: int) -> None:
        """On, back, held, released, undone: the table never leaves the phases in which ideas are kept."""
        now = time.monotonic()
        if now < self.next_step.get(host.id, 0):
            return
        self.next_step[host.id] = now + self.host_thinks_s
        shown = host.body("group")
        if shown["step"] != host.body("hosts").get("step"):
            return
        undoable = (host.body("hosts")["undo"] or {}).get("act", "start_round") != "start_round"
        kind = shown["phase"]["kind"] if shown["phase"] else ""
        if shown["status"] == "paused":
            host.command("resume", {}, step=shown["step"], times=times)
        elif undoable and self.chance.random() < 0.3:
            host.command("undo", {}, step=shown["step"], times=times)
        elif kind == LAST:
            host.command("return_to_phase", {"position": 0, "minutes": 5}, step=shown["step"], times=times)
        elif self.chance.random() < 0.3:
            host.command("pause", {}, step=shown["step"], times=times)
        else:
            host.command("advance_phase", {}, step=shown["step"], times=times)
