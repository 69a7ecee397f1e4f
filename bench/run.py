"""``make bench``: everything in one run, interleaved, at least seven times; medians with their 95 % intervals.

Ratios are ours / other; figures that are no ratio carry their unit in their name. Results go to
``bench/results/latest.json`` and, as a table, to ``docs/performance.md``.
"""

import gzip
import json
import os
import platform
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urljoin, urlsplit

import click
import requests

from . import measures
from .crowd import on_core
from .page import SAID, written
from .target import CLIENT_CORE, ROOT, Target

RESULTS = ROOT / "bench/results/latest.json"
PAGE = ROOT / "docs/performance.md"
OTHERS = ("node", "floor_asyncio", "floor_eventlet", "stock")
RESAMPLED = 10_000


def median_of(values: Iterable[float]) -> tuple[float, list[float]]:
    """The median and its 95 % interval, by resampling."""
    found = list(values)
    chance = random.Random(1)
    drawn = sorted(statistics.median(chance.choices(found, k=len(found))) for _ in range(RESAMPLED))
    return statistics.median(found), [drawn[RESAMPLED * 25 // 1000], drawn[RESAMPLED * 975 // 1000 - 1]]


def fan_outs(text: str) -> dict[str, float]:
    """One repetition of what is pushed to a full room, all servers in an order of chance."""
    names = ["ours", *OTHERS, "deflate"]
    random.shuffle(names)
    found = {n: measures.fan_out("ours" if n == "deflate" else n, text, deflate=n == "deflate") for n in names}
    ours = found["ours"]
    return {
        "fanout_vs_node": ours.last_ms / found["node"].last_ms,
        "fanout_vs_floor": ours.last_ms / found["floor_asyncio"].last_ms,
        "fanout_vs_eventlet_floor": ours.last_ms / found["floor_eventlet"].last_ms,
        "fanout_vs_stock": ours.last_ms / found["stock"].last_ms,
        "fanout_deflate_vs_plain": found["deflate"].last_ms / ours.last_ms,
        "join_vs_node": ours.join_per_s / found["node"].join_per_s,
        "kb_per_client": ours.kb_per_client,
        **{f"{name}_ms": pushed.last_ms for name, pushed in found.items()},
        **{f"{name}_cpu_ms": pushed.server_cpu_ms for name, pushed in found.items()},
        **{f"{name}_joins_per_s": pushed.join_per_s for name, pushed in found.items()},
        "client_busy": max(pushed.client_busy for pushed in found.values()),
    }


def conducts() -> dict[str, float]:
    """One repetition of the pilot's act on the whole room."""
    texts: dict[str, str] = {}
    ours, node = measures.conducted("ours", texts), measures.conducted("node", texts)
    return {"conduct_400_vs_node": ours / node, "conduct_ours_ms": ours, "conduct_node_ms": node}


def writing() -> dict[str, float]:
    """One repetition of what people write."""
    ours, bare = measures.acknowledged(bare=False), measures.acknowledged(bare=True)
    return {
        "ack_vs_bare_insert": ours / bare, "ack_ours_per_s": ours, "ack_bare_per_s": bare,
        "ack_p99_ms_400": measures.acknowledged_within(),
    }  # fmt: skip


def quiet() -> dict[str, float]:
    """One repetition of a room in which nothing happens."""
    return {"idle_state_messages_per_s": measures.idle()}


def seated() -> dict[str, float]:
    """One repetition of seating 400 people by wishes."""
    found = subprocess.run(
        [sys.executable, "-m", "bench.replan"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    return {"replan_400_s": float(found.split()[-1])}  # the solver presents itself first


def page() -> dict[str, float]:
    """What the first load of a table's page takes: the page and each style, script and figure it names, gzip 6."""
    with Target("ours", tables=1, people=2) as ours:
        base = f"http://127.0.0.1:{ours.port}"
        guest = ours.room["guests"][2]
        asked = requests.Session()
        asked.headers["Cookie"] = guest["cookie"]
        address = f"{base}/w/{guest['workshop']}/s/{guest['seat']}/"
        seen: dict[str, bytes] = {}
        waiting, renamed = [address], dict[str, str]()
        while waiting:
            url = waiting.pop()
            if url in seen:
                continue
            answer = asked.get(url, timeout=10)
            answer.raise_for_status()
            seen[url] = answer.content
            if "html" in answer.headers["Content-Type"]:
                told = re.search(r'<script type="importmap">(.*?)</script>', answer.text)
                renamed = json.loads(told[1])["imports"] if told else {}
                waiting += [base + one for one in re.findall(r'(?:href|src)="(/static/[^"#]+)', answer.text)]
            elif "javascript" in answer.headers["Content-Type"]:
                below = (urljoin(url, one) for one in _IMPORTED.findall(answer.text))
                waiting += [base + renamed.get(urlsplit(one).path, urlsplit(one).path) for one in below]
    return {"page_kb": sum(len(gzip.compress(body, 6)) for body in seen.values()) / 1024, "page_files": len(seen)}


_IMPORTED = re.compile(r"""(?:import|from)\s*\(?['"]([./][^'"]+)['"]""")
"""A module's own imports; the browser finds them under the names of the import map, and so must we."""


REPEATED: dict[str, Callable[[], dict[str, float]]] = {
    "conduct": conducts, "writing": writing, "quiet": quiet, "seating": seated, "page": page,
}  # fmt: skip


@click.command()
@click.option("--times", default=7, show_default=True, help="Repetitions of everything.")
@click.option("--only", default=None, help="Comma-separated: fanout, " + ", ".join(REPEATED) + ".")
def main(times: int, only: str | None) -> None:
    """Measure, and write what was seen."""
    on_core(CLIENT_CORE)
    wanted = only.split(",") if only else ["fanout", *REPEATED]
    text = measures.same_bytes()
    values: dict[str, list[float]] = {}
    began = time.monotonic()
    for turn in range(times):
        for name in wanted:
            once = fan_outs(text) if name == "fanout" else REPEATED[name]()
            for key, value in once.items():
                values.setdefault(key, []).append(value)
            print(f"{turn + 1}/{times} {name}: {', '.join(f'{k} {v:.3g}' for k, v in once.items())}", file=sys.stderr)
    found = {key: median_of(of) for key, of in values.items()}
    told: dict[str, Any] = {
        "ratios": {key: round(middle, 3) for key, (middle, _) in found.items() if key in SAID},
        "intervals": {key: [round(end, 3) for end in ends] for key, (_, ends) in found.items() if key in SAID},
        "figures": {key: round(middle, 3) for key, (middle, _) in found.items() if key not in SAID},
        "repetitions": times, "seconds": round(time.monotonic() - began), "bytes": len(text),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
    }  # fmt: skip
    print(json.dumps(told))
    if only is None:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(told, indent=1) + "\n")
        written(PAGE, told)


if __name__ == "__main__":
    main()
