"""A browser without a screen: a cookie jar, a seat, and a real Socket.IO client that keeps what it was sent."""

import secrets
import threading
from dataclasses import dataclass, field
from typing import Any

import requests
import socketio

from tests.server import Server, until


def fresh() -> str:
    """The id of a new command."""
    return secrets.token_urlsafe(16)


@dataclass
class Browser:
    """One device: its cookie, and nothing else."""

    server: Server
    jar: requests.Session = field(default_factory=requests.Session)
    screens: list["Screen"] = field(default_factory=list)

    def get(self, path: str, **rest: Any) -> requests.Response:
        """A page, redirects not followed."""
        return self.jar.get(self.server.url + path, allow_redirects=False, timeout=10, **rest)

    def post(self, path: str, form: Any = None, origin: str | None = None, **rest: Any) -> requests.Response:
        """A form sent from our own page unless ``origin`` says otherwise."""
        headers = {"Origin": origin or self.server.url} | rest.pop("headers", {})
        return self.jar.post(
            self.server.url + path, data=form, headers=headers, allow_redirects=False, timeout=10, **rest
        )

    def enter(self, token: str) -> str:
        """Exchange a link's token; where it leads."""
        answer = self.post("/enter", json={"token": token})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["location"])

    def sit(self, token: str, name: str) -> "Place":
        """Follow a link to the end: a place, named if the link asks for a name."""
        location = self.enter(token)
        if location.endswith("/join"):
            answer = self.post(location, {"name": name})
            assert answer.status_code == 303, answer.text
            location = answer.headers["Location"]
        _empty, _w, workshop, _s, seat, *_page = location.split("/")
        return Place(self, workshop, seat)

    @property
    def cookie(self) -> str:
        """What a socket must say."""
        return "; ".join(f"{c.name}={c.value}" for c in self.jar.cookies)


@dataclass
class Place:
    """A seat on a device."""

    browser: Browser
    workshop: str
    seat: str

    def screen(self, *watch: str, **options: Any) -> "Screen":
        """A connected socket that watches these kinds of audience."""
        screen = Screen(self, watch or ("group", "hosts", "conductors", "projector", "room", "person"))
        self.browser.screens.append(screen)
        return screen.connect(**options)


class Screen:
    """A socket and the newest snapshot of each audience it was sent."""

    def __init__(self, place: Place, watch: tuple[str, ...]) -> None:
        self.place = place
        self.watch = watch
        self.snapshots: dict[str, dict[str, Any]] = {}
        self.sent: list[dict[str, Any]] = []
        self.heartbeats: list[dict[str, Any]] = []
        self.left: list[dict[str, Any]] = []
        self._lock = threading.Lock()
        polls = requests.Session()  # later polling requests carry the cookies of this jar, and no other header
        polls.cookies.update(place.browser.jar.cookies)
        self.client = socketio.Client(
            reconnection=False,
            handle_sigint=False,
            http_session=polls,
            websocket_extra_options={"skip_utf8_validation": True},
        )
        self.client.on("snapshot", self._snapshot)
        self.client.on("heartbeat", self.heartbeats.append)
        self.client.on("leave", self.left.append)

    def connect(self, transports: tuple[str, ...] = ("websocket",), **other: Any) -> "Screen":
        """Open the socket; raises socketio's ConnectionError when it is refused."""
        server = self.place.browser.server
        headers = {"Cookie": self.place.browser.cookie} | other.pop("headers", {})  # the client says its own origin
        auth = {"seat": self.place.seat, "watch": list(self.watch)} | other.pop("auth", {})
        workshop = other.pop("workshop", self.place.workshop)
        self.client.connect(
            f"{server.url}?w={workshop}", headers=headers, auth=auth, transports=list(transports), wait_timeout=10
        )
        return self

    def close(self) -> None:
        """Leave, without waiting for the farewells: on threads they take seconds."""
        threading.Thread(target=self.client.disconnect, daemon=True).start()

    def of(self, kind: str) -> dict[str, Any] | None:
        """The newest snapshot of the audience of this kind that was heard of last."""
        with self._lock:
            found = [s for a, s in self.snapshots.items() if a.partition(":")[0] == kind]
        return found[-1] if found else None

    def awaits(self, kind: str, condition: Any, what: str = "") -> dict[str, Any]:
        """Wait until the newest snapshot of this kind satisfies the condition, and return it."""

        def holds() -> dict[str, Any] | None:
            found = self.of(kind)
            return found if found is not None and condition(found) else None

        return until(holds, what or f"a snapshot of {kind}")  # type: ignore[return-value]

    def command(self, name: str, *, id: str | None = None, timeout: float = 10, **rest: Any) -> dict[str, Any]:
        """Send a command and return its acknowledgement; ``group``, ``step`` and plurals are the envelope's."""
        return self.client.call("command", self.message(name, id=id, **rest), timeout=timeout)

    def message(self, name: str, *, id: str | None = None, **rest: Any) -> dict[str, Any]:
        """The message of a command; what is not of the envelope is a field."""
        envelope = {key: rest.pop(key) for key in ("group", "step", "groups", "steps") if key in rest}
        return {"id": id or fresh(), "as": self.place.seat, "command": name, **envelope, "fields": rest}

    def steer(self, name: str, **rest: Any) -> dict[str, Any]:
        """A steering command with the step this screen shows."""
        shown = self.of("group")
        assert shown
        return self.command(name, group=shown["group"]["id"], step=shown["step"], **rest)

    def _snapshot(self, snapshot: dict[str, Any]) -> None:
        with self._lock:
            self.sent.append(snapshot)
            known = self.snapshots.get(snapshot["audience"])
            if known is None or snapshot["version"] > known["version"]:
                self.snapshots.pop(snapshot["audience"], None)
                self.snapshots[snapshot["audience"]] = snapshot
