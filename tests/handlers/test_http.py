"""The HTTP port, served for real: what is not Slack's is refused, and never a server error."""

import json
import re
import shutil
import sqlite3
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import URL

from app import Waymark
from handlers.environment import read
from storage.engine import database_url
from tests.handlers.log_capture import logging_like_the_bot
from tests.handlers.processes import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, ask, serving, signed

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


EVENTS = "/slack/events"

LARGEST_BODY = 1_000_000

JSON = {"Content-Type": "application/json"}

FORM = {"Content-Type": "application/x-www-form-urlencoded"}

Headers = Mapping[str, str] | Mapping[str, str | bytes]

MARK = "a-customer-said-this"


@dataclass
class Served:
    """The port it listens on and the file it keeps its data in."""

    port: int
    database: Path

    def post(self, body: str | bytes, *headers: Headers) -> tuple[int, str]:
        raw = body.encode() if isinstance(body, str) else body
        merged: dict[str, str | bytes] = {}
        for part in headers:
            merged |= part
        return ask(self.port, "POST", EVENTS, raw, merged)


@pytest.fixture
def own(sqlite_url: URL) -> Iterator[Served]:
    """Waymark served for one test, which saves something."""
    with _served(sqlite_url) as found:
        yield found


@pytest.fixture(scope="module")
def served(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Waymark served for all tests that save nothing: its database stays empty."""
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("served") / "waymark.db")
    with _served(database_url(f"sqlite:///{path}")) as found:
        yield found


def _settings(url: URL, **more: str) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": "http://127.0.0.1:9/api/",
        "DATABASE_URL": str(url),
        **more,
    }


class _served:  # noqa: N801 - used as a context
    def __init__(self, url: URL, **more: str) -> None:
        self._url = url
        self._waymark = Waymark(read(_settings(url, **more)))
        self._service = self._waymark.service()
        self._serving = serving(self._service.wsgi)

    def __enter__(self) -> Served:
        return Served(self._serving.__enter__(), Path(str(self._url.database)))

    def __exit__(self, *_: object) -> None:
        self._serving.__exit__(None, None, None)
        self._service._background.close()
        self._waymark.storage.close()


def command(text: str, name: str = "/painpoint") -> str:
    return urlencode(
        {
            "command": name,
            "text": text,
            "team_id": "T1",
            "user_id": "U1",
            "channel_id": "C1",
            "trigger_id": "1.2.x",
            "response_url": "https://hooks.slack.com/commands/x",
        }
    )


def saved(served: Served) -> list[str]:
    with sqlite3.connect(served.database) as connection:
        found = [text for (text,) in connection.execute("SELECT text FROM notes ORDER BY id")]
    connection.close()
    return found


# What is Slack's


def test_a_signed_command_is_answered_and_saved(own: Served) -> None:
    body = command("onboarding: the invite & <email> lands in spam".replace("&", "&amp;"))
    status, answer = own.post(body, FORM, signed(body))
    assert status == 200
    assert json.loads(answer)["response_type"] == "ephemeral"
    assert saved(own) == ["the invite & <email> lands in spam"]


def test_slacks_check_of_the_url_is_answered(served: Served) -> None:
    body = json.dumps({"type": "url_verification", "token": "t", "challenge": "c4a11enge"})
    status, answer = served.post(body, JSON, signed(body))
    assert (status, json.loads(answer)) == (200, {"challenge": "c4a11enge"})


def test_a_signed_body_that_nothing_listens_to_is_not_found(served: Served) -> None:
    body = json.dumps({"type": "event_callback", "team_id": "T1", "event": {"type": "star_added"}})
    assert served.post(body, JSON, signed(body))[0] == 404


# What is not


@pytest.mark.parametrize("name", ["X-Slack-Signature", "X-Slack-Request-Timestamp"])
def test_a_body_without_its_signature_or_time_is_refused(served: Served, name: str) -> None:
    body = command(MARK)
    headers = {key: value for key, value in signed(body).items() if key != name}
    assert served.post(body, FORM, headers)[0] == 401
    assert saved(served) == []


def test_an_unsigned_body_is_refused(served: Served) -> None:
    assert served.post(command(MARK), FORM)[0] == 401
    assert saved(served) == []


@pytest.mark.parametrize(
    "signature",
    [
        "v0=" + "0" * 64,
        "v0=",
        "",
        "x",
        "v1=" + "0" * 64,
        "v0=" + "é" * 64,
        "ü".encode(),
        b"v0=\xff\xfe",
        "0" * 8000,
    ],
)
def test_a_bad_signature_is_refused(served: Served, signature: str | bytes) -> None:
    body = command(MARK)
    given = signature.encode("latin-1") if isinstance(signature, str) else signature
    assert served.post(body, FORM, signed(body), {"X-Slack-Signature": given})[0] == 401
    assert saved(served) == []


def test_a_signature_of_another_body_is_refused(served: Served) -> None:
    headers = signed(command("something else"))
    assert served.post(command(MARK), FORM, headers)[0] == 401
    assert saved(served) == []


@pytest.mark.parametrize("minutes", [-60, -6, 6, 60])
def test_a_body_signed_at_another_time_is_refused(served: Served, minutes: int) -> None:
    body = command(MARK)
    assert served.post(body, FORM, signed(body, int(time.time()) + minutes * 60))[0] == 401
    assert saved(served) == []


@pytest.mark.parametrize(
    "timestamp", ["", "now", "1.5", "-1", "1e9", " ", b"\xb2\xb3", b"\xd9\xa1", "9" * 5000, "0x10"]
)
def test_a_time_that_is_no_whole_number_is_refused(served: Served, timestamp: str | bytes) -> None:
    body = command(MARK)
    headers: dict[str, str | bytes] = {"X-Slack-Request-Timestamp": timestamp}
    assert served.post(body, FORM, signed(body), headers)[0] == 401
    assert saved(served) == []


def test_a_body_over_the_limit_is_refused_unread(served: Served) -> None:
    body = "x" * (LARGEST_BODY + 1)
    assert served.post(body, FORM, signed(body))[0] == 413


@pytest.mark.parametrize("length", ["-1", "many", b"\xb2", "9" * 5000, "1e3"])
def test_a_length_that_is_no_length_is_refused(served: Served, length: str | bytes) -> None:
    body = command(MARK)
    status, _ = served.post(body, FORM, signed(body), {"Content-Length": length})
    assert 400 <= status < 500


BROKEN = [
    "{",
    "[1, 2",
    '{"a": NaN',
    "[]",
    "[1]",
    '"text"',
    "5",
    "null",
    "[" * 100_000,
    '{"a":' * 100_000,
    '{"a": ' + "9" * 5000 + "}",
    '{"type": []}',
    '{"type": {}}',
    '{"team": 5, "enterprise": 7, "user": 9, "event": [], "authorizations": 3}',
    '{"authorizations": [5]}',
    '{"enterprise": {"id": {}}, "event": {"channel": []}}',
    "",
]


@pytest.mark.parametrize("body", BROKEN, ids=range(len(BROKEN)))
@pytest.mark.parametrize("with_signature", [True, False])
def test_a_body_that_is_no_payload_is_refused(
    served: Served,
    body: str,
    with_signature: bool,
) -> None:
    stamped: dict[str, str | bytes] = {
        "X-Slack-Request-Timestamp": str(int(time.time())),
        "X-Slack-Signature": "v0=" + "0" * 64,
    }
    status, _ = served.post(body, JSON, signed(body) if with_signature else stamped)
    assert 400 <= status < 500
    form = "payload=" + body
    status, _ = served.post(form, FORM, signed(form) if with_signature else stamped)
    assert 400 <= status < 500


@pytest.mark.parametrize("body", [b"\xff\xfe", b"text=\x80", b"\xed\xa0\x80"])
def test_a_body_that_is_no_text_is_refused(served: Served, body: bytes) -> None:
    assert 400 <= served.post(body, FORM, signed("x"))[0] < 500


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "type",
                    "event",
                    "team",
                    "team_id",
                    "user",
                    "enterprise",
                    "authorizations",
                    "channel",
                    "payload",
                    "command",
                    "view",
                    "message",
                    "response_url",
                    "container",
                    "is_enterprise_install",
                    "bot_id",
                    "item",
                    "assistant_thread",
                    "function_data",
                    "function_executed",
                    "ssl_check",
                    "id",
                    "actions",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(json_values)
def test_no_unsigned_body_makes_a_server_error(served: Served, value: object) -> None:
    stamped: dict[str, str | bytes] = {
        "X-Slack-Request-Timestamp": str(int(time.time())),
        "X-Slack-Signature": "v0=" + "0" * 64,
    }
    assert served.post(json.dumps(value), JSON, stamped)[0] in (400, 401)


def test_what_is_refused_is_never_logged(
    sqlite_url: URL, capsys: pytest.CaptureFixture[str]
) -> None:
    body = command(f"onboarding: {MARK}")
    broken = "{" + MARK
    with logging_like_the_bot("DEBUG"), _served(sqlite_url) as served:
        for headers in ({}, signed("another"), {"X-Slack-Signature": "é"}):
            assert served.post(body, FORM, headers)[0] == 401
        assert served.post(broken, JSON, signed(broken))[0] == 400
        assert served.post(body, FORM, signed(body))[0] == 200
    said = capsys.readouterr().err
    assert '"slack_bolt.' in said  # Bolt did speak.
    assert MARK not in said


# Where there is nothing


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", EVENTS),
        ("PUT", EVENTS),
        ("DELETE", EVENTS),
        ("POST", "/"),
        ("GET", "/"),
        ("POST", "/slack/events/"),
        ("POST", "/slack/events/../events"),
        ("GET", "/slack/install"),
        ("POST", "/healthz"),
        ("POST", "/metrics"),
        ("GET", "/%00"),
        ("GET", "/caf%C3%A9%FF"),
        ("BREW", "/healthz"),
    ],
)
def test_a_wrong_path_or_method_is_refused(served: Served, method: str, path: str) -> None:
    body = command(f"onboarding: {MARK}")
    status, _ = ask(served.port, method, path, body.encode(), {**FORM, **signed(body)})
    assert 400 <= status < 500
    assert saved(served) == []


def test_beside_socket_mode_the_request_url_is_closed(sqlite_url: URL) -> None:
    body = command(f"onboarding: {MARK}")
    with _served(sqlite_url, SLACK_APP_TOKEN=APP_TOKEN) as served:
        assert served.post(body, FORM, signed(body))[0] == 404
        assert ask(served.port, "GET", "/healthz")[0] == 200
        assert ask(served.port, "GET", "/readyz") == (503, "Not connected to Slack.\n")
        assert saved(served) == []


def test_an_answer_goes_only_where_slack_may_be(own: Served) -> None:
    """A signed click with a foreign response_url is carried out, and that address not called."""
    body = command("nosuchstage: it hurts")
    own.post(body, FORM, signed(body))
    called: list[str] = []

    def trap(environ: "WSGIEnvironment", start: "StartResponse") -> list[bytes]:
        called.append(str(environ.get("PATH_INFO")))
        start("200 OK", [])
        return [b""]

    with serving(trap) as port:
        click = {
            "type": "block_actions",
            "team": {"id": "T1"},
            "user": {"id": "U1", "team_id": "T1"},
            "channel": {"id": "C1"},
            "response_url": f"http://127.0.0.1:{port}/steal",
            "actions": [
                {
                    "type": "button",
                    "action_id": "place_note.3",
                    "block_id": "b",
                    "value": "1:onboarding",
                }
            ],
        }
        payload = urlencode({"payload": json.dumps(click)})
        assert own.post(payload, FORM, signed(payload))[0] == 200
        time.sleep(0.3)
    assert called == []
    with sqlite3.connect(own.database) as connection:
        placed = connection.execute("SELECT stage_id IS NOT NULL FROM notes").fetchall()
    connection.close()
    assert placed == [(1,)]


# Health and metrics


def test_health_and_readiness(served: Served) -> None:
    assert ask(served.port, "GET", "/healthz") == (200, "ok\n")
    assert ask(served.port, "GET", "/readyz") == (200, "ready\n")


def test_a_database_that_is_behind_is_not_ready(sqlite_url: URL, tmp_path: Path) -> None:
    empty = tmp_path / "empty.db"
    with _served(sqlite_url.set(database=str(empty))) as served:
        status, why = ask(served.port, "GET", "/readyz")
        assert status == 503
        assert "python app.py migrate" in why
        assert ask(served.port, "GET", "/healthz")[0] == 200


def test_a_database_that_is_newer_is_not_ready(own: Served) -> None:
    with sqlite3.connect(own.database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'from_2030'")
    connection.close()
    status, why = ask(own.port, "GET", "/readyz")
    assert status == 503
    assert "newer" in why


def test_a_database_that_is_gone_is_not_ready(sqlite_url: URL, tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    shutil.copy(str(sqlite_url.database), folder / "w.db")
    with _served(sqlite_url.set(database=str(folder / "w.db"))) as served:
        shutil.rmtree(folder)
        status, why = ask(served.port, "GET", "/readyz")
        assert status == 503
        assert "\n" not in why.rstrip("\n")
        assert ask(served.port, "GET", "/healthz")[0] == 200


def test_a_database_that_is_no_database_is_not_ready(sqlite_url: URL, tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"not a database at all" * 400)
    with _served(sqlite_url.set(database=str(broken))) as served:
        assert ask(served.port, "GET", "/readyz")[0] == 503


def count_of(metrics: str, kind: str, status: int) -> float:
    line = rf'^waymark_slack_requests_total{{kind="{kind}",status="{status}"}} (\S+)$'
    found = re.search(line, metrics, re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_requests_are_counted_by_kind_and_status_without_words(served: Served) -> None:
    def metrics() -> str:
        status, text = ask(served.port, "GET", "/metrics")
        assert status == 200
        return text

    before = metrics()
    body = command(f"onboarding: {MARK}")
    served.post(body, FORM, signed(body))
    served.post(body, FORM)
    served.post(body, FORM, signed("another"))
    after = metrics()
    counted = {
        (kind, status): count_of(after, kind, status) - count_of(before, kind, status)
        for kind, status in (("command", 200), ("refused", 401), ("command", 401))
    }
    assert counted == {("command", 200): 1, ("refused", 401): 1, ("command", 401): 1}
    assert MARK not in after
    assert "waymark_slack_request_seconds_bucket" in after
