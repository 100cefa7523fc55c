"""A page that draws what a test passes to it, served with the sandbox's policy."""

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

FOLDER = Path(__file__).parent
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
Json = Any


class _FileHandler(SimpleHTTPRequestHandler):
    """Serves the sandbox's page under /page, the tests' own files, and one image under any name."""

    def do_GET(self) -> None:
        """Serve an image or a file."""
        if self.path.startswith("/picture/"):
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(PIXEL)
        else:
            super().do_GET()

    def translate_path(self, path: str) -> str:
        """Return the file of a path."""
        clean = path.split("?", 1)[0].lstrip("/")
        inside = clean.removeprefix("page/")
        return str(PAGE / inside if inside != clean else FOLDER / clean)

    def end_headers(self) -> None:
        """Add the content security policy of the sandbox's page."""
        self.send_header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Log nothing."""


@contextmanager
def serve_page() -> Iterator[str]:
    """Yield the URL of the served page."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _FileHandler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/page.html"
        server.shutdown()
        thread.join()


@dataclass
class DrawingPage:
    """The open page; every method calls the harness function of the same name."""

    page: Page

    def _call(self, name: str, *arguments: Json) -> Json:
        arguments_json = ", ".join(json.dumps(argument) for argument in arguments)
        return self.page.evaluate(f"() => window.harness.{name}({arguments_json})")

    def reset(self) -> None:
        """Reset to the state after opening."""
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self.page.evaluate("() => window.harness.reset()")

    def clear(self) -> None:
        """Remove everything drawn."""
        self.page.evaluate("() => window.harness.clear()")

    def blocks(self, blocks: Json, **context: Json) -> None:
        """Draw blocks below the rest."""
        self.page.evaluate("([b, c]) => window.harness.blocks(b, c)", [blocks, context])

    def blocks_of_each(self, cases: dict[str, Json], **context: Json) -> None:
        """Draw the blocks of each case, one below the other."""
        self.page.evaluate(
            "([cases, c]) => { for (const blocks of cases) window.harness.blocks(blocks, c) }",
            [list(cases.values()), context],
        )

    def drawn_of_each(self, cases: dict[str, Json]) -> dict[str, tuple[int, list[str]]]:
        """Return the number of blocks and the texts of the red boxes of each case drawn."""
        drawn: list[tuple[int, list[str]]] = self.page.evaluate(
            """() => [...document.querySelectorAll("#drawing > .blocks")].map((blocks) => [
                blocks.querySelectorAll(":scope > .block").length,
                [...blocks.querySelectorAll(".undrawable")].map((box) => box.textContent),
            ])"""
        )
        return dict(zip(cases, drawn, strict=True))

    def text(self, text: str, **options: bool) -> None:
        """Draw mrkdwn instead of the rest."""
        self.page.evaluate("([t, o]) => window.harness.text(t, o)", [text, options])

    def texts(self, texts: list[str], script: str) -> list[Json]:
        """Draw each mrkdwn text alone, and return what a script says about it."""
        answers: list[Json] = self.page.evaluate(
            f"(texts) => texts.map((text) => {{ window.harness.text(text); return ({script})() }})",
            texts,
        )
        return answers

    def modal(self, view: Json, **context: Json) -> None:
        """Draw a modal below the rest."""
        self.page.evaluate("([v, c]) => window.harness.modal(v, c)", [view, context])

    def update(self, view: Json, **context: Json) -> None:
        """Redraw the modal."""
        self.page.evaluate("([v, c]) => { window.harness.update(v, c) }", [view, context])

    def read(self) -> Json:
        """Return the values of the modal."""
        return self._call("read")

    def actions(self) -> list[Json]:
        """Return the actions reported so far."""
        actions: list[Json] = self.page.evaluate("() => window.harness.actions")
        return actions

    def undrawable(self) -> list[str]:
        """Return the texts of the red boxes."""
        texts: list[str] = self.page.locator(".undrawable").all_text_contents()
        return texts


def open_drawing_page(page: Page, url: str) -> DrawingPage:
    """Open the page and wait until it is ready."""
    page.goto(url)
    page.wait_for_function("() => window.harness !== undefined")
    return DrawingPage(page)
