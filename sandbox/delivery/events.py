"""Build Events API events from workspace changes, send them, and retry."""

import asyncio

from sandbox.delivery.transport import Courier
from sandbox.log import Log
from sandbox.objects import Object
from sandbox.workspace import Workspace
from sandbox.workspace.channels import Channel, Message
from sandbox.workspace.workspace import APP, BOT_USER, TEAM, Change

Named = tuple[str, Object]


def events_of(workspace: Workspace, change: Change) -> list[Named]:
    """The events a change gives rise to, each with the name it is subscribed under."""
    maker = _MAKERS.get(change.kind)
    return maker(workspace, change) if maker else []


def _message(workspace: Workspace, change: Change) -> list[Named]:
    channel = workspace.channels[change.data["channel"]]
    message = channel.find(change.data["ts"])
    if message is None:
        return []
    event = {**_posted(channel, message), "type": "message"}
    named: list[Named] = [(f"message.{_family(channel)}", event)]
    mentioned = f"<@{BOT_USER}>" in str(message.body.get("text"))
    if mentioned and channel.kind != "im" and message.author != BOT_USER:
        mention = {k: v for k, v in event.items() if k not in ("channel_type", "subtype")}
        named.append(("app_mention", {**mention, "type": "app_mention"}))
    return named + _shared_files(workspace, channel, message)


def _posted(channel: Channel, message: Message) -> Object:
    left_out = ("team", "reply_count", "reply_users", "reply_users_count", "latest_reply")
    shown = {k: v for k, v in message.message_object().items() if k not in left_out}
    placed = {"channel": channel.id, "channel_type": channel.channel_type, "team": TEAM}
    return {**shown, **placed, "event_ts": message.ts}


def _shared_files(workspace: Workspace, channel: Channel, message: Message) -> list[Named]:
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


def _changed(workspace: Workspace, change: Change) -> list[Named]:
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
    return [(f"message.{_family(channel)}", event)]


def _reaction(workspace: Workspace, change: Change) -> list[Named]:
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


def _member(workspace: Workspace, change: Change) -> list[Named]:
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


def _home_opened(workspace: Workspace, change: Change) -> list[Named]:
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


def _channel(workspace: Workspace, change: Change) -> list[Named]:
    if "archived" not in change.data:
        return []
    channel = workspace.channels[change.data["channel"]]
    noun = "group" if channel.kind == "private" else "channel"
    kind = f"{noun}_archive" if change.data["archived"] else f"{noun}_unarchive"
    event = {"type": kind, "channel": channel.id, "event_ts": workspace.next_ts()}
    return [(kind, event)]


def _uninstalled(workspace: Workspace, _: Change) -> list[Named]:
    return [("app_uninstalled", {"type": "app_uninstalled", "event_ts": workspace.next_ts()})]


def _revoked(workspace: Workspace, _: Change) -> list[Named]:
    tokens = {"oauth": [], "bot": [BOT_USER]}
    event = {"type": "tokens_revoked", "tokens": tokens, "event_ts": workspace.next_ts()}
    return [("tokens_revoked", event)]


def _family(channel: Channel) -> str:
    return channel.scope_family


_MAKERS = {
    "message": _message,
    "message_changed": _changed,
    "message_deleted": _changed,
    "reaction_added": _reaction,
    "reaction_removed": _reaction,
    "member_joined": _member,
    "member_left": _member,
    "home_opened": _home_opened,
    "channel": _channel,
    "uninstalled": _uninstalled,
    "revoked": _revoked,
}


def envelope(workspace: Workspace, event: Object) -> Object:
    """The event_callback around an event."""
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
# Sent whatever has become of the token.
LAST_WORDS = frozenset({"app_uninstalled", "tokens_revoked"})
LONG_PAUSE_SECONDS = 1.0


class Events:
    """Listens to the workspace and tells the app what it subscribed to."""

    def __init__(self, workspace: Workspace, courier: Courier, log: Log) -> None:
        self._workspace = workspace
        self._courier = courier
        self._log = log
        self._tasks: set[asyncio.Task[None]] = set()
        self._pausing: set[asyncio.Task[None]] = set()
        self._sent: dict[str, Object] = {}
        workspace.changes.listen(self._on_change)

    def _on_change(self, change: Change) -> None:
        for name, event in events_of(self._workspace, change):
            why = self._why_withheld(name, event)
            if why:
                self._log.withheld(event, why)
            else:
                self.send(event)

    def _why_withheld(self, name: str, event: Object) -> str | None:
        manifest = self._workspace.manifest
        if name not in manifest.events:
            return f"not subscribed to {name}"
        if SCOPES.get(name) and SCOPES[name] not in manifest.bot_scopes:
            return f"missing scope {SCOPES[name]}"
        if self._workspace.tokens.state != "active" and name not in LAST_WORDS:
            return "the app is not installed"
        return self._why_hidden(event)

    def _why_hidden(self, event: Object) -> str | None:
        # item.channel for reactions, channel_id for files.
        place = event.get("channel") or event.get("channel_id")
        place = place or (event.get("item") or {}).get("channel")
        channel = self._workspace.channels.get(str(place))
        if channel and BOT_USER not in channel.members and event.get("user") != BOT_USER:
            return "the app is not in the channel"
        return None

    def send(self, event: Object) -> str:
        """Send an event whatever is subscribed; returns its event_id."""
        payload = envelope(self._workspace, event)
        self._sent[payload["event_id"]] = payload
        self._start(payload)
        return str(payload["event_id"])

    def again(self, event_id: str) -> bool:
        """Deliver an event once more under the same event_id; False if there was none."""
        payload = self._sent.get(event_id)
        if payload:
            self._start(payload, first=1)
        return payload is not None

    def _start(self, payload: Object, first: int = 0) -> None:
        task = asyncio.get_running_loop().create_task(self._deliver(payload, first))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(self._pausing.discard)

    async def _deliver(self, payload: Object, first: int) -> None:
        entry = self._log.delivery("events_api", payload)
        reason = "http_timeout" if first else None
        answer = await self._courier.attempt("events_api", payload, entry, first, reason)
        pauses = self._workspace.settings.retry_seconds if first == 0 else ()
        for number, pause in enumerate(pauses, start=1):
            if answer.delivered or answer.final:
                return
            await self._pause(pause)
            answer = await self._courier.attempt(
                "events_api", payload, entry, number, answer.reason
            )

    async def _pause(self, seconds: float) -> None:
        task = asyncio.current_task()
        if task and seconds > LONG_PAUSE_SECONDS:
            self._pausing.add(task)
        await asyncio.sleep(seconds)
        if task:
            self._pausing.discard(task)

    @property
    def busy(self) -> bool:
        """Whether a delivery is under way or due in a moment; a far redelivery does not count."""
        return bool(self._tasks - self._pausing)

    async def close(self) -> None:
        """Give up what is under way."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
