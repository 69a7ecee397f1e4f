"""What every test may ask for. A test that lacks a service is skipped in one line, or fails under REQUIRE_SERVICES."""

import os
import shutil
from collections.abc import Callable

import pytest

from tests.chromium import browser

__all__ = ["browser"]

REQUIRED = os.environ.get("REQUIRE_SERVICES") == "1"

FIRST = (
    "test_sockets", "test_clocks", "test_host_alone", "test_relay", "test_room_check", "test_crash",
    "test_words_machine", "test_routes", "test_kills", "test_method_machine", "test_rehearse", "test_injection",
)  # fmt: skip
"""Files whose tests take or wait for a minute or more: at the end of a run every other worker would wait for them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first."""
    items.sort(key=lambda item: item.path.stem not in FIRST)


@pytest.fixture
def covers(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """``covers("3 routes × 7 visitors, 0 left out")``: the line is told at the end of the run, by whichever worker."""
    return lambda line: record_property("covers", line)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What the tests of the whole set covered, one line each."""
    reports = [r for kind in ("passed", "failed") for r in terminalreporter.stats.get(kind, ()) if r.when == "call"]
    lines = sorted({str(value) for report in reports for name, value in report.user_properties if name == "covers"})
    if lines:
        terminalreporter.section("covered")
        for line in lines:
            terminalreporter.write_line(line)


def missing(what: str) -> None:
    """Skip this test because the machine lacks something, or fail when nothing may be skipped."""
    message = f"needs {what}"
    if REQUIRED:
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


def chromium_path() -> str | None:
    """The Chromium of this machine: CHROMIUM, then Debian's, then Chrome, then Playwright's own."""
    for name in (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        found = name and shutil.which(name)
        if found:
            return found
    try:
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            path = playwright.chromium.executable_path
            return path if os.path.exists(path) else None
    except Exception:
        return None


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium."""
    path = chromium_path()
    if path is None:
        missing("Chromium (apt install chromium, or CHROMIUM=/path)")
    assert path
    return path
