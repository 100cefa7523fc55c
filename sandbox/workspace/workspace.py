"""State of the workspace: clock, people, channels, views, files; and listeners to its changes."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from sandbox.config import Config, read_manifest
from sandbox.objects import Object, SlackError
from sandbox.workspace.channels import Channel, File
from sandbox.workspace.credentials import ResponseUrls, Tokens, Triggers
from sandbox.workspace.people import Person, parse_person, read_people_file
from sandbox.workspace.views import View, Views

TEAM = "T0SANDBOX"
BOT_USER = "U0BOT"
BOT = "B0BOT"
APP = "A0APP"
SLACKBOT = "USLACKBOT"
MIN_SET_BACK_MICROS = 1_000_000


class Clock:
    """The workspace's time in seconds since 1970; it runs on and can be set.

    Signatures, trigger ids and time-outs use real time, since the app's own clock is real.
    """

    def __init__(self) -> None:
        self._offset = 0.0

    def now(self) -> float:
        """Return the current time, in seconds since 1970."""
        return time.time() + self._offset

    def set(self, moment: datetime) -> None:
        """Set the current time; a datetime without zone is UTC."""
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        self._offset = aware.timestamp() - time.time()

    def advance(self, seconds: float) -> None:
        """Move the time forward by `seconds`."""
        self._offset += seconds

    def reset(self) -> None:
        """Return to real time."""
        self._offset = 0.0

    def iso(self) -> str:
        """Return the current time as ISO 8601 in UTC."""
        return datetime.fromtimestamp(self.now(), UTC).isoformat()


@dataclass(frozen=True)
class Change:
    """One change of the workspace.

    `kind` is one of message, message_changed, message_deleted, ephemeral, reaction_added,
    reaction_removed, member_joined, member_left, channel, read, file, view, home, home_opened,
    status, prompts, clock, settings, installed, uninstalled, revoked.
    """

    kind: str
    data: Object


Listener = Callable[[Change], None]


@dataclass
class Changes:
    """Listeners, called in order on the sandbox's loop."""

    _listeners: list[Listener] = field(default_factory=list)

    def subscribe(self, listener: Listener) -> None:
        """Call `listener` for every change from now on."""
        self._listeners.append(listener)

    def publish(self, kind: str, **data: Any) -> None:
        """Call every listener with a change."""
        for listener in list(self._listeners):
            listener(Change(kind, data))


class Workspace:
    """All state, in memory. Used only from the sandbox's loop."""

    def __init__(self, config: Config) -> None:
        """Raise ValueError for a manifest or people file that cannot be read."""
        content = read_people_file(config.people)
        self.settings = config.settings
        self.manifest = read_manifest(config.manifest)
        self.clock = Clock()
        self.changes = Changes()
        self.tokens = Tokens(config.bot_token, config.app_token)
        self.triggers = Triggers()
        self.response_urls = ResponseUrls()
        self.views = Views()
        self.files: dict[str, File] = {}
        self.canvases: dict[str, Object] = {}
        self.company = str(content.get("company") or "Sandbox")
        self.people = {p["id"]: parse_person(p) for p in content["people"]}
        self.people[BOT_USER] = self._bot_person()
        self.channels: dict[str, Channel] = {}
        self._numbers = count(1)
        self._last_ts = 0
        self._used_timestamps: set[int] = set()
        for entry in content.get("channels") or []:
            self._create_listed_channel(entry, config.bot_in)

    def _bot_person(self) -> Person:
        manifest = self.manifest
        return Person(BOT_USER, manifest.bot_name, manifest.name, bot_id=BOT, app_id=APP)

    def _create_listed_channel(self, entry: Object, bot_in: tuple[str, ...] | None) -> None:
        channel = self.create_channel(
            entry["name"],
            private=bool(entry.get("private")),
            members=list(entry.get("members") or []),
            channel_id=entry.get("id"),
            topic=entry.get("topic") or "",
        )
        bot_joins = not channel.private if bot_in is None else channel.name in bot_in
        if bot_joins and BOT_USER not in channel.members:
            channel.members.append(BOT_USER)

    # Ids and timestamps

    def next_id(self, prefix: str) -> str:
        """Return a new id such as F000001."""
        return f"{prefix}{next(self._numbers):06d}"

    def next_ts(self) -> str:
        """Return a unique message ts, after the last one unless the clock was set back."""
        micros = int(self.clock.now() * 1_000_000)
        if self._last_ts - micros < MIN_SET_BACK_MICROS:
            micros = max(micros, self._last_ts + 1)
        while micros in self._used_timestamps:
            micros += 1
        self._used_timestamps.add(micros)
        self._last_ts = micros
        return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"

    @property
    def domain(self) -> str:
        """Domain of the team."""
        return "".join(c for c in self.company.lower() if c.isalnum()) or "sandbox"

    # People and channels

    def person(self, reference: str) -> Person:
        """Return a person by id or name.

        Raises:
            SlackError: user_not_found.
        """
        name = reference.removeprefix("@")
        for person in self.people.values():
            if name in (person.id, person.name):
                return person
        raise SlackError("user_not_found")

    def channel(self, reference: str, viewer: str | None = None) -> Channel:
        """Return a channel by id, name, or (with a viewer) "@person" for their direct message.

        Raises:
            SlackError: channel_not_found.
        """
        name = reference.removeprefix("#")
        for channel in self.channels.values():
            if name == channel.id or (channel.kind != "im" and name == channel.name):
                return channel
        if viewer and (reference.startswith("@") or reference in self.people):
            return self.direct_message(viewer, self.person(reference).id)
        raise SlackError("channel_not_found")

    def direct_message(self, first: str, second: str) -> Channel:
        """Return the direct message between two people, opening it if needed."""
        for channel in self.channels.values():
            if channel.kind == "im" and set(channel.members) == {first, second}:
                return channel
        channel = Channel(self.next_id("D"), "directmessage", "im", [first, second])
        channel.created = int(self.clock.now())
        self.channels[channel.id] = channel
        self.changes.publish("channel", channel=channel.id)
        return channel

    def create_channel(
        self,
        name: str,
        *,
        private: bool = False,
        members: list[str] | None = None,
        channel_id: str | None = None,
        topic: str = "",
    ) -> Channel:
        """Create a channel.

        Raises:
            SlackError: name_taken.
        """
        if any(c.name == name for c in self.channels.values() if c.kind != "im"):
            raise SlackError("name_taken")
        kind = "private" if private else "public"
        channel = Channel(channel_id or self.next_id("C"), name, kind, members or [], topic)
        channel.created = int(self.clock.now())
        self.channels[channel.id] = channel
        self.changes.publish("channel", channel=channel.id)
        return channel

    def invite(self, channel: Channel, user: str, inviter: str | None = None) -> None:
        """Add a member; do nothing if they are one."""
        if user not in channel.members:
            channel.members.append(user)
            self.changes.publish("member_joined", channel=channel.id, user=user, inviter=inviter)

    def remove(self, channel: Channel, user: str) -> None:
        """Remove a member from a channel."""
        if user in channel.members:
            channel.members.remove(user)
            self.changes.publish("member_left", channel=channel.id, user=user)

    def archive(self, channel: Channel, *, archived: bool) -> None:
        """Archive or unarchive a channel."""
        channel.archived = archived
        self.changes.publish("channel", channel=channel.id, archived=archived)

    # Views

    def new_view(self, user: str, definition: Object, previous: View | None = None) -> View:
        """Return a view for a person, not yet on any stack."""
        view_id = self.next_id("V")
        root = previous.root if previous else view_id
        view = View(view_id, user, {}, TEAM, APP, BOT, root, previous.id if previous else None)
        view.replace(definition, self.clock.now())
        return view

    def publish_views(self, user: str, **more: Any) -> None:
        """Publish that the stack of someone's modals changed."""
        self.changes.publish("view", user=user, **more)
