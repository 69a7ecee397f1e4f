"""What the owner of this machine may ask without an account: a rehearsal, the demo, and to forget them.

The request comes from this machine and carries the token of a file that its owner alone can read.
"""

import hmac
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, current_app, jsonify, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from config import kept_secret

from ..domain.refusals import Code, Refusal
from ..service import demo
from ..service.rehearsal import Rehearsals
from ..wording import refusal_words

blueprint = Blueprint("owner", __name__)
TOKEN_FILE = "owner_token"
_FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP")


@blueprint.record_once
def draw_the_token(state: BlueprintSetupState) -> None:
    """The file is there as soon as an application is, so that commands find it."""
    kept_secret(Path(state.app.config["INSTANCE"]) / TOKEN_FILE)


@blueprint.before_request
def only_the_owner() -> None:
    """404 for anybody else: nothing says that there is a door here."""
    try:
        here = ip_address(request.environ.get("REMOTE_ADDR") or "").is_loopback
    except ValueError:
        here = False
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    kept = kept_secret(Path(current_app.config["INSTANCE"]) / TOKEN_FILE)
    known = hmac.compare_digest(token.encode("utf-8", "replace"), kept.encode())
    if not here or not known or any(name in request.headers for name in _FORWARDED):
        abort(404)


@blueprint.post("/rehearsal")
def ask_for_a_rehearsal() -> ResponseReturnValue:
    """``{"groups", "format", "speed", "profile"}`` becomes a rehearsal workshop, its links and its minutes."""
    wish = request.get_json(silent=True)
    wish = wish if isinstance(wish, dict) else {}
    groups, speed = wish.get("groups", 5), wish.get("speed", 120)
    if type(groups) is not int or type(speed) is not int:
        return _refused(Refusal(Code.MALFORMED))
    made = _rehearsals().create(groups, str(wish.get("format", "150")), speed, wish.get("profile") == "quiet")
    if isinstance(made, Refusal):
        return _refused(made)
    links = current_app.extensions["tablee"].workshops.links(made.id)
    root = request.url_root
    return jsonify(
        workshop=made.id,
        minutes=made.format.total * speed // 60_000,
        links={
            "code": made.code,
            "join": f"{root}enter#{links.join}",
            "conductor": f"{root}enter#{links.conductor}",
            "projector": f"{root}enter#{links.projector}",
            "hosts": [f"{root}enter#{links.hosts[table.id]}" for table in made.tables],
        },
    )


@blueprint.delete("/rehearsal")
def forget_rehearsals() -> ResponseReturnValue:
    """Every rehearsal workshop is removed."""
    return jsonify(removed=_rehearsals().remove_all())


@blueprint.post("/demo")
def show_demo() -> ResponseReturnValue:
    """The lines that the console prints of the demo; it is made again in an empty database."""
    return jsonify(lines=demo.greet(current_app.extensions["tablee"], request.host_url.rstrip("/")))


@blueprint.delete("/demo")
def remove_demo() -> ResponseReturnValue:
    """Everything of the demo is removed."""
    return jsonify(removed=demo.remove(current_app.extensions["tablee"]))


def _rehearsals() -> Rehearsals:
    house: Any = current_app.extensions["tablee"]
    return Rehearsals(house.ground, house.workshops)


def _refused(refusal: Refusal) -> ResponseReturnValue:
    return jsonify(refusal=refusal.code.value, words=refusal_words(refusal), detail=refusal.detail), 400
