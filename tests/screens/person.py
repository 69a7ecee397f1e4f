"""A person in front of a screen: a browser context of their own, and what they do to what they see."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import APIResponse, Browser, Locator, Page, expect

from .hands import Hands, Mouse

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = {"phone": (320, 640), "tablet": (768, 1024), "laptop": (1440, 900), "projector": (1920, 1080)}
PATIENCE = 20_000
"""Milliseconds to wait for something to appear."""
SEND = """async ([command, fields]) => {
  const { screen } = await import('/static/js/live/screen.js');
  const { isSteering } = await import('/static/js/live/commands.js');
  const here = screen(), { group, conductors } = here.store.data(), lanes = conductors?.lanes ?? [];
  const where = group
    ? { group: group.group.id, ...(isSteering(command) && { step: group.step }) }
    : { groups: lanes.map((lane) => lane.group.id), steps: Object.fromEntries(lanes.map((l) => [l.group.id, l.step])) };
  const answered = new Promise((done) => here.outbox.addEventListener('answer', ({ detail }) => done(detail.answer)));
  here.send(command, fields, where);
  return answered;
}"""


@dataclass
class Person:
    """Everything one person sees and does. ``foreign`` collects requests that left for another host: there are none."""

    browser: Browser
    base: str
    name: str = ""
    size: str = "laptop"
    hands: Hands = field(default_factory=Mouse)
    options: dict[str, Any] = field(default_factory=dict)
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        width, height = SIZES[self.size]
        options = {"locale": "fr-FR", "timezone_id": "Europe/Paris", **self.options}
        self.context = self.browser.new_context(viewport={"width": width, "height": height}, **options)
        self.context.set_default_timeout(PATIENCE)
        self.page = self.open()

    def open(self) -> Page:
        """A page of this person's browser; errors of scripts and of the policy are collected."""
        page = self.context.new_page()
        page.on("request", lambda r: self.foreign.append(r.url) if not self._ours(r.url) else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda m: self.complaints.append(m.text) if _is_policy(m.text) else None)
        return page

    def _ours(self, url: str) -> bool:
        home = self.base.split("://", 1)[1]
        return url.startswith(("data:", "blob:", "about:")) or url.split("://", 1)[1].startswith(home)

    # Coming in

    def enter(self, link: str, page: Page | None = None) -> Page:
        """Open a printed link and follow it to where it leads."""
        page = page or self.page
        page.goto(link)
        page.wait_for_url(lambda url: "/enter" not in url)
        return page

    def come(self, link: str, wait_until: Literal["load", "commit"] = "load") -> None:
        """Take the seat that a link gives, over HTTP with this browser's cookies, and open its page.

        Nothing on the way in is seen or tried here: ``enter``, ``join`` and ``introduce`` do that.
        """
        answer = self.ask("/enter", data={"token": link.partition("#")[2]})
        assert answer.ok, answer.text()
        location = answer.json()["location"]
        if location.endswith("/join"):
            answer = self.ask(location, form={"name": self.name}, max_redirects=0)
            assert answer.status == 303, answer.text()
            location = answer.headers["location"].replace("/return-code", "/")
        self.page.goto(self.base + location, wait_until=wait_until)

    def sign_in(self, login: str, password: str) -> None:
        """An organiser's browser, signed in."""
        answer = self.ask("/sign-in", form={"login": login, "password": password}, max_redirects=0)
        assert answer.status == 303, answer.text()

    def ask(self, path: str, **request: Any) -> APIResponse:
        """Send a form as a page of the house does."""
        return self.context.request.post(self.base + path, headers={"Origin": self.base}, **request)

    def join(self, code: str) -> None:
        """Type the code of the workshop, then a first name, and take the seat."""
        self.page.goto(f"{self.base}/")
        self.hands.write(self.page.get_by_label("Code de l’atelier"), code)
        self.hands.press(self.page.get_by_role("button", name="Entrer"))
        self.introduce()

    def introduce(self) -> None:
        """Say one's first name and note the return code."""
        page = self.page
        self.hands.write(page.get_by_label("Votre prénom"), self.name)
        self.hands.press(page.get_by_role("button", name="Je m’installe"))
        page.wait_for_url("**/s/**")
        noted = page.get_by_role("link", name="C’est noté")
        if noted.count():
            self.hands.press(noted)

    def sit(self, table: str) -> None:
        """Choose a table in the waiting room."""
        self.hands.press(self.page.get_by_role("button", name=f"Table {table}"))
        expect(self.page.get_by_role("heading", name="Vous y êtes")).to_be_visible()

    # Acting

    def act(self, command: str, within: Locator | None = None, button: str | None = None, **values: str) -> None:
        """Fill the form of a command, send it, and wait until the server has it."""
        form = self.form(command, within, button)
        for key, value in values.items():
            target = form.locator(f"[name={key}]")
            kind = target.first.evaluate("node => node.type || node.localName")
            if kind == "radio":
                self.hands.press(form.locator(f"label:has([name={key}][value='{value}'])"))
            elif kind.startswith("select"):
                self.hands.pick(target, value)
            else:
                self.hands.write(target.first, value)
        self.hands.press(form.get_by_role("button", name=button) if button else form.locator("button:visible").last)
        self.settled(command)

    def asks(self, command: str, **fields: Any) -> None:
        """This person's page asks for an act that must be accepted; nothing is pressed."""
        answer = self.page.evaluate(SEND, [command, fields])
        assert answer["ok"], (command, answer)

    def form(self, command: str, within: Locator | None = None, button: str | None = None) -> Locator:
        """The visible form of a command, unfolded first if it is folded away."""
        scope = within or self.page.locator("body")
        found = scope.locator(f"form[data-command={command}]")
        if button:
            found = found.filter(has=self.page.get_by_role("button", name=button, include_hidden=True))
        expect(found.first).to_be_attached()
        if not found.locator("visible=true").count():
            self._unfold(found.first)
        return found.locator("visible=true").first

    def _unfold(self, form: Locator) -> None:
        """Open what hides a form: « Plus », then its details, outermost first."""
        more = form.locator("xpath=ancestor::section[@id='plus']")
        if more.count() and not more.is_visible():
            self.hands.press(self.page.locator("a[href='#plus']:visible"))
        folds = form.locator("xpath=ancestor::details[not(@open)]")
        for _ in range(folds.count()):
            self.hands.press(folds.first.locator("xpath=./summary"))

    def settled(self, command: str) -> None:
        """Wait until no form of this command is still on its way, and none was refused."""
        waiting = f"form[data-command={command}][data-state=waiting]"
        expect(self.page.locator(waiting)).to_have_count(0, timeout=PATIENCE)
        expect(self.page.locator(f"form[data-command={command}][data-state=refused]")).to_have_count(0)

    # Seeing

    def sees(self, words: str) -> None:
        """These words are on the screen."""
        expect(self.page.get_by_text(words).locator("visible=true").first).to_be_visible(timeout=PATIENCE)

    def in_phase(self, name: str, page: Page | None = None) -> None:
        """The screen shows this phase as its title."""
        heading = (page or self.page).locator("h1:visible", has_text=name)
        expect(heading.first).to_be_visible(timeout=PATIENCE)

    def words(self, page: Page | None = None) -> list[str]:
        """The words of the tool on this screen: visible, not written by people, a repeated control once."""
        return (page or self.page).evaluate(Path(__file__).with_name("count_words.js").read_text())

    def faults(self, page: Page | None = None) -> list[str]:
        """What axe-core finds wrong with the page as it stands, in the WCAG 2.2 A and AA rules and best practice."""
        page = page or self.page
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(f"() => {{ {AXE.read_text()} }}")  # outside the page's policy; never part of the product
        found = page.evaluate(
            "async tags => (await axe.run(document, {runOnly: tags, resultTypes: ['violations']})).violations", TAGS
        )
        return [f"{v['id']}: {json.dumps([n['target'] for n in v['nodes']])}" for v in found]

    def close(self) -> None:
        """Close the browser context; nothing must have gone wrong in it."""
        self.context.close()
        assert not self.foreign, self.foreign
        assert not self.complaints, self.complaints


def _is_policy(text: str) -> bool:
    return "Content Security Policy" in text or "TrustedHTML" in text or "TrustedScript" in text
