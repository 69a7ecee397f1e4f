"""What one does on the page « Qui s'assied où », in one call each."""

from typing import Any

from facilitation.domain.refusals import Refusal
from facilitation.service.seating_hall import Hall
from facilitation.service.seating_room import Sitter
from facilitation.service.seating_rows import Done, Proposal
from facilitation.service.seating_wishes import Wishes
from tests.builders import Open


def hall(room: Open) -> Hall:
    """What the page shows."""
    return room.house.seating.hall(room.workshop.id)


def at(room: Open) -> dict[str, str | None]:
    """The table of everybody, by person."""
    return {one.id: one.table for one in hall(room).people}


def sizes(room: Open) -> list[int]:
    """People at each table, by number."""
    return [len(table.people) for table in hall(room).tables]


def draw(room: Open, **more: bool) -> Refusal | None:
    """Press « Répartir »."""
    return room.house.seating.draw(room.workshop.id, room.account, hall(room).step, **more)


def listed(room: Open, *lines: str) -> None:
    """Take a list of people."""
    text = "\n".join(("nom;structure;territoire;table", *lines))
    taken = room.house.guest_lists.take(room.workshop.id, room.account, text)
    assert not taken.faults, taken.faults


def by_name(room: Open, name: str) -> Sitter:
    """Somebody on the page."""
    return next(one for one in hall(room).people if one.name == name)


def optimised(room: Open, **wishes: Any) -> Proposal:
    """Press « Optimiser »; the proposal."""
    assert room.house.seating.optimise(room.workshop.id, Wishes(**wishes)) is None
    return hall(room).proposal


def accept(room: Open) -> Done:
    """Press « Asseoir tout le monde »; what became of it."""
    assert room.house.seating.accept(room.workshop.id, room.account, hall(room).step) is None
    return hall(room).last
