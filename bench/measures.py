"""What is measured, one repetition at a time: a figure for each target, of the same bytes and in the same run."""

import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

from .crowd import Client, Crowd
from .target import DEFLATE, Target

WARM, TIMED = 3, 12
"""Pushes that are not counted, and those that are, in each repetition."""
PAUSE_S = 0.05
WAITING = 1000
"""Clients in one room."""
SEATED = 5, 7
"""The tables and people of the room whose snapshot is pushed."""
TABLES, SEATS = 50, 8
WRITERS = 100
"""Clients that write one after the other, each waiting for its acknowledgement."""
WRITES_S = 4.0
QUIET_S = 20.0


@dataclass
class Pushed:
    """One repetition of pushes to everybody: milliseconds from just before the push to the last client's last byte."""

    last_ms: float
    join_per_s: float
    server_cpu_ms: float
    """Of one push."""
    client_busy: float
    """The share of the time to the last client in which the load client computed: under 1 it was not the bottleneck."""
    kb_per_client: float = 0.0


def same_bytes(waiting: int = WAITING) -> str:
    """The snapshot of a waiting room that everybody sends, as our server writes it."""
    with Target("ours", *SEATED, waiting) as ours:
        audience = f"room:{ours.room['workshop']}"
        text: str = ours.ask("read", audiences=[audience])["texts"][audience]
    return text


def fan_out(name: str, text: str, clients: int = WAITING, deflate: bool = False) -> Pushed:
    """So many clients in one room, and pushes to all of them."""
    with Target(name, *SEATED, clients) as target:
        if name != "ours":
            target.ask("first", text=text)
            target.ask("load", pushes=[("all", text)])
        before = target.ask("usage").get("rss", 0)
        crowd = Crowd(target.port)
        seconds = crowd.join(target.guests(["room"], [["all"]] * clients, DEFLATE if deflate else None))
        held = (target.ask("usage").get("rss", 0) - before) / 1024 / clients
        times, busy, cpu = [], [], []
        for turn in range(WARM + TIMED):
            crowd.rest(PAUSE_S)
            used = _cpu_ms(target.ask("usage"))
            at, last, mine = _pushed(target, crowd, "push")
            crowd.whole = crowd.last
            if turn >= WARM:
                times.append((last - at) / 1e6)
                busy.append(mine / max(1, last - at))
                cpu.append(_cpu_ms(target.ask("usage")) - used)
        _complete(name, crowd)
    return Pushed(median(times), clients / seconds, median(cpu), median(busy), held)


def conducted(name: str, texts: dict[str, str]) -> float:
    """The pilot's act on all tables: milliseconds until the last person of the last table has the new snapshot.

    Ours commits it first; others send the same texts to the same rooms. ``texts`` is filled by ours.
    """
    with Target(name, tables=TABLES, people=SEATS) as target:
        crowd = Crowd(target.port)
        if name == "ours":
            audiences = [f"group:{table}" for table in target.room["tables"]]
            target.ask("conduct", command="start_round")
            texts |= target.ask("read", audiences=audiences)["texts"]
        else:
            target.ask("first", text=next(iter(texts.values())))
            target.ask("load", pushes=list(texts.items()))
        rooms = [[room] for room in texts for _ in range(SEATS)]
        crowd.join(target.guests(["group"], rooms))
        times = []
        for turn in range(WARM + TIMED):
            crowd.rest(PAUSE_S)
            asked = {"command": "change_time", "fields": {"minutes": 1 if turn % 2 else -1}}
            at, last, _ = _pushed(target, crowd, *(("conduct", asked) if name == "ours" else ("push",)))
            if turn >= WARM:
                times.append((last - at) / 1e6)
        _complete(name, crowd)
    return median(times)


def acknowledged(bare: bool) -> float:
    """Contributions acknowledged in a second, or as many rows of nothing but text, over the same sockets."""
    with Target("ours", tables=TABLES, people=SEATS) as ours:
        crowd = _in_clarification(ours)
        if bare:
            ours.ask("bare")
        writers = list(crowd.clients.values())[:WRITERS]
        began = time.monotonic()
        for client in writers:
            client.on_ack = _again(client, lambda: time.monotonic() - began < WRITES_S)
            client.say(_idea(client))
        while time.monotonic() - began < WRITES_S:
            crowd.turn(0.2)
        done = sum(client.acked for client in writers)
        _complete("ours", crowd)
    return done / WRITES_S


def acknowledged_within(each_second: int = 100, seconds: float = 10.0) -> float:
    """The 99th of 100 waits for an acknowledgement, in milliseconds, while 400 are connected and so many write."""
    waits: list[float] = []
    with Target("ours", tables=TABLES, people=SEATS) as ours:
        crowd = _in_clarification(ours)
        clients = list(crowd.clients.values())
        began, sent = time.monotonic(), 0
        while (passed := time.monotonic() - began) < seconds:
            while sent < passed * each_second:
                client = clients[sent * 7 % len(clients)]
                at = time.monotonic()
                client.on_ack = lambda _words, at=at: waits.append((time.monotonic() - at) * 1000)  # type: ignore[misc]
                client.say(_idea(client))
                sent += 1
            crowd.turn(0.002)
        crowd.rest(2)
        _complete("ours", crowd)
    if len(waits) < sent:
        raise RuntimeError(f"{sent - len(waits)} of {sent} were never acknowledged")
    return sorted(waits)[len(waits) * 99 // 100]


def idle(seconds: float = QUIET_S) -> float:
    """Snapshots in a second that 400 people receive while nobody does anything."""
    with Target("ours", tables=TABLES, people=SEATS) as ours:
        crowd = _in_clarification(ours)
        crowd.expect()
        crowd.rest(seconds)
        heard = sum(client.counted for client in crowd.clients.values())
        _complete("ours", crowd)
    return heard / seconds


def _in_clarification(ours: Target) -> Crowd:
    """400 people at their tables, in a phase in which everybody writes."""
    ours.ask("conduct", command="bring_tables", fields={"target": "clarification"})
    crowd = Crowd(ours.port)
    crowd.join(ours.guests(["group", "room", "person"], [[]] * (TABLES * SEATS)))
    crowd.rest(3)  # what the room was told while they came has arrived
    return crowd


def _idea(client: Client) -> str:
    """One contribution, as a browser sends it; the number asks for an acknowledgement."""
    auth = json.loads(client.guest.hello[2:])
    message = {
        "id": secrets.token_urlsafe(12), "as": auth["seat"], "command": "keep_idea", "group": client.guest.table,
        "fields": {"text": "Un bail par étapes, avec la commune et les voisins."},
    }  # fmt: skip
    return f"42{client.acked}" + json.dumps(["command", message])


def _again(client: Client, goes_on: Callable[[], bool]) -> Callable[[bytes], None]:
    def answered(_words: bytes) -> None:
        if goes_on():
            client.say(_idea(client))

    return answered


def _pushed(target: Target, crowd: Crowd, what: str, more: dict[str, Any] | None = None) -> tuple[int, int, int]:
    """Ask without waiting, so that the clients read while the server writes: when it began, when the last byte was
    there, and the nanoseconds that the load client computed meanwhile."""
    crowd.expect()
    mine = time.process_time_ns()
    target.line.sendall(json.dumps({"do": what} | (more or {})).encode() + b"\n")
    last = crowd.until(1)
    mine = time.process_time_ns() - mine
    return json.loads(target.reader.readline())["at"], last, mine


def _complete(name: str, crowd: Crowd) -> None:
    lost = crowd.lost
    crowd.leave()
    if lost:
        raise RuntimeError(f"{name}: {lost} clients were lost")


def _cpu_ms(told: dict[str, Any]) -> float:
    cpu = told["cpu"]
    return (cpu["user"] + cpu["system"]) / 1000 if isinstance(cpu, dict) else cpu * 1000
