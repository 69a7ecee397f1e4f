"""The house: every service of one process, put together. The only place that looks at the application, once."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine

from ..metrics import DEAF, NOTICES
from ..storage import notices
from ..storage.remembered import Remembered
from .accounts import Accounts
from .door import Door
from .formats import Formats
from .ground import Ground
from .instants import Instants
from .invitations import Invitations
from .keepsakes import Keepsakes
from .people import People
from .privacy import Privacy
from .proposals import Proposals
from .publisher import Publish, Publisher
from .retention import Retention
from .seating import Seating
from .seating_import import GuestLists
from .seating_places import Places
from .secrets import fresh_id
from .snapshots import Snapshots
from .table_codes import TableCodes
from .timekeeping import Timekeeping
from .workshops import Workshops
from .writer import Writer

log = logging.getLogger(__name__)
BACK_OFF_S = 1.0
"""Seconds before listening again after PostgreSQL was lost; heartbeats heal what was missed."""


@dataclass
class House:
    """What the live and web layers hold. ``close`` ends its threads."""

    ground: Ground
    publisher: Publisher
    process: str
    door: Door = field(init=False)
    snapshots: Snapshots = field(init=False)
    invitations: Invitations = field(init=False)
    people: People = field(init=False)
    workshops: Workshops = field(init=False)
    accounts: Accounts = field(init=False)
    timekeeping: Timekeeping = field(init=False)
    retention: Retention = field(init=False)
    keepsakes: Keepsakes = field(init=False)
    privacy: Privacy = field(init=False)
    table_codes: TableCodes = field(init=False)
    formats: Formats = field(init=False)
    proposals: Proposals = field(init=False)
    seating: Seating = field(init=False)
    places: Places = field(init=False)
    guest_lists: GuestLists = field(init=False)
    hears: bool = True
    """Whether other processes are heard; True where there are none."""
    _closing: threading.Event = field(default_factory=threading.Event)
    _listener: threading.Thread | None = None

    def __post_init__(self) -> None:
        self.door = Door(self.ground)
        self.snapshots = Snapshots(self.ground)
        self.invitations = Invitations(self.ground)
        self.people = People(self.ground)
        self.workshops = Workshops(self.ground)
        self.accounts = Accounts(self.ground)
        self.keepsakes = Keepsakes(self.ground)
        self.privacy = Privacy(self.ground)
        self.table_codes = TableCodes(self.ground)
        self.formats = Formats(self.ground)
        self.proposals = Proposals(self.ground)
        self.seating = Seating(self.ground)
        self.places = Places(self.ground)
        self.guest_lists = GuestLists(self.ground)
        self.retention = Retention(self.ground, self.workshops)
        self.timekeeping = Timekeeping(self.ground, self.retention.sweep)
        self.publisher.reads(self.snapshots)

    @property
    def engine(self) -> Engine:
        """The rows."""
        return self.ground.engine

    @property
    def instants(self) -> Instants:
        """The clock."""
        return self.ground.instants

    def listen(self, ready: Callable[[], None] = lambda: None) -> None:
        """Begin to hear what other processes commit; ``ready`` is called each time PostgreSQL listens for us.

        Does nothing on SQLite, which has one process. Only the start-up file calls this.
        """
        if self.engine.dialect.name == "postgresql" and self._listener is None:
            self.hears = False
            self._listener = threading.Thread(target=self._hear, args=(ready,), name="notices", daemon=True)
            self._listener.start()

    def close(self) -> None:
        """End the writer after what is waiting is done, and the listener."""
        self._closing.set()
        self.ground.writer.close()
        if self._listener is not None:
            self._listener.join(5)

    def _hear(self, ready: Callable[[], None]) -> None:
        def heard() -> None:
            self.hears = True
            ready()

        url = self.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        while not self._closing.is_set():
            try:
                notices.listen(url, self._on_notice, self._closing.is_set, heard)
            except Exception:  # whatever happened to the connection, the answer is to connect again
                log.warning("PostgreSQL's notices are lost for now", exc_info=True)
                self.hears = False
                DEAF.inc()
                self._closing.wait(BACK_OFF_S)

    def _on_notice(self, notice: dict[str, Any]) -> None:
        if notice.get("from") != self.process:
            NOTICES.add("heard")
            self.publisher.hear(notice)


def build_house(engine: Engine, secret: bytes, publish: Publish, instants: Instants | None = None) -> House:
    """A house on an engine. Nothing starts before the first piece of work."""
    publisher = Publisher(publish)
    process = fresh_id()
    remembered = Remembered()
    writer = Writer(engine, publisher.tell, process, remembered)
    return House(Ground(engine, writer, instants or Instants(), secret, remembered), publisher, process)


def open_house(app: Any, publish: Publish, engine: Engine | None = None) -> House:
    """The house of an application: its engine (``db.engine`` unless given) and its SECRET_KEY."""
    if engine is None:
        with app.app_context():
            engine = app.extensions["sqlalchemy"].engine
    secret = app.config["SECRET_KEY"]
    house = build_house(engine, secret.encode() if isinstance(secret, str) else secret, publish)
    app.extensions["tablee"] = house
    return house
