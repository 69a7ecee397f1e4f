"""A list of people as a file: read with everything that is wrong with it, by line; and written so that it reads back.

Pure: nothing here knows a database or words for people.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST_BYTES = 60_000
MOST_PEOPLE = 1_000
SEPARATORS = ";,\t"
_CODES = {
    "name": "nom et prénom|prénom et nom|nom prénom|prénom nom|nom complet|participant|participante|personne|name|"
    "full name|person",
    "first": "prénom|first name|given name",
    "last": "nom|nom de famille|last name|surname|family name",
    "organisation": "structure|organisation|organisme|employeur|collectivité|association|entreprise|organization|"
    "employer|company",
    "territory": "territoire|secteur|région|département|commune|territory|area|region|county",
    "table": "table|tables",
}
FORMULA = re.compile(r"'*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]")
"""How a cell begins that a spreadsheet would compute; with the marks that keep it from doing so."""


Rows = list[tuple[int, list[str]]]
"""Lines with their number, from 1."""


@dataclass(frozen=True)
class Line:
    """One person of the list. ``line`` is where it stands in the file, from 1; ``table`` as it was written."""

    line: int
    name: str
    organisation: str = ""
    territory: str = ""
    table: str = ""


FAULTS = frozenset({
    "not_text", "too_large", "too_many", "nobody", "no_columns", "column_twice", "unreadable", "too_many_cells",
    "no_name", "twice", "too_long", "no_table", "homonyms", "table_full",
})  # fmt: skip
"""Everything that can be wrong with a list, by code."""


@dataclass(frozen=True)
class Fault:
    """What is wrong at a line (0: with the whole file). ``words`` were written there, to be said again."""

    line: int
    code: str
    words: str = ""
    other: int = 0


@dataclass(frozen=True)
class Listed:
    """A list as it was understood. ``left`` names the columns of which nothing is taken."""

    lines: tuple[Line, ...] = ()
    faults: tuple[Fault, ...] = ()
    left: tuple[str, ...] = ()


def decoded(file: bytes) -> str | None:
    """The text of a file: with a mark of its coding, as UTF-8, else as Windows writes French. None: it is no text."""
    if file.startswith((b"\xff\xfe", b"\xfe\xff")):
        coding = "utf-16"
    elif file.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")) or b"\x00" in file:
        return None
    else:
        coding = "utf-8-sig"
    for attempt in (coding, "cp1252"):
        try:
            return file.decode(attempt)
        except UnicodeDecodeError:
            continue
    return None


def read_list(text: str) -> Listed:
    """What a text says, or what is wrong with it. The first line that is not empty names the columns."""
    text = text.lstrip("\ufeff")
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        return Listed(faults=(Fault(0, "too_large"),))
    best = max((_columns(text, separator) for separator in SEPARATORS), key=lambda found: len(found[1]))
    rows, columns, left, faults = best
    if not columns.keys() & {"name", "first", "last"}:
        return Listed(faults=(*faults, Fault(rows[0][0] if rows else 0, "no_columns")))
    lines = []
    for number, cells in rows[1:]:
        if len(cells) > len(rows[0][1]) and any(cells[len(rows[0][1]) :]):
            faults.append(Fault(number, "too_many_cells"))
            continue
        lines.append(_line(number, cells, columns))
    faults += [Fault(one.line, "no_name") for one in lines if not one.name]
    faults += _twice(lines)
    if not lines:
        faults.append(Fault(0, "nobody"))
    if len(lines) > MOST_PEOPLE:
        faults.append(Fault(lines[MOST_PEOPLE].line, "too_many"))
    return Listed(tuple(lines), tuple(sorted(faults, key=lambda fault: fault.line)), left)


def written(rows: Iterable[Sequence[str]], separator: str = ";") -> str:
    """The text of a list, for spreadsheets too: no cell of it is computed. ``read_list`` takes the marks off again."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerows([[f"'{cell}" if FORMULA.match(cell) else cell for cell in row] for row in rows])
    return out.getvalue()


def plain(words: str) -> str:
    """What names a column, without accents, capitals and signs."""
    letters = unicodedata.normalize("NFKD", words.casefold())
    return " ".join("".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c)).split())


_KNOWN = {plain(word): code for code, words in _CODES.items() for word in words.split("|")}


def _columns(text: str, separator: str) -> tuple[Rows, dict[str, int], tuple[str, ...], list[Fault]]:
    """The rows that are not empty, which column is what, the names of the others, and what is wrong with the head."""
    rows, faults = _rows(text, separator)
    columns: dict[str, int] = {}
    left = []
    for place, cell in enumerate(rows[0][1] if rows else ()):
        code = _KNOWN.get(plain(cell))
        if code is None:
            left += [cell] if cell else []
        elif code in columns:
            faults.append(Fault(rows[0][0], "column_twice", cell))
        else:
            columns[code] = place
    return rows, columns, tuple(left), faults


def _rows(text: str, separator: str) -> tuple[Rows, list[Fault]]:
    # strict: else a quotation mark that is never closed would swallow the lines after it without a word
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: Rows = []
    last = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return rows, []
        except csv.Error:
            return rows, [Fault(last + 1, "unreadable")]
        cleaned = [_cell(cell) for cell in cells]
        if any(cleaned):
            rows.append((last + 1, cleaned))
        last = reader.line_num


def _cell(cell: str) -> str:
    cell = cell.strip(" \u00a0\u202f\t\r\n")
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def _line(number: int, cells: list[str], columns: dict[str, int]) -> Line:
    def of(code: str) -> str:
        place = columns.get(code)
        return cells[place] if place is not None and place < len(cells) else ""

    name = of("name") or f"{of('first')} {of('last')}".strip()
    return Line(number, name, of("organisation"), of("territory"), of("table"))


def _twice(lines: Iterable[Line]) -> list[Fault]:
    seen: dict[tuple[str, str], int] = {}
    faults = []
    for one in lines:
        key = (one.name.casefold(), one.organisation.casefold())
        if one.name and key in seen:
            faults.append(Fault(one.line, "twice", one.name, seen[key]))
        seen.setdefault(key, one.line)
    return faults
