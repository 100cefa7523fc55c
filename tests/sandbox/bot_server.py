"""A real HTTP server around a Bolt app or a plain function, and a plain HTTP client."""

import threading
import urllib.request
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from slack_bolt import App, BoltRequest

Answer = tuple[int, dict[str, str], str]
Headers = dict[str, str | Sequence[str]]
Listener = Callable[[str, Headers], Answer]


def bolt_listener(app: App) -> Listener:
    """Return a listener that dispatches requests to a Bolt app."""

    def listen(body: str, headers: Headers) -> Answer:
        response = app.dispatch(BoltRequest(body=body, headers=headers))
        flat = {name: values[0] for name, values in response.headers.items()}
        return response.status, flat, response.body

    return listen


class BotServer:
    """HTTP server on 127.0.0.1 at `url`; `requests` are the (body, headers) received."""

    def __init__(self, listener: Listener | None = None) -> None:
        self.listener: Listener = listener or (lambda body, headers: (200, {}, ""))
        self.requests: list[tuple[str, Headers]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                headers: Headers = {name.lower(): [value] for name, value in self.headers.items()}
                server.requests.append((body, headers))
                status, more, text = server.listener(body, headers)
                try:
                    self.send_response(status)
                    for name, value in more.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(text.encode())))
                    self.end_headers()
                    self.wfile.write(text.encode())
                except (BrokenPipeError, ConnectionResetError):
                    pass

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}/slack/events"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


def fetch(url: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> bytes:
    """Return the body of a response; raise urllib.error.HTTPError for an error status."""
    request = urllib.request.Request(url, body, headers or {})
    with urllib.request.urlopen(request, timeout=5) as response:
        content: bytes = response.read()
    return content
