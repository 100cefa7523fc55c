"""Take screenshots of everything that can be drawn: light, dark and on a phone.

    python -m tests.page.draw.screenshots OUT [--sandbox http://127.0.0.1:4350] [--channel …]

With the URL of a running sandbox, also of a channel's last message there and the app's Home.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from sandbox.client import Client
from tests.page.browser import MISSING, PageMonitor, find_chromium, launch_browser
from tests.page.draw import showcase
from tests.page.draw.drawing_page import DrawingPage, open_drawing_page, serve_page

APPEARANCES: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 820, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 820, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
}
Scene = Callable[[DrawingPage], None]


def _charts(drawing: DrawingPage) -> None:
    for chart in showcase.CHARTS:
        drawing.blocks([chart])


SCENES: dict[str, Scene] = {
    "message": lambda drawing: drawing.blocks(showcase.MESSAGE),
    "charts": _charts,
    "elements": lambda drawing: drawing.blocks(showcase.ELEMENTS),
    "modal": lambda drawing: drawing.modal(showcase.MODAL, errors={"in0": "Please choose a stage"}),
}


def real_scenes(url: str, channel: str, user: str) -> dict[str, Scene]:
    """Return scenes of a running sandbox: the last message of a channel, and the Home."""
    person = Client(url).person(user)
    people = {p["id"]: p for p in Client(url).get("people")["people"]}
    channels = {c["id"]: c for c in Client(url).channels()}
    message = person.messages(channel)[-1]
    person.open_home()
    Client(url).settle()
    view = person.home()
    directory = {"people": people, "channels": channels}
    scenes: dict[str, Scene] = {
        "review": lambda drawing: drawing.blocks(message["blocks"], **directory)
    }
    if view:
        scenes["home"] = lambda drawing: drawing.blocks(view["blocks"], surface="home", **directory)
    return scenes


@contextmanager
def _open(browser: Browser, appearance: str, url: str) -> Iterator[tuple[DrawingPage, PageMonitor]]:
    context = browser.new_context(**APPEARANCES[appearance])
    monitor = PageMonitor(context.new_page())
    yield open_drawing_page(monitor.page, url), monitor
    context.close()


def take_screenshots(folder: Path, scenes: dict[str, Scene]) -> list[Path]:
    """Take every scene in every appearance; fail on a red box or a console error."""
    executable = find_chromium()
    if executable is None:
        raise SystemExit(MISSING)
    paths = []
    with serve_page() as url, launch_browser(executable) as browser:
        for appearance in APPEARANCES:
            with _open(browser, appearance, url) as (drawing, monitor):
                for name, draw in scenes.items():
                    drawing.clear()
                    draw(drawing)
                    drawing.page.wait_for_timeout(300)
                    paths.append(folder / f"{appearance}-{name}.png")
                    drawing.page.screenshot(path=paths[-1], full_page=True)
                    monitor.check()
    return paths


def main() -> None:
    """Parse the arguments and take the screenshots."""
    parser = argparse.ArgumentParser(description="Draws everything and takes pictures of it.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--sandbox", help="the URL of a running sandbox")
    parser.add_argument("--channel", default="customer-journey")
    parser.add_argument("--user", default="mara")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    real = (
        real_scenes(arguments.sandbox, arguments.channel, arguments.user)
        if arguments.sandbox
        else {}
    )
    for path in take_screenshots(arguments.out, {**SCENES, **real}):
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
