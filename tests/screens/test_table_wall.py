"""The wall of one table: chosen at the wall of the room, its phase and clock large, nothing of its case."""

import pytest
from playwright.sync_api import expect

from tests.builders import open_workshop

from .gallery import Gallery

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(300)]


def test_a_table_has_a_wall_of_its_own(person, house):
    """From the foot of the room's wall to a table, through its phases, and back."""
    room = open_workshop(house.services, tables=3, people=2)
    gallery = Gallery()
    wall = person("", size="projector")
    wall.come(f"{house.server.url}/enter#{room.links.projector}")
    wall.page.locator(".wall-choice summary").click()
    wall.page.locator(".wall-choice a").nth(1).click()
    expect(wall.page.get_by_role("heading", name="Bienvenue.")).to_be_visible()
    gallery.look(wall, "wall-table-waiting", sizes=("projector",))
    room.bring("exposition", [1])
    room.bring("clarification", [2])
    expect(wall.page.get_by_role("heading", name="Clarification")).to_be_visible()
    expect(wall.page.locator("work-clock:visible")).to_have_attribute("data-state", "running")
    assert room.send_room("send_message", text="Le café est servi", wall=True).ok
    wall.sees("Le café est servi")
    gallery.look(wall, "wall-table", sizes=("projector",))
    assert room.send_room("withdraw_message").ok
    room.bring("suggestions", [2])
    expect(wall.page.get_by_role("heading", name="Consultation")).to_be_visible()
    gallery.look(wall, "wall-table-suggestions", sizes=("projector",))
    wall.page.get_by_role("link", name="Toute la salle").click()
    expect(wall.page.get_by_role("heading", name="Les tables travaillent.")).to_be_visible()
    gallery.verdict()
