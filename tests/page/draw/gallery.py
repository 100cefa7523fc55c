"""Everything that can be drawn, as pictures to look at: light, dark and on a phone.

    python -m tests.page.draw.gallery OUT [--sandbox http://127.0.0.1:4350] [--channel …]

With the URL of a running sandbox also what stands in a channel there and the app's Home.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from sandbox.client import Client
from tests.page.browser import MISSING, Watch, find_chromium, launched
from tests.page.draw import showcase
from tests.page.draw.stage import Stage, opened, served

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 820, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 820, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
}
Scene = Callable[[Stage], None]


def _charts(stage: Stage) -> None:
    for chart in showcase.CHARTS:
        stage.blocks([chart])


SCENES: dict[str, Scene] = {
    "message": lambda stage: stage.blocks(showcase.MESSAGE),
    "charts": _charts,
    "elements": lambda stage: stage.blocks(showcase.ELEMENTS),
    "modal": lambda stage: stage.modal(showcase.MODAL, errors={"in0": "Please choose a stage"}),
}


def real_scenes(url: str, channel: str, user: str) -> dict[str, Scene]:
    """What a person sees in a running sandbox: the last message of a channel, and the Home."""
    person = Client(url).person(user)
    people = {p["id"]: p for p in Client(url).get("people")["people"]}
    channels = {c["id"]: c for c in Client(url).channels()}
    message = person.messages(channel)[-1]
    person.open_home()
    Client(url).settle()
    view = person.home()
    known = {"people": people, "channels": channels}
    scenes: dict[str, Scene] = {"review": lambda stage: stage.blocks(message["blocks"], **known)}
    if view:
        scenes["home"] = lambda stage: stage.blocks(view["blocks"], surface="home", **known)
    return scenes


@contextmanager
def _looking(browser: Browser, look: str, url: str) -> Iterator[tuple[Stage, Watch]]:
    context = browser.new_context(**LOOKS[look])
    watch = Watch(context.new_page())
    yield opened(watch.page, url), watch
    context.close()


def take(folder: Path, scenes: dict[str, Scene]) -> list[Path]:
    """One picture of every scene in every look; fails on a red box or a console error."""
    executable = find_chromium()
    if executable is None:
        raise SystemExit(MISSING)
    taken = []
    with served() as url, launched(executable) as browser:
        for look in LOOKS:
            with _looking(browser, look, url) as (stage, watch):
                for name, draw in scenes.items():
                    stage.clear()
                    draw(stage)
                    stage.page.wait_for_timeout(300)
                    taken.append(folder / f"{look}-{name}.png")
                    stage.page.screenshot(path=taken[-1], full_page=True)
                    watch.check()
    return taken


def main() -> None:
    """Read the arguments and take the pictures."""
    parser = argparse.ArgumentParser(description="Draws everything and takes pictures of it.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--sandbox", help="the URL of a running sandbox")
    parser.add_argument("--channel", default="customer-journey")
    parser.add_argument("--user", default="mara")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    real = real_scenes(given.sandbox, given.channel, given.user) if given.sandbox else {}
    for path in take(given.out, {**SCENES, **real}):
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
