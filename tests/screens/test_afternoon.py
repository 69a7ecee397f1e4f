"""One workshop from preparation to notes, in four browsers, with the mouse and once more with the keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests import GATE

from .afternoon import CONTRACT, Afternoon, prepare
from .hands import Keyboard, Mouse

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(600)]
MOST_TAPS = 15


@pytest.mark.parametrize("hands", [Keyboard] if GATE else [Mouse, Keyboard], ids=lambda h: h.name)
def test_an_afternoon_from_preparation_to_notes(person, fresh, hands):
    """All phases in order; then the plan, the notes of the table, and a review without anybody's words."""
    claire = person("Claire", hands=hands())
    day = Afternoon(person, prepare(claire, fresh), hands, claire)
    day.gather_on_screens()
    seen = list(day.phases())
    assert seen == [
        "framing", "case_choice", "exposition", "clarification", "contract", "silent_writing",
        "suggestions", "action_plan", "learnings", "closed", "plenary",
    ]  # fmt: skip
    assert day.taps <= MOST_TAPS
    page = day.leave()
    page.goto(page.url.replace("/leaving", "/notes"))
    for words in (CONTRACT, "Qui signe le bail ?", "Commencer par une convention de trois ans", "Appeler la maire"):
        expect(page.get_by_text(words).first).to_be_visible()
    markdown = day.nadege.context.request.get(page.url + ".md")
    assert CONTRACT in markdown.text()
    assert "markdown" in markdown.headers["content-type"]
    review = day.claire.open()
    review.goto(day.links.page + "/review")
    text = review.locator("main").inner_text()
    assert "Clarification" in text
    for secret in (CONTRACT, "jardin", "Nadège", "bail", "Demander plus tôt", "Appeler la maire"):
        assert secret not in text
