"""What is installed: no version with a known hole, hashes for each, licences that may be given on, an inventory."""

import re
import sqlite3
from collections.abc import Callable

import pytest

from tests.security.packages import PYTHON, ROOT, inventory, locked, packages

Covers = Callable[[str], None]

SAFE_FROM = {
    "flask": "3.1.3",  # CVE-2026-27205, CVE-2025-47278
    "werkzeug": "3.1.6",  # safe_join, multipart
    "jinja2": "3.1.6",
    "python-socketio": "5.16.2",  # CVE-2025-61765, CVE-2026-48804
    "python-engineio": "3.9",  # CVE-2019-13611
    "eventlet": "0.40.3",  # CVE-2025-58068, CVE-2021-21419
    "gevent": "23.9.0",
    "requests": "2.32.4",  # CVE-2024-47081
    "urllib3": "2.5.0",  # CVE-2025-50181
    "certifi": "2024.7.4",  # CVE-2024-39689
    "h11": "0.16.0",  # CVE-2025-43859
    "mako": "1.2.2",  # CVE-2022-40023
    "idna": "3.7",  # CVE-2024-3651
    "zipp": "3.19.1",  # CVE-2024-5569
    "ws": "8.17.1",  # CVE-2024-37890
    "socket.io-parser": "4.2.3",  # CVE-2023-32695
    "engine.io-parser": "5.0.3",
    "tough-cookie": "4.1.3",  # CVE-2023-26136
}
"""The first version without the holes that were known when this was written; nothing is asked of a registry."""
ELSEWHERE = {"weasyprint": "70.0", "redis": "4.5.4", "gunicorn": "26.0.0"}
"""Packages that we do not use, should somebody add them."""
SQLITE = (3, 51, 3)
"""The WAL-reset bug is mended; before it, one process and one writer are what keeps the file whole (decision 2)."""

MAY = re.compile(
    r"MIT(-0| License)?|MIT AND PSF-2\.0|ISC|0BSD|BSD.*|PSF-2\.0|Python Software Foundation License|Apache.*|MPL-2\.0|"
    r"Mozilla Public License 2\.0 \(MPL 2\.0\)|ZPL-2\.1|GNU Library or Lesser General Public License \(LGPL\)|CC0-1\.0|"
    r"BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1\.0|MPL-2\.0 AND \(Apache-2\.0 OR MIT\)"
)
"""Licences under which the whole may be used and given on; LGPL for psycopg2 alone, linked to and unchanged."""
UNSAID = {"xmlhttprequest-ssl"}
"""MIT by its licence file; its package names none."""


def number(version: str) -> tuple[int, ...]:
    """A version that can be compared."""
    return tuple(int(part) for part in re.findall(r"\d+", version)[:4])


def test_no_version_has_a_known_hole(covers: Covers) -> None:
    """Each locked version, in every lock file, is from the first safe one on."""
    least = SAFE_FROM | ELSEWHERE
    here = {(one.name, one.version) for one in packages()}
    here |= {(name, version) for name, version, _ in locked("requirements-security.txt")}
    told = [(name, version) for name, version in here if name in least and number(version) < number(least[name])]
    assert not told, told
    known = {name for name, _version in here}
    gone = SAFE_FROM.keys() - known
    assert not gone, f"not installed any more: {gone}"
    assert not ELSEWHERE.keys() & known
    covers(f"packages: {len(here)} locked versions, {len(least)} with a least safe one, 0 below")


def test_every_package_is_known_by_its_hash(covers: Covers) -> None:
    """What a registry gives tomorrow is what it gave today."""
    files = (*PYTHON, "requirements-security.txt")
    without = [(file, name) for file in files for name, _version, hashes in locked(file) if not hashes]
    assert not without
    makefile = (ROOT / "Makefile").read_text()
    installs = [line for line in makefile.splitlines() if "pip install" in line and "-r requirements" in line]
    assert installs
    assert all("--require-hashes" in line for line in installs)
    assert "npm ci" in makefile
    assert "ignore-scripts" in makefile
    covers(
        f"packages: {sum(1 for file in files for _ in locked(file))} with hashes in {len(files)} lock files, 0 without"
    )


def test_licences(covers: Covers) -> None:
    """Each installed package has a licence of the list."""
    told = {one.name: one.licence for one in packages() if one.licence}
    wrong = {name: licence for name, licence in told.items() if not MAY.fullmatch(licence)}
    assert wrong.keys() <= {"pytest-timeout"}, wrong  # MIT; its classifier says « DFSG approved »
    assert {name for name, licence in told.items() if "LGPL" in licence} <= {"psycopg2-binary"}
    silent = {one.name for one in packages() if not one.licence and one.kind == "npm"}
    assert silent <= UNSAID
    covers(f"licences: {len(told)} packages, {len(set(told.values()))} licences of the list, {len(silent)} unsaid")


def test_the_inventory_names_everything() -> None:
    """``make sbom`` writes each locked package once, with its version, hashes and licence."""
    said = inventory()
    assert said["bomFormat"] == "CycloneDX"
    refs = [one["bom-ref"] for one in said["components"]]
    assert len(refs) == len(set(refs)) > 80
    assert {"pkg:pypi/flask@" + version for name, version, _ in locked("requirements.txt") if name == "flask"} <= set(
        refs
    )
    assert all(one["hashes"] for one in said["components"] if one["purl"].startswith("pkg:pypi"))
    assert any(one["name"] == "socket.io-client" and one["scope"] == "required" for one in said["components"])


@pytest.mark.parametrize("version", [sqlite3.sqlite_version])
def test_one_process_writes_where_sqlite_is_old(version: str) -> None:
    """Below 3.51.3 two processes that write could damage a file: then as ever, one process holds it."""
    if number(version) < SQLITE:
        source = (ROOT / "facilitation/storage/exclusive.py").read_text()
        assert "flock" in source or "lockf" in source
