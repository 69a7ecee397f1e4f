"""What each client did and saw, in order: the only evidence beside the rows.

An operation is invoked, and then *ok* (acknowledged), *fail* (refused: nothing may have changed) or, when nobody ever
answered, *info*: it may have happened or not. Times are monotonic seconds of the client's machine.
"""

import json
import threading
import time
from array import array
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

OK, FAIL, INFO = "ok", "fail", "info"


@dataclass
class Operation:
    """One command of one person, whatever the number of times it was sent."""

    id: str
    person: str
    command: str
    group: str
    fields: dict[str, Any]
    step: int | None
    invoked: float
    outcome: str = INFO
    ended: float = 0.0
    version: int = 0
    """Of the table, as the acknowledgement says."""
    born: str = ""
    """The row that it gave birth to."""
    refusal: str = ""
    sent: int = 1


@dataclass
class History:
    """Everything of one room. ``path``: also written there, one JSON object a line."""

    path: Path | None = None
    operations: dict[tuple[str, str], Operation] = field(default_factory=dict)
    reads: dict[tuple[str, str], Any] = field(default_factory=dict)
    """By screen and audience, the versions shown, in order, over all connections."""
    contradictions: list[str] = field(default_factory=list)
    """Ids whose second answer was not the first one."""
    resent: int = 0

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._file = self.path.open("a") if self.path else None

    def invoke(self, id: str, person: str, command: str, group: str, fields: dict[str, Any], step: int | None) -> None:
        """A command is about to be sent for the first time."""
        at = time.monotonic()
        self.operations[person, id] = Operation(id, person, command, group, fields, step, at)
        self._write("invoke", id=id, person=person, command=command, group=group, fields=fields, step=step, at=at)

    def again(self, id: str, person: str) -> None:
        """The same message was sent once more."""
        self.resent += 1
        self.operations[person, id].sent += 1

    def answered(self, id: str, person: str, answer: dict[str, Any]) -> None:
        """The first answer counts; another one must say the same."""
        op = self.operations[person, id]
        outcome = OK if answer.get("ok") else FAIL
        version = int(answer.get("version") or 0)
        born = str((answer.get("result") or {}).get("id", ""))
        if op.outcome != INFO:
            if (op.outcome, op.version, op.born) != (outcome, version, born):
                self.contradictions.append(id)
                self._write("contradiction", id=id)
            return
        op.outcome, op.ended, op.version, op.born = outcome, time.monotonic(), version, born
        op.refusal = str(answer.get("refusal") or "")
        self._write(outcome, id=id, person=person, at=op.ended, version=version, born=born, refusal=op.refusal)

    def read(self, screen: str, audience: str, version: int) -> None:
        """A screen was sent a snapshot: the first of a connection, or a push."""
        found = self.reads.get((screen, audience))
        if found is None:
            found = self.reads[screen, audience] = array("q")
        if not found or found[-1] != version:
            found.append(version)
            self._write("read", screen=screen, audience=audience, version=version)

    def of(self, outcome: str) -> list[Operation]:
        """The operations that ended like this."""
        return [op for op in self.operations.values() if op.outcome == outcome]

    def _write(self, kind: str, **more: Any) -> None:
        if self._file is not None:
            with self._lock:
                self._file.write(json.dumps({"type": kind} | more, ensure_ascii=False) + "\n")

    def flush(self) -> None:
        """What was written is in the file, whatever happens to this process."""
        if self._file is not None:
            self._file.flush()

    def close(self) -> None:
        """Nothing more will be written."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def merge(self, path: Path) -> None:
        """Take in what another process wrote: a client that was stopped, or one on another machine."""
        with path.open() as lines:
            for line in filter(lambda line: line.endswith("\n"), lines):  # the last one may have been cut short
                said = json.loads(line)
                match said.pop("type"):
                    case "invoke":
                        at = said.pop("at")
                        self.operations[said["person"], said["id"]] = Operation(**said, invoked=at)
                    case "read":
                        self.read(said["screen"], said["audience"], said["version"])
                    case "contradiction":
                        self.contradictions.append(said["id"])
                    case outcome:
                        op = self.operations[said["person"], said["id"]]
                        op.outcome, op.ended, op.version = outcome, said["at"], said["version"]
                        op.born, op.refusal = said["born"], said["refusal"]
