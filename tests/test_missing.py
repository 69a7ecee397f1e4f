"""On a machine without PostgreSQL and Chromium a test says in one line what it needs; none is silent."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
POOR = """
import pytest
from tests.conftest import chromium, covers, missing
from tests.databases import database
from tests.server import Fleet


def test_of_a_page(chromium):
    raise AssertionError("there is none")


def test_of_rows(tmp_path):
    with database("postgresql", tmp_path):
        raise AssertionError("there is none")


def test_of_a_server(tmp_path):
    Fleet(tmp_path).serve("threading", "postgresql")


def test_of_something_else():
    missing("a left-handed screwdriver")


def test_that_needs_nothing(covers):
    covers("3 cells, 0 left out")
"""
NEEDS = (
    "Chromium",
    "PostgreSQL on 127.0.0.1:5432 (or",
    "PostgreSQL on 127.0.0.1:5432 with",
    "a left-handed screwdriver",
)


def run(folder: Path, *options: str, **environ: str) -> str:
    """What pytest prints of those tests, on a machine that has nothing."""
    (folder / "bin").mkdir(exist_ok=True)
    (folder / "test_poor.py").write_text(POOR)
    kept = {k: v for k, v in os.environ.items() if k not in ("CHROMIUM", "REQUIRE_SERVICES", "PYTEST_ADDOPTS")}
    poor = {
        "PATH": str(folder / "bin"), "PLAYWRIGHT_BROWSERS_PATH": str(folder), "PYTHONPATH": str(ROOT),
        "TEST_POSTGRES": "postgresql://root@127.0.0.1:1/test", "COLUMNS": "200",
    }  # fmt: skip
    command = [sys.executable, "-m", "pytest", "-q", "-rsfE", "-p", "no:cacheprovider", "-p", "tests.conftest"]
    done = subprocess.run(
        [*command, *options, f"--rootdir={folder}", str(folder / "test_poor.py")],
        cwd=folder, env=kept | poor | environ, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    return done.stdout + done.stderr


@pytest.mark.parametrize("workers", [(), ("-n", "1")], ids=["alone", "by workers"])
def test_what_is_missing_is_said_and_nothing_fails(tmp_path: Path, workers: tuple[str, ...]) -> None:
    """One line for each need; what was covered is told at the end, by whichever worker."""
    said = run(tmp_path, *workers)
    skipped = [line for line in said.splitlines() if line.startswith("SKIPPED")]
    for need in NEEDS:
        assert [line for line in skipped if f"needs {need}" in line], said
    assert re.search(r"1 passed, 4 skipped", said), said
    assert "\n3 cells, 0 left out\n" in said


def test_where_nothing_may_be_missing_it_fails(tmp_path: Path) -> None:
    """In the gate; what a fixture lacks is an error, which fails as well."""
    said = run(tmp_path, REQUIRE_SERVICES="1")
    assert re.search(r"3 failed, 1 passed, 1 error", said), said
    for need in NEEDS:
        assert f"needs {need}" in said
