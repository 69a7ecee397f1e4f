"""The least that eventlet can do: a green thread for each raw socket, and one prepared frame written to each of them.

``python -m bench.targets.floor_eventlet PORT CONTROL``.
"""

import json
import sys
import warnings
from typing import Any

from .frames import accepted, event_frame, obeyed, processor, text_frame

warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
import eventlet  # noqa: E402

HELLO = text_frame('0{"sid":"x","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}')
IN = text_frame('40{"sid":"x"}')
ROOMS: dict[str, set[Any]] = {}
STATE: dict[str, Any] = {"first": b"", "pushes": []}


def greet(client: Any, _address: Any) -> None:
    """One client: upgraded, greeted, and then only written to."""
    raw = client.fd
    held = b""
    try:
        while b"\r\n\r\n" not in held:
            if not (data := client.recv(65536)):
                return
            held += data
        client.sendall(accepted(held) + HELLO)
        while data := client.recv(65536):
            at = data.find(b'{"rooms"')
            if at >= 0:
                for room in json.loads(data[at:])["rooms"]:
                    ROOMS.setdefault(room, set()).add(raw)
                client.sendall(IN + STATE["first"])
    except OSError:
        pass
    finally:
        for members in ROOMS.values():
            members.discard(raw)


def push() -> None:
    """Write to everybody, without the hub."""
    for room, frame in STATE["pushes"]:
        for raw in ROOMS.get(room, ()):
            if raw.send(frame) != len(frame):
                raise RuntimeError("a socket of the floor was full: the client is too slow")


def act(asked: dict[str, Any]) -> dict[str, Any] | None:
    """What is asked over the line."""
    match asked["do"]:
        case "first":
            STATE["first"] = event_frame("snapshot", asked["text"])
        case "load":
            STATE["pushes"] = [(room, event_frame("snapshot", text)) for room, text in asked["pushes"]]
        case "push":
            push()
        case _:
            return {"cpu": processor()}
    return None


if __name__ == "__main__":
    port, control = map(int, sys.argv[1:3])
    eventlet.spawn(eventlet.serve, eventlet.listen(("127.0.0.1", control)), lambda line, _: obeyed(line, act))
    listener = eventlet.listen(("127.0.0.1", port), backlog=4096)
    print("ready", flush=True)
    eventlet.serve(listener, greet, concurrency=20_000)
