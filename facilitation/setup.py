"""What the console says when a server starts: where it is, how to set it up the first time, and the demo's links."""

from pathlib import Path
from typing import Any

from flask import Flask

from config import kept_secret

from .service.demo import greet

TOKEN_FILE = "first_run_token"


def setup_token(instance: str) -> str:
    """The token that lets whoever reads this console create the first account; drawn once, kept mode 0600."""
    return kept_secret(Path(instance) / TOKEN_FILE)


def forget_setup_token(instance: str) -> None:
    """The first account exists: the token is worth nothing any more."""
    (Path(instance) / TOKEN_FILE).unlink(missing_ok=True)


def address(config: dict[str, Any]) -> str:
    """How people reach this server, without a slash at the end."""
    if config["PUBLIC_URL"]:
        return str(config["PUBLIC_URL"])
    host = config["HOST"]
    shown = "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host
    return f"http://{shown}:{config['PORT']}"


def announce(app: Flask) -> None:
    """Print where Tablée is and what can be done first."""
    here = address(app.config)
    lines = [f"Tablée is at {here}"]
    with app.app_context():
        house = app.extensions["tablee"]
        if app.config["DEMO"]:
            lines += greet(house, here)
        if house.accounts.first_run():
            lines.append(f"Create the first account: {here}/enter#{setup_token(app.config['INSTANCE'])}")
    print("\n".join(lines), flush=True)
