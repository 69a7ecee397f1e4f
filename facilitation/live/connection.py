"""What a browser says now and then on its socket: here I am, I go, how would the end hold. The rest is ``often``.

Who comes and goes is heard by Socket.IO itself, as in ``often``: a room comes in at once, and a request for each would
be a fifth of what it costs.
"""

from functools import partial
from typing import Any
from urllib.parse import parse_qs

import flask
from flask_socketio import SocketIO
from socketio.exceptions import ConnectionRefusedError

from ..domain.refusals import Code, Refusal
from ..trust import room_of
from ..wording import refusal_words
from .watchers import KINDS, Watcher

MOST_GROUPS = 100
"""Tables for which minutes can be proposed at once."""


def bind(live: Any, socketio: SocketIO) -> None:
    """Give the server of this application its handlers."""
    socketio.server.on("connect", partial(connect, live))
    socketio.server.on("disconnect", partial(disconnect, live))
    socketio.on_event("propose", propose)
    socketio.on_error_default(fail)


def connect(live: Any, sid: str, environ: dict[str, Any], auth: object = None) -> bool:
    """Admit a socket for a seat of its device, in the workshop its address names. Refused otherwise, with a code.

    A socket with a room pass is nobody's: it is let in, reads nothing, and may ask for the time.
    """
    given = auth if isinstance(auth, dict) else {}
    workshop = parse_qs(environ.get("QUERY_STRING", "")).get("w", [""])[0]
    if workshop and "pass" in given and room_of(str(live.app.secret_key), str(given["pass"])) == workshop:
        return True
    asked = given.get("watch")
    watch = frozenset(kind for kind in KINDS if isinstance(asked, list) and kind in asked)
    watcher = Watcher(sid, "", str(given.get("seat", "")), workshop, watch)
    try:
        admitted = live.broadcaster.admit(watcher, environ["tablee.device"])
    except Exception as error:  # a socket half admitted is refused, and comes again
        live.app.logger.error("the handler of connect failed", exc_info=error)
        live.broadcaster.forget(sid)
        return False
    if not admitted:
        with live.app.request_context(environ):
            words = _words(Code.NOT_YOUR_SEAT)
        raise ConnectionRefusedError({"refusal": Code.NOT_YOUR_SEAT.value, "words": words})
    return True


def disconnect(live: Any, sid: str, *_reason: object) -> None:
    """A socket is gone."""
    live.broadcaster.forget(sid)


def propose(message: object = None, *_more: object) -> dict[str, Any]:
    """« Tenir 16 h 30 » for these tables, before anybody accepts it; no table without a seat that leads one."""
    watcher = _live().watchers.get(_sid())
    now = _house().instants.now()
    groups = message.get("groups") if isinstance(message, dict) else None
    asked = [group for group in groups if isinstance(group, str)] if isinstance(groups, list) else []
    seat = _house().people.seat(watcher.seat, watcher.device) if watcher else None
    if seat is None or len(asked) > MOST_GROUPS or not _live().pace.allows(now, watcher.sid):
        return {"at": now, "tables": []}
    proposed: dict[str, Any] = _house().proposals.finish_on_time(seat, asked)
    return proposed


def fail(error: Exception) -> dict[str, Any]:
    """A handler failed: the log says which, the browser that it may try again."""
    event = flask.request.event["message"]  # type: ignore[attr-defined]
    flask.current_app.logger.error("the handler of %s failed", event, exc_info=error)
    return {"ok": False, "refusal": Code.TRY_AGAIN.value, "words": _words(Code.TRY_AGAIN), "detail": {}}


def _house() -> Any:
    return flask.current_app.extensions["tablee"]


def _live() -> Any:
    return flask.current_app.extensions["live"]


def _sid() -> str:
    return str(flask.request.sid)  # type: ignore[attr-defined]


def _words(code: Code) -> str:
    return refusal_words(Refusal(code))
