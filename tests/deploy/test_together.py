"""nginx and two processes on one PostgreSQL, as people in a venue meet them."""

import contextlib
import gzip
import http.client
import re
import socket
import threading
import time
from typing import Any

import pytest
import requests
from socketio.exceptions import ConnectionError as NotConnected

from deploy.together import Process
from tests.deploy.conftest import Venue, connected
from tests.live.rows import rows
from tests.live.test_kills import Talker
from tests.server import until

pytestmark = [pytest.mark.server, pytest.mark.postgresql, pytest.mark.timeout(240)]


def asked(venue: Venue, method: str, path: str, address: str = "127.0.0.1", body: str = "", **headers: str) -> Any:
    """One request from an address of this machine: 127.0.0.2 is somebody else than 127.0.0.1."""
    line = http.client.HTTPConnection("127.0.0.1", venue.together.port, timeout=10, source_address=(address, 0))
    line.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer


def test_the_people_of_a_workshop_meet_in_one_process(venue: Venue):
    """Pages, polling and WebSocket of one workshop go to one process; other workshops use the other one."""
    used: set[Process] = set()
    for _ in range(10):
        room = venue.room()
        room.sit("Paul").screen()
        room.sit("Inès", table=1).screen(transports=("polling",))
        room.sit("Yann").screen(transports=("polling", "websocket"))
        used.add(venue.process_of(3))
        room.leave()
        until(lambda: sum(map(connected, venue.together.processes)) == 0, "everybody gone")
        if len(used) == 2:
            return
    raise AssertionError("ten workshops went to one process of two")


@pytest.mark.parametrize("how", ["refuses", "hangs up"])
def test_long_polling_where_websockets_are_blocked(venue: Venue, how: str):
    """A client that would rather have a WebSocket stays on polling, and the whole path works: code, name, table, a
    round, words, an act of the host's, and coming back after its line was cut."""
    room = venue.room(by=how)
    plain = room.device()
    assert "code" in plain.get("/").text
    location = plain.post("/join", {"code": room.code}).headers["Location"]
    seated = plain.post(location, {"name": "Awa"})
    assert plain.get(seated.headers["Location"]).status_code == 200
    host = room.sit("Hélène", host=True).screen(transports=("polling", "websocket"))
    paul = room.sit("Paul").screen(transports=("polling", "websocket"))
    assert host.steer("start_round")["ok"]
    paul.awaits("group", lambda s: s["status"] == "running")
    kept = paul.command("keep_idea", group=room.tables[0], text="Une idée")
    assert kept["ok"]
    paul.awaits("person", lambda s: [idea["text"] for idea in s["ideas"]] == ["Une idée"])
    until(lambda: paul.heartbeats, "a heartbeat")
    assert (host.client.transport(), paul.client.transport()) == ("polling", "polling")
    with pytest.raises(NotConnected):
        room.sit("Yann").screen(transports=("websocket",))
    paul.client.eio.http.close()
    paul.close()
    again = paul.place.screen(transports=("polling", "websocket"))
    again.awaits("person", lambda s: [idea["text"] for idea in s["ideas"]] == ["Une idée"])
    found = rows(room.server, f"SELECT count(*) FROM contributions WHERE group_id = '{room.tables[0]}'")
    assert found == [(1,)]
    room.leave()


def test_what_a_client_says_of_its_address_changes_nothing(venue: Venue):
    """A hundred wrong codes in a minute are what one address may fail: naming others gives no more, and who is at
    another address is not refused."""
    for number in range(100):
        answer = asked(
            venue, "POST", "/join", "127.0.0.2", f"code=WRNG{number:04}",
            Content_Type="application/x-www-form-urlencoded", X_Forwarded_For=f"10.1.{number // 200}.{number % 200}",
            X_Real_IP=f"10.2.0.{number % 200}", Forwarded=f"for=10.3.0.{number % 200}",
        )  # fmt: skip
        assert answer.status == 400, number
    form = {"Content_Type": "application/x-www-form-urlencoded", "X_Forwarded_For": "203.0.113.9"}
    assert asked(venue, "POST", "/join", "127.0.0.2", "code=WRNGCODE", **form).status == 429
    form["X_Forwarded_For"] = "127.0.0.2"
    assert asked(venue, "POST", "/join", "127.0.0.3", "code=WRNGCODE", **form).status == 400


def test_pages_of_others_are_refused_and_ours_are_not(venue: Venue):
    """Origin is compared with the address people use, whatever the client says of hosts and schemes."""
    room = venue.room()
    place = room.sit("Paul")  # says our Origin with each form
    known = {"Content_Type": "application/x-www-form-urlencoded", "Cookie": place.browser.cookie}
    lies = {"X_Forwarded_Host": "evil.example", "X_Forwarded_Proto": "https", "X_Forwarded_Port": "443"}
    socket_path = f"/socket.io/?EIO=4&transport=polling&w={place.workshop}"
    for method, path, body in (("POST", "/join", "code=AAAA"), ("GET", socket_path, "")):
        inside = f"http://127.0.0.1:{venue.together.processes[0].port}"
        for origin in ("https://evil.example", "null", inside, venue.url.replace("http:", "https:")):
            assert asked(venue, method, path, body=body, Origin=origin, **known, **lies).status == 403, (path, origin)
        assert asked(venue, method, path, body=body, Origin=venue.url, **known, **lies).status in (200, 400), path
    assert place.screen().awaits("room", bool)
    told = room.device().get("/sign-in", headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-Prefix": "/evil"})
    assert "evil" not in told.text + str(told.headers)
    room.leave()


def test_static_files_are_kept_and_compressed_by_nginx(venue: Venue):
    """With the headers that the process gave; a page is never compressed or kept."""
    page = requests.get(f"{venue.url}/", timeout=10)
    assert page.headers["Cache-Control"] == "no-store"
    assert "Content-Encoding" not in page.headers
    path = re.findall(r'href="/static/(css/joined/[^"]+)"', page.text)[0]
    first = asked(venue, "GET", f"/static/{path}")
    plain = requests.get(f"{venue.url}/static/{path}", headers={"Accept-Encoding": "identity"}, timeout=10)
    line = http.client.HTTPConnection("127.0.0.1", venue.together.port, timeout=10)
    line.request("GET", f"/static/{path}", headers={"Accept-Encoding": "gzip"})
    answer = line.getresponse()
    assert gzip.decompress(answer.read()) == plain.content
    line.close()
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Cache-Control"):
        assert first.headers[name] == answer.headers[name] == plain.headers[name]
    assert "immutable" in answer.headers["Cache-Control"]
    assert any((venue.together.nginx_folder / "temporary/static").rglob("*"))
    assert asked(venue, "GET", "/metrics").status == 404
    assert asked(venue, "POST", "/join", body="x" * 70_000).status == 413


def test_nginx_is_reloaded_while_people_talk(venue: Venue):
    """Who is connected stays connected, and who comes is let in."""
    room = venue.room()
    host, (paul,) = room.running("Paul")
    sid = paul.client.sid
    assert venue.together.test_nginx().returncode == 0
    venue.together.reload_nginx()
    for number in range(20):
        assert paul.command("keep_idea", group=room.tables[0], text=f"{number}")["ok"]
    ines = room.sit("Inès").screen()
    assert host.steer("call_pilot")["ok"]
    ines.awaits("group", lambda s: s["host"])
    assert (paul.client.connected, paul.client.sid) == (True, sid)
    room.leave()


def test_a_process_dies_with_commands_in_flight(venue: Venue):
    """Its people are at the other one at once and go on; it comes back, the other one is ended in its turn, and people
    return. What was acknowledged is there, once; what was not was sent again."""
    room = venue.room()
    _host, others = room.running("Paul", "Inès", "Yann")
    talkers = [Talker(screen.place, room.tables[0]) for screen in others]
    for talker in talkers:
        talker.start()
    # Each talker's thread opens a socket of its own beside the first screens.
    home = until(lambda: [one for one in venue.together.processes if connected(one)], "a process with people")[0]
    away = next(one for one in venue.together.processes if one is not home)

    def more(count: int) -> None:
        before = sum(len(t.acknowledged) for t in talkers)
        until(lambda: sum(len(t.acknowledged) for t in talkers) >= before + count, "people going on")

    more(6)
    until(lambda: any(talker.asking for talker in talkers), "a command in flight")
    home.kill()
    more(12)
    assert connected(away) > 0
    home.start()
    more(6)
    until(lambda: any(talker.asking for talker in talkers), "a command in flight")
    away.stop()
    more(12)
    assert connected(home) > 0
    away.start()
    for talker in talkers:
        talker.over.set()
    for talker in talkers:
        talker.join(60)
        assert not talker.is_alive()
        assert talker.refusals == []
    found = rows(
        room.server, f"SELECT id, text FROM contributions WHERE group_id = '{room.tables[0]}' AND type = 'idea'"
    )
    texts = [text for _id, text in found]
    assert len(texts) == len(set(texts)), "an idea is there twice"
    acknowledged = {id: text for talker in talkers for id, text in talker.acknowledged.items()}
    kept = dict(found)
    assert {id: kept.get(id) for id in acknowledged} == acknowledged
    room.leave()
    verified = venue.together.flask("verify-journal")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_who_says_slowly_what_it_wants_keeps_nobody_waiting(venue: Venue):
    """Half a request on 200 lines from one address: pages still come, and the processes never hear of it."""
    lines = []
    for _ in range(200):
        line = socket.create_connection(("127.0.0.1", venue.together.port), 10)
        line.sendall(b"POST /join HTTP/1.1\r\nHost: here\r\nContent-Length: 40\r\nX-Slow: ")
        lines.append(line)
    answers: list[int] = []
    people = [threading.Thread(target=lambda: answers.append(asked(venue, "GET", "/").status)) for _ in range(40)]
    for person in people:
        person.start()
    for person in people:
        person.join(20)
    assert answers == [200] * 40
    end = time.monotonic() + 30
    for line in lines:  # nginx loses patience after ten seconds
        line.settimeout(max(0.1, end - time.monotonic()))
        with contextlib.suppress(ConnectionResetError):
            line.recv(4096)
        line.close()
