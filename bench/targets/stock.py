"""Flask-SocketIO as it comes, on eventlet: ``python -m bench.targets.stock PORT CONTROL``."""

import json
import sys
import warnings
from typing import Any

warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
import eventlet  # noqa: E402

eventlet.monkey_patch()

from flask import Flask  # noqa: E402
from flask_socketio import SocketIO, emit, join_room  # noqa: E402

from .frames import obeyed, processor  # noqa: E402

app = Flask(__name__)
socketio = SocketIO(app, async_mode="eventlet", cors_allowed_origins="*")
STATE: dict[str, Any] = {"first": None, "pushes": []}


@socketio.on("connect")
def connect(auth: Any = None) -> None:
    """Into the rooms that were asked for, with a first text."""
    for room in (auth or {}).get("rooms", []):
        join_room(room)
    if STATE["first"] is not None:
        emit("snapshot", STATE["first"])


def act(asked: dict[str, Any]) -> dict[str, Any] | None:
    """What is asked over the line."""
    match asked["do"]:
        case "first":
            STATE["first"] = json.loads(asked["text"])
        case "load":
            STATE["pushes"] = [(room, json.loads(text)) for room, text in asked["pushes"]]
        case "push":
            for room, body in STATE["pushes"]:
                socketio.emit("snapshot", body, to=room)
        case _:
            return {"cpu": processor()}
    return None


if __name__ == "__main__":
    port, control = map(int, sys.argv[1:3])
    eventlet.spawn(eventlet.serve, eventlet.listen(("127.0.0.1", control)), lambda line, _: obeyed(line, act))
    print("ready", flush=True)
    socketio.run(app, host="127.0.0.1", port=port, log_output=False)
