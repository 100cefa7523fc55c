"""Take the README's screenshots: `make pictures`. Needs a Chromium and an emoji font."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.app_process import free_port, started
from tests.page.browser import MISSING, find_chromium, launch_browser
from tests.scenarios.app_process import clean_environment
from tests.scenarios.waiting import until

DOCS = Path("docs")
FIELD = "#conversation .composer textarea"
PARENT = "Buyer journey: review of"


def main() -> int:
    """Start the sandbox with its sample year and take the screenshots."""
    executable = find_chromium()
    if executable is None:
        sys.stderr.write(f"{MISSING}\n")
        return 1
    DOCS.mkdir(exist_ok=True)
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        sandbox = started(["sandbox", "--port", str(port)], clean_environment(), log)
        with sandbox, launch_browser(executable) as browser:
            until(lambda: "sandbox is at" in log.read_text(), 120)
            page = browser.new_page(viewport={"width": 1200, "height": 900}, device_scale_factor=1)
            page.goto(f"http://127.0.0.1:{port}/#/mara/customer-journey")
            _review(page, "review.png")
            _capture(page)
            _map(page)
            page.emulate_media(color_scheme="dark")
            _home(page, port)
            page.set_viewport_size({"width": 390, "height": 844})
            page.goto(f"http://127.0.0.1:{port}/#/mara/customer-journey")
            _phone(page)
    return 0


def _review(page: Page, name: str) -> None:
    """Take the review with its thread."""
    parent = page.get_by_text(PARENT).first
    expect(parent).to_be_visible()
    page.get_by_text("replies").first.click()
    expect(page.locator("canvas").first).to_be_visible()
    chart = page.get_by_text("Mood by stage").first
    chart.evaluate("it => it.closest('li').scrollIntoView({block: 'start'})")
    page.wait_for_timeout(800)
    page.screenshot(path=DOCS / name)
    page.get_by_role("button", name="Close").last.click()


def _phone(page: Page) -> None:
    parent = page.get_by_text(PARENT).first
    expect(parent).to_be_attached()
    page.wait_for_timeout(800)
    parent.evaluate("it => it.closest('li').scrollIntoView({block: 'start'})")
    page.wait_for_timeout(300)
    page.screenshot(path=DOCS / "phone.png")


def _capture(page: Page) -> None:
    page.locator(FIELD).fill("/painpoint")
    page.keyboard.press("Enter")
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text("How did the customer feel?")
    dialog.get_by_role("textbox", name="What happened?").fill("The invite email lands in spam")
    page.screenshot(path=DOCS / "capture.png")
    dialog.get_by_role("button", name="Cancel").click()


def _map(page: Page) -> None:
    """Save the map image of the review's quarter, as uploaded."""
    label = str(page.get_by_text(PARENT).first.inner_text()).split(PARENT)[1].split()[0]
    page.locator(FIELD).fill(f"/journey map {label}")
    page.keyboard.press("Enter")
    picture = page.locator("#conversation img[alt^='Journey map']").last
    picture.wait_for(state="attached", timeout=20_000)
    answer = page.request.get(str(picture.evaluate("it => it.src")))
    (DOCS / "map.png").write_bytes(answer.body())


def _home(page: Page, port: int) -> None:
    page.goto(f"http://127.0.0.1:{port}/#/mara/app/home")
    expect(page.get_by_text("so far").first).to_be_visible()
    page.wait_for_timeout(500)
    page.screenshot(path=DOCS / "home.png")


if __name__ == "__main__":
    sys.exit(main())
