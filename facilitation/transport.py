"""How bytes reach the application: the listening socket, the serving loop of each mode, and work off the hub.

With ``wsgi.py`` this is the only file that knows eventlet. Nothing is imported before it is needed, so that importing
the application never brings a monkey patch along.
"""

import gc
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from importlib import import_module
from io import BytesIO
from typing import Any, Protocol

from .frames import NoHandshake, handshake
from .logs import Outside
from .wire import Wire

MOST_CONNECTIONS = 20_000
"""eventlet stops accepting at 1024 by itself; a room of rooms needs more."""
BACKLOG = 4096
LARGEST_MESSAGE = 32 * 1024
"""Bytes of one message from a browser."""
PATIENCE = 30
"""Seconds a connection may take to say what it wants."""

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
OffHub = Callable[..., Any]


class AtHand(Protocol):
    """Answers some requests from their bytes: ``kept.Kept``."""

    begins: bytes

    def at_hand(self, line: bytes, head: Sequence[bytes], keep_for: int) -> bytes | None:
        """The answer to a request by its first line and its headers, or None."""


def without_deflate(application: Application) -> Application:
    """The application, never offering WebSocket compression: it tripled the cost of a snapshot."""

    def plain(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        return application(environ, start_response)

    return plain


def off_hub(mode: str) -> OffHub:
    """How slow work that touches no database (a password's hash) leaves the loop free: ``off_hub(mode)(fn, *args)``."""
    if mode == "eventlet":
        from eventlet import tpool

        execute: OffHub = tpool.execute
        return execute
    if mode == "gevent":
        import gevent

        return lambda fn, *args, **kwargs: gevent.get_hub().threadpool.apply(fn, args, kwargs)
    return lambda fn, *args, **kwargs: fn(*args, **kwargs)


def listen(mode: str, host: str, port: int) -> Any:
    """A listening socket. Raises OSError when the port is taken: SO_REUSEPORT would let two servers share it unseen."""
    if mode == "eventlet":
        import eventlet

        listener = eventlet.listen((host, port), backlog=BACKLOG, reuse_port=False)
    else:
        listener = socket.create_server((host, port), backlog=BACKLOG, reuse_port=False)
    # An acknowledgement and a snapshot are two small writes: with Nagle the second waits 40 ms. Inherited by accept.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def settle_memory() -> None:
    """Start-up objects leave the collector's sight; the rest is looked at less often (p99 238 → 104 ms)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    gc.enable()


def tame_sockets(mode: str, fast: bool) -> None:
    """Make a WebSocket that speaks nonsense end quietly, and simple-websocket refuse a long message while it arrives.

    Engine.IO lets a malformed packet end the request with a traceback: a stranger could fill the log with it. ``fast``
    gives eventlet our own WebSocket (decision 24); the other modes have none.
    """
    driver = import_module(f"engineio.async_drivers.{mode}")
    if mode == "eventlet" and fast:
        driver._async["websocket"] = lambda handler, server: _wired(handler.__self__, _ending_quietly(handler), server)
        return
    plain = driver._async["websocket"]
    limits = {"max_message_size": LARGEST_MESSAGE} if mode == "threading" else {}
    driver._async["websocket"] = lambda handler, server: plain(_ending_quietly(handler), server, **limits)


def _ending_quietly(handler: Any) -> Callable[[Any], Any]:
    def handle(websocket: Any) -> Any:
        try:
            return handler(websocket)
        except (ValueError, TypeError, LookupError):
            handler.__self__.close(wait=False, abort=True)
            return []

    return handle


def _wired(session: Any, handler: Callable[[Any], Any], server: Any) -> Application:
    """The WSGI application of one WebSocket that opens: the handshake, then a Wire for as long as it lives."""
    from eventlet import wsgi
    from eventlet.hubs import trampoline

    patience = server.ping_interval + server.ping_timeout

    def readable(raw: socket.socket) -> None:
        trampoline(raw, read=True)

    def writable(raw: socket.socket, seconds: float) -> None:
        trampoline(raw, write=True, timeout=seconds, timeout_exc=TimeoutError)

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            opening = handshake(environ)
        except NoHandshake as refusal:
            start_response(refusal.status, refusal.headers)
            return []
        green = environ["eventlet.input"].get_socket()
        with suppress(OSError):  # whoever went away in the middle is no fault of ours
            wire = Wire(green.fd, session, readable, writable, server.max_http_buffer_size, patience)
            try:
                if session.connected:  # it began by polling
                    green.sendall(opening)
                    handler(wire)
                else:
                    wire.serve(opening)
            finally:
                wire.release()
        wsgi.WSGI_LOCAL.already_handled = True  # eventlet's way to say that no HTTP answer follows
        return []

    return application


def wait_for_postgresql(mode: str) -> None:
    """Say how tasks wait for PostgreSQL; only eventlet lets us."""
    if mode != "eventlet":
        return
    from eventlet import patcher
    from eventlet.hubs import trampoline
    from psycopg2.extensions import set_wait_callback

    from .waiting import HERE_S, waiter

    select = patcher.original("select")

    def soon(file: int, reads: bool) -> bool:
        poll = select.poll()
        poll.register(file, select.POLLIN if reads else select.POLLOUT)
        return bool(poll.poll(HERE_S * 1000))

    set_wait_callback(waiter(soon, lambda file, reads: trampoline(file, read=reads, write=not reads)))


def end_at_once() -> None:
    """SIGTERM and SIGINT end the process now: what was acknowledged is committed, what was not is sent again.

    A polite end would wait for every open WebSocket.
    """

    def end(_number: int, _frame: object) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)


def serve(mode: str, listener: Any, application: Application, kept: AtHand) -> None:
    """Serve until the process ends. Under eventlet, ``kept`` is asked first (decision 34)."""
    application = without_deflate(application)
    if mode == "eventlet":
        import eventlet.wsgi

        class Reticent(eventlet.wsgi.HttpProtocol):  # type: ignore[misc]
            rbufsize = wbufsize = 1024  # kept for as long as a WebSocket lives, whose frames pass through neither

            def parse_request(self) -> bool:
                """Answer what is at hand; otherwise read the request, from the lines that were taken already."""
                if not self.raw_requestline.startswith(kept.begins):
                    return bool(super().parse_request())
                head = [self.rfile.readline()]  # eventlet bounds each line and all of them
                while head[-1] not in (b"\r\n", b"\n", b""):
                    head.append(self.rfile.readline())
                answer = kept.at_hand(self.raw_requestline, head[:-1], PATIENCE) if head[-1] == b"\r\n" else None
                if answer is None:
                    self.rfile = BytesIO(b"".join(head))  # eventlet puts its own back
                    return bool(super().parse_request())
                self.close_connection = False
                try:
                    self.wfile.write(answer)
                    self.wfile.flush()
                except TimeoutError:
                    raise  # eventlet ends a connection that takes nothing for so long
                except OSError:
                    self.close_connection = True  # whoever went away in the middle is no fault of ours
                return False

            def finish(self) -> None:
                """Let the request go: it holds what holds it, and the collector comes rarely (``settle_memory``)."""
                super().finish()
                self.environ = None

            def log_message(self, *_: object) -> None:
                """Nothing: the standard library would quote bytes that are no request; our failures go elsewhere."""

        eventlet.wsgi.server(
            listener, application, log=Outside(), log_format="", max_size=MOST_CONNECTIONS, debug=False,
            socket_timeout=PATIENCE, keepalive=PATIENCE, protocol=Reticent,
        )  # fmt: skip
    elif mode == "gevent":
        from gevent import pywsgi

        class Discreet(pywsgi.WSGIHandler):  # type: ignore[misc]
            def _handle_client_error(self, error: Exception) -> Any:
                """Bytes that are no request (frames after a WebSocket's end) are refused, not quoted in the log."""
                if isinstance(error, ValueError):
                    return "400", pywsgi._BAD_REQUEST_RESPONSE
                return super()._handle_client_error(error)

        pywsgi.WSGIServer(
            listener, application, log=None, spawn=MOST_CONNECTIONS, handler_class=Discreet
        ).serve_forever()  # fmt: skip
    else:
        _serve_threads(listener, application)


def _serve_threads(listener: socket.socket, application: Application) -> None:
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        timeout = None  # a WebSocket lives longer than a request

        def log(self, type: str, message: str, *args: object) -> None:
            """Nothing: an access log would hold addresses of private pages."""

    host, port = listener.getsockname()[:2]
    make_server(
        host, port, application, threaded=True, request_handler=Quiet, fd=listener.fileno()
    ).serve_forever()  # fmt: skip
