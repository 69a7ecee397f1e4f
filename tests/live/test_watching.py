"""What whoever runs a workshop's day sees of it: figures and lines of the log. Nothing of anybody is in either."""

import json
from collections import Counter
from contextlib import closing

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families as parsed

from tests.frames import TEXT, masked
from tests.live.raw import Raw
from tests.live.rooms import LOGIN, PASSWORD, Room, prepared
from tests.live.test_erasure import CANARY, found_in, say_everything
from tests.server import POSTGRES, Fleet, Server, until

pytestmark = [pytest.mark.server, pytest.mark.timeout(300)]

FIRST = "Tablée is at "
"""The one line that a start prints for people."""


def scraped(server: Server) -> dict[str, dict[tuple[str, ...], float]]:
    """The figures: by name, by the values of their labels."""
    answer = requests.get(f"{server.url}/metrics", timeout=10)
    assert answer.status_code == 200
    found: dict[str, dict[tuple[str, ...], float]] = {}
    for family in parsed(answer.text):
        for sample in family.samples:
            found.setdefault(sample.name, {})[tuple(sample.labels.values())] = sample.value
    return found


def lines(server: Server) -> list[dict]:
    """The log; every line of it is an object."""
    said = [line for line in server.log().splitlines() if not line.startswith(FIRST)]
    return [json.loads(line) for line in said]


def secrets_of(room: Room) -> dict[str, str]:
    """What must be in no log and in no figure: by what it is."""
    told = {"the code": room.code.replace(" ", ""), "the login": LOGIN, "the password": PASSWORD}
    told |= {f"{name} link": getattr(room.links, name) for name in ("join", "conductor", "projector")}
    told |= {f"a {kind} link": token for kind in ("hosts", "tables") for token in getattr(room.links, kind).values()}
    for number, browser in enumerate(room.browsers):
        told |= {f"cookie {number}.{n}": str(cookie.value) for n, cookie in enumerate(browser.jar.cookies)}
        told |= {f"seat {number}.{n}": screen.place.seat for n, screen in enumerate(browser.screens)}
    return told


def be_a_nuisance(room: Room, seat: str) -> None:
    """The canary where nobody should write it: addresses, headers, wrong codes and passwords, broken messages."""
    stranger = room.device()
    for path in (f"/{CANARY}", f"/?x={CANARY}", f"/w/{CANARY}/join", f"{seat}%00{CANARY}"):
        stranger.get(path, headers={"User-Agent": CANARY, "X-Forwarded-For": CANARY, "X-Request-Id": f"{CANARY}1234"})
    stranger.post("/join", {"code": CANARY})
    stranger.post("/enter", json={"token": CANARY})
    stranger.post("/sign-in", {"login": CANARY, "password": CANARY})
    stranger.post("/language", {"locale": CANARY}, origin=f"https://{CANARY}.example")
    requests.get(f"{room.server.url}/", cookies={"tablee": CANARY}, timeout=10)
    requests.get(f"{room.server.url}/socket.io/?w={CANARY}", cookies={"tablee": CANARY}, timeout=10)
    raw = Raw(room.sit("Ines")).opened().joined()
    for broken in (f'420["{CANARY}",{{}}]', f'421["command","{CANARY}"]', f'422["command",{{"command":"{CANARY}"}}]',
                   f'423["resync",["{CANARY}"]]', f'424["propose",{{"groups":"{CANARY}"}}]'):  # fmt: skip
        raw.wire.sendall(masked(TEXT, broken.encode()))
    raw.says(raw.asks_the_time(9))
    raw.until(b'439[{"now"')
    raw.wire.sendall(masked(TEXT, f"4{CANARY}".encode()) + CANARY.encode())
    raw.close()


def make_it_fail(room: Room) -> None:
    """PostgreSQL refuses a row from now on, and quotes all of it."""
    import psycopg2

    with closing(psycopg2.connect(room.server.database_url)) as connection, connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE contributions ADD CHECK (text NOT LIKE '%{CANARY} quotes%')")
        connection.commit()


@pytest.mark.parametrize(("mode", "kind"), [("eventlet", "postgresql"), ("threading", "sqlite")])
def test_an_afternoon_is_watched_and_nobody_is_seen(fleet: Fleet, mode: str, kind: str):
    """Every word there is, a nuisance, a failure: the figures are what happened, and the log says where, not what."""
    server = fleet.serve(mode, kind, start=False, LOG_FORMAT="json", LOG_LEVEL="debug")
    (room,) = prepared(server, tables=1)
    server.start()
    client, other = say_everything(room)
    seat = f"/w/{client.workshop}/s/{client.seat}/"
    assert client.browser.get(seat).status_code == 200
    be_a_nuisance(room, seat)
    if kind == "postgresql":
        make_it_fail(room)
        screen = other.screen("group")
        refused = screen.command("keep_idea", group=room.tables[0], text=f"{CANARY} quotes")
        assert refused["refusal"] in ("try_again", "wrong_phase")
        refused = client.screen("group").command("write_notes", group=room.tables[0], text=f"{CANARY} quotes")
        assert refused["refusal"] == "try_again"

    until(lambda: scraped(server)["tablee_hub_lag_seconds_count"][()] > 3, "some ticks")
    figures = scraped(server)
    told = Counter({labels: int(value) for labels, value in figures["tablee_commands_total"].items()})
    assert told["plan_action", "ok"] == told["follow_action", "ok"] == told["record_learning", "ok"] == 1
    assert told["bring_tables", "ok"] == 5
    assert told["keep_idea", "wrong_phase"] + told["keep_idea", "not_allowed"] >= 1
    assert sum(value for (name, _), value in told.items() if name == "unknown") >= 1
    assert figures["tablee_acknowledgement_seconds_count"][()] == sum(told.values())
    assert figures["tablee_commit_seconds_count"][()] >= sum(v for (_, how), v in told.items() if how == "ok")
    assert figures["tablee_sockets"]["board",] >= 1
    assert figures["tablee_people"][()] >= 4
    assert figures["tablee_snapshots_pushed_total"]["group",] > 10
    assert figures["tablee_snapshots_characters_total"]["group",] > 10_000
    assert figures["tablee_sockets_turned_away_total"]["forged_cookie",] == 1
    assert figures["tablee_heartbeat_age_seconds"][()] < 10
    assert figures["tablee_database_age_seconds"][()] < 10
    assert figures["tablee_hears_others"][()] == 1
    assert figures["process_resident_memory_bytes"][()] > 20_000_000
    if kind == "postgresql":
        assert figures["tablee_notices_total"]["sent",] > 10
        assert figures["tablee_database_errors_total"]["CheckViolation",] >= 1

    written = lines(server)
    assert any(line["says"] == "served" for line in written)
    pages = Counter(line["page"] for line in written if line["says"] == "a request")
    assert pages["nowhere"] >= 1
    assert sum(pages.values()) > 10
    assert all(line["request"] for line in written if line["says"] == "a request")
    if kind == "postgresql":
        failures = [line for line in written if line["level"] == "error"]
        assert failures, "the failure has its line"
        assert all("23514" in line["error"] for line in failures)
        assert any("writer.py" in place for place in failures[0]["trace"])
    else:
        assert not [line for line in written if line["level"] == "error"]
    assert "server.log" not in found_in(server.instance, CANARY)
    exposed = requests.get(f"{server.url}/metrics", timeout=10).text
    for what, secret in (secrets_of(room) | {"the canary": CANARY, "a name": "Hélène"}).items():
        assert secret not in server.log(), f"{what} is in the log"
        assert secret not in exposed, f"{what} is in the figures"
    assert all(table not in exposed for table in room.tables)
    room.leave()


def test_a_supervisor_hears_that_the_database_is_away(fleet: Fleet):
    """At once, while every question to the database waits or fails; and that it is back."""
    import psycopg2

    server = fleet.serve("eventlet", "postgresql")
    name = server.database_url.rsplit("/", 1)[1]
    until(lambda: server.health()["hears"], "the ear")

    def told(status: str, hears: bool) -> bool:
        health = server.health()  # None when it waits for the database
        assert health, "it serves all the same"
        return health["status"] == status and health["hears"] is hears

    with closing(psycopg2.connect(POSTGRES)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
        until(lambda: told("the database does not answer", False), "the bad news")
        figures = scraped(server)
        assert figures["tablee_database_age_seconds"][()] > 9
        assert figures["tablee_hears_others"][()] == 0
        assert figures["tablee_notices_lost_connection_total"][()] >= 1
        cursor.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
        until(lambda: told("ok", True), "the good news")
    assert server.log().count("the timekeeper could not ask") == 1, "once for each trouble"
