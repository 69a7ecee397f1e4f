"""The packages of the lock files, and an inventory of them (CycloneDX 1.6): ``python -m tests.security.packages FILE``.

Nothing is asked of any registry: names, versions and hashes are the lock files', licences those of what is installed.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ("requirements.txt", "requirements-dev.txt", "requirements-node.txt")
"""What is served or tested with; requirements-security.txt reads our files and is part of nothing."""
NPM = ROOT / "package-lock.json"


@dataclass(frozen=True)
class Package:
    """One locked package; ``served`` when a person's browser or the server uses it."""

    kind: str
    name: str
    version: str
    served: bool
    licence: str = ""
    hashes: tuple[str, ...] = field(default=(), compare=False)

    @property
    def purl(self) -> str:
        """Its address among packages of the world."""
        return f"pkg:{self.kind}/{self.name.replace('@', '%40')}@{self.version}"


def locked(file: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Name, version and SHA-256 hashes of each package of a lock file of Python."""
    for block in re.split(r"\n(?=\S)", (ROOT / file).read_text()):
        found = re.match(r"([a-z0-9][a-z0-9._-]*)(?:\[[^]]*\])?==([^ ;\\\n]+)", block)
        if found:
            yield found[1], found[2], tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", block))


def licence_of(name: str) -> str:
    """What an installed package says its licence is, or nothing when it is not installed here."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return ""
    classified = [c.split(" :: ")[-1] for c in said.get_all("Classifier", []) if c.startswith("License ::")]
    text = str(said.get("License") or "").partition("\n")[0]
    usual = next((c for c in classified if c not in ("OSI Approved", "DFSG approved")), "")
    return str(said.get("License-Expression") or usual or text)


def packages() -> list[Package]:
    """Every locked package, by name."""
    served = {name for name, _version, _hashes in locked(PYTHON[0])}
    found = {
        Package("pypi", name, version, name in served, licence_of(name), hashes)
        for file in PYTHON
        for name, version, hashes in locked(file)
    }
    for path, entry in json.loads(NPM.read_text())["packages"].items():
        if path:
            name = path.rpartition("node_modules/")[2]
            said = ROOT / path / "package.json"
            own = json.loads(said.read_text()).get("license", "") if said.exists() else ""
            found.add(Package("npm", name, entry["version"], not entry.get("dev"), entry.get("license") or str(own)))
    return sorted(found, key=lambda one: (one.kind, one.name, one.version))


def inventory() -> dict[str, Any]:
    """The packages as CycloneDX 1.6 writes them."""
    components = [
        {
            "type": "library", "bom-ref": one.purl, "name": one.name, "version": one.version, "purl": one.purl,
            "scope": "required" if one.served else "excluded",
            "licenses": [{"license": {"name": one.licence}}] if one.licence else [],
            "hashes": [{"alg": "SHA-256", "content": content} for content in one.hashes],
        }
        for one in packages()
    ]  # fmt: skip
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    about = {"type": "application", "bom-ref": "tablee", "name": "tablee", "version": version[1] if version else ""}
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "metadata": {"component": about},
        "components": components,
    }  # fmt: skip


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(inventory(), indent=1) + "\n")
    print(f"{len(inventory()['components'])} packages in {sys.argv[1]}")
