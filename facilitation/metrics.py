"""What this process counts of itself, for whoever watches it. docs/watching.md says what each figure is good for.

A label is one of a few words that this code wrote (a command's name, a refusal's code, a kind of audience): never
anything of a person's, no name, no identifier, no words. Any layer but the domain may count here.
"""

from collections.abc import Callable, Iterable
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
LATE = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 30)


def _counter(name: str, about: str, *labels: str) -> Counter:
    return Counter(f"tablee_{name}", about, labels, registry=REGISTRY)


def _histogram(name: str, about: str, buckets: tuple[float, ...]) -> Histogram:
    return Histogram(f"tablee_{name}", about, buckets=buckets, registry=REGISTRY)


class Counted:
    """A counter with labels whose children are found once: finding one costs more than counting."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._children: dict[tuple[str, ...], Any] = {}

    def add(self, *labels: str, amount: float = 1) -> None:
        """Count for these labels, all of them words of this code."""
        child = self._children.get(labels)
        if child is None:
            child = self._children[labels] = self._counter.labels(*labels)
        child.inc(amount)


COMMANDS = Counted(_counter("commands", "Commands answered: ok, again, or why they were refused", "command", "outcome"))
ACKNOWLEDGED = _histogram("acknowledgement_seconds", "From a command's receipt to its answer", SECONDS)
BATCH = _histogram("batch_commands", "Pieces of work in one transaction", (1, 2, 4, 8, 16, 32, 64, 128))
COMMIT = _histogram("commit_seconds", "One transaction of the writer, from its begin to its commit", SECONDS)
BUILT = Counted(_counter("snapshots_built", "Snapshots made of rows", "audience"))
PUSHED = Counted(_counter("snapshots_pushed", "Snapshots sent, one for each socket", "audience"))
BYTES = Counted(_counter("snapshots_characters", "Characters of the snapshots sent, to all sockets", "audience"))
CUT_OFF = _counter("readers_cut_off", "Sockets closed because a hundred packets waited for them")
TURNED_AWAY = Counted(_counter("sockets_turned_away", "Sockets refused before the handshake", "reason"))
LATENESS = _histogram("clock_late_seconds", "How late a phase's end or a summons was announced", LATE)
LAG = _histogram("hub_lag_seconds", "How late a timer of a quarter of a second is: is the loop free?", LATE)
NOTICES = Counted(_counter("notices", "Notices to and from other processes on PostgreSQL", "way"))
DEAF = _counter("notices_lost_connection", "How often the connection that hears notices was lost")
DATABASE_ERRORS = Counted(_counter("database_errors", "What the database refused or could not do", "error"))
REQUESTS = Counted(_counter("requests", "Pages and forms answered, by the class of their status", "status"))
LOG_LINES = Counted(_counter("log_lines", "Lines of the log: an error is a fault of ours", "level"))
ABOUT = Gauge("tablee_about", "Always 1", ("version", "mode", "database"), registry=REGISTRY)


class _Now:
    """Figures that are asked for when somebody reads, and cost nothing in between."""

    def __init__(self) -> None:
        self.ask: Callable[[], Iterable[Metric]] = tuple

    def collect(self) -> Iterable[Metric]:
        """For the registry."""
        return self.ask()

    def describe(self) -> Iterable[Metric]:
        """Nothing before an application is there."""
        return ()


_now = _Now()
REGISTRY.register(_now)


def present(ask: Callable[[], Iterable[Metric]]) -> None:
    """From now on the present figures are those of this application."""
    _now.ask = ask


def gauge(name: str, about: str, values: dict[str, float] | float, label: str = "") -> Metric:
    """A present figure, or one for each value of a label."""
    family = GaugeMetricFamily(f"tablee_{name}", about, labels=[label] if label else [])
    for key, value in values.items() if isinstance(values, dict) else [("", values)]:
        family.add_metric([key] if label else [], value)
    return family


def exposition() -> bytes:
    """All figures in Prometheus' text format."""
    return bytes(generate_latest(REGISTRY))
