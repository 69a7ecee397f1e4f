"""Which faults, how many of each, on which server: the pieces of a run. Each piece is a server of its own."""

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.server import Fleet, Server, migrate

from .cluster import Cluster
from .nemeses import clocks, cuts, disk, kills, manners, network, postgres, rolling, slowness, timers
from .stage import Stage, on_server_core, prepared
from .totals import Totals

TABLES, PEOPLE = 8, 8
STRIKES_A_ROOM = 8
"""Then other people come: what one person keeps is sent to them whole, and grows."""
WORKING_S = 1.5, 3.0
PRIVATE_EVERY = 4
FAST = 100
"""A rehearsal whose phases run out after three seconds."""


class Campaign:
    """One run: its totals, its chance, its folder."""

    def __init__(self, totals: Totals, seed: int, histories: Path | None = None) -> None:
        self.totals, self.seed, self.histories = totals, seed, histories
        self.chance = random.Random(seed)

    @contextmanager
    def server(self, kind: str = "sqlite", **environ: str) -> Iterator[Server]:
        """A migrated server that is not started, and is gone afterwards with its data."""
        with tempfile.TemporaryDirectory(prefix="tablee-faults-") as folder:
            fleet = Fleet(Path(folder))
            try:
                yield fleet.serve("eventlet", kind, start=False, **environ)
            finally:
                fleet.scuttle()

    def stage(self, server: Server) -> Stage:
        """People for this server."""
        return Stage(server, self.totals, self.chance.randrange(1 << 30), self.histories)

    # --- Many

    def kills(
        self, times: int, kind: str = "sqlite", working_s: tuple[float, float] = WORKING_S,
        tables: int = TABLES, people: int = PEOPLE,
    ) -> None:  # fmt: skip
        """So many kill -9 at random moments."""
        with self.server(kind) as server:
            rooms = prepared(server, -(-times // STRIKES_A_ROOM), tables, people)
            on_server_core(server.start())
            for number, room in enumerate(rooms):
                stage = self.stage(server).enter(room, PRIVATE_EVERY)
                for _ in range(min(STRIKES_A_ROOM, times - number * STRIKES_A_ROOM)):
                    kills.strike(stage, self.chance.uniform(*working_s))
                stage.leave()

    def cuts(
        self, times: int, working_s: tuple[float, float] = WORKING_S, tables: int = TABLES, people: int = PEOPLE
    ) -> None:
        """So many power cuts."""
        with self.server() as server:
            rooms = prepared(server, -(-times // STRIKES_A_ROOM), tables, people)
            stage = self.stage(server)
            power = cuts.Power(stage, server.instance, self.chance.randrange(1 << 30))
            on_server_core(server.start())
            for number, room in enumerate(rooms):
                stage.enter(room, PRIVATE_EVERY)
                for _ in range(min(STRIKES_A_ROOM, times - number * STRIKES_A_ROOM)):
                    cuts.strike(stage, power, self.chance.uniform(*working_s))
                stage.leave()

    def timers(self, times: int, kind: str = "sqlite") -> None:
        """So many kill -9 around the end of a phase."""
        with self.server(kind) as server:
            rooms = prepared(server, -(-times // STRIKES_A_ROOM), 4, 3, FAST)
            on_server_core(server.start())
            for number, room in enumerate(rooms):
                stage = self.stage(server).enter(room, steered_every=1, host_thinks_s=2.0)
                for _ in range(min(STRIKES_A_ROOM, times - number * STRIKES_A_ROOM)):
                    timers.strike(stage, self.chance)
                stage.leave()

    # --- One of each

    def manners(self, times: int) -> None:
        """The same page twice, ten presses, an old page, two hosts."""
        for stage in self._each(times, 8, 4):
            manners.duplicate_tab(stage, 2.0)
            manners.double_click(stage)
            manners.stale_client(stage)
            manners.two_hosts(stage)

    def network(self, times: int, bad_s: float = 10.0, black_s: float = 20.0) -> None:
        """A bad network, and one that swallows everything for longer than the server waits."""
        for stage in self._each(times, 4, 6):
            network.lossy(stage, bad_s)
            network.black_hole(stage, black_s)

    def slowness(self, times: int, deaf_s: float = 20.0, asleep_s: float = 20.0, readers: int = 20) -> None:
        """Who does not read, and who sleeps."""
        for stage in self._each(times, 4, 6):
            slowness.slow_readers(stage, deaf_s, readers)
            slowness.sleeper(stage, asleep_s)

    def clock(self, times: int) -> None:
        """The server's wall clock is moved."""
        with self.server() as server:
            rooms = prepared(server, times, 4, 4)
            hands = clocks.Hands(self.stage(server), server.instance)
            on_server_core(server.start())
            for room in rooms:
                stage = self.stage(server).enter(room)
                clocks.strike(stage, hands, 1.0)
                stage.leave()

    def disk(self, times: int, full_s: float = 6.0) -> None:
        """The disk fills up."""
        for _ in range(times):
            with (
                tempfile.TemporaryDirectory(prefix="tablee-faults-") as folder,
                disk.small_disk(Path(folder) / "disk") as mounted,
            ):
                fleet = Fleet(Path(folder) / "disk")
                try:
                    server = fleet.serve("eventlet", start=False)
                    (room,) = prepared(server, 1, 4, 6)
                    on_server_core(server.start())
                    stage = self.stage(server).enter(room)
                    disk.strike(stage, mounted, full_s)
                    stage.leave()
                finally:
                    fleet.scuttle()

    def rolling(self, times: int, tables: int = 50, people: int = 8) -> None:
        """A restart with 400 people."""
        for stage in self._each(times, tables, people):
            rolling.strike(stage, 3.0)

    def _each(self, times: int, tables: int, people: int) -> Iterator[Stage]:
        """A room for each time, on one server; judged when it is left."""
        with self.server() as server:
            rooms = prepared(server, times, tables, people)
            on_server_core(server.start())
            for room in rooms:
                stage = self.stage(server).enter(room)
                yield stage
                stage.leave()

    def postgres(self, times: int, away_s: float = 3.0, frozen_s: float = 30.0) -> None:
        """A PostgreSQL of our own, lost and frozen so many times."""
        with Cluster() as cluster, tempfile.TemporaryDirectory(prefix="tablee-faults-") as folder:
            migrate(cluster.url(), Path(folder))
            server = Server("eventlet", cluster.url(), Path(folder))
            try:
                rooms = prepared(server, times, 4, 4)
                on_server_core(server.start())
                for room in rooms:
                    stage = self.stage(server).enter(room)
                    postgres.restart(stage, cluster, 1.0, away_s)
                    postgres.freeze(stage, cluster, 1.0, frozen_s)
                    stage.leave()
            finally:
                server.kill()
