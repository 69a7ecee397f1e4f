"""The house keeps its shape: layers, sizes, names, and what may be imported where."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LONGEST_MODULE = 300
SHIPPED = [
    p
    for folder in ("facilitation", "tests", "bench", "faults", "deploy")
    for p in sorted((ROOT / folder).rglob("*.py"))
] + [ROOT / "config.py", ROOT / "wsgi.py"]
SCRIPTS = [p for p in sorted((ROOT / "static").rglob("*.*js")) if "vendor" not in p.parts]
STYLES = sorted((ROOT / "static").rglob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def _tracked() -> list[Path]:
    """The files git tracks, and the new ones it does not ignore."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True,
    ).stdout  # fmt: skip
    return [path for name in listed.decode().split("\0") if name and (path := ROOT / name).is_file()]


def _imports(path: Path) -> set[str]:
    """The absolute modules that a file imports, at any depth of its code."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", SHIPPED + SCRIPTS + STYLES + TEMPLATES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_no_module_is_longer_than_a_reader_can_hold(path):
    """300 lines at most."""
    assert len(path.read_text().splitlines()) <= LONGEST_MODULE


def test_layers_are_kept():
    """import-linter's contracts, as pyproject.toml states them, all hold."""
    run = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_eventlet_is_known_to_two_files_only():
    """Only the start-up file and the transport import eventlet, so that leaving it is a small change."""
    knowing = {
        p.relative_to(ROOT).as_posix()
        for p in SHIPPED
        if any(n.split(".")[0] == "eventlet" for n in _imports(p)) and p.parent != ROOT / "bench/targets"
    }  # what is measured against eventlet imports it
    assert knowing <= {"wsgi.py", "facilitation/transport.py"}
    assert "facilitation/transport.py" in knowing, "the check would otherwise pass on a tree without eventlet"


def test_importing_the_application_never_imports_eventlet():
    """Unit tests and commands run without a monkey-patched standard library."""
    code = "import sys, facilitation; facilitation.create_app; sys.exit('eventlet' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_who_breaks_and_judges_knows_nothing_of_the_server():
    """Of ``faults``, only the program that makes rooms imports the server; it runs in a process of its own."""
    code = "import sys, faults.run, faults.asleep; sys.exit('facilitation' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
    knowing = {p.name for p in (ROOT / "faults").rglob("*.py") if any("facilitation" in n for n in _imports(p))}
    assert knowing == {"prepare.py"}, "the check would otherwise pass on a tree without a server"


@pytest.mark.parametrize("path", sorted((ROOT / "facilitation/domain").rglob("*.py")), ids=lambda p: p.name)
def test_the_domain_imports_the_standard_library_only(path):
    """No framework, and nothing that reads a clock or draws a number."""
    imported = {name.split(".")[0] for name in _imports(path)}
    assert imported <= set(sys.stdlib_module_names)
    assert imported.isdisjoint({"time", "datetime", "random", "secrets", "os", "threading", "uuid", "socket"})


def test_no_file_names_a_package_registry():
    """Lock files give names, versions and hashes; where packages come from is the machine's affair."""
    hosts = ["files.python" + "hosted", "registry." + "npmjs", "pypi" + ".org/simple", "--" + "index-url"]
    guilty = []
    for path in _tracked():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        guilty += [(path.name, host) for host in hosts if host in text]
        if path.name == "package-lock.json":
            lock = json.loads(text)
            guilty += [(path.name, name) for name, entry in lock["packages"].items() if "resolved" in entry]
    assert not guilty


def test_no_junk_drawer():
    """A file is named for its subject."""
    banned = {"utils", "common", "helpers", "misc", "util"}
    assert not [p for p in SHIPPED + SCRIPTS if p.stem in banned or p.parent.name in banned]


def test_nothing_third_party_is_committed():
    """Browser libraries are installed at set-up."""
    assert not [p for p in _tracked() if "vendor" in p.parts or "node_modules" in p.parts or p.suffix == ".mo"]


def test_style_and_types():
    """ruff finds nothing; mypy is strict on domain and service."""
    tools = Path(sys.executable).parent
    for command in (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]):
        run = subprocess.run([str(tools / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True)
        assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]
