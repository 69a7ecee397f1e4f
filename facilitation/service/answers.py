"""What a command is answered with."""

from dataclasses import dataclass, field, replace
from typing import Any

from ..domain.refusals import Code, Refusal


@dataclass(frozen=True)
class Answer:
    """The answer of a command: committed when ``ok``, else nothing changed.

    ``version`` is the table's (the workshop's for what happens beside the tables), ``steps`` the step of each table
    concerned, ``skipped`` the tables that a room act left alone, ``again`` True when this id was answered before.
    """

    ok: bool
    refusal: Refusal | None = None
    version: int = 0
    steps: dict[str, int] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    result: dict[str, Any] = field(default_factory=dict)
    again: bool = False

    @classmethod
    def refused(cls, code: Code, **detail: str | int) -> "Answer":
        """A refusal with this code."""
        return cls(False, Refusal(code, detail))

    def to_wire(self) -> dict[str, Any]:
        """The acknowledgement as it travels; the words of a refusal are added by whoever knows the language."""
        if self.refusal is not None:
            wire: dict[str, Any] = {
                "ok": False,
                "refusal": self.refusal.code.value,
                "detail": dict(self.refusal.detail),
            }
        else:
            wire = {"ok": True, "version": self.version, "steps": self.steps}
            wire |= {"skipped": self.skipped, "result": self.result}
            if len(self.steps) == 1:
                wire["step"] = next(iter(self.steps.values()))
        return wire | {"again": True} if self.again else wire

    def to_row(self) -> dict[str, Any]:
        """What is kept of it: codes and numbers only."""
        refusal = None
        if self.refusal is not None:
            refusal = {"code": self.refusal.code.value, "detail": dict(self.refusal.detail)}
        kept = {"version": self.version, "steps": self.steps, "skipped": self.skipped, "result": self.result}
        return kept | {"ok": self.ok, "refusal": refusal}

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> "Answer":
        """The answer already given, marked as such."""
        refused = row["refusal"]
        refusal = Refusal(Code(refused["code"]), refused["detail"]) if refused else None
        answer = cls(row["ok"], refusal, row["version"], row["steps"], row["skipped"], row["result"])
        return replace(answer, again=True)
