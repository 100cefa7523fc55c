"""Tests that files are downloaded from Slack only, and no other host sees the token."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from slack_sdk import WebClient

from domain.errors import BadInputError, NotFoundError, WaymarkError
from handlers.imports import downloads as fetching
from handlers.imports.downloads import download, import_suffix

TOKEN = "xoxb-secret"


CHANNEL = "D1"


@dataclass
class Server:
    """Gives prepared answers, and remembers requests with their tokens."""

    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    url: str = ""

    def file(self, **about: Any) -> None:
        """What files.info says."""
        info = {"name": "a.csv", "size": 3, "url_private_download": f"{self.url}/f", **about}
        body = json.dumps({"ok": True, "file": info}).encode()
        self.answers["/api/files.info"] = (200, {"Content-Type": "application/json"}, body)


@contextmanager
def serving() -> Iterator[Server]:
    """A server on a port of its own."""
    server_state = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server_state.asked.append((self.path, self.headers.get("Authorization")))
            status, headers, body = server_state.answers.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - its name

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name
            """Nothing to the terminal."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server_state.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server_state
        server.shutdown()
        thread.join()


@pytest.fixture
def slack() -> Iterator[Server]:
    """Something that answers as Slack."""
    with serving() as made:
        made.file()
        yield made


@pytest.fixture
def client(slack: Server) -> WebClient:
    """A client of it."""
    return WebClient(TOKEN, base_url=f"{slack.url}/api/", retry_handlers=[])


def content(client: WebClient) -> bytes:
    """The bytes that were fetched."""
    with download(client, "F1", CHANNEL) as path:
        return path.read_bytes()


def test_a_file_is_there_under_its_name_and_gone_after(client: WebClient, slack: Server) -> None:
    slack.answers["/f"] = (200, {"Content-Type": "text/csv"}, b"a,b")
    slack.file(name="../Was? wir/hören.CSV", ims=[CHANNEL])
    with download(client, "F1", CHANNEL) as path:
        assert path.read_bytes() == b"a,b"
        assert path.name == "_Was_ wir_hören.CSV"
    assert not path.exists()
    assert not path.parent.exists()
    assert slack.asked[-1] == ("/f", f"Bearer {TOKEN}")


@pytest.mark.parametrize("straight", [True, False])
def test_the_token_goes_to_slack_alone(client: WebClient, slack: Server, straight: bool) -> None:
    with serving() as other:
        other.answers["/f"] = (200, {"Content-Type": "text/csv"}, b"a,b")
        if straight:
            slack.file(url_private_download=f"{other.url}/f")
        else:
            slack.answers["/f"] = (302, {"Location": f"{other.url}/f"}, b"")
        with pytest.raises(WaymarkError) as refused:
            content(client)
        assert other.asked == []
    assert "Nothing was imported" in refused.value.sentence


def test_slack_may_send_on_to_itself(client: WebClient, slack: Server) -> None:
    slack.answers["/f"] = (302, {"Location": f"{slack.url}/g"}, b"")
    slack.answers["/g"] = (200, {"Content-Type": "text/plain"}, b"a,b")
    assert content(client) == b"a,b"


@pytest.mark.parametrize("size", [5, 0])
def test_a_file_too_large_is_refused_despite_its_stated_size(
    client: WebClient, slack: Server, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "MAX_BYTES", 4)
    slack.file(size=size)
    slack.answers["/f"] = (200, {"Content-Type": "text/csv"}, b"12345")
    with pytest.raises(BadInputError, match="is larger than"):
        content(client)
    assert (("/f", f"Bearer {TOKEN}") in slack.asked) is (size == 0)


@pytest.mark.parametrize(
    ("status", "kind", "error", "says"),
    [
        (200, "text/html; charset=utf-8", WaymarkError, "files:read"),
        (403, "text/plain", WaymarkError, "files:read"),
        (404, "text/plain", NotFoundError, "no longer there"),
        (500, "text/plain", WaymarkError, "try again"),
    ],
)
def test_what_slack_answers_instead_is_understood(
    client: WebClient, slack: Server, status: int, kind: str, error: type[Exception], says: str
) -> None:
    slack.answers["/f"] = (status, {"Content-Type": kind}, b"<html>")
    with pytest.raises(error, match=says):
        content(client)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("file_deleted", "no longer there"),
        ("file_not_found", "no longer there"),
        ("missing_scope", "files:read"),
        ("internal_error", "try again"),
    ],
)
def test_what_slack_says_of_a_file_is_understood(
    client: WebClient, slack: Server, code: str, says: str
) -> None:
    body = json.dumps({"ok": False, "error": code}).encode()
    slack.answers["/api/files.info"] = (200, {"Content-Type": "application/json"}, body)
    with pytest.raises(WaymarkError, match=says):
        content(client)


@pytest.mark.parametrize(
    "about", [{"url_private_download": None, "mode": "tombstone"}, {"ims": ["D2"]}]
)
def test_a_file_that_is_not_here_is_gone(
    client: WebClient, slack: Server, about: dict[str, Any]
) -> None:
    slack.file(**about)
    with pytest.raises(NotFoundError):
        content(client)


def test_a_file_that_breaks_off_is_not_taken_for_the_whole(
    client: WebClient, slack: Server
) -> None:
    slack.answers["/f"] = (200, {"Content-Length": "9", "Content-Type": "text/csv"}, b"a,b")
    with pytest.raises(WaymarkError, match="whole file"):
        content(client)


@pytest.mark.parametrize(
    ("name", "filetype", "suffix"),
    [("a.CSV", "", ".csv"), ("a.b.ndjson", "text", ".ndjson"), ("Untitled", "csv", ".csv")],
)
def test_a_file_is_known_by_its_name_else_its_type(name: str, filetype: str, suffix: str) -> None:
    assert import_suffix(name, filetype) == suffix


@pytest.mark.parametrize("name", ["a.xlsx", "a.pdf", "csv", "", Path("a.csv.zip").name])
def test_other_files_are_refused(name: str) -> None:
    with pytest.raises(BadInputError, match="neither a CSV"):
        import_suffix(name, "csv" if name.endswith(("x", "f", "p")) else "binary")
