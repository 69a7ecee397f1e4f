"""When a clock's digits change, screen by screen, on the one monotonic clock of the machine."""

import time
from dataclasses import dataclass
from statistics import median, quantiles

from playwright.sync_api import BrowserContext, Page

WRONG_DATE = """(() => {
  const Right = Date, now = () => Right.now() + MINUTES * 60000;
  globalThis.Date = new Proxy(Right, {
    construct: (date, given, target) => Reflect.construct(date, given.length ? given : [now()], target),
    apply: () => new Right(now()).toString(),
    get: (date, name) => (name === 'now' ? now : Reflect.get(date, name)),
  });
})()"""
"""A device whose owner set another time. ``performance.now()`` is not touched: no setting touches it."""
WATCH = """() => {
  const clock = [...document.querySelectorAll('work-clock')].find((node) => node.checkVisibility());
  const place = clock.querySelector('[data-part=time]');
  globalThis.seen = [];
  new MutationObserver(() => seen.push([performance.now(), place.textContent]))
    .observe(place, { childList: true, characterData: true, subtree: true });
}"""
NEAR = 5.0
"""Seconds within which the same digits on two screens are the same second of the same phase."""


def set_date_wrong(context: BrowserContext, minutes: int) -> None:
    """Every page of this context reads a date so many minutes late or early."""
    context.add_init_script(WRONG_DATE.replace("MINUTES", str(minutes)))


@dataclass(frozen=True)
class Change:
    """At an instant of ``time.monotonic()``, a clock began to show ``digits``."""

    at: float
    digits: str


class Watched:
    """A page whose clock is watched from now on. Fails when its ``performance.now()`` cannot be placed in time."""

    def __init__(self, name: str, page: Page) -> None:
        self.name, self.page = name, page
        self._line = page.context.new_cdp_session(page)
        self._line.send("Performance.enable")
        self.zero = self._origin()
        for _ in range(5):
            sent = time.monotonic()
            read = self.zero + page.evaluate("performance.now()") / 1000
            assert sent - 0.001 <= read <= time.monotonic() + 0.001, "Chromium's clock is another than Python's"
        page.evaluate(WATCH)

    def changes(self) -> list[Change]:
        """All changes of seconds since the page is watched. Fails when it was loaded again since."""
        assert self._origin() == self.zero, f"{self.name} was loaded again"
        seen = self.page.evaluate("seen")
        return [Change(self.zero + at / 1000, digits) for at, digits in seen if ":" in digits]

    def _origin(self) -> float:
        """Where this page's ``performance.now()`` begins, in seconds on the machine's monotonic clock."""
        told = self._line.send("Performance.getMetrics")["metrics"]
        return next(one["value"] for one in told if one["name"] == "NavigationStart")


@dataclass(frozen=True)
class Agreement:
    """How far apart several screens change to the same digits, in seconds."""

    spreads: tuple[float, ...]
    missed: tuple[str, ...]
    """Digits that one of the screens never showed; their spread counts as ``NEAR``."""
    behind: dict[str, float]
    """How long after the first each screen changes, in the median."""

    @property
    def p95(self) -> float:
        """The spread that 95 % of the digits keep."""
        return quantiles(self.spreads, n=20, method="inclusive")[-1]

    def __str__(self) -> str:
        found = (("p50", median(self.spreads)), ("p95", self.p95), ("max", max(self.spreads)))
        spreads = ", ".join(f"{name} {1000 * value:.1f}" for name, value in found)
        behind = ", ".join(f"{name} {1000 * value:.1f}" for name, value in self.behind.items())
        missed = f"; missed: {', '.join(self.missed)}" if self.missed else ""
        return f"{len(self.spreads)} digits, {spreads} ms; behind the first: {behind} ms{missed}"


def agreement(screens: list[Watched], since: float, until: float) -> Agreement:
    """Compare all digits that some screen began to show between two instants, and none before."""
    told = {screen.name: screen.changes() for screen in screens}
    counted, spreads, missed = list[Change](), list[float](), list[str]()
    behind: dict[str, list[float]] = {name: [] for name in told}
    for change in sorted((one for changes in told.values() for one in changes), key=lambda one: one.at):
        if _same(change, counted) is not None or not since <= change.at < until:
            continue
        found = {name: at for name, changes in told.items() if (at := _same(change, changes)) is not None}
        first = min(found.values())
        if first < since:
            continue
        counted.append(change)
        if len(found) < len(told):
            missed.append(change.digits)
        spreads.append(max(found.values()) - first if len(found) == len(told) else NEAR)
        for name, at in found.items():
            behind[name].append(at - first)
    assert len(spreads) > 1, "the clocks stand still"
    return Agreement(tuple(spreads), tuple(missed), {name: median(times) for name, times in behind.items() if times})


def _same(change: Change, changes: list[Change]) -> float | None:
    """When these began to show the same digits as this change."""
    near = [one.at for one in changes if one.digits == change.digits and abs(one.at - change.at) < NEAR]
    return min(near, key=lambda at: abs(at - change.at), default=None)
