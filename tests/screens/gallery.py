"""Looking at a screen: what axe-core says, its width, how many words it holds, and its picture when asked for."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

from .person import SIZES, Person

PICTURES = Path(os.environ.get("SCREENS_FOLDER") or Path(__file__).resolve().parents[2] / "docs/screens")
TAKING = os.environ.get("TAKE_SCREENS") == "1"
SCHEME = os.environ.get("SCREENS_SCHEME", "light")
"""``dark`` looks at every screen by night; with a ``SCREENS_FOLDER`` of its own, docs/screens stays as it is."""
SHOWN = tuple(filter(None, os.environ.get("SCREENS_SIZES", "").split(",")))
"""Sizes to look at instead of a test's own."""
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
        # Half-way between two lights no colour is the one that was chosen.
        page.emulate_media(reduced_motion="reduce", color_scheme=SCHEME)
        for size in SHOWN or sizes:
            width, height = SIZES[size]
            page.set_viewport_size({"width": width, "height": height})
            self.looked.append(f"{name}-{size}")
            # axe once for each state; at every width when the pictures are taken
            if size == (SHOWN or sizes)[0] or TAKING:
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
