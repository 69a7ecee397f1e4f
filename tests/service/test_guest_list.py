"""A list of people as text: every way a spreadsheet writes one, everything that is wrong with one, and back again."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitation.service.people import clean
from facilitation.service.seating_list import FORMULA, MOST_PEOPLE, Fault, Line, decoded, read_list, written

INES = Line(2, "Inès Martin", "Ville d’Amiens", "Somme", "Oise")


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize(
    "head",
    [
        ["nom", "structure", "territoire", "table"],
        ["Name", "Organisation", "Territory", "Table"],
        ["NOM COMPLET", "Employeur", "Secteur", "TABLE"],
        ["Full name", "employer", "county", "Tables"],
    ],
)
@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 1, 0, 2)])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_columns_in_any_order_and_language(separator, head, order, end):
    row = ["Inès Martin", "Ville d’Amiens", "Somme", "Oise"]
    text = end.join(separator.join(cells[i] for i in order) for cells in (head, row)) + end
    assert read_list(text).lines == (INES,)
    assert read_list(text).faults == ()


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_coding_that_spreadsheets_write(coding):
    text = "nom;structure\r\nInès;Cœur d’Œuvre\r\n"
    assert read_list(decoded(text.encode(coding))).lines == (Line(2, "Inès", "Cœur d’Œuvre"),)


@pytest.mark.parametrize("file", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0", b"%PDF-1.7", b"nom\x00", b"\x81\x8d\xff"])
def test_what_is_no_text_is_none(file):
    """A workbook given as it is, a PDF, bytes that no coding knows."""
    assert decoded(file) is None


def test_first_and_last_name_are_one_name():
    """The usual list has two columns, in either order; columns of which nothing is taken are named."""
    found = read_list("Nom;Prénom;Courriel;Structure\nMartin;Inès;ines@exemple.fr;Ville\n;Paul;;\nRoux;;;\n")
    assert [line.name for line in found.lines] == ["Inès Martin", "Paul", "Roux"]
    assert found.left == ("Courriel",)
    assert "exemple" not in repr(found.lines)


def test_cells_that_hold_separators_and_lines():
    """Quoted as a spreadsheet does; lines are counted where they begin."""
    found = read_list('nom;structure\n\n"Martin; Inès";"Ville\nd’Amiens"\nPaul;\n')
    assert [(line.line, line.name) for line in found.lines] == [(3, "Martin; Inès"), (5, "Paul")]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", [(0, "no_columns")]),
        ("Inès\nPaul\n", [(1, "no_columns")]),
        ("nom;structure\n", [(0, "nobody")]),
        ("nom;nom\nInès;Paul\n", [(1, "column_twice")]),
        ("nom;structure\n;Ville\nInès;\n", [(2, "no_name")]),
        ("nom;structure\nInès;Ville;Amiens\nPaul;\n", [(2, "too_many_cells")]),
        ("nom;structure\nInès;Ville;;\n", []),
        ("nom;structure\nInès;Ville\nPaul;\ninès;VILLE\n", [(4, "twice")]),
        ("nom;structure\nInès;Ville\nInès;Dept\n", []),
        ('nom;structure\nInès;Ville\n"Paul;Dept\nAna;\n', [(3, "unreadable")]),
        ('nom;structure\n"Inès" M;Ville\n', [(2, "unreadable"), (0, "nobody")]),
    ],
)
def test_what_is_wrong_is_said_by_line(text, faults):
    """Nothing is swallowed: also not what follows a quotation mark that is never closed."""
    assert sorted((fault.line, fault.code) for fault in read_list(text).faults) == sorted(faults)


def test_a_list_has_an_end():
    text = "nom\n" + "\n".join(f"Personne {n}" for n in range(MOST_PEOPLE + 1))
    assert read_list(text).faults == (Fault(MOST_PEOPLE + 2, "too_many"),)
    assert read_list("nom\n" + "x" * 70_000).faults == (Fault(0, "too_large"),)


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12).map(clean)
rows = st.lists(st.tuples(words.filter(bool), words, words, words), min_size=1, max_size=6)


@given(rows, st.sampled_from(";,"))
def test_what_is_written_reads_back(found, separator):
    """Whatever people are called; and no cell begins as a formula does."""
    text = "\ufeff" + written([("Nom complet", "Structure", "Territoire", "Table"), *found], separator)
    read = read_list(text)
    assert [(line.name, line.organisation, line.territory, line.table) for line in read.lines] == found
    for cells in csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=separator):
        assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r＝＋－＠")]


@pytest.mark.parametrize("cell", ["=1+1", "+33 6", "-2", "@SOMME(A1)", "＝1", "'=1", "''-x"])
def test_a_cell_that_a_spreadsheet_would_compute_is_marked(cell):
    """With an apostrophe, which is taken off again; an apostrophe that means nothing stays."""
    assert FORMULA.match(cell)
    text = written([("nom",), (cell,), ("'s Gravesande",)])
    assert text.splitlines()[1:] == [f"'{cell}", "'s Gravesande"]
    assert [line.name for line in read_list(text).lines] == [cell, "'s Gravesande"]
