"""``flask rehearse``: an afternoon of simulated people against the running server, and one JSON line at the end."""

import json
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import click
import requests
from flask import current_app
from flask.cli import with_appcontext

from .afternoon import Afternoon, play
from .checker import Verdict, WrongDatabase, check, newest_of, shows, versions
from .device import Lost
from .incidents import judged
from .ledger import Ledger
from .person import Room

SWITCH_S = 0.1
"""Seconds before a thread that waits for the interpreter insists: of a thousand devices' threads, each that is woken
by one push to all asks 200 times a second otherwise, and the machine does little else."""
OWNER_TOKEN = "owner_token"
"""The file in the instance folder, readable by its owner only, that lets a program here ask for a rehearsal."""
MINUTES = 60.0
FEWEST, MOST = 2, 10
"""People at one table."""
FEWEST_TABLES, FEWEST_PEOPLE = 3, 4
"""What the incident day needs: three tables to which something happens, and people enough for a new client."""
FORMATS = ("180", "150", "120", "90", "half_day", "60", "45", "35", "30")
"""The formats that are shipped, by key; a test compares the list with the server's."""
PROFILES = ("talkative", "quiet")
SETTLE_WITHIN = 15.0
"""Seconds within which every screen must have caught up once everybody stopped."""


@click.command("rehearse")
@click.option("--people", default=35, show_default=True, type=click.IntRange(2, 400), help="How many people come.")
@click.option("--groups", default=5, show_default=True, type=click.IntRange(1, 60), help="How many tables there are.")
@click.option("--format", "format_key", default="150", show_default=True, help="The format's key, or « all ».")
@click.option(
    "--speed", default=120, show_default=True, type=click.IntRange(1, 600), help="Durations are divided by it."
)
@click.option("--profile", default="talkative", show_default=True, type=click.Choice([*PROFILES, "both"]))
@click.option("--day", default="usual", show_default=True, type=click.Choice(["usual", "incident"]))
@click.option("--grace", default=5.0, show_default=True, help="Real seconds by which the incident day may be late.")
@click.option("--url", default=None, help="The running server. [default: http://127.0.0.1 on the port of the settings]")
@click.option("--through", default=None, help="The proxy by whose address people come. [default: none, they use --url]")
@click.option("--remove", is_flag=True, help="Play nothing: remove every rehearsal workshop instead.")
@with_appcontext
def rehearse(
    people: int,
    groups: int,
    format_key: str,
    speed: int,
    profile: str,
    day: str,
    grace: float,
    url: str | None,
    through: str | None,
    remove: bool,
) -> None:
    """Play an afternoon with simulated people through real sockets, and check that nothing is lost or doubled.

    Remote: it talks to the server over HTTP and sockets, and reads the database beside it. One JSON line for each
    afternoon. The room is asked for at --url, which must be the server's own address: its owner's door is no proxy's.
    """
    if not FEWEST * groups <= people <= MOST * groups:
        raise click.BadParameter(
            f"{groups} tables take {FEWEST * groups} to {MOST * groups} people", param_hint="--people"
        )
    if day == "incident" and not (groups >= FEWEST_TABLES and people >= FEWEST_PEOPLE * groups):
        raise click.BadParameter(
            f"the incident day takes {FEWEST_TABLES} tables of {FEWEST_PEOPLE} people or more", param_hint="--day"
        )
    sys.setswitchinterval(SWITCH_S)
    url = (url or f"http://127.0.0.1:{current_app.config.get('PORT', 5000)}").rstrip("/")
    database = current_app.config["SQLALCHEMY_DATABASE_URI"]
    token_file = Path(current_app.config["INSTANCE"]) / OWNER_TOKEN
    all_good = True
    try:
        if remove:
            click.echo(f"Rehearsals removed: {forget(url, token_file)}.")
            return
        for key in FORMATS if format_key == "all" else [format_key]:
            for one in PROFILES if profile == "both" else [profile]:
                wish = {"people": people, "groups": groups, "format": key, "speed": speed, "profile": one}
                result, good = rehearsed(url, through, token_file, database, wish, day == "incident", grace)
                click.echo(json.dumps(result))
                all_good = all_good and good
    except (Lost, WrongDatabase, OSError) as error:
        raise click.ClickException(str(error)) from error
    sys.exit(0 if all_good else 1)


def rehearsed(
    url: str, through: str | None, token_file: Path, database: str, wish: dict[str, Any], incident: bool, grace: float
) -> tuple[dict[str, Any], bool]:
    """One rehearsal: its figures, and whether all is well. Raises Lost, WrongDatabase or OSError."""
    began = time.monotonic()
    room, minutes = ask_for_a_room(url, token_file, wish)
    room.incident, room.grace = incident, grace
    room.url = (through or url).rstrip("/")
    day = "incident day" if incident else "usual day"
    tell(f"rehearsal {room.workshop} on {room.url}, {wish['format']}, {wish['profile']}, {day}")
    longest = 3 * minutes * MINUTES / wish["speed"] + 120
    afternoon = play(room, wish["people"], wish["groups"], longest, tell)
    try:
        verdict = verified(afternoon, database)
    finally:
        afternoon.go_home()
    return report(afternoon, verdict, wish, time.monotonic() - began)


def ask_for_a_room(url: str, token_file: Path, wish: dict[str, Any]) -> tuple[Room, int]:
    """Ask the server for a rehearsal workshop: the room, and the minutes its format has. Raises Lost or OSError."""
    answer = _ask("POST", url, token_file, wish)
    body = answer.json()
    room = Room(url, body["workshop"], body["links"], wish["profile"] == "quiet", Ledger())
    return room, int(body["minutes"])


def forget(url: str, token_file: Path) -> int:
    """Remove every rehearsal workshop; how many there were. Raises Lost or OSError."""
    return int(_ask("DELETE", url, token_file).json()["removed"])


def _ask(method: str, url: str, token_file: Path, wish: dict[str, Any] | None = None) -> requests.Response:
    headers = {"Authorization": f"Bearer {token_file.read_text().strip()}"}
    try:
        answer = requests.request(method, f"{url}/rehearsal", json=wish, headers=headers, timeout=60)
    except requests.ConnectionError as error:
        raise Lost(f"{url}: nobody answers; is the server running?") from error
    if not answer.ok:
        raise Lost(f"{url}/rehearsal: {answer.status_code} {answer.text[:200]}")
    return answer


def verified(afternoon: Afternoon, database: str) -> Verdict:
    """Wait until the screens had the time that heartbeats need, then compare.

    Three of them ask for the newest of what all tables share; the others must come to show the same by themselves.
    """
    room = afternoon.room
    end = time.monotonic() + SETTLE_WITHIN
    alone = [afternoon.screens[0], *afternoon.screens[-2:]]
    wanted: dict[str, int] = {}
    while wanted != (now := versions(database, room.workshop)):  # somebody who is no part of the rehearsal may act yet
        wanted, newest = now, {}
        for screen in alone:
            screen.device.resync()
        for screen in [*alone, *afternoon.screens]:
            left = max(0.0, end - time.monotonic())
            screen.device.wait(partial(_caught_up, screen.device.snapshots, wanted, newest), left)
            newest |= newest_of([screen.device.snapshots], wanted)
    screens = [(screen.name, dict(screen.device.snapshots)) for screen in afternoon.screens]
    return check(database, room.workshop, afternoon.ledger, screens)


def _caught_up(snapshots: dict[str, dict[str, Any]], wanted: dict[str, int], newest: dict[str, dict[str, Any]]) -> bool:
    return all(
        body["version"] >= wanted.get(audience, 0) or shows(body, newest.get(audience))
        for audience, body in snapshots.items()
    )


def report(afternoon: Afternoon, verdict: Verdict, wish: dict[str, Any], seconds: float) -> tuple[dict[str, Any], bool]:
    """The figures of the JSON line and whether all is well; what is not is told on stderr."""
    ledger = afternoon.ledger
    result: dict[str, Any] = {
        "groups": wish["groups"],
        "people": wish["people"],
        "rounds_closed": verdict.rounds_closed,
        "commands_acked": len(ledger.accepted()),
        "lost": len(verdict.lost),
        "duplicated": len(verdict.duplicated),
        "seconds": round(seconds, 1),
    }
    if afternoon.room.incident:
        result |= {"met_min": rounded(afternoon.room.met), "ended_min": rounded(afternoon.room.ended)}
    for name, found in (("lost", verdict.lost), ("duplicated", verdict.duplicated), ("odd", ledger.oddities)):
        for one in found[:40]:
            tell(f"{name}: {one}")
    for id, command in ledger.silent:
        tell(f"never acknowledged: {command} {id}")
    for refusal, times in sorted(ledger.refusals().items()):
        tell(f"refused {times} times: {refusal}")
    tell(f"acknowledged commands of each person: {fewest(afternoon)} at least")
    tell(f"sent again: {ledger.sent_again}, devices cut off: {ledger.cuts}")
    waits = sorted(ledger.waits) or [0.0]
    half, nearly_all = (waits[len(waits) * share // 100] * 1000 for share in (50, 99))
    tell(f"answered within {half:.0f} ms (half of the commands), {nearly_all:.0f} ms (99 %)")
    untroubled = not ledger.silent and not ledger.oddities
    good = verdict.clean and untroubled and verdict.rounds_closed >= afternoon.rounds
    on_time = not afternoon.room.incident or judged(afternoon.room, wish["speed"], tell)
    return result, good and on_time


def rounded(minutes: float | None) -> float | None:
    """To a tenth of a minute."""
    return None if minutes is None else round(minutes, 1)


def fewest(afternoon: Afternoon) -> int:
    """The number of acknowledged commands of the person who has fewest, the pilot left out."""
    counts = afternoon.ledger.count_by_person()
    return min((counts.get(person.id, 0) for table in afternoon.tables for person in table.people), default=0)


def tell(what: str) -> None:
    """A line of progress."""
    print(what, file=sys.stderr, flush=True)
