"""The venue's Wi-Fi: lost packets, delays, little bandwidth, and a hole that swallows everything. F6, F7.

Promised: nobody is told that something failed which did not; what was done in the hole is done once; screens are right
within 5 s of the network's return; who has a good line notices nothing.
"""

import time

from ..people import Person
from ..proxy import Proxy, Weather
from ..stage import Stage

BAD = Weather(loss=0.1, delay_s=0.15, jitter_s=0.2, bytes_per_s=32_000)
"""One packet in ten lost, 300 ms ± 200 for a round trip, 256 kbit/s."""


def _behind(stage: Stage, proxy: Proxy, share: int = 3) -> list[Person]:
    """Every third person goes over this network from now on."""
    people = stage.crowd.people[1::share]
    for person in people:
        person.port = proxy.port
        person.close(stage.crowd.poll, stage.crowd.by_line)
        person.retry_at = person.tries = 0
    stage.crowd.until(lambda: all(p.live for p in people), "those on the bad network", 40)
    return people


def _heal(stage: Stage, proxy: Proxy) -> float:
    """The network is well again; the seconds until every screen is right."""
    proxy.weather = Weather()
    healed_at = time.monotonic()
    stage.load.on = False
    stage.converge(patience=40)
    seconds = time.monotonic() - healed_at
    stage.load.on = True
    stage.totals.converged(seconds)
    return seconds


def lossy(stage: Stage, seconds: float) -> None:
    """A third of the people on a bad network, at work."""
    proxy = Proxy(stage.server.port)
    proxy.weather = BAD
    try:
        people = _behind(stage, proxy)
        acked = sum(1 for op in stage.history.of("ok") if op.person in {p.id for p in people})
        stage.load.work(seconds)
        through = sum(1 for op in stage.history.of("ok") if op.person in {p.id for p in people}) - acked
        stage.totals.note("lossy_network", people=len(people), acked=through, converged_s=_heal(stage, proxy))
        stage.settle()
    finally:
        _home(stage, proxy)


def black_hole(stage: Stage, seconds: float) -> None:
    """A third of the people hear and say nothing for a while, and no line is closed."""
    proxy = Proxy(stage.server.port)
    try:
        people = _behind(stage, proxy)
        stage.load.work(0.5)
        proxy.weather = Weather(black=True)
        stage.load.work(seconds)
        waiting = sum(len(person.pending) for person in people)
        stage.totals.note("black_hole", people=len(people), waiting=waiting, converged_s=_heal(stage, proxy))
        stage.settle()
    finally:
        _home(stage, proxy)


def _home(stage: Stage, proxy: Proxy) -> None:
    proxy.close()
    for person in stage.crowd.people:
        if person.port == proxy.port:
            person.port = stage.server.port
            person.close(stage.crowd.poll, stage.crowd.by_line)
            person.retry_at = person.tries = 0
    stage.crowd.until(stage.crowd.all_live, "everybody on the good network", 30)
    stage.load.on = True
