"""A real Chromium for page tests, and a monitor for errors and outside requests."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

# The headless shell first: it draws the same with half the work.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
ON_MACOS = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
MISSING = "no Chromium found: install one (apt-get install chromium) and put it on the PATH"
ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # One tab shows one place after another: a process for each, and pages to go back to, cost more.
    "--renderer-process-limit=1",
    "--disable-features=BackForwardCache,MediaRouter,OptimizationHints,PaintHolding,Translate",
    # Other hosts are not found. A route that aborts requests would send every request through
    # Python and turn the cache off.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
# Generous, for busy machines.
TIMEOUT_MS = 15_000
LOCAL_SCHEMES = ("data", "blob", "about")


def find_chromium() -> str | None:
    """Return the path of the machine's Chromium, or None."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or (str(ON_MACOS) if ON_MACOS.exists() else None)


@contextmanager
def launch_browser(executable: str) -> Iterator[Browser]:
    """Yield a headless browser.

    Playwright runs a loop in this thread until the end: nothing else may use asyncio meanwhile,
    which is why the tests that need a browser come last (tests/selection.py).
    """
    # Chromium's own sandbox does not run as root.
    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, headless=True, args=[*ARGUMENTS, *as_root]
        )
        yield browser
        browser.close()


class PageMonitor:
    """Records console errors, exceptions and requests to other hosts, which all fail."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.problems: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"exception: {error}"))
        page.on("requestfailed", self._failed_request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            where = message.location.get("url", "")
            self.problems.append(f"console: {message.text} {where}".rstrip())

    def _failed_request(self, request: Request) -> None:
        if _is_outside(request.url):
            self.problems.append(f"request leaves the machine: {request.url}")

    def undrawable(self) -> list[str]:
        """Return the texts of the red boxes on the page."""
        texts: list[str] = self.page.locator(".undrawable").all_text_contents()
        return [f"cannot be drawn: {text}" for text in texts]

    def check(self) -> None:
        """Fail if anything was recorded since the last check, or a red box is on the page."""
        found = [*self.problems, *([] if self.page.is_closed() else self.undrawable())]
        self.problems.clear()
        if found:
            raise AssertionError("\n".join(found))


def _is_outside(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in LOCAL_SCHEMES and parts.hostname not in ("127.0.0.1", "localhost")
