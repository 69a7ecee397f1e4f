"""What is measured, one repetition at a time: a figure for each target, of the same bytes and in the same run."""

import json
import time
from dataclasses import dataclass
from statistics import median

from .crowd import Crowd
from .target import DEFLATE, Target

WARM, TIMED = 3, 12
"""Pushes that are not counted, and those that are, in each repetition."""
PAUSE_S = 0.05
WAITING = 1000
"""Clients in one room."""


@dataclass
class Pushed:
    """One repetition of pushes to everybody: milliseconds from just before the push to the last client's last byte."""

    last_ms: float
    join_per_s: float
    server_cpu_ms: float
    """Of one push."""
    client_busy: float
    """The share of the time to the last client in which the load client computed: under 1 it was not the bottleneck."""


def same_bytes(waiting: int = WAITING) -> str:
    """The snapshot of a waiting room that everybody sends, as our server writes it."""
    with Target("ours", waiting=1) as ours:
        audience = f"room:{ours.room['workshop']}"
        text: str = ours.ask("read", audiences=[audience])["texts"][audience]
    return text


def fan_out(name: str, text: str, clients: int = WAITING, deflate: bool = False) -> Pushed:
    """So many clients in one room, and pushes to all of them."""
    with Target(name, waiting=clients) as target:
        if name != "ours":
            target.ask("first", text=text)
            target.ask("load", pushes=[("all", text)])
        crowd = Crowd(target.port)
        seconds = crowd.join(target.guests(["room"], [["all"]] * clients, DEFLATE if deflate else None))
        times, busy, cpu = [], [], []
        for turn in range(WARM + TIMED):
            crowd.rest(PAUSE_S)
            crowd.expect()
            before, mine = target.ask("usage"), time.process_time_ns()
            at, last = _push(target, crowd)
            mine = time.process_time_ns() - mine
            if turn >= WARM:
                times.append((last - at) / 1e6)
                busy.append(mine / max(1, last - at))
                cpu.append(_cpu_ms(target.ask("usage")) - _cpu_ms(before))
        lost = crowd.lost
        crowd.leave()
    if lost:
        raise RuntimeError(f"{name}: {lost} clients were lost")
    return Pushed(median(times), clients / seconds, median(cpu), median(busy))


def _push(target: Target, crowd: Crowd) -> tuple[int, int]:
    """Ask without waiting, so that the clients read while the server writes: when it began, and the last byte."""
    target.line.sendall(json.dumps({"do": "push"}).encode() + b"\n")
    last = crowd.until(1)
    return json.loads(target.reader.readline())["at"], last


def _cpu_ms(told: dict) -> float:
    cpu = told["cpu"]
    return (cpu["user"] + cpu["system"]) / 1000 if isinstance(cpu, dict) else cpu * 1000
