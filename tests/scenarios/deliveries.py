"""What Slack sends, made by hand so that it can be sent again, late, and at the same time."""

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
class Sent:
    """One request of Slack's: a form, or JSON."""

    content: dict[str, Any]
    is_json: bool = False

    @property
    def body(self) -> str:
        """As it goes over the wire."""
        if self.is_json:
            return json.dumps(self.content)
        return urllib.parse.urlencode(self.content)

    @property
    def content_type(self) -> str:
        """What kind of body it is."""
        return "application/json" if self.is_json else "application/x-www-form-urlencoded"


@dataclass
class Slack:
    """Slack's side of one workspace; nothing but what it sends."""

    workspace: WorkspaceId

    def command(self, user: str, text: str, trigger: str) -> Sent:
        """Somebody types `/painpoint text`."""
        return Sent(
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

    def form(self, user: str, text: str, view: str) -> Sent:
        """Somebody submits the form of a new note."""
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

    def shortcut(self, user: str, text: str, ts: str, trigger: str) -> Sent:
        """Somebody saves a message by its shortcut."""
        return self._interaction(
            "message_action",
            user,
            callback_id="save_message",
            trigger_id=trigger,
            channel={"id": CHANNEL, "name": "customer-journey"},
            message={"type": "message", "user": "U0TOMAS", "ts": ts, "text": text},
            message_ts=ts,
        )

    def mention(self, user: str, text: str, ts: str, event_id: str) -> Sent:
        """Somebody says something to Waymark in a channel."""
        said = {"type": "app_mention", "user": user, "text": f"<@UWAYMARK> {text}"}
        return self._event(event_id, {**said, "ts": ts, "channel": CHANNEL})

    def direct(self, user: str, text: str, ts: str, event_id: str) -> Sent:
        """Somebody says something to Waymark in its direct messages."""
        said = {"type": "message", "channel_type": "im", "user": user, "text": text}
        return self._event(event_id, {**said, "ts": ts, "channel": "D0MARA"})

    def reaction(self, user: str, ts: str, event_id: str) -> Sent:
        """Somebody reacts to a message with the sign of a pain point."""
        item = {"type": "message", "channel": CHANNEL, "ts": ts}
        return self._event(
            event_id,
            {"type": "reaction_added", "user": user, "reaction": "warning", "item": item},
        )

    def _interaction(self, kind: str, user: str, **more: Any) -> Sent:
        who = {"id": user, "team_id": self.workspace}
        about = {"type": kind, "team": {"id": self.workspace}, "user": who, "api_app_id": APP}
        return Sent({"payload": json.dumps({**about, **more})})

    def _event(self, event_id: str, event: dict[str, Any]) -> Sent:
        return Sent(
            {
                "type": "event_callback",
                "team_id": self.workspace,
                "api_app_id": APP,
                "event_id": event_id,
                "event": event,
            },
            is_json=True,
        )


class Door:
    """Waymark's HTTP application, entered without a socket by signed requests."""

    def __init__(self, service: Service, storage: Database) -> None:
        self._service = service
        self._broken = False
        closed, opened = READ_ONLY[storage._engine.dialect.name]

        def breaks(connection: "DBAPIConnection", *_: Any) -> None:
            cursor = connection.cursor()
            cursor.execute(closed if self._broken else opened)
            cursor.close()

        # Whoever borrows a connection finds the database as it is now.
        event.listen(storage._engine, "checkout", breaks)

    def takes(self, sent: Sent) -> tuple[int, dict[str, Any]]:
        """Deliver it; the status and the body that is answered."""
        body, timestamp = sent.body, str(int(time.time()))
        sign = SignatureVerifier(SIGNING_SECRET).generate_signature
        environ: WSGIEnvironment = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/slack/events",
            "CONTENT_TYPE": sent.content_type,
            "CONTENT_LENGTH": str(len(body.encode())),
            "HTTP_X_SLACK_REQUEST_TIMESTAMP": timestamp,
            "HTTP_X_SLACK_SIGNATURE": sign(timestamp=timestamp, body=body),
            "wsgi.input": io.BytesIO(body.encode()),
        }
        told: list[str] = []
        pieces = self._service.wsgi(environ, _starting(told))
        answer = b"".join(pieces).decode()
        return int(told[0].split()[0]), json.loads(answer) if answer.startswith("{") else {}

    def rests(self) -> None:
        """Wait until all that was begun behind the answers is done."""
        rest(self._service)

    @contextmanager
    def broken(self) -> Iterator[None]:
        """Meanwhile the database can only be read: every write in it fails."""
        self.rests()
        self._broken = True
        try:
            yield
            self.rests()
        finally:
            self._broken = False


def rest(service: Service) -> None:
    """Wait until all that Waymark does behind its answers is done."""
    threads = 4
    together = Barrier(threads + 1)
    for _ in range(threads):
        service._background.run(lambda: together.wait(30))
    together.wait(30)


def _starting(told: list[str]) -> "StartResponse":
    def start(status: str, *_: Any) -> Callable[[bytes], object]:
        told.append(status)
        return bytes

    return start
