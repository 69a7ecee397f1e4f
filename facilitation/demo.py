"""``flask demo``: the demo's links again, or its end. Remote: the running server does it, asked by its owner."""

from pathlib import Path
from typing import Any

import click
import requests
from flask import current_app
from flask.cli import with_appcontext

OWNER_TOKEN = "owner_token"


@click.command("demo")
@click.option("--remove", is_flag=True, help="Remove the demo workshop and everything in it.")
@click.option("--url", default=None, help="The running server. [default: 127.0.0.1 on the port of the settings]")
@with_appcontext
def demo(remove: bool, url: str | None) -> None:
    """Print the links of the demo workshop, or remove it (remote: asks the running server)."""
    url = (url or f"http://127.0.0.1:{current_app.config['PORT']}").rstrip("/")
    if remove:
        removed = _ask("DELETE", url)["removed"]
        click.echo("The demo is gone." if removed else "There was no demo.")
        return
    lines = _ask("POST", url)["lines"]
    click.echo("\n".join(lines) if lines else "There is no demo here: the database holds real accounts or workshops.")


def _ask(method: str, url: str) -> dict[str, Any]:
    token_file = Path(current_app.config["INSTANCE"]) / OWNER_TOKEN
    try:
        token = token_file.read_text().strip()
        answer = requests.request(method, f"{url}/demo", headers={"Authorization": f"Bearer {token}"}, timeout=60)
    except FileNotFoundError as error:
        raise click.ClickException(f"{token_file} is missing: no server ever ran on this instance.") from error
    except requests.ConnectionError as error:
        raise click.ClickException(f"{url}: nobody answers; is the server running?") from error
    if not answer.ok:
        raise click.ClickException(f"{url}/demo: {answer.status_code}; is it the server of this instance?")
    body: dict[str, Any] = answer.json()
    return body
