"""What was said and what the server answered: the memory that the checker holds against the database."""

import threading
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Said:
    """One command that was acknowledged, with what it carried and the version its table had then."""

    id: str
    person: str
    command: str
    group: str | None
    fields: dict[str, Any]
    ok: bool
    refusal: str | None
    version: int
    order: int
    """The place of its acknowledgement among all those of the rehearsal."""
    round: int = 0
    """The round of the table as the device saw it then."""


@dataclass
class Ledger:
    """Shared by every simulated person. ``silent`` holds what was sent and never acknowledged; ``fickle`` the ids whose
    second answer was not the first one."""

    said: list[Said] = field(default_factory=list)
    silent: list[tuple[str, str]] = field(default_factory=list)
    fickle: list[str] = field(default_factory=list)
    oddities: list[str] = field(default_factory=list)
    sent_again: int = 0
    waits: list[float] = field(default_factory=list)
    together: set[str] = field(default_factory=set)
    """The ideas that were written to be laid on the table all at once, by id."""
    cuts: int = 0
    """How many times a device lost its network in the middle of something."""
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def acknowledged(
        self, id: str, person: str, command: str, group: str | None, fields: dict[str, Any], answer: dict[str, Any],
        round: int = 0,
    ) -> Said:  # fmt: skip
        """Keep a command that the server answered."""
        with self._lock:
            said = Said(
                id, person, command, group, fields, bool(answer.get("ok")), answer.get("refusal"),
                int(answer.get("version") or 0), len(self.said), round,
            )  # fmt: skip
            self.said.append(said)
            return said

    def never_answered(self, id: str, command: str) -> None:
        """Keep a command that nobody answered in time."""
        with self._lock:
            self.silent.append((id, command))

    def changed_its_mind(self, id: str) -> None:
        """Keep an id that received two different answers."""
        with self._lock:
            self.fickle.append(id)

    def resent(self) -> None:
        """Count one more sending of a command already sent."""
        with self._lock:
            self.sent_again += 1

    def waited(self, seconds: float) -> None:
        """Keep how long somebody waited for an acknowledgement, resending included."""
        with self._lock:
            self.waits.append(seconds)

    def cut(self) -> None:
        """Count one loss of network."""
        with self._lock:
            self.cuts += 1

    def odd(self, what: str) -> None:
        """Keep something that should not have happened."""
        with self._lock:
            self.oddities.append(what)

    def accepted(self) -> list[Said]:
        """What was acknowledged with a yes, in the order of the acknowledgements."""
        with self._lock:
            return [said for said in self.said if said.ok]

    def count_by_person(self) -> dict[str, int]:
        """How many commands were acknowledged with a yes, by person."""
        counts: dict[str, int] = {}
        for said in self.accepted():
            counts[said.person] = counts.get(said.person, 0) + 1
        return counts

    def refusals(self) -> dict[str, int]:
        """How many times each command was refused, and why."""
        counts: dict[str, int] = {}
        with self._lock:
            for said in self.said:
                if not said.ok:
                    key = f"{said.command}: {said.refusal}"
                    counts[key] = counts.get(key, 0) + 1
        return counts
