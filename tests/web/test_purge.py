"""Until when a workshop is kept, and erasing it at once, by who organises it."""

import re

import pytest

from tests.builders import TWO_PM, got

from .desk import Desk, signed_in, words_of


def a_workshop(desk: Desk, title: str = "Atelier <b>du</b> réseau") -> str:
    """Its id."""
    made = desk.house.workshops.create(desk.account, title, "", TWO_PM + 10**12, TWO_PM + 10**12 + 9_000_000)
    return str(got(made).id)


def test_the_page_names_what_goes_and_when(desk: Desk) -> None:
    """It is one press away from the workshop, and nothing is gone before the second."""
    id = a_workshop(desk)
    where = f"/workshops/{id}/erase"
    assert where in desk.see(f"/workshops/{id}")
    page = desk.see(where)
    assert "<b>du</b>" not in page
    assert "Atelier <b>du</b> réseau" in words_of(page).replace("&lt;", "<").replace("&gt;", ">")
    assert re.search(r"Tout s’efface le \w+ \d+", words_of(page))
    assert desk.post(f"/workshops/{id}/remove").status_code == 303
    assert desk.house.workshops.get(id) is not None
    assert desk.post(f"/workshops/{id}/remove", sure="yes").location == "/workshops"
    assert desk.house.workshops.get(id) is None
    desk.see(where, 404)


@pytest.mark.parametrize("typed", ["30", "366", "0", "-40", "", "soixante", "4²", "9" * 40])
def test_a_day_that_cannot_be_comes_back(desk: Desk, typed: str) -> None:
    """With its sentence and what was typed."""
    id = a_workshop(desk)
    answer = desk.post(f"/workshops/{id}/erase", days=typed)
    assert answer.status_code == 400
    assert "De 31 à 365 jours" in words_of(answer.text)
    assert not typed or typed in answer.text
    assert desk.house.workshops.get(id).retention_days == 60


def test_another_day_is_kept(desk: Desk) -> None:
    """And announced at once."""
    id = a_workshop(desk)
    before = desk.house.workshops.get(id).erased_at
    assert desk.post(f"/workshops/{id}/erase", days="31").status_code == 303
    assert desk.house.workshops.get(id).erased_at == before - 29 * 86_400_000


def test_nobody_else_opens_it(desk: Desk) -> None:
    """Another organiser finds nothing; who is not signed in is led to the form, or refused."""
    id = a_workshop(desk)
    other = signed_in(desk.app)
    other.see(f"/workshops/{id}/erase", 404)
    assert other.post(f"/workshops/{id}/erase", days="31").status_code == 404
    nobody = desk.app.test_client()
    assert nobody.get(f"/workshops/{id}/erase").status_code == 303
    assert desk.house.workshops.get(id).retention_days == 60
