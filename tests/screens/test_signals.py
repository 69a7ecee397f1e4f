"""Two minutes before the end, and at the end: a host's phone, the voice of who listens, and silence elsewhere."""

from typing import Any

import pytest
from playwright.sync_api import expect

from .gallery import Gallery
from .person import Person

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(300)]
SIZES = ("phone", "tablet", "laptop")
LISTEN = """() => {
  window.heard = [];
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (...at) {
    heard.push(`${Math.round(this.frequency.value)} Hz, ${this.context.state}`);
    return start.apply(this, at);
  };
  const { vibrate } = Navigator.prototype;
  Navigator.prototype.vibrate = function (pattern) {
    heard.push(`buzz ${pattern}: ${vibrate.call(this, pattern)}`);
    return true;
  };
}"""
"""Writes down what the real oscillators and the real vibration are asked, and asks them."""
TWO_MINUTES, END = "buzz 250: true", "buzz 350,150,350: true"


def arrive(person: Any, name: str, link: str, **more: Any) -> Person:
    """Somebody whose device is listened to."""
    somebody = person(name, **more)
    somebody.page.add_init_script(f"({LISTEN})()")
    somebody.come(link)
    return somebody


def heard(somebody: Person) -> list[str]:
    """What this device did."""
    return somebody.page.evaluate("() => window.heard")


def hears(somebody: Person, *sounds: str) -> None:
    """Wait until this device has done these things and no other, and forget them."""
    somebody.page.wait_for_function("most => window.heard.length >= most", arg=len(sounds))
    assert heard(somebody) == list(sounds)
    somebody.page.evaluate("() => { window.heard = []; }")


def left(lucie: Person, seconds: int) -> None:
    """The host's table is in its next phase, and so many seconds of it are left."""
    table = lucie.page.evaluate("async () => (await import('/static/js/live/screen.js')).screen().store.data().group")
    following = next(line for line in table["timetable"] if line["position"] == table["phase"]["position"] + 1)
    elapsed = following["planned"] // 1000 - seconds
    lucie.asks("catch_up", position=following["position"], elapsed=elapsed)


def test_the_host_s_phone_signals_and_no_other(person, house):
    """Vibration by itself, a tone once asked for, remembered; the participant hears words, as many as they chose."""
    links, gallery = house.workshop()[1], Gallery()
    claire = person("Claire")
    claire.come(links.conductor)
    lucie = arrive(person, "Lucie", links.hosts[links.table], size="phone")
    ines = arrive(person, "Inès", links.tables[links.table], size="phone")
    page, said = lucie.page, ines.page.locator("say-aloud [data-part=said]")
    theirs = ines.page.locator(".foot .signals")
    expect(theirs).to_be_visible()
    claire.asks("start_round")
    claire.asks("bring_tables", target="exposition", warn=False)
    expect(page.locator("form[data-command=advance_phase]")).to_be_visible()
    expect(theirs).to_be_hidden()

    page.locator("a[href='#plus']:visible").click()
    fold = page.locator("#plus .signals")
    fold.locator("summary").click()
    boxes = fold.get_by_role("checkbox")
    assert [box.is_checked() for box in boxes.all()] == [True, False, True, False]
    gallery.look(lucie, "signals-host", sizes=SIZES)
    fold.get_by_role("group", name="À la fin").get_by_label("Son doux").click()
    hears(lucie, "659 Hz, running", "989 Hz, running", "523 Hz, running", "785 Hz, running")
    page.locator("#plus a[href='#main']:visible").click()

    left(lucie, 123)
    hears(lucie, TWO_MINUTES)
    expect(said).to_have_text("Encore deux minutes.")
    left(lucie, 4)
    hears(lucie, END, "659 Hz, running", "989 Hz, running", "523 Hz, running", "785 Hz, running")
    expect(said).to_have_text("Le temps prévu est écoulé.")
    assert heard(ines) == []

    page.reload()
    page.locator("a[href='#plus']:visible").click()
    assert [box.is_checked() for box in fold.get_by_role("checkbox", include_hidden=True).all()] == [
        True,
        False,
        True,
        True,
    ]
    choice = ines.page.locator("say-aloud fieldset")
    choice.get_by_role("radio", checked=True).focus()
    expect(choice.get_by_text("Annoncer l’essentiel")).to_be_in_viewport()
    gallery.look(ines, "signals-announcements", sizes=SIZES)
    ines.page.keyboard.press("ArrowUp")
    expect(choice.get_by_role("radio", name="Couper les annonces")).to_be_checked()
    gallery.verdict()


def test_a_participant_who_asks_for_it_is_signalled_too(person, house):
    """Silent before the start; what they switch on stays in sight as long as it is on."""
    links, gallery = house.workshop()[1], Gallery()
    claire = person("Claire")
    claire.come(links.conductor)
    lucie = arrive(person, "Lucie", links.hosts[links.table])
    ines = arrive(person, "Inès", links.tables[links.table], size="phone")
    page = ines.page
    fold = page.locator(".foot .signals")
    fold.locator("summary").click()
    assert [box.is_checked() for box in fold.get_by_role("checkbox").all()] == [False] * 4
    gallery.look(ines, "signals-table", sizes=SIZES, sparse=True)
    soon = fold.get_by_role("group", name="2 min avant la fin")
    soon.get_by_label("Vibration").click()
    hears(ines, TWO_MINUTES)
    page.locator("say-aloud").get_by_role("radio", checked=True).focus()
    page.keyboard.press("ArrowUp")
    claire.asks("start_round")
    claire.asks("bring_tables", target="exposition", warn=False)
    expect(page.get_by_role("heading", name="Exposé")).to_be_visible()
    left(lucie, 122)
    hears(ines, TWO_MINUTES)
    expect(page.locator("say-aloud [data-part=said]")).to_have_text("")
    soon.get_by_label("Vibration").click()
    expect(fold).to_be_hidden()
    gallery.verdict()
