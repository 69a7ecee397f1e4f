"""People whom the list and the door write with other accents, apostrophes or hyphens."""

import pytest

from facilitation.domain.refusals import Code
from tests.builders import got, open_workshop
from tests.service.seated import hall, listed
from tests.service.test_expected import HEAD, joins, people, take


@pytest.mark.parametrize(
    ("name", "organisation"),
    [("Helene D'Arc", ""), ("hélène d’arc", "Region Sud"), ("HELENE D ARC", "région sud"), ("Hélène-d'Arc", "")],
)
def test_an_accent_or_an_apostrophe_makes_nobody_else_at_the_door(house, name, organisation):
    """A telephone writes others than the list does; nobody keeps a chair for who is here."""
    room = open_workshop(house, tables=2, people=1)
    listed(room, "Hélène D’Arc;Région Sud;;2")
    late = got(joins(room, name, organisation))
    assert (late.name, late.organisation, late.group_id) == ("Hélène D’Arc", "Région Sud", room.table(2))
    assert not [one for one in hall(room).people if one.expected]
    other = got(joins(room, name, organisation))
    assert other.person != late.person, "nobody takes the place of somebody who has sat down"


def test_who_is_called_exactly_so_goes_before_who_nearly_is(house):
    """An accent tells two people apart where both are on the list; where it does not, the organisation is asked."""
    room = open_workshop(house, tables=2, people=1)
    listed(room, "Helene;Ville;;1", "Hélène;Ville;;2")
    assert len(take(room, HEAD + "Hélène;Ville;;\nHelene;Ville;;").entries) == 2
    assert [one.expected for one in hall(room).people].count(True) == 2
    assert got(joins(room, "Hélène")).group_id == room.table(2)
    assert got(joins(room, "Hélene")).group_id == room.table(1), "one is left"
    listed(room, "Aïda;Ville;;1", "Aida;Dept;;2")
    refused = joins(room, "Aïdà")
    assert (refused.code, refused.detail) == (Code.MISSING_FIELD, {"field": "organisation", "homonyms": 2})
    assert got(joins(room, "Aïdà", "Dépt")).group_id == room.table(2)


def test_a_list_without_accents_makes_nobody_twice(house):
    room = open_workshop(house, tables=2, people=1)
    listed(room, "Hélène D’Arc;Ville;;2")
    found = take(room, HEAD + "Helene D'Arc;Ville;Somme;")
    assert (found.new, people(room)["Hélène D’Arc"]) == (0, ("Ville", "Somme", True, room.table(2)))
    assert take(room, HEAD + "Helene D'Arc;Ville;;\nHélene D'Arc;Ville;;").new == 2, "nobody guesses which"
