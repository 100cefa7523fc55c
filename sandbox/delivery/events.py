"""Build Events API events from workspace changes, send them, and retry."""

import asyncio

from sandbox.delivery.transport import Dispatcher
from sandbox.log import Log
from sandbox.objects import Object
from sandbox.workspace.channels import Channel, Message
from sandbox.workspace.workspace import APP, BOT_USER, TEAM, Change, Workspace

SCOPES = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "file_shared": "files:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
}

# Sent even when the token is revoked.
SENT_AFTER_REMOVAL = frozenset({"app_uninstalled", "tokens_revoked"})

MIN_LONG_WAIT_SECONDS = 1.0

NamedEvent = tuple[str, Object]


def events_for_change(workspace: Workspace, change: Change) -> list[NamedEvent]:
    """Return the events a change causes, each with the name it is subscribed under."""
    builder = _EVENT_BUILDERS.get(change.kind)
    return builder(workspace, change) if builder else []


def _message_events(workspace: Workspace, change: Change) -> list[NamedEvent]:
    channel = workspace.channels[change.data["channel"]]
    message = channel.find(change.data["ts"])
    if message is None:
        return []
    event = {**_posted_event(channel, message), "type": "message"}
    events: list[NamedEvent] = [(f"message.{channel.scope_family}", event)]
    mentioned = f"<@{BOT_USER}>" in str(message.body.get("text"))
    if mentioned and channel.kind != "im" and message.author != BOT_USER:
        mention = {k: v for k, v in event.items() if k not in ("channel_type", "subtype")}
        events.append(("app_mention", {**mention, "type": "app_mention"}))
    return events + _file_shared_events(workspace, channel, message)


def _posted_event(channel: Channel, message: Message) -> Object:
    excluded = ("team", "reply_count", "reply_users", "reply_users_count", "latest_reply")
    message_fields = {k: v for k, v in message.message_object().items() if k not in excluded}
    channel_fields = {"channel": channel.id, "channel_type": channel.channel_type, "team": TEAM}
    return {**message_fields, **channel_fields, "event_ts": message.ts}


def _file_shared_events(
    workspace: Workspace, channel: Channel, message: Message
) -> list[NamedEvent]:
    return [
        (
            "file_shared",
            {
                "type": "file_shared",
                "file_id": file["id"],
                "user_id": message.author,
                "file": {"id": file["id"]},
                "channel_id": channel.id,
                "event_ts": workspace.next_ts(),
            },
        )
        for file in message.body.get("files") or []
    ]


def _changed_events(workspace: Workspace, change: Change) -> list[NamedEvent]:
    channel = workspace.channels[change.data["channel"]]
    if change.data["only_for"]:
        return []
    deleted = change.kind == "message_deleted"
    ts = workspace.next_ts()
    event: Object = {
        "type": "message",
        "subtype": change.kind,
        "hidden": True,
        "channel": channel.id,
        "channel_type": channel.channel_type,
        "previous_message": change.data["before"],
        "ts": ts,
        "event_ts": ts,
    }
    if deleted:
        event["deleted_ts"] = change.data["ts"]
    else:
        message = channel.find(change.data["ts"])
        event["message"] = message.message_object() if message else {}
    return [(f"message.{channel.scope_family}", event)]


def _reaction_events(workspace: Workspace, change: Change) -> list[NamedEvent]:
    data = change.data
    event = {
        "type": change.kind,
        "user": data["user"],
        "reaction": data["reaction"],
        "item": {"type": "message", "channel": data["channel"], "ts": data["ts"]},
        "item_user": data["author"],
        "event_ts": workspace.next_ts(),
    }
    return [(change.kind, event)]


def _member_events(workspace: Workspace, change: Change) -> list[NamedEvent]:
    kind = "member_joined_channel" if change.kind == "member_joined" else "member_left_channel"
    channel = workspace.channels[change.data["channel"]]
    event: Object = {
        "type": kind,
        "user": change.data["user"],
        "channel": channel.id,
        "channel_type": "G" if channel.private else "C",
        "team": TEAM,
        "event_ts": workspace.next_ts(),
    }
    if change.data.get("inviter"):
        event["inviter"] = change.data["inviter"]
    return [(kind, event)]


def _home_opened_events(workspace: Workspace, change: Change) -> list[NamedEvent]:
    user = change.data["user"]
    event: Object = {
        "type": "app_home_opened",
        "user": user,
        "channel": workspace.direct_message(user, BOT_USER).id,
        "tab": change.data.get("tab", "home"),
        "event_ts": workspace.next_ts(),
    }
    if user in workspace.views.homes:
        event["view"] = workspace.views.homes[user].view_object()
    return [("app_home_opened", event)]


def _channel_events(workspace: Workspace, change: Change) -> list[NamedEvent]:
    if "archived" not in change.data:
        return []
    channel = workspace.channels[change.data["channel"]]
    noun = "group" if channel.kind == "private" else "channel"
    kind = f"{noun}_archive" if change.data["archived"] else f"{noun}_unarchive"
    event = {"type": kind, "channel": channel.id, "event_ts": workspace.next_ts()}
    return [(kind, event)]


def _uninstalled_events(workspace: Workspace, _: Change) -> list[NamedEvent]:
    return [("app_uninstalled", {"type": "app_uninstalled", "event_ts": workspace.next_ts()})]


def _revoked_events(workspace: Workspace, _: Change) -> list[NamedEvent]:
    tokens = {"oauth": [], "bot": [BOT_USER]}
    event = {"type": "tokens_revoked", "tokens": tokens, "event_ts": workspace.next_ts()}
    return [("tokens_revoked", event)]


_EVENT_BUILDERS = {
    "message": _message_events,
    "message_changed": _changed_events,
    "message_deleted": _changed_events,
    "reaction_added": _reaction_events,
    "reaction_removed": _reaction_events,
    "member_joined": _member_events,
    "member_left": _member_events,
    "home_opened": _home_opened_events,
    "channel": _channel_events,
    "uninstalled": _uninstalled_events,
    "revoked": _revoked_events,
}


def envelope(workspace: Workspace, event: Object) -> Object:
    """Wrap an event in its event_callback."""
    authorization = {
        "enterprise_id": None,
        "team_id": TEAM,
        "user_id": BOT_USER,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": "sandbox-verification-token",
        "team_id": TEAM,
        "context_team_id": TEAM,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": workspace.next_id("Ev"),
        "event_time": int(workspace.clock.now()),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
        "event_context": f"4-{workspace.next_id('EC')}",
    }


class Events:
    """Send the app the events it subscribed to."""

    def __init__(self, workspace: Workspace, dispatcher: Dispatcher, log: Log) -> None:
        self._workspace = workspace
        self._dispatcher = dispatcher
        self._log = log
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting_tasks: set[asyncio.Task[None]] = set()
        self._sent: dict[str, Object] = {}
        workspace.changes.subscribe(self._on_change)

    def _on_change(self, change: Change) -> None:
        for name, event in events_for_change(self._workspace, change):
            reason = self._withheld_reason(name, event)
            if reason:
                self._log.add_withheld(event, reason)
            else:
                self.send(event)

    def _withheld_reason(self, name: str, event: Object) -> str | None:
        manifest = self._workspace.manifest
        if name not in manifest.events:
            return f"not subscribed to {name}"
        if SCOPES.get(name) and SCOPES[name] not in manifest.bot_scopes:
            return f"missing scope {SCOPES[name]}"
        if self._workspace.tokens.state != "active" and name not in SENT_AFTER_REMOVAL:
            return "the app is not installed"
        return self._hidden_reason(event)

    def _hidden_reason(self, event: Object) -> str | None:
        # item.channel for reactions, channel_id for files.
        channel_id = event.get("channel") or event.get("channel_id")
        channel_id = channel_id or (event.get("item") or {}).get("channel")
        channel = self._workspace.channels.get(str(channel_id))
        if channel and BOT_USER not in channel.members and event.get("user") != BOT_USER:
            return "the app is not in the channel"
        return None

    def send(self, event: Object) -> str:
        """Send an event even if it is not subscribed; return its event_id."""
        payload = envelope(self._workspace, event)
        self._sent[payload["event_id"]] = payload
        self._start(payload)
        return str(payload["event_id"])

    def redeliver(self, event_id: str) -> bool:
        """Deliver an event again under the same event_id; return False if there was none."""
        payload = self._sent.get(event_id)
        if payload:
            self._start(payload, first_attempt=1)
        return payload is not None

    def _start(self, payload: Object, first_attempt: int = 0) -> None:
        task = asyncio.get_running_loop().create_task(self._deliver(payload, first_attempt))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(self._waiting_tasks.discard)

    async def _deliver(self, payload: Object, first_attempt: int) -> None:
        entry = self._log.add_delivery("events_api", payload)
        reason = "http_timeout" if first_attempt else None
        answer = await self._dispatcher.attempt("events_api", payload, entry, first_attempt, reason)
        delays = self._workspace.settings.retry_seconds if first_attempt == 0 else ()
        for number, delay in enumerate(delays, start=1):
            if answer.delivered or answer.no_retry:
                return
            await self._wait(delay)
            answer = await self._dispatcher.attempt(
                "events_api", payload, entry, number, answer.reason
            )

    async def _wait(self, seconds: float) -> None:
        task = asyncio.current_task()
        if task and seconds > MIN_LONG_WAIT_SECONDS:
            self._waiting_tasks.add(task)
        await asyncio.sleep(seconds)
        if task:
            self._waiting_tasks.discard(task)

    @property
    def busy(self) -> bool:
        """Whether a delivery is running or due within a second; later redeliveries do not count."""
        return bool(self._tasks - self._waiting_tasks)

    async def close(self) -> None:
        """Cancel running deliveries."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
