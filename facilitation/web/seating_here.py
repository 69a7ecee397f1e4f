"""Whose page « Qui s'assied où » is: the organiser's and the pilot's are the same pages under two addresses."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Blueprint, abort, current_app, url_for
from flask.typing import ResponseReturnValue

from .organiser import own_workshop
from .overview import Overview
from .seats import with_account, with_seat

View = Callable[..., ResponseReturnValue]
pages = Blueprint("seating", __name__)
"""``web.seating`` serves it, once every module that has views of it was imported."""


@dataclass(frozen=True)
class Here:
    """Whose page this is: the organiser's or, with ``seat``, the pilot's. ``by`` is who asks, for the journal."""

    workshop: Any
    by: str
    account: Any = None
    seat: Any = None

    def url(self, name: str, **more: Any) -> str:
        """The address of one of these pages, under the address of whose it is."""
        if self.seat is None:
            return url_for(f"seating.{name}", workshop_id=self.workshop.id, **more)
        return url_for(f"seating.pilot_{name}", wid=self.workshop.id, seat=self.seat.id, **more)

    @property
    def back(self) -> str:
        """Where this person came from."""
        if self.seat is None:
            return url_for("organiser.workshop", workshop_id=self.workshop.id)
        return url_for("conductor.board", wid=self.workshop.id, seat=self.seat.id)


def house() -> Any:
    """The services."""
    return current_app.extensions["tablee"]


def both(path: str, name: str, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Serve a view to the organiser of a workshop and to its pilot; nobody else comes in."""

    def register(view: View) -> View:
        @wraps(view)
        def of_organiser(account: Any, workshop_id: str) -> ResponseReturnValue:
            return view(Here(own_workshop(account, workshop_id), account.id, account=account))

        @wraps(view)
        def of_pilot(wid: str, seat: Any) -> ResponseReturnValue:
            if "conductor" not in seat.roles:
                abort(403)
            return view(Here(Overview(house().workshops.get(wid)), seat.person, seat=seat))

        rules = (f"/workshops/<workshop_id>{path}", f"/w/<wid>/s/<seat>{path}")
        pages.add_url_rule(rules[0], name, with_account(of_organiser), methods=methods)
        pages.add_url_rule(rules[1], f"pilot_{name}", with_seat(of_pilot), methods=methods)
        return view

    return register
