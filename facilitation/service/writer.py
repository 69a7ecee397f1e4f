"""The one writer of a process. Everybody else hands it work and waits for the commit."""

import logging
import queue
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ..metrics import BATCH, COMMIT
from ..storage.engine import Unswept, sweep, writing
from ..storage.notices import notify
from ..storage.pending import Writing
from ..storage.remembered import KEY, Remembered
from .envelope import Envelope
from .unit import NOTHING, Asked, LockMissing, Needs, Touched, Unit

log = logging.getLogger(__name__)

T = TypeVar("T")
LARGEST_BATCH = 128
PATIENCE_S = 30
"""Seconds that a caller waits for the writer."""
SWEEP_AGAIN_S = 5
"""Seconds until erased pages are swept again when somebody still read them."""
TRIES = 4
"""How often work is done again when the database, not the work, said no."""


class Busy(Exception):
    """The writer did not answer in time, or the database refused several times. The work can be handed in again."""


class _Job:
    def __init__(self, work: Callable[[Unit], Any], needs: Asked, command: Envelope | None) -> None:
        self.work = work
        self.needs = needs
        self.command = command
        self.done = threading.Event()
        self.result: Any = None
        self.error: BaseException | None = None


def _nothing(_session: Session) -> Needs:
    return NOTHING


class Writer:
    """Takes what is waiting, does each piece in order in one transaction, commits once, then answers and publishes.

    When something fails the transaction is rolled back and each piece is done again alone, so one piece that raises
    harms no other. Work must therefore touch nothing but its unit. ``process`` marks this process's notices.
    """

    def __init__(
        self, engine: Engine, published: Callable[[Touched], None], process: str, remembered: Remembered | None = None
    ) -> None:
        self._engine = writing(engine)
        self._published = published
        self._process = process
        self._remembered = remembered or Remembered()
        self._queue: queue.Queue[_Job | None] = queue.Queue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._well = True
        self._unswept = False
        self._rewritten = False
        self._sweep_at = 0.0

    def do(self, work: Callable[[Unit], T], needs: Asked = _nothing, command: Envelope | None = None) -> T:
        """Do the work and return what it returns, once it is committed. Raises what the work raises, or Busy.

        ``command`` is what the work answers, if it answers one: the commands of a batch are looked up together.
        """
        self._start()
        job = _Job(work, needs, command)
        self._queue.put(job)
        if not job.done.wait(PATIENCE_S):
            raise Busy("the writer did not answer")
        if job.error is not None:
            raise job.error
        result: T = job.result
        return result

    def waiting(self) -> int:
        """Pieces of work that wait."""
        return self._queue.qsize()

    def close(self) -> None:
        """End the thread after what is waiting is done."""
        with self._starting:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._queue.put(None)
            thread.join(PATIENCE_S)

    def _start(self) -> None:
        if self._thread is None:
            with self._starting:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
                    self._thread.start()

    def _run(self) -> None:
        while True:
            try:
                jobs = [self._queue.get(timeout=self._until_sweep() if self._unswept else None)]
            except queue.Empty:
                self._sweep()
                continue
            while len(jobs) < LARGEST_BATCH and not self._queue.empty():
                jobs.append(self._queue.get())
            batch = [job for job in jobs if job is not None]
            if batch:
                self._serve(batch)
            if len(batch) < len(jobs):
                return

    def _serve(self, batch: list[_Job]) -> None:
        try:
            touched = self._commit(batch)
        except Exception as error:
            if len(batch) > 1:
                log.info("a batch of %d failed (%s): doing each alone", len(batch), type(error).__name__)
            for job in batch:
                self._serve_alone(job)
        else:
            self._answer(batch, touched)

    def _serve_alone(self, job: _Job) -> None:
        for attempt in range(1, TRIES + 1):
            try:
                touched = self._commit([job])
            except (LockMissing, DBAPIError) as error:
                if attempt == TRIES:
                    # The whole story once for each trouble: a full disk would fill faster with it than without.
                    log.error("work given up after %d tries: %s", TRIES, type(error).__name__, exc_info=self._well)
                    self._well = False
                    job.error = Busy(type(error).__name__)
                    break
            except Exception as error:  # the work's own fault: its caller hears of it
                job.error = error
                break
            else:
                self._answer([job], touched)
                return
        job.done.set()

    def _commit(self, batch: list[_Job]) -> Touched:
        began = time.perf_counter()
        known: dict[Any, Any] = {KEY: self._remembered}
        with Writing(self._engine, expire_on_commit=False, info=known) as session, session.begin():
            needs = NOTHING
            for job in batch:
                needs |= job.needs(session)
            commands = [job.command for job in batch if job.command is not None]
            unit = Unit(session, needs, commands if len(commands) == len(batch) else ())
            for job in batch:
                job.result = job.work(unit)
            unit.finish()
            notify(session, self._process, unit.touched)
        COMMIT.observe(time.perf_counter() - began)
        BATCH.observe(len(batch))
        self._remembered.put(*(table.value for table in unit.groups.values()))  # committed, and about to be shown
        return unit.touched

    def _answer(self, batch: list[_Job], touched: Touched) -> None:
        self._well = True
        for job in batch:
            job.done.set()
        try:
            if touched:
                self._published(touched)
        except Exception:  # the truth is committed; what was not pushed is healed by the next heartbeat
            log.exception("publishing failed")
        # after publishing, and apart: a busy database must not leave open the sockets of who moved away
        if touched.erased:
            self._unswept, self._rewritten = True, False
        if self._unswept and not self._until_sweep():
            self._sweep()

    def _until_sweep(self) -> float:
        return max(0.0, self._sweep_at - time.monotonic())

    def _sweep(self) -> None:
        """Sweep; when that must wait, not again at every commit: each try keeps everybody waiting while it lasts."""
        try:
            sweep(self._engine, self._rewritten)
            self._unswept = False
        except Exception as error:
            self._rewritten = self._rewritten or isinstance(error, Unswept)
            self._sweep_at = time.monotonic() + SWEEP_AGAIN_S
            log.warning("erased pages are not swept yet (%s)", type(error).__name__)
