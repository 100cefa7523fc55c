"""Requests as Slack sends them, built by hand to be repeated, late or concurrent."""

import io
import json
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Barrier
from typing import TYPE_CHECKING, Any

from slack_sdk.signature import SignatureVerifier
from sqlalchemy import event

from domain.journeys import WorkspaceId
from handlers.service import Service
from storage.session import Database
from tests.scenarios.running_pair import SIGNING_SECRET

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment
    from sqlalchemy.engine.interfaces import DBAPIConnection


APP = "A0WAYMARK"

CHANNEL = "C0JOURNEY"

READ_ONLY = {
    "sqlite": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
    "postgresql": ("SET TRANSACTION READ ONLY", "SET TRANSACTION READ WRITE"),
}


@dataclass(frozen=True)
class SlackRequest:
    """A request from Slack: a form or JSON."""

    content: dict[str, Any]
    is_json: bool = False

    @property
    def body(self) -> str:
        """The encoded body."""
        if self.is_json:
            return json.dumps(self.content)
        return urllib.parse.urlencode(self.content)

    @property
    def content_type(self) -> str:
        """The Content-Type header."""
        return "application/json" if self.is_json else "application/x-www-form-urlencoded"


@dataclass
class SlackRequests:
    """Builds the requests Slack sends for one workspace."""

    workspace: WorkspaceId

    def command(self, user: str, text: str, trigger: str) -> SlackRequest:
        """A user types `/painpoint text`."""
        return SlackRequest(
            {
                "command": "/painpoint",
                "text": text,
                "team_id": self.workspace,
                "channel_id": CHANNEL,
                "user_id": user,
                "trigger_id": trigger,
                "api_app_id": APP,
            }
        )

    def form(self, user: str, text: str, view: str) -> SlackRequest:
        """A user submits the form of a new note."""
        block = {"type": "input", "block_id": "text", "element": {"action_id": "text"}}
        values = {
            "text": {"text": {"type": "plain_text_input", "value": text}},
            "kind": {"kind": {"type": "static_select", "selected_option": {"value": "pain point"}}},
        }
        return self._interaction(
            "view_submission",
            user,
            view={
                "id": view,
                "type": "modal",
                "callback_id": "capture_note",
                "private_metadata": json.dumps({"at": CHANNEL, "note": 0}),
                "blocks": [block],
                "state": {"values": values},
            },
        )

    def shortcut(self, user: str, text: str, ts: str, trigger: str) -> SlackRequest:
        """A user saves a message with the message shortcut."""
        return self._interaction(
            "message_action",
            user,
            callback_id="save_message",
            trigger_id=trigger,
            channel={"id": CHANNEL, "name": "customer-journey"},
            message={"type": "message", "user": "U0TOMAS", "ts": ts, "text": text},
            message_ts=ts,
        )

    def mention(self, user: str, text: str, ts: str, event_id: str) -> SlackRequest:
        """A user mentions Waymark in a channel."""
        message = {"type": "app_mention", "user": user, "text": f"<@UWAYMARK> {text}"}
        return self._event(event_id, {**message, "ts": ts, "channel": CHANNEL})

    def direct_message(self, user: str, text: str, ts: str, event_id: str) -> SlackRequest:
        """A user writes to Waymark in a direct message."""
        message = {"type": "message", "channel_type": "im", "user": user, "text": text}
        return self._event(event_id, {**message, "ts": ts, "channel": "D0MARA"})

    def reaction(self, user: str, ts: str, event_id: str) -> SlackRequest:
        """A user reacts to a message with the emoji of a pain point."""
        item = {"type": "message", "channel": CHANNEL, "ts": ts}
        return self._event(
            event_id,
            {"type": "reaction_added", "user": user, "reaction": "warning", "item": item},
        )

    def _interaction(self, kind: str, user: str, **more: Any) -> SlackRequest:
        user_field = {"id": user, "team_id": self.workspace}
        common = {
            "type": kind,
            "team": {"id": self.workspace},
            "user": user_field,
            "api_app_id": APP,
        }
        return SlackRequest({"payload": json.dumps({**common, **more})})

    def _event(self, event_id: str, event: dict[str, Any]) -> SlackRequest:
        return SlackRequest(
            {
                "type": "event_callback",
                "team_id": self.workspace,
                "api_app_id": APP,
                "event_id": event_id,
                "event": event,
            },
            is_json=True,
        )


class HttpClient:
    """Sends signed requests to Waymark's WSGI application, without a socket."""

    def __init__(self, service: Service, storage: Database) -> None:
        self._service = service
        self._is_read_only = False
        forbid_writes, allow_writes = READ_ONLY[storage._engine.dialect.name]

        def set_access(connection: "DBAPIConnection", *_: Any) -> None:
            cursor = connection.cursor()
            cursor.execute(forbid_writes if self._is_read_only else allow_writes)
            cursor.close()

        # Every connection that is borrowed gets the access of that moment.
        event.listen(storage._engine, "checkout", set_access)

    def post(self, request: SlackRequest) -> tuple[int, dict[str, Any]]:
        """Send a request; return the status and the JSON body, empty unless it is JSON."""
        body, timestamp = request.body, str(int(time.time()))
        sign = SignatureVerifier(SIGNING_SECRET).generate_signature
        environ: WSGIEnvironment = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/slack/events",
            "CONTENT_TYPE": request.content_type,
            "CONTENT_LENGTH": str(len(body.encode())),
            "HTTP_X_SLACK_REQUEST_TIMESTAMP": timestamp,
            "HTTP_X_SLACK_SIGNATURE": sign(timestamp=timestamp, body=body),
            "wsgi.input": io.BytesIO(body.encode()),
        }
        statuses: list[str] = []
        pieces = self._service.wsgi(environ, _start_response(statuses))
        answer = b"".join(pieces).decode()
        return int(statuses[0].split()[0]), json.loads(answer) if answer.startswith("{") else {}

    def wait_until_idle(self) -> None:
        """Wait until all background work is done."""
        wait_for_service(self._service)

    @contextmanager
    def read_only(self) -> Iterator[None]:
        """Make every write to the database fail within this context."""
        self.wait_until_idle()
        self._is_read_only = True
        try:
            yield
            self.wait_until_idle()
        finally:
            self._is_read_only = False


def wait_for_service(service: Service) -> None:
    """Wait until all background work of the service is done."""
    threads = 4
    together = Barrier(threads + 1)
    for _ in range(threads):
        service._background.run(lambda: together.wait(30))
    together.wait(30)


def _start_response(statuses: list[str]) -> "StartResponse":
    def start(status: str, *_: Any) -> Callable[[bytes], object]:
        statuses.append(status)
        return bytes

    return start
