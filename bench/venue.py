"""What people of a measurement come to: a server or two behind nginx, with workshops and people in its data."""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.together import Together
from facilitation import create_app
from facilitation.domain.refusals import Refusal

from .databases import own_database

MINUTE = 60_000


@dataclass
class Venue:
    """``together`` runs; ``made`` is what was prepared in its data."""

    together: Together
    made: Any

    @property
    def tracebacks(self) -> str:
        """What the processes' logs hold from the first traceback on; empty when there is none."""
        logs = "".join(process.log.read_text(errors="replace") for process in self.together.processes)
        return logs[logs.index("Traceback") :] if "Traceback" in logs else ""

    @property
    def processor(self) -> float:
        """Seconds of processor that each process has used, added; nginx and PostgreSQL not counted."""
        stats = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in self.pids]
        return sum(int(fields[11]) + int(fields[12]) for fields in stats) / os.sysconf("SC_CLK_TCK")

    @property
    def memory(self) -> float:
        """Megabytes of all processes."""
        pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in self.pids)
        return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024

    @property
    def pids(self) -> list[int]:
        """Of the server processes."""
        return [process.popen.pid for process in self.together.processes if process.popen]


@contextmanager
def opened(processes: int, prepare: Any) -> Iterator[Venue]:
    """One process on SQLite, or several on PostgreSQL behind nginx; ``prepare(app)`` fills the data first."""
    folder = Path(tempfile.mkdtemp(prefix="tablee-venue-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        url = stack.enter_context(own_database()) if processes > 1 else f"sqlite:///{folder / 'tablee.db'}"
        together = stack.enter_context(Together(folder, url, processes, nginx=processes > 1))
        together.migrate()
        app = create_app({"INSTANCE": str(folder), "DATABASE_URL": url, "PUBLIC_URL": together.url})
        house = app.extensions["tablee"]
        made = prepare(app)
        house.close()
        house.engine.dispose()
        together.start()
        yield Venue(together, made)


def workshop(house: Any, tables: int, format_key: str = "150") -> Any:
    """A workshop that begins now."""
    account = house.accounts.create("Claire", f"claire{time.monotonic_ns()}@bench.example", "une phrase assez longue")
    now = house.instants.now()
    made = house.workshops.create(
        account.id, "Mesures", "Ici", now, now + 200 * MINUTE, tables=tables, format_key=format_key
    )
    if isinstance(made, Refusal):
        sys.exit(f"no workshop: {made}")
    return made


def share(values: list[float], of: float) -> float:
    """A percentile, by nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * of))] if ordered else 0.0
