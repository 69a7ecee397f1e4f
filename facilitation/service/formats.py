"""An organiser's own formats, and another format for a workshop whose tables have not begun.

A workshop copies its format and its script: what happens here to a format changes nothing there.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ..domain.events import FormatChosen
from ..domain.formats import SHIPPED, Format, Option
from ..domain.phases import Kind
from ..domain.refusals import Code, Refusal
from ..domain.shaping import check
from ..storage.cases import CaseRow, WishRow
from ..storage.codec import encode
from ..storage.groups import GroupRow
from ..storage.repository import Cause, as_format
from ..storage.workshops import FormatRow, WorkshopRow
from .conduct import fold
from .ground import Ground
from .plans import Own
from .secrets import fresh_id
from .unit import Needs, Unit

MOST_FORMATS = 40
LONGEST_NAME = 60
LONGEST_LINE = 300
"""Characters of one line of the host's script."""
SCRIPT_LINES = ("aloud", "not_now", "watch")
"""The lines of the script that an organiser may replace, for each kind of phase."""
Script = Mapping[str, Mapping[str, str]]


class Formats:
    """Each question names the account that asks: another one's formats and workshops do not exist for it."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def of_account(self, account: str) -> list[Own]:
        """The account's own formats, by name."""
        with self._ground.reading() as session:
            rows = session.scalars(select(FormatRow).where(FormatRow.account_id == account))
            return sorted(map(_own, rows), key=lambda one: (one.name.casefold(), one.id))

    def get(self, account: str, format: str) -> Own | None:
        """A format of this account, or None."""
        with self._ground.reading() as session:
            row = _found(session, account, format)
            return _own(row) if row else None

    def duplicate(self, account: str, source: str, name: str) -> Own | Refusal | None:
        """A copy under another name; ``source`` is the key of a shipped format, or the id of one's own format or
        workshop. None when there is no such thing."""
        now = self._ground.instants.now()
        fresh = fresh_id()

        def work(unit: Unit) -> Own | Refusal | None:
            if source in SHIPPED:
                shape, script = SHIPPED[source], {}
            else:
                origin = _found(unit.session, account, source) or _planned(unit.session, account, source)
                if origin is None:
                    return None
                shape, script = as_format(origin.format), origin.script
            kept = select(func.count()).select_from(FormatRow).where(FormatRow.account_id == account)
            if (unit.session.scalar(kept) or 0) >= MOST_FORMATS:
                return Refusal(Code.TOO_MANY_FORMATS, {"limit": MOST_FORMATS})
            row = FormatRow(
                id=fresh, account_id=account, name=name.strip()[:LONGEST_NAME], created=now, script=script,
                format=encode(replace(shape, key=fresh)),
            )  # fmt: skip
            unit.session.add(row)
            return _own(row)

        return self._ground.writer.do(work)

    def save(self, account: str, format: str, name: str, shape: Format, script: Script) -> Own | Refusal | None:
        """The format as it was shaped; None when the account has no such format. Refused formats change nothing."""
        wrong = _wrong(name, script) or next(iter(check(shape)), None)
        if wrong is not None:
            return wrong

        def work(unit: Unit) -> Own | None:
            row = _found(unit.session, account, format)
            if row is None:
                return None
            row.name, row.format, row.script = name.strip(), encode(replace(shape, key=row.id)), _lines(script)
            return _own(row)

        return self._ground.writer.do(work)

    def remove(self, account: str, format: str) -> None:
        """Gone; workshops that were made with it keep their copy."""

        def work(unit: Unit) -> None:
            unit.session.execute(delete(FormatRow).where(FormatRow.id == format, FormatRow.account_id == account))

        self._ground.writer.do(work)

    def choose(self, account: str, workshop: str, source: str) -> Refusal | None:
        """Another format, with its script, for a workshop whose tables have not begun. Everybody's screens follow."""
        now = self._ground.instants.now()

        def work(unit: Unit) -> Refusal | None:
            shop = unit.workshop(workshop)
            own = _found(unit.session, account, source)
            shape = as_format(own.format) if own else SHIPPED.get(source)
            if shop.account_id != account or shape is None:
                return Refusal(Code.BAD_VALUE, {"field": "format"})
            if shop.status == "closed":
                return Refusal(Code.WORKSHOP_CLOSED)
            if any(row.value.position is not None for row in unit.groups.values()):
                return Refusal(Code.ALREADY_STARTED)
            shape = shape.divided(shop.speed) if shop.speed > 1 else shape
            shop.format, shop.script = encode(shape), own.script if own else {}
            cause = Cause(account, f"format-{fresh_id()}", now)
            for row in unit.groups.values():
                fold(unit, row, [FormatChosen(shape)], cause)
            unit.changed_workshop(workshop)
            return None

        def needs(session: Session) -> Needs:
            found = session.scalars(select(GroupRow.id).where(GroupRow.workshop_id == workshop))
            return Needs(frozenset({workshop}), frozenset(found))

        return self._ground.writer.do(work, needs)

    def began(self, workshop: str) -> bool:
        """True as soon as a table of this workshop is in a phase."""
        query = select(func.count()).select_from(GroupRow)
        with self._ground.reading() as session:
            found = session.scalar(query.where(GroupRow.workshop_id == workshop, GroupRow.position.is_not(None)))
        return bool(found)

    def unused(self, workshop: str) -> dict[str, int]:
        """What people gave that the format has no use for: ``cases`` without a phase to choose one, ``wishes`` that are
        not counted. Nothing of it is lost."""
        with self._ground.reading() as session:
            shop = session.get(WorkshopRow, workshop)
            if shop is None:
                return {}
            shape = as_format(shop.format)
            given: dict[str, int] = {}
            if shape.position(Kind.CASE_CHOICE) is None:
                cases = select(func.count()).select_from(CaseRow)
                given["cases"] = session.scalar(
                    cases.where(CaseRow.workshop_id == workshop, CaseRow.status == "proposed", CaseRow.draft.is_(False))
                ) or 0  # fmt: skip
            if Option.WISHES not in shape.options:
                wishes = select(func.count()).select_from(WishRow)
                given["wishes"] = session.scalar(wishes.where(WishRow.workshop_id == workshop)) or 0
            return {what: number for what, number in given.items() if number}


def _found(session: Session, account: str, format: str) -> FormatRow | None:
    row = session.get(FormatRow, format)
    return row if row is not None and row.account_id == account else None


def _planned(session: Session, account: str, workshop: str) -> WorkshopRow | None:
    row = session.get(WorkshopRow, workshop)
    return row if row is not None and row.account_id == account and row.speed == 1 else None


def _own(row: FormatRow) -> Own:
    return Own(row.id, row.name, as_format(row.format), dict(row.script))


def _wrong(name: str, script: Script) -> Refusal | None:
    """Texts that cannot be kept; ``field`` is ``name``, or kind and line of the script."""
    texts = {"name": (name.strip(), LONGEST_NAME)}
    for kind, lines in script.items():
        for line, text in lines.items():
            if kind not in set(Kind) or line not in SCRIPT_LINES:
                return Refusal(Code.BAD_VALUE, {"field": "script"})
            texts[f"{line}-{kind}"] = (text.strip(), LONGEST_LINE)
    for field, (text, limit) in texts.items():
        if len(text) > limit:
            return Refusal(Code.TOO_LONG, {"field": field, "limit": limit, "length": len(text)})
        if "\x00" in text:
            return Refusal(Code.BAD_VALUE, {"field": field})
    return None if name.strip() else Refusal(Code.MISSING_FIELD, {"field": "name"})


def _lines(script: Script) -> dict[str, Any]:
    """Only what says something."""
    told = {
        kind: {line: text.strip() for line, text in lines.items() if text.strip()} for kind, lines in script.items()
    }
    return {kind: lines for kind, lines in told.items() if lines}
