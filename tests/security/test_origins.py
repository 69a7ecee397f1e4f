"""Only our own pages act: every origin × every route that acts, and × every way to open or to use a socket."""

import json
import socket
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from facilitation.web.security import SAFE
from tests.live.browser import Place
from tests.live.raw import Raw
from tests.live.rooms import prepared
from tests.matrix.visitors import HOLE
from tests.security.origins import FOREIGN, OURS, SITES, origin
from tests.server import Fleet, shared_fleet
from tests.web.desk import application

__all__ = ["shared_fleet"]
Covers = Callable[[str], None]


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application with what stands before its pages, and 204 instead of every page: who got through is seen."""
    app = application(tmp_path_factory.mktemp("guarded"), PUBLIC_URL="http://tablee.example")
    for endpoint in app.view_functions:
        app.view_functions[endpoint] = lambda **_: ("", 204)
    app.before_request_funcs.pop("owner")  # 404 without its token, whatever the origin
    return app


def acting(app: Flask) -> list[tuple[str, str]]:
    """Every method and address that may change something."""
    found = {
        (method, HOLE.sub("1", rule.rule)) for rule in app.url_map.iter_rules() for method in rule.methods - set(SAFE)
    }
    return sorted(found)


def test_every_route_that_acts(guarded: Flask, covers: Covers) -> None:
    """A foreign origin is a 403 before anything is read; ours gets through."""
    browser, asked = guarded.test_client(), 0
    due = {name: (pattern, 403) for name, pattern in FOREIGN.items()}
    due |= {name: (pattern, 204) for name, pattern in OURS.items()}
    routes = acting(guarded)
    for method, address in routes:
        for name, (pattern, status) in due.items():
            said = origin(pattern, "localhost")
            headers = {} if said is None else {"Origin": said}
            assert browser.open(address, method=method, headers=headers).status_code == status, (method, address, name)
            asked += 1
        for site, may in SITES.items():
            headers = {"Sec-Fetch-Site": site, "Origin": "http://localhost"}
            answer = browser.open(address, method=method, headers=headers)
            assert answer.status_code == (204 if may else 403), (method, address, site)
            asked += 1
    unsafe = [r.rule for r in guarded.url_map.iter_rules() if r.methods - set(SAFE)]
    assert {HOLE.sub("1", rule) for rule in unsafe} == {address for _method, address in routes}
    covers(
        f"origins: {len(routes)} routes that act × ({len(FOREIGN)} foreign + {len(OURS)} ours + {len(SITES)} "
        f"Sec-Fetch-Site) = {asked} requests, 0 left out"
    )


def test_nothing_is_changed_by_a_page_that_is_only_read(guarded: Flask) -> None:
    """What needs no origin is GET, HEAD or OPTIONS: no other method is safe."""
    methods = {method for rule in guarded.url_map.iter_rules() for method in rule.methods}
    assert methods == SAFE | {"POST", "DELETE"}


@pytest.fixture(scope="module", params=["eventlet", "threading"])
def place(request: pytest.FixtureRequest, shared_fleet: Fleet) -> Iterator[Place]:
    """Somebody who has a seat, on a server with a public address."""
    server = shared_fleet.serve(request.param, start=False, PUBLIC_URL="http://tablee.example")
    (room,) = prepared(server)
    server.start()
    yield room.sit("Paul")
    room.leave()
    assert "Traceback" not in server.log(), server.log()[-3000:]


def status_of(place: Place, lines: list[str], body: str = "") -> int:
    """The status of one request, said byte by byte."""
    port = place.browser.server.port
    with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
        head = [*lines, f"Host: 127.0.0.1:{port}", f"Cookie: {place.browser.cookie}", "Connection: close"]
        wire.sendall(("\r\n".join(head) + "\r\n\r\n" + body).encode())
        return int(wire.recv(64).split()[1])


def polls(place: Place, said: list[str]) -> dict[str, int]:
    """The three requests of a socket that polls: opening it, hearing, speaking."""
    path = f"/socket.io/?EIO=4&transport=polling&w={place.workshop}"
    sid = place.browser.get(path).text.split('"sid":"')[1].split('"')[0]
    seat = f"40{json.dumps({'seat': place.seat, 'watch': []})}"
    length = f"Content-Length: {len(seat)}"
    return {
        "opens": status_of(place, [f"GET {path} HTTP/1.1", *said]),
        "speaks": status_of(place, [f"POST {path}&sid={sid} HTTP/1.1", length, *said], seat),
        "hears": status_of(place, [f"GET {path}&sid={sid} HTTP/1.1", *said]),
    }


def upgraded(place: Place, said: dict[str, str]) -> int:
    """The status of an upgrade."""
    raw = Raw(place)
    try:
        return int(raw.asks(**said).split()[1])
    finally:
        raw.close()


def test_every_way_to_a_socket(place: Place, covers: Covers) -> None:
    """By WebSocket and by each request of polling; also for a socket that our own page opened."""
    host, asked = f"127.0.0.1:{place.browser.server.port}", 0
    cases = [(name, {"Origin": origin(p, host)}, False) for name, p in FOREIGN.items()]
    cases += [(name, {"Origin": said} if (said := origin(p, host)) else {}, True) for name, p in OURS.items()]
    cases += [(site, {"Sec-Fetch-Site": site, "Origin": f"http://{host}"}, may) for site, may in SITES.items()]
    for name, headers, may in cases:
        said = [f"{key}: {value}" for key, value in headers.items()]
        told = polls(place, said) | {"upgrades": upgraded(place, {k.replace("-", "_"): v for k, v in headers.items()})}
        due = {"opens": 200, "speaks": 200, "hears": 200, "upgrades": 101} if may else dict.fromkeys(told, 403)
        assert told == due, (name, told)
        asked += len(told)
    covers(f"origins: {len(cases)} × 4 ways to a socket ({place.browser.server.mode}) = {asked} requests, 0 left out")
