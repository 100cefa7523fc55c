"""A page that draws what a test hands it, served as the sandbox serves its own."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Page

from sandbox.server import CONTENT_SECURITY_POLICY, PAGE

HERE = Path(__file__).parent
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
Json = Any


class _Files(SimpleHTTPRequestHandler):
    """The sandbox's page under /page, the tests' own files above it, one picture under any name."""

    def do_GET(self) -> None:
        """Answer a picture or a file."""
        if self.path.startswith("/picture/"):
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(PIXEL)
        else:
            super().do_GET()

    def translate_path(self, path: str) -> str:
        """Where a path's file is."""
        clean = path.split("?", 1)[0].lstrip("/")
        inside = clean.removeprefix("page/")
        return str(PAGE / inside if inside != clean else HERE / clean)

    def end_headers(self) -> None:
        """Everything bears the policy of the sandbox's page."""
        self.send_header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@contextmanager
def served() -> Iterator[str]:
    """The URL of the served page."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Files) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/page.html"
        server.shutdown()
        thread.join()


@dataclass
class Stage:
    """The opened page; every method calls the harness of the same name."""

    page: Page

    def _call(self, name: str, *arguments: Json) -> Json:
        listed = ", ".join(json.dumps(argument) for argument in arguments)
        return self.page.evaluate(f"() => window.harness.{name}({listed})")

    def reset(self) -> None:
        """As if just opened."""
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self.page.evaluate("() => window.harness.reset()")

    def clear(self) -> None:
        """Take everything off."""
        self.page.evaluate("() => window.harness.clear()")

    def blocks(self, blocks: Json, **context: Json) -> None:
        """Draw blocks below what is there."""
        self.page.evaluate("([b, c]) => window.harness.blocks(b, c)", [blocks, context])

    def text(self, text: str, **options: bool) -> None:
        """Draw mrkdwn in place of what is there."""
        self.page.evaluate("([t, o]) => window.harness.text(t, o)", [text, options])

    def title(self, text: str) -> None:
        """A small headline of the test's own."""
        self._call("title", text)

    def modal(self, view: Json, **context: Json) -> None:
        """Draw a modal below what is there."""
        self.page.evaluate("([v, c]) => window.harness.modal(v, c)", [view, context])

    def update(self, view: Json, **context: Json) -> None:
        """Draw the modal anew."""
        self.page.evaluate("([v, c]) => { window.harness.update(v, c) }", [view, context])

    def read(self) -> Json:
        """What the modal holds."""
        return self._call("read")

    def acts(self) -> list[Json]:
        """What was done so far."""
        acts: list[Json] = self.page.evaluate("() => window.harness.acts")
        return acts

    def undrawable(self) -> list[str]:
        """The red boxes."""
        texts: list[str] = self.page.locator(".undrawable").all_text_contents()
        return texts

    def html(self) -> str:
        """What is on the stage."""
        inside: str = self.page.locator("#stage").inner_html()
        return inside


def opened(page: Page, url: str) -> Stage:
    """The page, opened and ready."""
    page.goto(url)
    page.wait_for_function("() => window.harness !== undefined")
    return Stage(page)
