"""Two processes and nginx on one PostgreSQL, shared by a module's tests; each test has a workshop of its own."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from deploy.together import Process, Together
from tests.conftest import missing
from tests.live.rooms import Room, prepared
from tests.server import Fleet, Server, free_port, shared_fleet, until

__all__ = ["shared_fleet"]

ENOUGH = 16
"""Workshops: made before the processes start, for tests and to see both processes used."""
BLOCKING = {"refuses": "return 403;", "hangs up": "return 444;"}
"""What some venues' proxies do to a WebSocket."""


@dataclass
class Venue:
    """``together`` with workshops in it, and the proxies of two venues before it, by what they do to WebSockets."""

    together: Together
    rooms: Iterator[Room]
    proxies: dict[str, str]

    @property
    def url(self) -> str:
        return self.together.url

    def room(self, by: str = "") -> Room:
        """A workshop whose people come through nginx; ``by`` one of the proxies."""
        one = next(self.rooms)
        one.server = Entrance(self.proxies[by] if by else self.url, self.together)
        return one

    def process_of(self, people: int) -> Process:
        """The process at which exactly so many are connected, once the other has none."""

        def found() -> list[Process]:
            counted = {one: connected(one) for one in self.together.processes}
            return [one for one, count in counted.items() if count == people and sum(counted.values()) == people]

        return until(found, f"{people} people at one process")[0]  # type: ignore[index]


@dataclass
class Entrance:
    """What the people of ``tests.live`` need of a server: where it is, and where its rows are."""

    url: str
    together: Together

    @property
    def database_url(self) -> str:
        return self.together.environment["DATABASE_URL"]


def connected(process: Process) -> int:
    """How many people are connected there; 0 where nobody serves."""
    health = Server("eventlet", "", process.log.parent, process.port).health()
    return int(health["connected"]) if health else 0  # type: ignore[call-overload]


def need_nginx() -> None:
    """Skip, or fail, without nginx."""
    if not (shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")):
        missing("nginx (apt install nginx-light)")


def blocking(port: int, behind: str, how: str) -> str:
    """The server block of a venue's proxy through which no WebSocket comes."""
    return f"""
server {{
    listen 127.0.0.1:{port};
    location / {{
        if ($http_upgrade) {{ {how} }}
        proxy_pass {behind};
        proxy_http_version 1.1;
        proxy_set_header Host $http_host;
        proxy_set_header Connection "";
        proxy_buffering off;
    }}
}}"""


@pytest.fixture(scope="module")
def venue(shared_fleet: Fleet) -> Iterator[Venue]:
    """All of it, until the module's tests are done."""
    need_nginx()
    instance = shared_fleet.folder / "together"
    instance.mkdir()
    url = shared_fleet.database("postgresql", instance)
    rooms = prepared(Server("eventlet", url, instance), ENOUGH, format_key="30")
    together = Together(instance, url, processes=2)
    ports = {name: free_port() for name in BLOCKING}
    together.write_nginx(*(blocking(port, together.url, BLOCKING[name]) for name, port in ports.items()))
    with together.start():
        yield Venue(together, iter(rooms), {name: f"http://127.0.0.1:{port}" for name, port in ports.items()})
    for process in together.processes:
        said = process.log.read_text()
        assert "Traceback" not in said, said[-3000:]
