"""What a browser says now and then on its socket: here I am, I go, how would the end hold. The rest is ``often``."""

from typing import Any

import flask
from flask_socketio import ConnectionRefusedError, SocketIO

from ..domain.refusals import Code, Refusal
from ..trust import room_of
from ..wording import refusal_words
from .watchers import KINDS, Watcher

MOST_GROUPS = 100
"""Tables for which minutes can be proposed at once."""


def bind(socketio: SocketIO) -> None:
    """Give Flask-SocketIO its handlers: they read the request that opened the socket."""
    socketio.on_event("connect", connect)
    socketio.on_event("disconnect", disconnect)
    socketio.on_event("propose", propose)
    socketio.on_error_default(fail)


def connect(auth: object = None) -> None:
    """Admit a socket for a seat of its device, in the workshop its address names. Refused otherwise, with a code.

    A socket with a room pass is nobody's: it is let in, reads nothing, and may ask for the time.
    """
    given = auth if isinstance(auth, dict) else {}
    room = room_of(str(flask.current_app.secret_key), str(given.get("pass", "")))
    if room is not None and room == flask.request.args.get("w"):
        return
    device = _house().accounts.recognise(flask.request.environ["tablee.device"]).id
    asked = given.get("watch")
    watch = frozenset(kind for kind in KINDS if isinstance(asked, list) and kind in asked)
    workshop = flask.request.args.get("w", "")
    if not _live().broadcaster.admit(Watcher(_sid(), device, str(given.get("seat", "")), workshop, watch)):
        raise ConnectionRefusedError({"refusal": Code.NOT_YOUR_SEAT.value, "words": _words(Code.NOT_YOUR_SEAT)})


def disconnect(*_reason: object) -> None:
    """A socket is gone."""
    _live().broadcaster.forget(_sid())


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


def fail(error: Exception) -> dict[str, Any] | bool:
    """A handler failed: the log says which, the browser that it may try again. A socket half admitted is refused."""
    event = flask.request.event["message"]  # type: ignore[attr-defined]
    flask.current_app.logger.error("the handler of %s failed", event, exc_info=error)
    if event != "connect":
        return _refused(Code.TRY_AGAIN)
    _live().broadcaster.forget(_sid())
    return False


def _house() -> Any:
    return flask.current_app.extensions["tablee"]


def _live() -> Any:
    return flask.current_app.extensions["live"]


def _sid() -> str:
    return str(flask.request.sid)  # type: ignore[attr-defined]


def _words(code: Code) -> str:
    return refusal_words(Refusal(code))


def _refused(code: Code) -> dict[str, Any]:
    return {"ok": False, "refusal": code.value, "words": _words(code), "detail": {}}
