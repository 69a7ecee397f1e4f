"""A device in the room: a cookie jar, one socket, the last snapshot of each audience, commands sent until answered."""

import contextlib
import random
import secrets
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import engineio
import requests
import socketio

from .ledger import Ledger

Snapshot = dict[str, Any]

ANSWER_WITHIN, ANSWER_AT_MOST = 3.0, 12.0
"""Seconds before a command is sent again, with the same id; twice as many each time, so that a server that is late is
not asked the more for it."""
GIVE_UP_AFTER = 120.0
"""Seconds with a connection after which a command counts as never answered; people themselves never give up."""


class _Engine(engineio.Client):  # type: ignore[misc]
    """Hears its messages on the thread that reads them: a thread for each message is too many for 400 devices."""

    def _trigger_event(self, event: str, *args: Any, **how: Any) -> Any:
        return super()._trigger_event(event, *args, **(how | {"run_async": False}))


class _Socket(socketio.Client):  # type: ignore[misc]
    def _engineio_client_class(self) -> type[engineio.Client]:
        return _Engine


class Lost(RuntimeError):
    """The server could not be reached, or never answered."""


class Device:
    """One browser. All of its seats speak through the socket of the first one, as on a phone that goes round a table.

    ``manners`` draws what happens to a browser in a venue: some commands are sent twice, as after a lost answer.
    """

    def __init__(self, url: str, ledger: Ledger, seed: int) -> None:
        self.url = url.rstrip("/")
        self.ledger = ledger
        self.manners = random.Random(seed)
        self.http = requests.Session()
        self.http.headers["Origin"] = self.url
        self.http.trust_env = False
        self.changed = threading.Condition()
        self.snapshots: dict[str, Snapshot] = {}
        self.ahead = 0.0
        """Milliseconds to add to this machine's clock to read the server's."""
        self.seat = ""
        self.workshop = ""
        self.told_to_leave = ""
        self._socket: socketio.Client | None = None
        self._away_until = 0.0
        self._watch: list[str] = []

    # --- The socket

    def connect(self, workshop: str, seat: str, watch: list[str]) -> None:
        """Open the socket for this seat. It opens again by itself until ``close``."""
        self.workshop, self.seat, self._watch = workshop, seat, watch
        client = _Socket(
            reconnection=True, reconnection_delay=0.2, reconnection_delay_max=1, randomization_factor=0.5,
            handle_sigint=False, http_session=self.http, websocket_extra_options={"skip_utf8_validation": True},
        )  # fmt: skip
        client.on("snapshot", self._snapshot)
        client.on("heartbeat", self._heartbeat)
        client.on("leave", self._leave)
        self._socket = client
        client.connect(
            f"{self.url}?w={workshop}", auth={"seat": seat, "watch": watch}, transports=["websocket"],
            wait=True, wait_timeout=20, retry=True,
        )  # fmt: skip
        self._read_clock()

    def drop(self) -> None:
        """Lose the network for a moment: the transport is cut without a word, and comes back by itself."""
        socket = self._socket
        engine = socket.eio if socket else None
        if engine is not None and engine.state == "connected" and getattr(engine, "ws", None) is not None:
            self.ledger.cut()
            engine.ws.shutdown()

    def lose_network(self, seconds: float) -> None:
        """Be cut off for so long: nothing arrives, nothing leaves, what people do waits on the device."""
        self._away_until = time.monotonic() + seconds
        socket = self._socket
        if socket is not None:
            self.ledger.cut()
            socket.disconnect()
            threading.Timer(seconds, self._come_back).start()

    def _come_back(self) -> None:
        with contextlib.suppress(socketio.exceptions.ConnectionError):  # it was closed for good meanwhile
            self.connect(self.workshop, self.seat, self._watch)

    @property
    def away(self) -> bool:
        """True while there is no network."""
        return time.monotonic() < self._away_until or self._socket is None or not self._socket.connected

    def close(self) -> None:
        """Leave for good."""
        if self._socket is not None:
            self._socket.disconnect()
        self.http.close()

    def _snapshot(self, body: Snapshot) -> None:
        with self.changed:
            mine = self.snapshots.get(body["audience"])
            if mine is None or body["version"] >= mine["version"]:
                self.snapshots[body["audience"]] = body
                self.changed.notify_all()

    def _heartbeat(self, body: Snapshot) -> None:
        said = dict(body.get("versions") or {})
        said |= {f"hosts:{a.split(':', 1)[1]}": version for a, version in said.items() if a.startswith("group:")}
        if any(a in self.snapshots and self.snapshots[a]["version"] < version for a, version in said.items()):
            self.resync()

    def _leave(self, body: Snapshot) -> None:
        self.told_to_leave = str(body.get("reason", ""))

    def resync(self) -> None:
        """Tell the server what this device has; what is newer comes by itself. A reading thread must not wait."""
        with self.changed:
            versions = {audience: body["version"] for audience, body in self.snapshots.items()}
        with contextlib.suppress(socketio.exceptions.SocketIOError, OSError):
            if self._socket is not None:
                self._socket.emit("resync", {"seat": self.seat, "versions": versions})

    def _read_clock(self) -> None:
        """The fastest of three round trips says how far the server's clock is."""
        best = None
        for _ in range(3):
            sent = time.time() * 1000
            answer = self._ask("clock", {})
            back = time.time() * 1000
            if answer is not None and (best is None or back - sent < best):
                best, self.ahead = back - sent, answer["now"] - (sent + back) / 2

    def now(self) -> float:
        """The server's time as this device knows it, in milliseconds."""
        return time.time() * 1000 + self.ahead

    # --- What it knows

    def body(self, audience: str) -> Snapshot | None:
        """The last snapshot of this audience."""
        return self.snapshots.get(audience)

    def of(self, name: str) -> Snapshot | None:
        """The newest snapshot whose audience begins with this name (``group``, ``hosts``, ``person``…)."""
        with self.changed:
            found = [body for audience, body in self.snapshots.items() if audience.split(":", 1)[0] == name]
        return found[-1] if found else None

    def wait(self, true: Callable[[], Any], seconds: float) -> Any:
        """Wait until ``true()`` holds, looking again at each snapshot; its value, or its last false one."""
        end = time.monotonic() + seconds
        with self.changed:
            while not (value := true()) and (left := end - time.monotonic()) > 0:
                self.changed.wait(min(left, 1.0))
        return value

    # --- Commands

    def send(
        self, seat: str, person: str, command: str, fields: dict[str, Any], group: str | None = None, **more: Any
    ) -> Snapshot:
        """Send a command until it is acknowledged; its acknowledgement. Raises Lost when nobody ever answers."""
        message = {"id": secrets.token_urlsafe(12), "as": seat, "command": command, "fields": fields, **more}
        if group is not None:
            message["group"] = group
        before = self._round(group)
        began = time.monotonic()
        end = began + GIVE_UP_AFTER
        patience = 0.0
        while time.monotonic() < min(end, began + 4 * GIVE_UP_AFTER):
            if self.away:
                time.sleep(0.1)
                end += 0.1
                continue
            if patience:
                self.ledger.resent()
            patience = min(patience * 2 or ANSWER_WITHIN, ANSWER_AT_MOST)
            answer = self._ask("command", message, patience)
            if answer is not None and answer.get("refusal") in ("try_again", "too_fast"):
                time.sleep(0.2)
                continue
            if answer is not None:
                here = before if command in ("change_case", "stop_round") else self._round(group)
                self.ledger.acknowledged(message["id"], person, command, group, {**fields, **more}, answer, here)
                self.ledger.waited(time.monotonic() - began)
                if self.manners.random() < 0.04:
                    self._send_again(message, answer)
                return answer
        self.ledger.never_answered(message["id"], command)
        raise Lost(f"{command} ({message['id']}) was never answered")

    def _round(self, group: str | None) -> int:
        return int((self.body(f"group:{group}") or {}).get("round", 0))

    def _send_again(self, message: Snapshot, first: Snapshot) -> None:
        """As after an answer that got lost: the same id must receive the same answer."""
        self.ledger.resent()
        again = self._ask("command", message, ANSWER_WITHIN)
        if again is not None:
            again.pop("again", None)
            if again != {key: value for key, value in first.items() if key != "again"}:
                self.ledger.changed_its_mind(message["id"])

    def _ask(self, event: str, message: Snapshot, seconds: float = ANSWER_WITHIN) -> Snapshot | None:
        """Emit and wait for the acknowledgement; None when none came, for whatever reason."""
        answered = threading.Event()
        answers: list[Snapshot] = []

        def hear(*args: Any) -> None:
            answers.append(args[0] if args else {})
            answered.set()

        socket = self._socket
        if socket is None:
            raise Lost("no socket")
        if not socket.connected:
            time.sleep(0.1)
            return None
        try:
            socket.emit(event, message, callback=hear)
        except (socketio.exceptions.SocketIOError, OSError):
            time.sleep(0.1)
            return None
        end = time.monotonic() + seconds
        while not answered.wait(0.25) and time.monotonic() < end and socket.connected:
            pass
        return answers[0] if answers else None

    # --- Pages

    def enter(self, link: str, name: str, organisation: str) -> str:
        """Follow a link whose fragment is a token, give a name when asked; the address of one's own page."""
        token = urlsplit(link).fragment
        answer = self.http.post(f"{self.url}/enter", json={"token": token}, timeout=20)
        answer.raise_for_status()
        return self._give_name(answer.json()["location"], name, organisation)

    def enter_by_code(self, code: str, name: str, organisation: str) -> str:
        """Type the code of the workshop, give a name; the address of one's own page."""
        answer = self.http.post(f"{self.url}/join", data={"code": code}, timeout=20, allow_redirects=False)
        return self._give_name(_where(answer), name, organisation)

    def _give_name(self, location: str, name: str, organisation: str) -> str:
        path = urlsplit(location).path
        if path.rstrip("/").endswith("/join"):
            answer = self.http.post(
                f"{self.url}{location}", data={"name": name, "organisation": organisation}, timeout=20,
                allow_redirects=False,
            )  # fmt: skip
            path = urlsplit(_where(answer)).path
        return path

    def sit_beside(self, name: str) -> tuple[str, str]:
        """Another person on this device: that person's seat and id."""
        answer = self.http.post(
            f"{self.url}/w/{self.workshop}/s/{self.seat}/beside",
            data={"name": name}, headers={"Accept": "application/json"}, timeout=20, allow_redirects=False,
        )  # fmt: skip
        if not answer.ok:
            raise Lost(f"{name}: not beside the first person: {answer.status_code}")
        body = answer.json()
        return body["seat"], body["person"]


def _where(answer: requests.Response) -> str:
    """Where a form led. Raises Lost when it did not lead anywhere."""
    if answer.is_redirect:
        return answer.headers["Location"]
    if answer.ok and "json" in answer.headers.get("Content-Type", ""):
        return str(answer.json()["location"])
    raise Lost(f"{answer.request.method} {answer.request.path_url}: {answer.status_code}")


def seat_in(path: str) -> str:
    """The seat in the address ``/w/<workshop>/s/<seat>/…``."""
    return path.split("/")[4]
