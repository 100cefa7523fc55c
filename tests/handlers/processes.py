"""Waymark served for real, and real servers that misbehave."""

import http.client
import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import IO, TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from bot.ports import Payload
from domain.journeys import WorkspaceId
from sandbox.delivery.transport import signature_headers
from tests.app_process import AppProcess, run_app

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


ROOT = Path(__file__).parents[2]

BOT_TOKEN = "xoxb-handlers-token"

APP_TOKEN = "xapp-handlers-token"

SIGNING_SECRET = "handlers-signing-secret"

PATIENCE = 20.0


class _QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name
        """Nothing to the terminal."""


class _ThreadingServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@contextmanager
def serving(wsgi: "WSGIApplication") -> Iterator[int]:
    """The application on a free port of 127.0.0.1."""
    with make_server("127.0.0.1", 0, wsgi, _ThreadingServer, _QuietHandler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def ask(
    port: int,
    method: str,
    path: str,
    body: bytes | None = None,
    headers: Mapping[str, str | bytes] | None = None,
) -> tuple[int, str]:
    """Status and body of one request; header values that are bytes are sent as they are."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.putrequest(method, path)
        given = dict(headers or {})
        if body is not None:
            given.setdefault("Content-Length", str(len(body)))
        for name, value in given.items():
            connection.putheader(name, value)
        connection.endheaders()
        try:
            if body is not None:
                connection.send(body)
        except (BrokenPipeError, ConnectionResetError):
            pass  # It was refused before all of it was read; the answer says why.
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def signed(body: str, at: int | None = None) -> dict[str, str | bytes]:
    """The headers Slack sends along with a body."""
    now = int(time.time()) if at is None else at
    return dict(signature_headers(SIGNING_SECRET, body, now))


def environment(database: Path | str, **more: str) -> dict[str, str]:
    """What a process of Waymark gets to see, and nothing of the developer's own."""
    passed = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {
        **passed,
        "DATABASE_URL": f"sqlite:///{database}" if isinstance(database, Path) else database,
        "LOG_LEVEL": "WARNING",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        **more,
    }


def waymark(
    arguments: list[str],
    given: Mapping[str, str],
    stdin: str | bytes = b"",
    stdout: IO[bytes] | None = None,
) -> "subprocess.CompletedProcess[bytes]":
    """`python app.py …`, run to its end; what goes to `stdout` is not in the result."""
    typed = stdin.encode() if isinstance(stdin, str) else stdin
    return run_app(arguments, given, typed, PATIENCE, stdout)


def until_ready(port: int, process: "AppProcess | subprocess.Popen[bytes]") -> None:
    """Wait until /readyz says so."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, "it ended"
        try:
            if ask(port, "GET", "/readyz")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise AssertionError("never ready")


class RawServer:
    """Answers each connection with `answer` to the letter, then closes; empty closes at once."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        self.requests = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> "RawServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                self.requests += 1
                connection.settimeout(1)
                self._read_all(connection)
                connection.sendall(self.answer)

    @staticmethod
    def _read_all(connection: socket.socket) -> None:
        received = b""
        while b"\r\n\r\n" not in received:
            received += connection.recv(65_536)
        head, _, body = received.partition(b"\r\n\r\n")
        lengths = [
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        ]
        while lengths and len(body) < lengths[0]:
            body += connection.recv(65_536)


def no_map(workspace: WorkspaceId, journey: str, period: str) -> tuple[Payload, Payload]:
    """The message of a map, for publishers that are asked for none."""
    raise NotImplementedError
