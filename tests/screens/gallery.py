"""Looking at a screen: what axe-core says, its width, how many words it holds, and its picture when asked for."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

from .person import SIZES, Person

PICTURES = Path(__file__).resolve().parents[2] / "docs/screens"
TAKING = os.environ.get("TAKE_SCREENS") == "1"
MOST_WORDS = 40
WIDE = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


@dataclass
class Gallery:
    """Everything that was looked at in one test, and what was wrong with it."""

    faults: list[str] = field(default_factory=list)
    looked: list[str] = field(default_factory=list)

    def look(
        self,
        somebody: Person,
        name: str,
        page: Page | None = None,
        sizes: tuple[str, ...] = ("phone", "laptop"),
        sparse: bool = False,
    ) -> None:
        """Look at the page at each size; ``sparse`` for table and control screens, which hold at most forty words."""
        page = page or somebody.page
        before = page.viewport_size
        page.emulate_media(reduced_motion="reduce")  # half-way between two lights no colour is the one that was chosen
        for size in sizes:
            width, height = SIZES[size]
            page.set_viewport_size({"width": width, "height": height})
            self.looked.append(f"{name}-{size}")
            if size == sizes[0] or TAKING:  # axe once for each state; at every width when the pictures are taken
                self.faults += [f"{name} at {width}: {fault}" for fault in somebody.faults(page)]
            if page.evaluate(WIDE):
                self.faults.append(f"{name} at {width}: scrolls sideways")
            if sparse and len(words := somebody.words(page)) > MOST_WORDS:
                self.faults.append(f"{name} at {width}: {len(words)} words: {' '.join(words)}")
            if TAKING:
                PICTURES.mkdir(parents=True, exist_ok=True)
                page.evaluate("() => scrollTo(0, 0)")
                page.screenshot(path=PICTURES / f"{name}-{size}.png")
        if before:
            page.set_viewport_size(before)

    def verdict(self) -> None:
        """Fails with everything that was wrong."""
        assert not self.faults, "\n".join(self.faults)
