"""Tables as the head of ``expected.csv`` describes them: a value for each state and client mode, with its rows.

They are written down and not played: a state must not depend on the permissions it is there to test.
"""

from dataclasses import dataclass, replace
from typing import Any

from facilitation.domain.clock import Clock
from facilitation.domain.contributions import Contribution, contract_id
from facilitation.domain.formats import Format, Option
from facilitation.domain.group import TABLE_ROLES, Agreement, Group, Moment, Role, Status, Summons, Undoable
from facilitation.domain.phases import MINUTE, ClientMode, Kind, phase
from tests.matrix.expected import ALONE, CLOSED, PAUSED, STRANGER, WAITING, Cell

KINDS = tuple(Kind)
HOURS = 60 * MINUTE
OVER = Clock(10 * MINUTE, deadline=1, elapsed=True)
"""The time is over and was announced: the timekeeper has nothing to ask of thousands of tables, nor to change there."""
LAST = KINDS.index(Kind.PLENARY)
SEATED = tuple(sorted(str(role) for role in TABLE_ROLES))
PAUSED_IN, CLOSED_IN = KINDS.index(Kind.SUGGESTIONS), KINDS.index(Kind.LEARNINGS)


@dataclass(frozen=True)
class Table:
    """A table, its rows, and who sits there: people are named ``<table>-<role>``."""

    group: Group
    words: tuple[Contribution, ...]

    def person(self, role: str) -> str:
        """Who holds this role, and no other."""
        return f"{self.group.id}-{role}"

    def row(self, name: str) -> str:
        """The id of a row by what it is."""
        return f"{self.group.id}-{name}"


def format_in(mode: ClientMode) -> Format:
    """Each kind of phase once, everything chosen."""
    return Format("150", tuple(phase(kind, 10, mode) for kind in KINDS), options=frozenset(Option))


def table_in(cell: Cell, id: str, workshop: str, now: int) -> Table:
    """The table at which this cell is asked, at the instant ``now``."""
    group = _group(cell, id, workshop, now)
    asker = f"{id}-{cell.role if cell.role in SEATED else Role.CONSULTANT}"
    group = replace(group, tour=_turns(group, asker) if group.status is Status.RUNNING else ())
    if group.status is Status.WAITING:
        return Table(group, ())
    words = _words(group, asker)
    return Table(replace(group, actions=frozenset({f"{id}-action"})), words)


def _group(cell: Cell, id: str, workshop: str, now: int) -> Group:
    people = {f"{id}-{role}": frozenset({Role(role)}) for role in SEATED}
    if cell.given == ALONE:
        del people[f"{id}-client"]
    summons = Summons(Kind.PLENARY.value, now + 9 * HOURS)
    born = Group(id, workshop, format_in(cell.mode), 40, 20, roles=people, summons=summons, call=True)
    born = replace(born, requests=frozenset({f"{id}-newcomer"}))
    if cell.state == WAITING:
        return born
    position = {PAUSED: PAUSED_IN, CLOSED: CLOSED_IN}.get(cell.state)
    position = KINDS.index(Kind(cell.state)) if position is None else position
    runs = replace(
        born, round=2, position=position, run=30, status=Status.RUNNING, clock=OVER,
        agreement=Agreement.WRITTEN, summons=summons if position < LAST else None,
    )  # fmt: skip
    before: Moment = runs.moment()
    if cell.state == PAUSED:
        return replace(runs, status=Status.PAUSED, clock=OVER.hold(now), undoable=Undoable("pause", before))
    if cell.state == CLOSED:
        return replace(runs, status=Status.CLOSED, clock=OVER.hold(now), undoable=Undoable("close_round", before))
    drifting = runs.kind is Kind.SUGGESTIONS and runs.client is not None and cell.command == "clear_drift"
    return replace(runs, undoable=Undoable("change_time", before), drifting=drifting)


def _turns(group: Group, asker: str) -> tuple[str, ...]:
    if group.kind in (Kind.EXPOSITION, Kind.SILENT_WRITING, Kind.PAUSE, Kind.ACTION_PLAN) or asker not in group.roles:
        return ()
    return (asker, *sorted(group.roles.keys() - {asker}))


def _words(group: Group, asker: str) -> tuple[Contribution, ...]:
    """The asker's own rows; a suggestion is never the client's, and the plan of this round is nobody else's."""
    id, here = group.id, (group.id, group.round)
    helper = f"{id}-consultant" if asker == f"{id}-client" else asker
    return (
        Contribution(f"{id}-question", *here, "question", asker, asker, status="asked"),
        Contribution(f"{id}-idea", *here, "idea", asker, asker, status="kept", release="private"),
        Contribution(f"{id}-suggestion", *here, "suggestion", helper, helper, kind="idea", status="offered"),
        Contribution(f"{id}-action", *here, "action", f"{id}-client", asker, status="planned"),
        Contribution(f"{id}-former", id, 1, "action", asker, asker, status="planned"),
        Contribution(contract_id(*here, f"{id}-client"), *here, "contract", f"{id}-client", asker, status="written"),
    )


def fields_of(cell: Cell, table: Table, now: int) -> dict[str, Any]:
    """What a screen would send at the instant ``now``: complete and good, so that nothing but role, phase and state can
    be in the way."""
    asker, role, row = table.person(cell.role), cell.role, table.row
    free = "scribe" if role == "observer" else "observer"
    own = [free] if role == Role.CLIENT else sorted({role, free})
    elsewhere = Kind.CLARIFICATION if cell.state == Kind.CONTRACT else Kind.CONTRACT
    fields: dict[str, dict[str, Any]] = {
        "welcome_person": {"person": f"{table.group.id}-newcomer"},
        "change_roles": {"person": asker, "roles": own}
        if role in SEATED
        else {"person": table.person("consultant"), "roles": ["consultant", "observer"]},
        "return_to_phase": {"position": KINDS.index(Kind.EXPOSITION), "minutes": 5},
        "catch_up": {"position": KINDS.index(elsewhere), "elapsed": 60},
        "change_time": {"minutes": 5},
        "shorten_phase": {"minutes": 5},
        "bring_tables": {"target": "plenary"},
        "finish_on_time": {"at": now},
        "send_message": {"text": "Café !"},
        "shut_table": {"reopen": True},
        "propose_case": {"title": "Douze habitants"},
        "wish_case": {"first": row("shown")},
        "place_case": {"case": row("shown"), "table": table.group.id},
        "ask_question": {"text": "Depuis quand ?"},
        "answer_question": {"question": row("question"), "text": "Mars"},
        "keep_idea": {"text": "Plus tard"},
        "bring_idea": {"idea": row("idea")},
        "drop_idea": {"idea": row("idea")},
        "write_contract": {"sentence": "M’aider à choisir"},
        "confirm_contract": {} if role == Role.CLIENT else {"aloud": True},
        "offer_suggestion": {"text": "Commencer petit"},
        "edit_suggestion": {"suggestion": row("suggestion"), "text": "Plus petit"},
        "withdraw_suggestion": {"suggestion": row("suggestion")},
        "sort_suggestion": {"suggestion": row("suggestion"), "verdict": "keep"},
        "plan_action": {"what": "Appeler la mairie"},
        "remove_action": {"action": row("action")},
        "follow_action": {"action": row("former"), "outcome": "done"},
        "record_learning": {"text": "Se taire aide"},
        "rate_round": {"score": 4},
        "write_notes": {"text": "Ce que j’entends"},
    }
    return fields.get(cell.command, {})


def roles_of(cell: Cell) -> frozenset[Role]:
    """The roles of who asks."""
    return frozenset() if cell.role == STRANGER else frozenset({Role(cell.role)})
