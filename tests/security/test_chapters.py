"""``docs/security.md`` tells the truth: each chapter of the ASVS is there, each test it names exists."""

import ast
import re
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/security.md").read_text()
CHAPTERS = 17
"""Of OWASP ASVS 5.0.0."""
NAMED = re.compile(r"`(tests/[\w/]+\.(?:py|test\.mjs))(?:::(\w+))?`")


def rows() -> list[tuple[str, str, str]]:
    """The lines of the table of chapters."""
    table = PAGE.partition("## Chapters")[2].partition("\n## ")[0]
    lines = [line.strip("|") for line in table.splitlines() if line.startswith("| V")]
    cells = [[cell.strip() for cell in line.split(" | ")] for line in lines]
    assert all(len(one) == 3 for one in cells), [one for one in cells if len(one) != 3]
    return [(chapter.strip("| "), what, proof.strip("| ")) for chapter, what, proof in cells]


def test_each_chapter_is_told_and_each_proof_exists(covers: Callable[[str], None]) -> None:
    """A row has a test, or says that nothing proves it, or that the chapter does not apply."""
    told = {int(re.match(r"V(\d+)", chapter)[1]) for chapter, _what, _proof in rows()}  # type: ignore[index]
    assert told == set(range(1, CHAPTERS + 1))
    for chapter, what, proof in rows():
        assert NAMED.search(proof) or "not proven" in proof or what == "does not apply", (chapter, what)
    named = NAMED.findall(PAGE)
    for path, test in named:
        assert (ROOT / path).is_file(), path
        if test:
            found = (
                node for node in ast.walk(ast.parse((ROOT / path).read_text())) if isinstance(node, ast.FunctionDef)
            )
            assert test in {node.name for node in found}, f"{path}::{test}"
    unproven = sum("not proven" in proof for _chapter, _what, proof in rows())
    covers(f"ASVS: {CHAPTERS} chapters, {len(rows())} rows, {len(set(named))} tests named, {unproven} said not proven")


def test_each_file_of_this_folder_is_named() -> None:
    """A new suite has its row."""
    files = {f"tests/security/{path.name}" for path in Path(__file__).parent.glob("test_*.py")} - {
        "tests/security/test_chapters.py"
    }
    assert files <= {path for path, _test in NAMED.findall(PAGE)}
