"""What an application has of the live layer, and the loops that only a server starts."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from flask import Flask
from flask_socketio import SocketIO

from ..metrics import ABOUT, present
from ..service.throttle import Pace
from ..transport import LARGEST_MESSAGE
from . import connection, often
from .broadcast import Broadcaster
from .coalescing import Coalescer
from .encoded import EncodedManager
from .figures import Pulse, figures
from .gate import Gate
from .pings import Pings
from .timekeeper import Timekeeper
from .watchers import Watchers

log = logging.getLogger(__name__)

SILENT = logging.getLogger("tablee.wire")
SILENT.setLevel(logging.CRITICAL + 1)
"""Socket.IO's own log: it quotes what strangers sent. Failures of ours are logged where they are answered."""

PING_EVERY_S = 8
PING_PATIENCE_S = 6
"""A peer that is gone is noticed within 14 seconds."""


@dataclass
class Live:
    """The live layer of one application."""

    app: Flask
    socketio: SocketIO
    watchers: Watchers
    broadcaster: Broadcaster
    pulse: Pulse
    pace: Pace = field(default_factory=lambda: Pace(burst=20, each_second=2))
    """How often one socket may ask for what it missed."""

    @property
    def house(self) -> Any:
        """What the sockets ask; it is opened after this is installed."""
        return self.app.extensions["tablee"]

    def start(self) -> None:
        """Start the heartbeat, the timekeeper and, on PostgreSQL, the ear for other processes. Once for each server."""
        house = self.house
        self.socketio.start_background_task(Pings(self.socketio.server.eio, self.socketio.sleep).run)
        self.socketio.start_background_task(self.broadcaster.beat_for_ever)
        keeper = Timekeeper(house.timekeeping, self.socketio.sleep, partial(self.pulse.beat, "database"))
        self.socketio.start_background_task(keeper.run)
        self.socketio.start_background_task(self.pulse.measure_lag, self.socketio.sleep)
        ABOUT.labels(self.app.config["VERSION"], self.app.config["SERVING"], house.engine.dialect.name).set(1)
        present(partial(figures, self))
        house.listen(self.broadcaster.look_again)


def follow(live: Live, house: Any) -> None:
    """Let the house publish to the sockets of this application."""
    live.broadcaster.house = house
    house.publisher.listening = live.broadcaster.wanted
    house.publisher.moved = live.broadcaster.moved

    def later(seconds: float, act: Callable[[], None]) -> None:
        def run() -> None:
            live.socketio.sleep(seconds)
            try:
                act()
            except Exception:  # healed by the next heartbeat, as after any push that failed
                log.exception("publishing failed")

        live.socketio.start_background_task(run)

    house.publisher.postponed = Coalescer(live.broadcaster.weight, house.publisher.send, later).postpones


def install(app: Flask, socketio: SocketIO) -> Live:
    """Bind Socket.IO to an application, with the gate in front. Nothing runs yet."""
    watchers, pulse = Watchers(), Pulse()
    live = Live(app, socketio, watchers, Broadcaster(socketio, watchers, pulse), pulse)
    public_url = app.config["PUBLIC_URL"]

    def from_here(origin: str, environ: dict[str, Any]) -> bool:
        return origin in {f"{environ.get('wsgi.url_scheme')}://{environ.get('HTTP_HOST')}", public_url}

    socketio.init_app(
        app,
        async_mode=app.config["SERVING"],
        client_manager=EncodedManager(),
        cors_allowed_origins=from_here,
        manage_session=False,
        max_http_buffer_size=LARGEST_MESSAGE,
        ping_interval=PING_EVERY_S,
        ping_timeout=PING_PATIENCE_S,
        logger=SILENT,
        engineio_logger=SILENT,
        http_compression=False,  # compressing secrets beside what people type would tell them apart by size
    )
    connection.bind(live, socketio)
    often.bind(live)
    app.wsgi_app = Gate(app.wsgi_app, str(app.secret_key), public_url, app.config["TRUSTED_HOSTS"])  # type: ignore[method-assign]
    app.extensions["live"] = live
    return live
