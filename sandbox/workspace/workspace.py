"""State of the workspace: clock, people, channels, views, files, and who listens to changes."""

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
from sandbox.workspace.people import Person, person_from, read_roster
from sandbox.workspace.views import View, Views


class Clock:
    """Seconds since 1970 as the workspace sees them.

    Signatures, trigger ids and time-outs run on real time, since the app's own clock is real.
    """

    def __init__(self) -> None:
        self._offset = 0.0

    def now(self) -> float:
        """The present moment in this workspace, in seconds."""
        return time.time() + self._offset

    def set(self, moment: datetime) -> None:
        """Make it `moment` now; a moment without zone is UTC."""
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        self._offset = aware.timestamp() - time.time()

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass at once."""
        self._offset += seconds

    def reset(self) -> None:
        """Back to the real time."""
        self._offset = 0.0

    def iso(self) -> str:
        """The present moment as ISO 8601 in UTC."""
        return datetime.fromtimestamp(self.now(), UTC).isoformat()


@dataclass(frozen=True)
class Change:
    """One thing that happened.

    `kind` is one of message, message_changed, message_deleted, ephemeral, reaction_added,
    reaction_removed, member_joined, member_left, channel, read, file, view, home, home_opened,
    status, prompts, clock, settings, installed, uninstalled, revoked.
    """

    kind: str
    data: Object


Listener = Callable[[Change], None]


@dataclass
class Changes:
    """A list of listeners, called in order on the sandbox's one loop."""

    _listeners: list[Listener] = field(default_factory=list)

    def listen(self, listener: Listener) -> None:
        """From now on call `listener` for every change."""
        self._listeners.append(listener)

    def leave(self, listener: Listener) -> None:
        """Stop calling `listener`."""
        self._listeners.remove(listener)

    def tell(self, kind: str, **data: Any) -> None:
        """Something happened."""
        for listener in list(self._listeners):
            listener(Change(kind, data))


TEAM = "T0SANDBOX"
BOT_USER = "U0BOT"
BOT = "B0BOT"
APP = "A0APP"
SLACKBOT = "USLACKBOT"
SET_BACK_MICROS = 1_000_000


class Workspace:
    """All state, in memory. Used from the sandbox's one loop only."""

    def __init__(self, config: Config) -> None:
        """Raises ValueError for a manifest or people file that cannot be read."""
        roster = read_roster(config.people)
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
        self.company = str(roster.get("company") or "Sandbox")
        self.people = {p["id"]: person_from(p) for p in roster["people"]}
        self.people[BOT_USER] = self._bot_person()
        self.channels: dict[str, Channel] = {}
        self._numbers = count(1)
        self._last_ts = 0
        self._stamps: set[int] = set()
        for entry in roster.get("channels") or []:
            self._open_channel(entry, config.bot_in)

    def _bot_person(self) -> Person:
        manifest = self.manifest
        return Person(BOT_USER, manifest.bot_name, manifest.name, bot_id=BOT, app_id=APP)

    def _open_channel(self, entry: Object, bot_in: tuple[str, ...] | None) -> None:
        channel = self.create_channel(
            entry["name"],
            private=bool(entry.get("private")),
            members=list(entry.get("members") or []),
            channel_id=entry.get("id"),
            topic=entry.get("topic") or "",
        )
        invited = not channel.private if bot_in is None else channel.name in bot_in
        if invited and BOT_USER not in channel.members:
            channel.members.append(BOT_USER)

    # Names and numbers

    def next_id(self, prefix: str) -> str:
        """A fresh id such as F000001."""
        return f"{prefix}{next(self._numbers):06d}"

    def next_ts(self) -> str:
        """A message timestamp: unique, and after the last one unless the clock was set back."""
        micros = int(self.clock.now() * 1_000_000)
        if self._last_ts - micros < SET_BACK_MICROS:
            micros = max(micros, self._last_ts + 1)
        while micros in self._stamps:
            micros += 1
        self._stamps.add(micros)
        self._last_ts = micros
        return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"

    @property
    def domain(self) -> str:
        """The team's domain."""
        return "".join(c for c in self.company.lower() if c.isalnum()) or "sandbox"

    # People and channels

    def person(self, named: str) -> Person:
        """A person by id or name.

        Raises:
            SlackError: user_not_found.
        """
        wanted = named.removeprefix("@")
        for person in self.people.values():
            if wanted in (person.id, person.name):
                return person
        raise SlackError("user_not_found")

    def channel(self, named: str, viewer: str | None = None) -> Channel:
        """A channel by id, name, or (with a viewer) "@person" for their direct message.

        Raises:
            SlackError: channel_not_found.
        """
        wanted = named.removeprefix("#")
        for channel in self.channels.values():
            if wanted == channel.id or (channel.kind != "im" and wanted == channel.name):
                return channel
        if viewer and (named.startswith("@") or named in self.people):
            return self.direct_message(viewer, self.person(named).id)
        raise SlackError("channel_not_found")

    def direct_message(self, one: str, other: str) -> Channel:
        """The direct message between two people, opened if need be."""
        for channel in self.channels.values():
            if channel.kind == "im" and set(channel.members) == {one, other}:
                return channel
        channel = Channel(self.next_id("D"), "directmessage", "im", [one, other])
        channel.created = int(self.clock.now())
        self.channels[channel.id] = channel
        self.changes.tell("channel", channel=channel.id)
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
        """A new channel.

        Raises:
            SlackError: name_taken.
        """
        if any(c.name == name for c in self.channels.values() if c.kind != "im"):
            raise SlackError("name_taken")
        kind = "private" if private else "public"
        channel = Channel(channel_id or self.next_id("C"), name, kind, members or [], topic)
        channel.created = int(self.clock.now())
        self.channels[channel.id] = channel
        self.changes.tell("channel", channel=channel.id)
        return channel

    def invite(self, channel: Channel, user: str, inviter: str | None = None) -> None:
        """Make someone a member; nothing happens if they are one."""
        if user not in channel.members:
            channel.members.append(user)
            self.changes.tell("member_joined", channel=channel.id, user=user, inviter=inviter)

    def remove(self, channel: Channel, user: str) -> None:
        """Take someone out of a channel."""
        if user in channel.members:
            channel.members.remove(user)
            self.changes.tell("member_left", channel=channel.id, user=user)

    def archive(self, channel: Channel, *, archived: bool) -> None:
        """Archive a channel or bring it back."""
        channel.archived = archived
        self.changes.tell("channel", channel=channel.id, archived=archived)

    # Views

    def new_view(self, user: str, definition: Object, below: View | None = None) -> View:
        """A view for someone, not yet on any stack."""
        view_id = self.next_id("V")
        root = below.root if below else view_id
        view = View(view_id, user, {}, TEAM, APP, BOT, root, below.id if below else None)
        view.replace(definition, self.clock.now())
        return view

    def tell_views(self, user: str, **more: Any) -> None:
        """The stack of someone's modals changed."""
        self.changes.tell("view", user=user, **more)
