"""``flask rehearse`` beside what is measured: a room of people, each with a real socket."""

import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from typing import Any

from .target import ROOT


class Rehearsal:
    """``flask rehearse`` beside this process: its lines as they come, and its figures.

    It gives way to the server, and both to the browser, which in a room has a machine of its own; not where it is a
    command of its own, for people who never get a turn are answered late.
    """

    def __init__(
        self,
        url: str,
        environment: Mapping[str, str],
        people: int,
        groups: int,
        speed: int,
        through: str = "",
        gives_way: bool = True,
    ) -> None:
        words = ["rehearse", "--people", str(people), "--groups", str(groups), "--speed", str(speed)]
        words += ["--url", url, *(["--through", through] if through else [])]
        self.process = subprocess.Popen(
            ["nice", "-n", "10" if gives_way else "0", sys.executable, "-m", "flask", *words],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.lines: list[str] = []
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.append(line.rstrip())
            if not re.match(r" *\d+\.\d s ", line):
                print(line, end="", file=sys.stderr, flush=True)

    def wait_for(self, pattern: str) -> re.Match[str]:
        """The first line that has this in it."""
        while True:
            for line in list(self.lines):
                if found := re.search(pattern, line):
                    return found
            if self.process.poll() is not None:
                raise RuntimeError("\n".join(self.lines[-20:]))
            time.sleep(0.2)

    @property
    def goes_on(self) -> bool:
        """True until everybody stops: what is checked then must not change any more."""
        return self.process.poll() is None and "everybody stops" not in self.lines

    def figures(self) -> dict[str, Any]:
        """The JSON line, once everybody went home."""
        assert self.process.stdout is not None
        out = self.process.stdout.read()
        self.process.wait(60)
        self.reader.join(10)
        figures: dict[str, Any] = json.loads(out.strip().splitlines()[-1])
        return figures
