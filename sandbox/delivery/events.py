"""Sends events, again when they are not acknowledged."""

import asyncio

from sandbox.changes import Change
from sandbox.delivery.courier import Courier
from sandbox.delivery.event_objects import envelope, events_of
from sandbox.log import Log
from sandbox.objects import Object
from sandbox.workspace.workspace import BOT_USER, Workspace

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
