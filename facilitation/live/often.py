"""What browsers say often: do this, what did I miss, what time is it.

Socket.IO calls these directly. Flask-SocketIO would make a request of each (its context, session and address: half of
what an event costs), and none of that is read: the socket says who it is. Only a refusal needs words, in the language
of the person, which is that of the request that opened the socket and of the device's own choice.
"""

from functools import partial
from time import perf_counter
from typing import Any

from ..domain.commands import COMMANDS
from ..domain.refusals import Code, Refusal
from ..metrics import ACKNOWLEDGED
from ..metrics import COMMANDS as COUNTED
from ..wording import refusal_words

MOST_VERSIONS = 40
"""Audiences that one resync may speak of."""


def bind(live: Any) -> None:
    """Give the Socket.IO server of this application its handlers."""
    for event, handle in (("command", command), ("resync", resync), ("clock", clock)):
        live.socketio.server.on(event, partial(_heard, live, event, handle))


def command(live: Any, sid: str, message: object) -> dict[str, Any]:
    """Hand a command to the door; the answer is committed before it is given."""
    watcher = live.watchers.get(sid)
    if watcher is None:
        return _refused(live, sid, Code.NOT_YOUR_SEAT)
    began = perf_counter()
    answer = live.house.door.receive(message, watcher.device)
    ACKNOWLEDGED.observe(perf_counter() - began)
    COUNTED.add(_named(message), "again" if answer.again else answer.refusal.code.value if answer.refusal else "ok")
    wire: dict[str, Any] = answer.to_wire()
    return wire if answer.refusal is None else wire | {"words": _words(live, sid, answer.refusal)}


def _named(message: object) -> str:
    """The name of a command, for counting: one of ours, whatever somebody sent."""
    name = message.get("command") if isinstance(message, dict) else None
    return name if isinstance(name, str) and name in COMMANDS else "unknown"


def resync(live: Any, sid: str, message: object) -> dict[str, Any]:
    """Send what is newer than the versions a screen has; look again at what its seat may read."""
    watcher = live.watchers.get(sid)
    now = live.house.instants.now()
    if watcher is None or not live.pace.allows(now, watcher.sid):
        return {"now": now}
    versions = message.get("versions") if isinstance(message, dict) else None
    known = {k: v for k, v in versions.items() if type(v) is int} if isinstance(versions, dict) else {}
    if len(known) <= MOST_VERSIONS:
        live.broadcaster.review(watcher, known)
    return {"now": live.house.instants.now()}


def clock(live: Any, _sid: str, _message: object) -> dict[str, int]:
    """The server's time, for a browser that measures its distance from it."""
    return {"now": live.house.instants.now()}


def _heard(live: Any, event: str, handle: Any, sid: str, *said: object) -> dict[str, Any]:
    """Answer an event, whatever came with it. A failure of ours: the log says which, the browser may try again."""
    try:
        answer: dict[str, Any] = handle(live, sid, said[0] if said else None)
        return answer
    except Exception as error:
        live.app.logger.error("the handler of %s failed", event, exc_info=error)
        return _refused(live, sid, Code.TRY_AGAIN)


def _refused(live: Any, sid: str, code: Code) -> dict[str, Any]:
    return {"ok": False, "refusal": code.value, "words": _words(live, sid, Refusal(code)), "detail": {}}


def _words(live: Any, sid: str, refusal: Refusal) -> str:
    environ = live.socketio.server.get_environ(sid)
    if environ is None:
        return ""  # the socket closed meanwhile, and nobody hears
    with live.app.request_context(environ):
        return refusal_words(refusal)
