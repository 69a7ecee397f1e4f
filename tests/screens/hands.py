"""How a person acts on a page: with the mouse, or with the keyboard alone. The same afternoon is played by both."""

from typing import Protocol

from playwright.sync_api import Locator, Page

MOST_TABS = 250
"""A page with more stops than this is not usable by keyboard; it also bounds the loop."""
WITHIN = "node => node === document.activeElement"


class Hands(Protocol):
    """What a person can do to something they see."""

    name: str

    def press(self, target: Locator) -> None:
        """Press a button, a link, a summary, a box."""

    def write(self, target: Locator, text: str) -> None:
        """Replace what a field holds."""

    def pick(self, target: Locator, label: str) -> None:
        """Choose a line of a list."""


class Mouse:
    """Points and clicks."""

    name = "mouse"

    def press(self, target: Locator) -> None:
        target.click()

    def write(self, target: Locator, text: str) -> None:
        target.click()
        target.fill("")
        target.press_sequentially(text)

    def pick(self, target: Locator, label: str) -> None:
        target.select_option(label=label)


class Keyboard:
    """Tab, Space, Enter, arrows and letters; no pointer event ever."""

    name = "keyboard"

    def press(self, target: Locator) -> None:
        radio = target.evaluate("node => node.type === 'radio' || node.querySelector?.('input[type=radio]') !== null")
        if radio:
            return self._turn(target)
        self._reach(target)
        link = target.evaluate("node => node.localName === 'a'")
        target.page.keyboard.press("Enter" if link else "Space")
        return None

    def write(self, target: Locator, text: str) -> None:
        self._reach(target)
        target.page.keyboard.press("Control+A")
        target.page.keyboard.press("Delete")
        target.page.keyboard.type(text)

    def pick(self, target: Locator, label: str) -> None:
        self._reach(target)
        target.page.keyboard.type(label)
        assert target.evaluate("node => node.selectedOptions[0].label.trim()") == label

    def _turn(self, target: Locator) -> None:
        """A choice among radios: reach the group, then arrows until it is the one."""
        box = target if target.evaluate("node => node.type === 'radio'") else target.locator("input[type=radio]")
        page = target.page
        same = "node => document.activeElement?.type === 'radio' && document.activeElement.name === node.name"
        self._tab_until(page, lambda: box.evaluate(same))
        for _ in range(30):
            if box.evaluate("node => node.checked && node === document.activeElement"):
                return
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")
        assert box.is_checked(), "the arrows never reached this choice"

    def _reach(self, target: Locator) -> None:
        self._tab_until(target.page, lambda: target.evaluate(WITHIN))

    @staticmethod
    def _tab_until(page: Page, there) -> None:
        for _ in range(MOST_TABS):
            if there():
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"Tab never came there on {page.url}")
