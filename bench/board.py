"""A full room and the pilot's board: ``python -m bench.board --people 400 --groups 50``.

One server process, one rehearsal (``flask rehearse``), and one real board in Chromium, on which the pilot speaks to one
table after another. Printed as one JSON line: the rehearsal's own figures, what ``verify-journal`` says, milliseconds
from the press to the redraw of that table's lane, and the tasks of the board's main thread that took long.
"""

import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click
import requests
from playwright.sync_api import Page, sync_playwright

from facilitation import create_app

from .rehearsal import Rehearsal
from .target import ROOT, free_port

WATCH = """
globalThis.longTasks = [];
new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((task) => task.duration)))
  .observe({ type: 'longtask', buffered: true });
globalThis.pressedAt = 0;
addEventListener('click', (event) => { pressedAt = event.timeStamp; }, true);
"""
FREE = """() => [...document.querySelectorAll('.lane[data-group]')]
  .filter((lane) => [...lane.querySelectorAll('[data-show^="item.message "]')].every((words) => words.hidden))
  .map((lane) => lane.dataset.group)"""
"""The tables to which nothing is said: what the rehearsal's own pilot says to them is left alone."""
DRAWN = """([table, shown]) => new Promise((done, failed) => {
  const lane = document.querySelector(`.lane[data-group="${table}"]`);
  const words = lane.querySelector('[data-show^="item.message & !item.message.seen"]');
  const look = () => {
    if (words.hidden === shown) return;
    seen.disconnect();
    requestAnimationFrame(() => requestAnimationFrame((now) => done(now - pressedAt)));
  };
  const seen = new MutationObserver(look);
  seen.observe(words, { attributes: true });
  setTimeout(() => failed(new Error('not redrawn within 15 s')), 15000);
  look();
})"""


class Served:
    """One server process on data of its own, until it is closed."""

    def __init__(self, database_url: str | None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="tablee-bench-"))
        self.url = f"http://127.0.0.1:{(port := free_port())}"
        self.settings = {"INSTANCE": str(self.folder), "DATABASE_URL": database_url or ""}
        given = {key: value for key, value in self.settings.items() if value}
        self.environment = os.environ | given | {"PORT": str(port), "DEMO": "0", "FLASK_APP": "wsgi"}
        self.flask("db", "upgrade")
        self.log = (self.folder / "server.log").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "wsgi.py"],
            cwd=ROOT,
            env=self.environment,
            stdout=self.log,
            stderr=self.log,
        )
        for _ in range(200):
            try:
                requests.get(f"{self.url}/healthz", timeout=1)
                return
            except requests.ConnectionError:
                time.sleep(0.1)
        raise TimeoutError((self.folder / "server.log").read_text()[-2000:])

    def flask(self, *words: str) -> str:
        """What a flask command prints."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", *words], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else done.stderr[-400:]

    def close(self) -> None:
        """End the process and take its data away."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def open_board(page: Page, served: Served, workshop: str) -> None:
    """Open the board with the pilot's own link."""
    app = create_app({key: value for key, value in served.settings.items() if value})
    house = app.extensions["tablee"]
    links = house.workshops.links(workshop)
    house.close()
    page.goto(f"{served.url}/enter#{links.conductor}")
    page.wait_for_url("**/conduct")
    page.wait_for_selector("live-status[data-state=live]")


def press(page: Page, table: str, said: str) -> list[float]:
    """Speak to one table and take it back: milliseconds from each press to the frame that shows it."""
    page.locator(f'.lane[data-group="{table}"] input[data-pick]').check()
    form = page.locator("form[data-command=send_message]")
    if not form.is_visible():  # unfolded still after a press that failed
        page.locator("summary", has_text="Message").click()
    form.locator("[name=text]").fill(said)
    form.locator("button").click()
    told = page.evaluate(DRAWN, [table, True])
    form.wait_for(state="hidden")  # it folds when the answer comes
    page.locator("summary", has_text="Message").click()
    page.locator("form[data-command=withdraw_message] button").click()
    taken = page.evaluate(DRAWN, [table, False])
    page.locator("summary", has_text="Message").click()
    page.locator(f'.lane[data-group="{table}"] input[data-pick]').uncheck()
    return [told, taken]


def first() -> None:
    """Let this process's Chromium go before server and crowd; without the right to it things stay as they are."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if status.read_text().startswith(f"{status.parent.name} (chromium)"):
                os.setpriority(os.PRIO_PROCESS, int(status.parent.name), -10)


def share(values: list[float], of: float) -> float:
    """A percentile, by nearest rank."""
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * of))], 1) if ordered else 0.0


@click.command()
@click.option("--people", default=400, show_default=True)
@click.option("--groups", default=50, show_default=True)
@click.option("--speed", default=20, show_default=True, help="Durations are divided by it.")
@click.option("--database", default=None, help="SQLAlchemy's address of an empty database. [default: SQLite]")
@click.option("--chromium", default=shutil.which("chromium"), help="The browser.")
def main(people: int, groups: int, speed: int, database: str | None, chromium: str | None) -> None:
    """Play the afternoon and measure the board."""
    served = Served(database)
    presses: list[float] = []
    try:
        rehearsal = Rehearsal(served.url, served.environment, people, groups, speed)
        workshop = rehearsal.wait_for(r"^rehearsal (\S+) on").group(1)
        rehearsal.wait_for(r"people are seated")
        with sync_playwright() as playwright:
            running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            page = running.new_page(viewport={"width": 1440, "height": 900}, locale="fr-FR")
            page.add_init_script(WATCH)
            first()
            open_board(page, served, workshop)
            loading = page.evaluate("() => longTasks.splice(0)")
            while rehearsal.goes_on:
                try:
                    if free := page.evaluate(FREE):
                        presses += press(page, secrets.choice(free), "Le café est servi")
                except Exception as error:  # the afternoon ended under the pilot's hand
                    if rehearsal.goes_on:
                        print(f"a press failed: {str(error)[:900]}", file=sys.stderr)
                page.wait_for_timeout(250)
            tasks = page.evaluate("() => longTasks")
            running.close()
        told = rehearsal.figures() | {"verify_journal": served.flask("verify-journal")}
        told |= {"presses": len(presses), "press_p50_ms": share(presses, 0.5), "press_p95_ms": share(presses, 0.95)}
        told |= {"press_max_ms": share(presses, 1), "tasks_over_50_ms": len(tasks)}
        told |= {"longest_task_ms": round(max(tasks, default=0)), "longest_loading_ms": round(max(loading, default=0))}
        told |= {"speed": speed, "cores": os.cpu_count()}
        print(json.dumps(told))
    finally:
        served.close()


if __name__ == "__main__":
    main()
