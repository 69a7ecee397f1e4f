"""The one Chromium of a test process: Playwright cannot be begun twice in it, whoever asks."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserType, sync_playwright

QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-quic"]  # fmt: skip
UNUSED = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "SpareRendererForSitePerProcess"]
"""What a window of Chromium draws around the page: for its address bar's list alone it starts one more renderer in each
window, as dear as the page itself; and one more is kept ready for a site that never comes."""
PLAYWRIGHTS = ["AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "LensOverlay",
               "HttpsFirstBalancedModeAutoEnable", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
               "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled",
               "PreconnectToSearch"]  # fmt: skip
"""What Playwright leaves out; said again, for only the last list counts."""


@contextmanager
def launch(kind: BrowserType, chromium: str) -> Iterator[Browser]:
    """A Chromium that draws and fetches what a page needs, and nothing else."""
    features = ",".join(UNUSED + PLAYWRIGHTS)
    running = kind.launch(executable_path=chromium, args=[*QUIET, f"--disable-features={features}"])
    yield running
    running.close()


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium; each person has a context of their own in it."""
    with sync_playwright() as playwright, launch(playwright.chromium, chromium) as running:
        yield running
