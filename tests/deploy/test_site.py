"""What ``python -m deploy.site`` prints is what nginx takes, and the units name what exists."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config import SETTINGS
from deploy.site import Site, configuration, filled
from tests.conftest import missing
from tests.deploy.conftest import need_nginx
from tests.server import ROOT, free_port

UNITS = sorted((ROOT / "deploy/systemd").glob("tablee*.*"))


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[str, str]:
    """A certificate that nobody trusts, and its key."""
    chain, key = str(tmp_path / "chain.pem"), str(tmp_path / "key.pem")
    words = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    ]
    made = subprocess.run([*words, "-subj", "/CN=atelier.example", "-out", chain, "-keyout", key], capture_output=True)
    assert made.returncode == 0, made.stderr
    return chain, key


def checked(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    """What ``nginx -t`` says of a site's file; its ports are others here, for these may be taken or forbidden."""
    ports = {port: str(free_port()) for port in set(re.findall(r"listen (?:\[::\]:)?(\d+)", text))}
    text = re.sub(r"( *)listen \[::\]:\d+[^;]*;\n", "", text)  # a test machine may have no IPv6
    (folder / "site.conf").write_text(re.sub(r"listen (\d+)", lambda found: f"listen {ports[found[1]]}", text))
    (folder / "nginx.conf").write_text(filled("alone.conf.in", {"USER": ""}))
    (folder / "temporary").mkdir()
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    command = [str(nginx), "-p", f"{folder}/", "-e", "error.log", "-c", "nginx.conf", "-t"]
    return subprocess.run(command, capture_output=True, text=True, timeout=20)


@pytest.mark.server
@pytest.mark.parametrize("how", ["plain", "secure", "far"])
def test_nginx_takes_it(how: str, tmp_path: Path, certificate: tuple[str, str]):
    """HTTP, HTTPS with its redirection, and processes on other machines: no error and no warning."""
    need_nginx()
    words = {"plain": [], "secure": ["--certificate", certificate[0], "--key", certificate[1]], "far": []}[how]
    processes = ["10.0.0.1:5001", "10.0.0.2:5001"] if how == "far" else ["5001", "5002"]
    command = [sys.executable, "-m", "deploy.site", "--name", "atelier.example", "--cache", str(tmp_path / "cache")]
    command += [word for one in processes for word in ("--process", one)] + words
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert printed.returncode == 0, printed.stderr
    answer = checked(tmp_path, printed.stdout)
    assert answer.returncode == 0, answer.stderr
    assert "[warn]" not in answer.stderr, answer.stderr
    assert ("return 301 https://" in printed.stdout) == (how == "secure")


def test_each_process_is_behind_it():
    """One line for each, nothing of the template left over; a near one is never put on a list of the dead."""
    text = configuration(Site(("5001", "10.0.0.2:5001"), name="atelier.example"))
    assert re.findall(r"^    server (.+);$", text, re.MULTILINE) == [
        "127.0.0.1:5001 max_fails=0",
        "10.0.0.2:5001 max_fails=2 fail_timeout=5s",
    ]
    assert not re.search(r"@[A-Z]+@", text)


def test_a_site_that_cannot_be_is_refused():
    with pytest.raises(ValueError, match="process"):
        Site(())
    with pytest.raises(ValueError, match="key"):
        Site(("5001",), certificate="/etc/ssl/chain.pem")


def test_units_set_what_the_application_reads():
    """Every setting in a unit or in the example is one that config.py knows."""
    known = {setting.name for setting in SETTINGS} | {"PYTHONUNBUFFERED"}
    assert len(UNITS) >= 5
    for path in UNITS:
        text = path.read_text()
        lines = re.findall(r"^Environment=(.+)$", text, re.MULTILINE)
        lines += re.findall(r"^#?([A-Z_]+=.*)$", text, re.MULTILINE) if path.suffix == ".example" else []
        assert {word.split("=")[0] for line in lines for word in line.split()} <= known, path.name


def test_systemd_takes_the_units(tmp_path: Path):
    """``systemd-analyze verify`` finds nothing, with this tree in the place of /opt/tablee."""
    if shutil.which("systemd-analyze") is None:
        missing("systemd-analyze (apt install systemd)")
    for path in UNITS:
        text = path.read_text().replace("/opt/tablee/.venv/bin/", f"{Path(sys.executable).parent}/")
        text = re.sub(r"^(User|Group)=tablee$", r"\1=daemon", text, flags=re.MULTILINE).replace(
            "/opt/tablee", str(ROOT)
        )
        (tmp_path / path.name.replace("@", "@5001")).write_text(text.replace("%i", "5001"))
    units = [str(path) for path in tmp_path.iterdir() if path.suffix != ".example"]
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *units],
        capture_output=True,
        text=True,
        timeout=60,
    )
    mine = [line for line in verified.stderr.splitlines() if "tablee" in line]
    assert verified.returncode == 0, verified.stderr
    assert not mine
