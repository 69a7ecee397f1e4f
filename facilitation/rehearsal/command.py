"""``flask rehearse``: an afternoon of simulated people against the running server, and one JSON line at the end."""

import contextlib
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
from .checker import Verdict, WrongDatabase, check, versions
from .device import Lost
from .figures import altogether, late_day, report, tell
from .instants import afternoon_of
from .ledger import Ledger
from .person import Room

OWNER_TOKEN = "owner_token"
"""The file in the instance folder, readable by its owner only, that lets a program here ask for a rehearsal."""
MINUTES = 60.0
LATE = 20
"""Minutes after the planned start at which the day begins on which things go wrong."""
FEWEST, MOST = 2, 10
"""People at one table."""
SETTLE_WITHIN = 15.0
"""Seconds within which every screen must have caught up once everybody stopped."""


@click.command("rehearse")
@click.option("--people", default=35, show_default=True, type=click.IntRange(2, 400), help="How many people come.")
@click.option("--groups", default=5, show_default=True, type=click.IntRange(1, 40), help="How many tables there are.")
@click.option(
    "--format", "format_key", default="150", show_default=True, help="The format, by its minutes; « all » plays each."
)
@click.option(
    "--speed", default=120, show_default=True, type=click.IntRange(1, 600), help="Durations are divided by it."
)
@click.option(
    "--profile", type=click.Choice(["talkative", "quiet", "both"]), help="[default: talkative; both for all formats]"
)
@click.option(
    "--day",
    default="usual",
    show_default=True,
    type=click.Choice(["usual", "incident"]),
    help="incident: everybody comes twenty minutes late and something goes wrong at each table; the end does not move.",
)
@click.option("--url", default=None, help="The running server. [default: http://127.0.0.1 on the port of the settings]")
@click.option("--remove", is_flag=True, help="Play nothing: remove every rehearsal workshop instead.")
@with_appcontext
def rehearse(
    people: int, groups: int, format_key: str, speed: int, profile: str | None, day: str, url: str | None, remove: bool
) -> None:
    """Play an afternoon with simulated people through real sockets, and check that nothing is lost or doubled.

    Remote: it talks to the server over HTTP and sockets, and reads the database beside it. One JSON line for each
    afternoon, and one for all of them when there were several.
    """
    url = (url or f"http://127.0.0.1:{current_app.config.get('PORT', 5000)}").rstrip("/")
    database = current_app.config["SQLALCHEMY_DATABASE_URI"]
    token_file = Path(current_app.config["INSTANCE"]) / OWNER_TOKEN
    late = LATE if day == "incident" else 0
    _refuse_the_impossible(people, groups, late, profile)
    wish = {"people": people, "groups": groups, "speed": speed, "late": late}
    results: list[dict[str, Any]] = []
    try:
        if remove:
            click.echo(f"Rehearsals removed: {forget(url, token_file)}.")
            return
        keys = formats(url, token_file) if format_key == "all" else [format_key]
        profile = profile or ("both" if format_key == "all" and not late else "talkative")
        profiles = ["talkative", "quiet"] if profile == "both" else [profile]
        good = True
        for key in keys:
            for one in profiles:
                result, well = rehearsed(url, token_file, database, wish | {"format": key, "profile": one})
                good = good and well
                results.append(result)
                click.echo(json.dumps(result))
    except (Lost, WrongDatabase, OSError) as error:
        raise click.ClickException(str(error)) from error
    if len(results) > 1:
        click.echo(json.dumps(altogether(results)))
    sys.exit(0 if good else 1)


def _refuse_the_impossible(people: int, groups: int, late: int, profile: str | None) -> None:
    """More or fewer people than the tables take. On the late day one table has three, and the others need four."""
    fewest, most = FEWEST * groups, MOST * groups
    if late:
        if groups < 3:
            raise click.BadParameter("things go wrong at three tables at least", param_hint="--groups")
        if profile not in (None, "talkative"):
            raise click.BadParameter("on this day people talk", param_hint="--profile")
        fewest, most = 4 * groups - 1, MOST * (groups - 1) + 3
    if not fewest <= people <= most:
        raise click.BadParameter(f"{groups} tables take {fewest} to {most} people", param_hint="--people")


def rehearsed(url: str, token_file: Path, database: str, wish: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """One rehearsal: its figures, and whether all is well. Raises Lost, WrongDatabase or OSError."""
    began = time.monotonic()
    room, minutes = ask_for_a_room(url, token_file, wish)
    tell(f"rehearsal {room.workshop} on {url}, {wish['profile']}")
    longest = 3 * minutes * MINUTES / wish["speed"] + 120
    afternoon = play(room, wish["people"], wish["groups"], longest, tell)
    try:
        verdict = verified(afternoon, database)
        meets = afternoon.meets
    finally:
        afternoon.go_home()
    result, good = report(afternoon, verdict, wish, time.monotonic() - began)
    if wish["late"]:
        more, in_time = late_day(afternoon, verdict, afternoon_of(database, room.workshop, meets), wish["late"])
        result, good = result | more, good and in_time
    journal = journal_agrees()
    return result | {"journal": journal}, good and journal


def journal_agrees() -> bool:
    """Whether ``flask verify-journal`` is content; what it says is told on stderr."""
    context = click.get_current_context()
    command = current_app.cli.get_command(context, "verify-journal")
    try:
        with contextlib.redirect_stdout(sys.stderr):
            context.invoke(command)
    except click.ClickException as error:
        tell(f"journal: {error.message}")
        return False
    return True


def ask_for_a_room(url: str, token_file: Path, wish: dict[str, Any]) -> tuple[Room, int]:
    """Ask the server for a rehearsal workshop: the room, and the minutes its format has. Raises Lost or OSError."""
    answer = _ask("POST", url, token_file, wish)
    body = answer.json()
    room = Room(url, body["workshop"], body["links"], wish["profile"] == "quiet", Ledger(), late=wish.get("late", 0))
    return room, int(body["minutes"])


def formats(url: str, token_file: Path) -> list[str]:
    """Every format the server ships. Raises Lost or OSError."""
    return [str(key) for key in _ask("GET", url, token_file).json()["formats"]]


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
    """Wait until the screens had the time that heartbeats need, then compare."""
    room = afternoon.room
    wanted = versions(database, room.workshop)
    end = time.monotonic() + SETTLE_WITHIN
    for screen in afternoon.screens:
        screen.device.wait(
            partial(_caught_up, screen.device.snapshots, wanted),
            max(0.0, end - time.monotonic()),
        )
    screens = [(screen.name, dict(screen.device.snapshots)) for screen in afternoon.screens]
    return check(database, room.workshop, afternoon.ledger, screens)


def _caught_up(snapshots: dict[str, dict[str, Any]], wanted: dict[str, int]) -> bool:
    return all(body["version"] >= wanted.get(audience, 0) for audience, body in snapshots.items())
